"""Reads the programmes: which campaigns leads go through, one after the other (R4.10, R19.1)."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from dialq.engine.campaign import NURTURE_ITEMS, Campaign, Programme
from dialq.engine.lead import HOT, WARM
from dialq.engine.state import NURTURE
from dialq.policy.reading import Table, nearest, read_toml

Campaigns = Mapping[str, Campaign]
Fault = tuple[str, str]
"""What is wrong, and what to do about it."""


def parse_programmes(
    text: str, where: str, campaigns: Campaigns | None, below: Mapping[str, Programme] | None = None
) -> dict[str, Programme]:
    """The programmes of a file by name; what it leaves unsaid of one that stands `below` stays as it is there.

    Without `campaigns` nobody asks whether what they name is there.
    """
    root = read_toml(text, where)
    programmes = dict(below or {})
    for name in (HOT, WARM):
        if root.texts(name) or name in root:
            programmes[name] = _listed(root, name, programmes.get(name, Programme(name, ())), campaigns)
    tables = root.table("programme")
    for name in tables.keys:
        if name == NURTURE:
            raise tables.wrong(
                name, "is what follows every programme, and no programme", "Name it otherwise."
            )
        table = tables.table(name)
        if name in root and "campaigns" in table:
            raise table.wrong("campaigns", f"is said twice: {name} = … names them too", "Keep one of them.")
        programmes[name] = _read(table, name, programmes.get(name), campaigns)
    root.done()
    _refuse_one_cost_twice(tables, programmes)
    return programmes


def fault_of(programme: Programme, campaigns: Campaigns) -> Fault | None:
    """Why a programme cannot be gone through with these campaigns; None if it can."""
    for name in programme.campaigns:
        if programme.campaigns.count(name) > 1:
            return f"names {name!r} twice", "A lead goes through a campaign once."
        if fault := _unfit(name, campaigns):
            return fault
    followers = (name for name in (*programme.campaigns[1:], programme.silent) if name in campaigns)
    return next(filter(None, (_cannot_follow(campaigns[name]) for name in followers)), None)


def _read(table: Table, name: str, below: Programme | None, campaigns: Campaigns | None) -> Programme:
    """One `[programme.NAME]`."""
    if below is None or "campaigns" in table:
        below = _listed(table, "campaigns", below or Programme(name, ()), campaigns)
    cost = table.money("max_cost") if "max_cost" in table else below.max_cost
    silent = table.text("silent", below.silent)
    table.done()
    if silent and campaigns is not None:
        if silent in below.campaigns:
            what = f"is {silent!r}, which the programme goes through anyway"
            raise table.wrong("silent", what, "Name another.")
        if fault := _unfit(silent, campaigns) or _cannot_follow(campaigns[silent]):
            raise table.wrong("silent", *fault)
    return Programme(name, below.campaigns, cost or None, silent)


def _listed(table: Table, key: str, below: Programme, campaigns: Campaigns | None) -> Programme:
    """The programme with the campaigns that a key lists."""
    table.require(key)
    programme = replace(below, campaigns=table.texts(key))
    if not programme.campaigns:
        raise table.wrong(key, "names no campaign", "Name at least one.")
    if campaigns is not None and (fault := fault_of(programme, campaigns)):
        raise table.wrong(key, *fault)
    return programme


def _unfit(name: str, campaigns: Campaigns) -> Fault | None:
    """Why a name cannot stand in a programme at all."""
    if name not in campaigns:
        return f"names {name!r}, which is no campaign", nearest(name, campaigns)
    if campaigns[name].kind == NURTURE_ITEMS:
        return f"names {name!r}, whose items are for nurture", "Nurture follows every programme by itself."
    return None


def _cannot_follow(campaign: Campaign) -> Fault | None:
    """A campaign that follows another starts at the opening of a day: minutes mean nothing there (R4.10)."""
    step = next((step for step in campaign.steps if not step.at.by_day), None)
    if step is None or campaign.retired:
        return None
    return (
        f"lets {campaign.name!r} follow another campaign, but its step {step.key!r} is at {step.at}",
        "Only the first campaign of a programme has steps in minutes or hours: put it first, or use days.",
    )


def _refuse_one_cost_twice(tables: Table, programmes: Mapping[str, Programme]) -> None:
    """Which programme a lead of a cost goes through must be plain."""
    seen: dict[int, str] = {}
    for name, programme in programmes.items():
        if programme.max_cost is None:
            continue
        if (other := seen.setdefault(programme.max_cost, name)) != name:
            place = tables.table(name if name in tables else other)
            what = f"is the same for {other!r} and {name!r}"
            raise place.wrong("max_cost", what, "A lead can go through one of them only.")
