"""Every version of every campaign, kept as JSON: a lead stays on the steps it started (R4.7)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgspec import to_builtins
from msgspec.structs import replace

from dialq.engine.campaign import Campaign, Offset, Step

Kept = list[tuple[str, int, str]]
"""(name, version, body) as the database has them."""


class Versions(dict[tuple[str, int], Campaign]):
    """Campaigns by name and version; one that another process began meanwhile is looked up when it is met."""

    def __init__(self, known: Mapping[tuple[str, int], Campaign], again: Callable[[], Kept]) -> None:
        super().__init__(known)
        self._again = again

    def __missing__(self, key: tuple[str, int]) -> Campaign:
        for name, version, body in self._again():
            if (name, version) == key:
                self[key] = from_body(version, body)
                return self[key]
        raise KeyError(key)


def with_new(kept: Kept, campaigns: Iterable[Campaign]) -> tuple[list[Campaign], list[Campaign]]:
    """All versions of all campaigns, and those among them that are new: other steps make another version.

    All that is no step applies to every version at once; a campaign without a file takes nobody in any more.
    """
    known: dict[str, list[Campaign]] = {}
    for name, version, body in kept:
        known.setdefault(name, []).append(from_body(version, body))
    here, new = {}, []
    for campaign in campaigns:
        here[campaign.name] = campaign
        versions = known.setdefault(campaign.name, [])
        if not versions or versions[-1].steps != campaign.steps:
            versions.append(replace(campaign, version=len(versions) + 1))
            new.append(versions[-1])
    everyone = [
        _as_now(one, here.get(name) or replace(versions[-1], retired=True))
        for name, versions in known.items()
        for one in versions
    ]
    return everyone, new


def _as_now(one: Campaign, now: Campaign) -> Campaign:
    return replace(now, version=one.version, steps=one.steps)


def to_body(campaign: Campaign) -> str:
    """A campaign as JSON."""
    return json.dumps(to_builtins(campaign), ensure_ascii=False)


_CAMPAIGN = {name for name in Campaign.__struct_fields__}
_STEP = {name for name in Step.__struct_fields__}


def from_body(version: int, body: str) -> Campaign:
    """The campaign that `to_body` wrote; what this dialq does not know any more is left out."""
    plain: dict[str, Any] = {name: value for name, value in json.loads(body).items() if name in _CAMPAIGN}
    plain["steps"] = tuple(_step(step) for step in plain["steps"])
    plain["accept"] = tuple((finding, why) for finding, why in plain.get("accept", ()))
    return Campaign(**{**plain, "version": version})


def _step(plain: dict[str, Any]) -> Step:
    known = {name: value for name, value in plain.items() if name in _STEP}
    return Step(**{**known, "at": Offset(**known["at"])})
