"""A rep's day: figures, promises, my log, the first and the last five minutes."""

from __future__ import annotations

from itertools import takewhile

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.kept import FAILED, HOLD, SENDING, UNCONFIRMED
from dialq.desk.ledger import read, stage_of
from dialq.desk.mailing import outbox, queued_view
from dialq.desk.views import DayFigures, LogLine, PromiseView, Queued, StartView, WrapUpView
from dialq.engine.day import at_wall, local, midnight_after
from dialq.engine.events import OUTCOME, Event
from dialq.engine.history import standing_events
from dialq.engine.outcome import HUMAN, OUTCOMES
from dialq.engine.owed import BEHIND
from dialq.engine.state import SUPPRESSED
from dialq.engine.tell import length
from dialq.engine.verdict import RESPONSE, SLIPPING, TIERS

_STILL_OPEN = (HOLD, SENDING, FAILED, UNCONFIRMED)
"""Mails that a rep should know of before leaving: they wait, failed, or nobody knows."""


def _today(desk: Desk, now: Instant) -> Instant:
    return at_wall(desk.policy.calendar.date(now), 0, desk.zone)


def _mine(desk: Desk, now: Instant) -> list[tuple[Event, bool]]:
    """My outcomes of today, newest first, each with whether it still counts."""
    events = desk.store.events.last_outcome_of(desk.rep, _today(desk, now))
    outcomes = [e for e in events if e.kind == OUTCOME and not e.cause and "restates" not in e.facts]
    corrected = {int(e.facts["replaces"]) for e in outcomes if "replaces" in e.facts}
    void = {int(e.facts["undoes"]) for e in events if e.kind == "undone"}
    back = {int(e.facts["redoes"]) for e in events if e.kind == "redone"}
    void -= {int(e.facts["undoes"]) for e in events if e.kind == "undone" and e.id in back}
    return [(event, event.id not in void | corrected) for event in outcomes]


def figures(desk: Desk) -> DayFigures:
    """Dials, talks, meetings of today, and how fast new leads got their first call."""
    now = desk.now()
    counting = [event for event, counts in _mine(desk, now) if counts]
    facts = [event.facts for event in counting]
    return DayFigures(
        dials=sum(bool(f.get("dial")) for f in facts),
        talks=sum(
            f.get("human") == HUMAN and f["direction"] == "out" and f["channel"] == "call" for f in facts
        ),
        meetings=sum(f["code"] == "meeting" for f in facts),
        touches=sum(bool(f.get("touch")) for f in facts),
        first_touch=_first_touch(counting),
        in_hold=desk.store.outbox.count(HOLD),
    )


def _first_touch(counting: list[Event]) -> int | None:
    """Median seconds from arrival to a lead's first call by a person (R17.1), of today's first calls."""
    waits = [int(e.facts["first_call_s"]) for e in counting if e.facts.get("first_call_s") is not None]
    if not waits:
        return None
    from statistics import median  # loads much for one figure, and most starts have none yet

    return int(median(waits))


def promises(desk: Desk) -> tuple[PromiseView, ...]:
    """My promises, the next one first."""
    now = desk.now()
    found = []
    for lead, at, words in desk.store.tables.promises(desk.rep):
        dossier = read(desk, lead)
        known = dossier.lead
        if stage_of(desk, dossier) == SUPPRESSED:
            continue
        clock = f"{local(at, desk.zone):%H:%M}"
        day = "" if at < midnight_after(now, desk.zone) else f"{local(at, desk.zone):%a %d %b} "
        text = f"{day}{clock} in {length(at - now)}" if at > now else f"{day}{clock}, {length(now - at)} late"
        found.append(PromiseView(lead, known.name, known.company, at, words, text))
    return tuple(found)


def my_log(desk: Desk) -> tuple[LogLine, ...]:
    """My outcomes of today, newest first, each with its number to correct it by."""
    now = desk.now()
    rows = _mine(desk, now)
    corrected = {int(e.facts["replaces"]) for e, _ in rows if "replaces" in e.facts}
    return tuple(_line(desk, event, event.id in corrected, not counts) for event, counts in rows)


