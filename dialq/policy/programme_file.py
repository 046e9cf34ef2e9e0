"""Reads the programmes: which campaigns leads go through, one after the other (R4.10, R19.1)."""

from __future__ import annotations

from collections.abc import Mapping

from dialq.engine.campaign import NURTURE_ITEMS, Campaign, Programme
from dialq.engine.lead import HOT, WARM
from dialq.policy.reading import Table, nearest, read_toml

Campaigns = Mapping[str, Campaign]


def parse_programmes(
    text: str, where: str, campaigns: Campaigns, below: Mapping[str, Programme] | None = None
) -> dict[str, Programme]:
    """The programmes of a file by name; what it leaves unsaid of one that stands `below` stays as it is there."""
    root = read_toml(text, where)
    programmes = dict(below or {})
    for name in (HOT, WARM):
        if name in root:
            programmes[name] = _with_campaigns(root, name, name, programmes.get(name), campaigns)
    tables = root.table("programme")
    for name in tables.keys:
        table = tables.table(name)
        if name in root and "campaigns" in table:
            raise table.wrong("campaigns", f"is said twice: {name} = … names them too", "Keep one of them.")
        programmes[name] = _read(table, name, programmes.get(name), campaigns)
    root.done()
    _refuse_one_cost_twice(tables, programmes)
    return programmes


def _read(table: Table, name: str, below: Programme | None, campaigns: Campaigns) -> Programme:
    """One `[programme.NAME]`."""
    if below is None or "campaigns" in table:
        below = _with_campaigns(table, "campaigns", name, below, campaigns)
    cost = table.money("max_cost") if "max_cost" in table else below.max_cost
    silent = table.text("silent", below.silent)
    table.done()
    if silent:
        _refuse_unknown(table, "silent", silent, campaigns)
        if silent in below.campaigns:
            raise table.wrong("silent", f"is {silent!r}, which the programme goes through anyway", "Name another.")
        _refuse_follow_on(table, "silent", campaigns[silent])
    return Programme(name, below.campaigns, cost or None, silent)


def _with_campaigns(
    table: Table, key: str, name: str, below: Programme | None, campaigns: Campaigns
) -> Programme:
    """The programme with the campaigns that a key lists."""
    table.require(key)
    listed = table.texts(key)
    if not listed:
        raise table.wrong(key, "names no campaign", "Name at least one.")
    for campaign in listed:
        _refuse_unknown(table, key, campaign, campaigns)
        if listed.count(campaign) > 1:
            raise table.wrong(key, f"names {campaign!r} twice", "A lead goes through a campaign once.")
    for campaign in listed[1:]:
        _refuse_follow_on(table, key, campaigns[campaign])
    return Programme(name, listed, below.max_cost if below else None, below.silent if below else "")


def _refuse_unknown(table: Table, key: str, campaign: str, campaigns: Campaigns) -> None:
    if campaign not in campaigns:
        raise table.wrong(key, f"names {campaign!r}, which is no campaign", nearest(campaign, campaigns))
    if campaigns[campaign].kind == NURTURE_ITEMS:
        raise table.wrong(
            key, f"names {campaign!r}, whose items are for nurture", "Nurture follows every programme by itself."
        )


def _refuse_follow_on(table: Table, key: str, campaign: Campaign) -> None:
    """A campaign that follows another starts at the opening of a day: minutes mean nothing there (R4.10)."""
    step = next((step for step in campaign.steps if not step.at.by_day), None)
    if step is not None and not campaign.retired:
        raise table.wrong(
            key,
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
            place = name if name in tables else other
            raise tables.table(place).wrong(
                "max_cost", f"is the same for {other!r} and {name!r}", "A lead can go through one of them only."
            )
