"""From what a rep or a script typed to an act the engine can decide on."""

from __future__ import annotations

from msgspec import Struct

from dialq.clock import DAY, Instant
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.engine.acts import Act
from dialq.engine.campaign import CALL, CHANNELS, EMAIL, RESEARCH, SOCIAL
from dialq.engine.channels import NOTHING_AROUND, day_zone, phones, window_class
from dialq.engine.outcome import OUTBOUND, OUTCOMES, REASONS, SCOPES, Outcome
from dialq.engine.rules import stamp
from dialq.engine.state import TASK
from dialq.errors import BadInput

SKEW = 60
"""Seconds by which another clock may be ahead of ours (R2.4)."""
LATER_MOST_DAYS = 14
LATER_MOST_TIMES = 2
_ANYONE = "anyone"
MEETING_CHANNEL = "meeting"
OF_A_MEETING = ("attended", "no-show", "cancelled")
"""Outcomes that say how a meeting went."""


class Answer(Struct, frozen=True):
    """An outcome as it was typed. Texts that are not asked for stay ''."""

    lead: int
    code: str
    seen: int | None = None
    """Last event the card knew; None: whatever happened since."""
    channel: str = ""
    """'' is the channel of the outcome or of the open step."""
    at: Instant | None = None
    """When it happened; None is now."""
    when: str = ""
    """A date as people say it: `tomorrow 9`, `fri 14:30`, `in 2h`; ` anyone` behind it shares the promise."""
    to: str = ""
    """Who: the person a meeting is with, or the one we were referred to (`Kim Lee +1 415 555 0143 kim@example.com`)."""
    scope: str = ""
    reason: str = ""
    note: str = ""
    number: str = ""
    template: str = ""
    direction: str = OUTBOUND
    override: str = ""
    """Why a rule is not kept (R7.4)."""
    pair: bool = True
    """Whether the mail of a call that met nobody goes along (R4.5)."""


class Ambiguous(Struct, frozen=True):
    """A time can be read in two ways: the caller picks one and asks again with its text."""

    readings: tuple[str, ...]
    """Each as an unambiguous text, `2026-12-05 09:00`."""


def outcome_of(code: str) -> Outcome:
    """The outcome of a code, or of the key that logs it. Raises BadInput with the nearest."""
    if code in OUTCOMES:
        return OUTCOMES[code]
    from difflib import get_close_matches

    near = get_close_matches(code, OUTCOMES, 1)
    hint = f"Did you mean {near[0]!r}?" if near else f"Outcomes: {', '.join(OUTCOMES)}."
    raise BadInput(f"there is no outcome {code!r}", hint)


def act_of(desk: Desk, dossier: Dossier, given: Answer, now: Instant, event: int) -> Act | Ambiguous:
    """The act that was meant. Raises BadInput where something it needs is missing or unreadable."""
    row = outcome_of(given.code)
    happened = _happened(dossier, given, now)
    call = dossier.state.call
    ours = call is not None and call.rep == desk.rep and call.at <= happened
    call = call if ours and row.for_calls and given.direction == OUTBOUND else None
    channel = given.channel or _channel(dossier, row, desk)
    anyone = given.when.casefold().endswith(_ANYONE)
    when = _when(desk, dossier, given, row, now)
    if isinstance(when, Ambiguous):
        return when
    _check(desk, dossier, given, row, when, now)
    return Act(
        code=given.code, channel=channel, happened=happened, recorded=now, rep=desk.rep, event=event,
        number=_number(desk, dossier, given, row, call.number if call else "", now), when=when, scope=given.scope,
        reason=given.reason, words=given.note, direction=given.direction, anyone=anyone, call=call,
    )  # fmt: skip


def _happened(dossier: Dossier, given: Answer, now: Instant) -> Instant:
    if given.at is None:
        return now
    if given.at > now + SKEW:
        raise BadInput("an outcome cannot lie in the future", "Log it when it has happened.")
    if given.at < dossier.lead.arrived:
        raise BadInput("an outcome cannot lie before the lead arrived", "Give a later --at.")
    return min(given.at, now)


def _channel(dossier: Dossier, row: Outcome, desk: Desk) -> str:
    if row.for_calls:
        return CALL
    promise = dossier.state.promise
    if row.code == "done" and promise is not None and promise.kind == TASK:
        return RESEARCH
    if row.code in ("sent", "replied", "bounced", "out-of-office", "unsubscribed"):
        if row.code != "sent":
            return EMAIL
    elif row.code in ("accepted", "declined"):
        return SOCIAL
    elif row.code in OF_A_MEETING:
        return "meeting"
    state = dossier.state
    if state.campaign:
        line = desk.policy.campaign(state.campaign, state.version).line
        if state.position < len(line):
            return line[state.position].channel
    return EMAIL if row.code == "sent" else CALL