def _line(desk: Desk, event: Event, corrected: bool, gone: bool) -> LogLine:
    lead = read(desk, event.lead).lead
    code = str(event.facts["code"])
    when = f"{local(event.happened, desk.zone):%H:%M}"
    return LogLine(
        event.id, lead.id, lead.name, lead.company, event.happened, when, str(event.facts["channel"]), code,
        OUTCOMES[code].label, str(event.facts.get("note", "")), corrected, gone and not corrected,
    )  # fmt: skip


def start_of_day(desk: Desk) -> StartView:
    """What waits in the morning: an unfinished call, answers owed, promises, mails, what slips."""
    now = desk.now()
    counted = desk.store.places.counts(now, desk.rep)
    unfinished = tuple(_open_call(desk, lead) for lead in desk.store.tables.open_calls(desk.rep))
    tonight = midnight_after(now, desk.zone)
    due = tuple(promise for promise in promises(desk) if promise.at < tonight)
    counts = {TIERS[tier]: counted.get(tier, 0) for tier in range(1, len(TIERS))}
    return StartView(
        unfinished, _answers_owed(desk, now), due, outbox(desk), counted.get(SLIPPING, 0), counts
    )


def _answers_owed(desk: Desk, now: Instant) -> int:
    """Leads that wait for an answer longer than minutes; promises and tasks stand in the same tier before them."""
    heads = desk.store.places.heads(now, desk.rep)
    mine = takewhile(lambda head: head[0] <= RESPONSE, heads)
    return sum(tier == RESPONSE and rank >= BEHIND for tier, rank, _ in mine)


def _open_call(desk: Desk, lead: int) -> LogLine:
    dossier = read(desk, lead)
    call = dossier.state.call
    assert call is not None
    when = f"{local(call.at, desk.zone):%a %H:%M}"
    return LogLine(
        call.event,
        lead,
        dossier.lead.name,
        dossier.lead.company,
        call.at,
        when,
        "call",
        "",
        "no outcome yet",
        "",
    )


def wrap_up(desk: Desk) -> WrapUpView:
    """What is still open in the evening: talks without a note or next step, drafts, mails, promises."""
    now = desk.now()
    talks = [e for e, counts in _mine(desk, now) if counts and e.facts.get("human") == HUMAN]
    noted = {e.lead for e in _notes(desk, talks)}
    without_note = tuple(
        _line(desk, e, False, False) for e in talks if not e.facts.get("note") and e.lead not in noted
    )
    without_next = tuple(_line(desk, e, False, False) for e in talks if _no_next(desk, e.lead))
    kept = [(lead, kind) for lead, kind, _ in desk.store.tables.drafts(desk.rep)]
    drafts = tuple(f"{kind} for {read(desk, lead).lead.name}" for lead, kind in kept)
    mails: tuple[Queued, ...] = tuple(
        queued_view(m) for m in desk.store.outbox.with_status(*_STILL_OPEN, rep=desk.rep)
    )
    calendar = desk.policy.calendar
    tomorrow = calendar.start(calendar.nth_open_day(now, 1))
    due = tuple(promise for promise in promises(desk) if promise.at < tomorrow)
    return WrapUpView(without_note, without_next, drafts, mails, due, figures(desk),
                      tuple(lead for lead, _ in kept))  # fmt: skip


def _notes(desk: Desk, talks: list[Event]) -> list[Event]:
    found = []
    for lead in {event.lead for event in talks}:
        events = standing_events(desk.store.events.of_lead(lead))
        found += [
            e
            for e in events
            if (e.kind == "note" or e.facts.get("note"))
            and e.rep == desk.rep
            and e.recorded >= _today(desk, desk.now())
        ]
    return found


def _no_next(desk: Desk, lead: int) -> bool:
    """Whether a lead we talked to has neither an end nor anything dated before it."""
    state = read(desk, lead).state
    if state.ended or state.owes or state.rest_until is not None:
        return False
    return (
        not state.campaign
        and state.meeting is None
        and state.paused_until is None
        and state.nurture_since is None
    )
