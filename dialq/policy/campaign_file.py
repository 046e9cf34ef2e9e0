"""Reads a campaign file into a campaign of the engine (R4.1, R4.9)."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise

from msgspec.structs import replace

from dialq.engine.campaign import (
    ALWAYS,
    CALL,
    CHANNELS,
    EMAIL,
    EVENT,
    NO_CONTACT,
    NO_RESPONSE,
    NURTURE_ITEMS,
    RESEARCH,
    SALES,
    Campaign,
    Step,
)
from dialq.errors import BadSetting
from dialq.policy.offset_text import LONGEST_DAYS, parse_offset
from dialq.policy.reading import Table, read_toml

CONDITIONS = (ALWAYS, NO_RESPONSE, NO_CONTACT)
_FEWEST_TOUCHES, _MOST_TOUCHES = 6, 10
"""The band of R7.1; outside of it a campaign states its reason."""
_NURTURE_ITEMS = 12
"""Nurture has its own cap (R7.6)."""
_KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def parse_campaign(text: str, where: str, version: int, own: Collection[str] = ()) -> Campaign:
    """The campaign a file describes; `where` names the file in messages, `own` the team's own channels.

    Strict: an unknown key, channel, offset or condition raises BadSetting with line and nearest word.
    """
    root = read_toml(text, where)
    kind = root.word("kind", (SALES, EVENT, NURTURE_ITEMS), SALES)
    usual = _NURTURE_ITEMS if kind == NURTURE_ITEMS else _MOST_TOUCHES
    campaign = Campaign(
        name=root.text("name"),
        version=version,
        title=root.text("title"),
        goal=root.text("goal"),
        message=root.text("message"),
        approach=root.text("approach"),
        kind=kind,
        max_touches=root.number("max_touches", usual, 1, 30),
        max_calls=root.number("max_calls", 6, 0, 12),
        rest_days=root.number("rest_days", 30, 0, 365),
        min_touches=root.number("min_touches", _FEWEST_TOUCHES, 0, 30),
        limit_days=root.number("limit_days", 0, 0, LONGEST_DAYS),
        retired=root.flag("retired", False),
        accept=_accepted(root.table("accept")),
        steps=_with_conditions(_read_steps(root, where, (*CHANNELS, *own))),
    )
    _ask_reason(root, campaign)
    _refuse_unreachable(root, campaign)
    if kind == NURTURE_ITEMS:
        _refuse_by_hand(root, campaign)
    root.done()
    return campaign


def _ask_reason(root: Table, campaign: Campaign) -> None:
    """Outside of 6 to 10 touches a campaign needs a written reason (R7.1)."""
    reason = root.text("reason", "")
    if campaign.kind == NURTURE_ITEMS:
        return
    if not _FEWEST_TOUCHES <= campaign.max_touches <= _MOST_TOUCHES and not reason:
        raise root.wrong(
            "max_touches",
            f"is {campaign.max_touches}, outside of {_FEWEST_TOUCHES} to {_MOST_TOUCHES}",
            'Add reason = "…" that says why.',
        )


def _refuse_unreachable(root: Table, campaign: Campaign) -> None:
    """A step planned after the campaign's limit in days never comes; more than its caps nobody can ask."""
    if campaign.min_touches > campaign.max_touches:
        raise root.wrong(
            "min_touches" if "min_touches" in root else "max_touches",
            f"makes min_touches {campaign.min_touches} and max_touches {campaign.max_touches}",
            "Let min_touches be the smaller one.",
        )
    for step, table in zip(campaign.steps, root.tables("step"), strict=True):
        if campaign.limit_days and step.at.day > campaign.limit_days:
            raise table.wrong(
                "at",
                f"is {step.at}, after the campaign ended: limit_days is {campaign.limit_days}",
                "Plan it earlier, or raise limit_days.",
            )


