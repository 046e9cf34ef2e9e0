"""Reads the events that leads are invited to; who is near is worked out once, here (SEED0-19, R4.9)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from dialq.clock import Instant, from_datetime
from dialq.engine.campaign import EVENT, Campaign
from dialq.engine.day import at_wall
from dialq.engine.gathering import Gathering
from dialq.policy.reading import Table, nearest, read_toml

if TYPE_CHECKING:
    from dialq.policy.places import Places

_WITHOUT_SECONDS = re.compile(r"^(\s*at\s*=\s*\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d)(\s*(?:#.*)?)$", re.MULTILINE)
_MOST_SEATS = 100_000
_WIDEST = 500
"""Kilometres; nobody comes further for an evening."""


def parse_events(
    text: str, where: str, zone: str, campaigns: Mapping[str, Campaign]
) -> tuple[Gathering, ...]:
    """The events of a file, the earliest first, each an `[[event]]`; times without a zone are the team's."""
    root = read_toml(_WITHOUT_SECONDS.sub(r"\1:00\2", text), where)
    tables = root.tables("event")
    if not tables:
        root.done()
        return ()
    from dialq.policy.places import Places

    places, gatherings = Places(), list[Gathering]()
    for table in tables:
        gathering = _read(table, zone, campaigns, places)
        if any(gathering.name == other.name for other in gatherings):
            raise table.wrong(
                "name", f"{gathering.name!r} is already taken by another event", "Names are unique."
            )
        gatherings.append(gathering)
    root.done()
    return tuple(sorted(gatherings, key=lambda one: (one.at, one.name)))


def _read(table: Table, zone: str, campaigns: Mapping[str, Campaign], places: Places) -> Gathering:
    radius = table.number("radius_km", 50, 1, _WIDEST)
    name, place = table.text("name"), table.text("place")
    campaign = _campaign(table, campaigns)
    title = table.text("title")
    at = _instant(table.wall_time("at"), zone)
    seats = table.number("capacity", 20, 1, _MOST_SEATS)
    table.done()
    near = places.around(place, radius)
    if isinstance(near, str):
        raise table.wrong("place", f"is {place!r}, which is not known", near)
    return Gathering(name, campaign, title, place, at, seats, radius, near.postal, near.cities)


def _campaign(table: Table, campaigns: Mapping[str, Campaign]) -> str:
    """The campaign that invites: `event` unless another one of that kind is named."""
    name = table.text("campaign", "event")
    inviting = [one.name for one in campaigns.values() if one.kind == EVENT]
    if name not in inviting:
        raise table.wrong(
            "campaign", f'is {name!r}, which is no campaign of kind "event"', nearest(name, inviting)
        )
    return name


def _instant(moment: datetime, zone: str) -> Instant:
    """The instant of a time of the file; one without a zone of its own is the team's."""
    if moment.tzinfo is not None:
        return from_datetime(moment)
    return Instant(at_wall(moment.date(), moment.hour * 60 + moment.minute, zone) + moment.second)
