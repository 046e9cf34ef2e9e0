"""A campaign as a written guideline for the team: day by day, what to do and what to say (SEED3-11)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from dialq.clock import Instant
from dialq.desk.dating import dated_steps
from dialq.desk.desk import Desk
from dialq.desk.mail_sender import sender_of_rep
from dialq.engine.campaign import EVENT, NO_CONTACT, NURTURE_ITEMS, Campaign, Step
from dialq.errors import BadInput

NOBODY = {
    "event_title": "[event]", "event_place": "[place]", "event_date": "[date]", "name": "[name]", "day_part": "morning",
}  # fmt: skip
"""What stands for fields without a fallback where there is no lead."""


class GuideStep(NamedTuple):
    """One step, dated, with the words for it."""

    step: Step
    number: int
    """Its number among the steps of its channel."""
    of: int
    planned: Instant
    day: date
    """Its date by the team's calendar."""
    subject: str
    """A mail's subject; '' for other channels."""
    text: str
    """The mail, the card or the script, filled in without a lead."""
    voicemail: str
    remarks: tuple[str, ...]
    """When it is left out, what leaves by itself."""


class Guideline(NamedTuple):
    """All that a team needs to know of a campaign."""

    campaign: Campaign
    day0: date
    """The day the lead enters."""
    steps: tuple[GuideStep, ...]
    programmes: tuple[str, ...]
    """Programmes it belongs to, with what comes before and after it."""
    ends: tuple[str, ...]
    """What ends it."""


def guideline(desk: Desk, name: str, at: Instant | None = None) -> Guideline:
    """The newest version of a campaign for a lead that enters at `at`, now unless said. Raises BadInput."""
    if name not in desk.policy.current:
        raise BadInput(
            f"there is no campaign {name!r}", f"Campaigns: {', '.join(sorted(desk.policy.current))}."
        )
    campaign, entered = desk.policy.newest(name), desk.now() if at is None else at
    return Guideline(
        campaign,
        desk.policy.calendar.date(entered),
        tuple(
            _step(desk, campaign, step, planned)
            for step, planned in dated_steps(campaign, desk.policy, entered)
        ),
        _programmes(desk, name),
        _ends(desk, campaign),
    )


def _step(desk: Desk, campaign: Campaign, step: Step, planned: Instant) -> GuideStep:
    same = [one.key for one in campaign.steps if one.channel == step.channel]
    subject, text = _filled(desk, step.template, desk.templates.names()) if step.template else ("", "")
    if step.script in desk.scripts.names():
        text = desk.scripts.render(step.script, _fields(desk)).body
    spoken = step.voicemail in desk.scripts.names()
    return GuideStep(
        step,
        same.index(step.key) + 1,
        len(same),
        planned,
        desk.policy.calendar.date(planned),
        subject,
        text,
        desk.scripts.render(step.voicemail, _fields(desk)).body if spoken else "",
        _remarks(step),
    )


def _filled(desk: Desk, template: str, names: tuple[str, ...]) -> tuple[str, str]:
    if template not in names:
        return "", ""
    filled = desk.templates.render(template, _fields(desk))
    return filled.subject, filled.body


def _fields(desk: Desk) -> dict[str, str]:
    """The sender's own fields; those of a lead keep their fallback or stand as `[field]`."""
    sender = desk.settings.sender
    own = sender_of_rep(desk.settings, desk.rep)
    mine = {
        "rep_name": own.name or desk.rep,
        "rep_email": own.address,
        "sender_company": sender.company,
        "postal_address": sender.postal_address,
    }
    return NOBODY | {field: value for field, value in mine.items() if value}


def _remarks(step: Step) -> tuple[str, ...]:
    remarks = []
    if step.auto:
        remarks.append("leaves by itself")
    if step.when == NO_CONTACT:
        remarks.append("only if the call before it reached nobody")
    if step.pair:
        remarks.append(f"nobody there: the mail {step.pair!r} goes with it")
    if step.value:
        remarks.append("asks for nothing")
    return tuple(remarks)


def _programmes(desk: Desk, name: str) -> tuple[str, ...]:
    """`hot: inbound -> 30 days -> event -> 45 days -> last-call -> nurture`, for every programme it is in.

    Nobody enters a retired campaign: none is passed through but the one that is asked for.
    """
    found = []
    for programme in desk.policy.programmes.values():
        if name not in programme.campaigns and name != programme.silent:
            continue
        legs = [
            leg for leg in desk.policy.legs(programme.name)
            if leg == name or not desk.policy.newest(leg).retired
        ]  # fmt: skip
        road = " -> ".join(f"{leg} -> {desk.policy.newest(leg).rest_days} days" for leg in legs[:-1])
        last = legs[-1:]
        silent = f" (went silent: {programme.silent})" if programme.silent else ""
        found.append(f"{programme.name}: {' -> '.join([*filter(None, [road]), *last, 'nurture'])}{silent}")
    return tuple(found)


def _ends(desk: Desk, campaign: Campaign) -> tuple[str, ...]:
    if campaign.kind == NURTURE_ITEMS:
        return (
            "Any response: the lead is back with its earlier rep at once.",
            "After the last item: closed, no response after nurture.",
        )
    touches = min(campaign.max_touches, desk.settings.caps.campaign)
    calls = min(campaign.max_calls, desk.settings.caps.calls)
    ends = [
        "Any response: it stops, and we answer first. A meeting, a clear no, a ban: it is over.",
        f"{touches} touches at most, {calls} of them by phone; {desk.policy.caps.life} touches in a lead's life.",
        f"Who ends it by hand before {campaign.min_touches} touches says why.",
    ]
    if campaign.limit_days:
        ends.append(f"{campaign.limit_days} days after its start, whatever is left.")
    if campaign.kind == EVENT:
        ends.append("The day of the event. Only leads near an event at least 14 days off come in.")
    ends.append(
        f"Before the next campaign: {campaign.rest_days} days of rest, nobody touches the lead except to answer it. "
        "After the last one: nurture, at once."
    )
    return tuple(ends)