def _refuse_by_hand(root: Table, campaign: Campaign) -> None:
    """Items of nurture are mails that leave by themselves on a day (R16.1), each with a text of its own."""
    used: set[str] = set()
    for step, table in zip(campaign.steps, root.tables("step"), strict=True):
        if step.channel != EMAIL:
            raise table.wrong("channel", f"is {step.channel!r}, but nurture sends mails", 'Write "email".')
        if not step.auto:
            place = "auto" if "auto" in table else "key"
            raise table.wrong(place, "is an item of nurture and must leave by itself", "Add auto = true.")
        if not step.at.by_day:
            raise table.wrong("at", f"is {step.at}, but nurture counts in days", 'Write it like "30d".')
        if step.template in used:
            raise table.wrong("template", f"{step.template!r} is sent twice", "No item is (R16.1).")
        used.add(step.template)


def _accepted(table: Table) -> tuple[tuple[str, str], ...]:
    """The findings a team lives with, each with its reason (R4.8)."""
    for finding in table.keys:
        # Which findings there are is for the check to say: a file from a newer dialq must not be refused.
        if not _KEBAB.fullmatch(finding):
            raise table.wrong(finding, "is no name of a finding", 'They look like "few-touches".')
    return tuple((finding, table.text(finding)) for finding in table.keys)


def _read_steps(root: Table, where: str, channels: Collection[str]) -> tuple[Step, ...]:
    """All steps, their keys unique, their offsets never going back."""
    tables = root.tables("step")
    if not tables:
        raise BadSetting(f"{where} has no step", "Add at least one [[step]] with key, channel and at.")
    steps: list[Step] = []
    for table in tables:
        step = _read_step(table, channels)
        if any(step.key == earlier.key for earlier in steps):
            raise table.wrong("key", f"{step.key!r} is already taken by an earlier step", "Keys are unique.")
        steps.append(step)
    for (earlier, later), table in zip(pairwise(steps), tables[1:], strict=True):
        if _goes_back(earlier, later):
            raise table.wrong(
                "at", f"{later.at} comes before {earlier.at} of {earlier.key!r}", "Put the steps in order."
            )
    return tuple(steps)


def _goes_back(earlier: Step, later: Step) -> bool:
    """Whether a step is planned before the one above it; a minute offset counts as day 0 (R4.2)."""
    if earlier.at.by_day or later.at.by_day:
        return later.at.day < earlier.at.day
    return later.at.minutes < earlier.at.minutes


def _read_step(table: Table, channels: Collection[str]) -> Step:
    """One step, with what its channel cannot carry refused."""
    offset = parse_offset(text := table.text("at"))
    if offset is None:
        raise table.wrong("at", f"is {text!r}, which is no offset", 'Write "30m", "1h" (up to 24h) or "5d".')
    step = Step(
        key=table.text("key"),
        channel=table.word("channel", channels),
        at=offset,
        when=_condition(table),
        template=table.text("template", ""),
        script=table.text("script", ""),
        voicemail=table.text("voicemail", ""),
        auto=table.flag("auto", False),
        pair=table.text("pair", ""),
        value=table.flag("value", False),
        cost=table.money("cost"),
    )
    table.done()
    _refuse_misplaced(table, step)
    return step


def _condition(table: Table) -> str:
    """The condition the file states; '' where it says nothing."""
    stated = table.text("when", "")
    return table.word("when", CONDITIONS) if stated else ""


def _refuse_misplaced(table: Table, step: Step) -> None:
    """A text or a flag on a channel that can do nothing with it is a mistake."""
    if step.auto and step.channel != EMAIL:
        raise table.wrong("auto", "is true, but only a mail leaves by itself", "Remove it.")
    if step.channel in (CALL, RESEARCH) and step.template:
        raise table.wrong("template", f"does not belong to a {step.channel} step", "Use script = …")
    if step.channel != CALL:
        for key, value in (("pair", step.pair), ("voicemail", step.voicemail)):
            if value:
                raise table.wrong(key, "belongs to a call step only", "Remove it.")
    if step.channel == EMAIL and not step.template:
        raise table.wrong("channel", "is email, but the step names no template", "Add template = …")


def _with_conditions(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Unsaid conditions: `always` up to the first touch, `no_response` after it (R4.4)."""
    touched = False
    complete = []
    for step in steps:
        complete.append(replace(step, when=step.when or (NO_RESPONSE if touched else ALWAYS)))
        touched = touched or step.channel != RESEARCH
    return tuple(complete)