def _number(desk: Desk, dossier: Dossier, given: Answer, row: Outcome, called: str, now: Instant) -> str:
    if not row.for_calls:
        return given.number
    if given.number:
        from dialq.desk.records import BadNumber

        read = desk.phones.parse_number(given.number, desk.settings.country)
        if isinstance(read, BadNumber):
            raise BadInput(f"{given.number!r} is no phone number: {read.reason}")
        return read.number
    if called:
        return called
    known = phones(dossier.lead, dossier.state, NOTHING_AROUND, now)
    return known[0].number if known else ""


def _when(
    desk: Desk, dossier: Dossier, given: Answer, row: Outcome, now: Instant
) -> Instant | Ambiguous | None:
    text = given.when.strip()
    if text.casefold().endswith(_ANYONE):
        text = text[: -len(_ANYONE)].strip(" ,")
    if not text:
        if "when" in row.needs:
            raise BadInput(f"{row.label} needs a date", 'Say when: "tomorrow 9", "fri 14:30", "in 2h".')
        return None
    from dialq.engine.when import read_when

    zone = day_zone(dossier.lead, desk.zone)
    readings = read_when(text, now, zone)
    if not readings:
        raise BadInput(
            f"{text!r} is no time that can be read", 'Write "tomorrow 9", "fri 14:30", "in 2h", "15 dec".'
        )
    if len(readings) > 1:
        from dialq.engine.day import local

        return Ambiguous(tuple(f"{local(r.at, zone):%Y-%m-%d %H:%M}" for r in readings))
    return readings[0].at


def _check(
    desk: Desk, dossier: Dossier, given: Answer, row: Outcome, when: Instant | None, now: Instant
) -> None:
    if "reason" in row.needs and not given.reason:
        raise BadInput(f"{row.label} needs a reason", f"One of: {', '.join(REASONS)}.")
    if given.code == "not-interested" and given.reason not in REASONS:
        raise BadInput(f"{given.reason!r} is no reason", f"One of: {', '.join(REASONS)}.")
    if "to" in row.needs and not given.to.strip():
        raise BadInput(f"{row.label} needs a name", 'Say to whom: "Kim Lee +1 415 555 0143".')
    channels = (*CHANNELS, *desk.settings.own_channels)
    if given.channel and given.channel not in (*channels, MEETING_CHANNEL):
        raise BadInput(f"{given.channel!r} is no channel", f"One of: {', '.join(channels)}.")
    if given.scope and given.scope not in SCOPES:
        raise BadInput(f"{given.scope!r} is no scope of a ban", f"One of: {', '.join(SCOPES)}.")
    _check_meeting(dossier, given.code)
    if given.code == "later":
        _check_later(dossier, when, now)
    if when is not None:
        if when <= now:
            raise BadInput(f"{stamp(when, desk.zone)} is past", "Give a time ahead.")
        if given.code in ("callback", "interested"):
            _check_window(desk, dossier, when)


def _check_meeting(dossier: Dossier, code: str) -> None:
    """Nobody was at, or missed, a meeting that was never set."""
    state = dossier.state
    if (
        code in OF_A_MEETING
        and state.meeting is None
        and not any(entry.code == "meeting" for entry in state.ledger)
    ):
        hint = "Log the meeting first; who came to an event: `interact`."
        raise BadInput(f"lead {dossier.lead.id} had no meeting", hint)


def _check_later(dossier: Dossier, when: Instant | None, now: Instant) -> None:
    if dossier.state.laters >= LATER_MOST_TIMES:
        raise BadInput(
            "this step was put off twice already",
            "End it: not now (8), not interested (9), or skip the step.",
        )
    if when is not None and when > now + LATER_MOST_DAYS * DAY:
        raise BadInput(f"later is at most {LATER_MOST_DAYS} days", "Longer is not now (8).")


def _check_window(desk: Desk, dossier: Dossier, when: Instant) -> None:
    """A promise outside the calling hours is refused with the nearest allowed time (R10.1)."""
    if not dossier.lead.phones:
        return
    window = window_class(dossier.lead, desk.zone)
    is_open, change = desk.policy.windows.state(window, when)
    if not is_open:
        zone = day_zone(dossier.lead, desk.zone)
        nearest = f"The nearest allowed time is {stamp(change, zone)} there." if change is not None else ""
        raise BadInput(f"{stamp(when, zone)} is outside the calling hours where the lead is", nearest)
