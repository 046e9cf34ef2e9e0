"""Tasks by hand: a dated promise of a rep to oneself, shown in the queue with its words (SEED1-17)."""

from __future__ import annotations

from typing import NamedTuple

from dialq.clock import Instant
from dialq.desk.answer import Answered, answer
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.desk.ledger import around, next_event, read, write
from dialq.desk.outcome_facts import touches_of
from dialq.desk.reading_acts import Ambiguous, Answer
from dialq.desk.views import Logged, Refused
from dialq.engine.campaign import RESEARCH
from dialq.engine.channels import Around, day_zone
from dialq.engine.effects import apply
from dialq.engine.events import TASKED, Event
from dialq.engine.handing import tasked, why_no_task
from dialq.engine.judge import judge
from dialq.engine.rules import stamp
from dialq.engine.settling import settle
from dialq.engine.state import TASK
from dialq.errors import BadInput, NothingThere


class TaskLine(NamedTuple):
    """A task that is not done."""

    lead: int
    name: str
    company: str
    rep: str
    at: Instant
    words: str


def add_task(
    desk: Desk, lead: int, words: str, when: str, *, replace: bool = False
) -> Logged | Refused | Ambiguous:
    """Set a task for this rep. Raises BadInput where its words or its date are missing or unreadable."""
    now, words = desk.now(), words.strip()
    if not words:
        raise BadInput("a task needs words", 'Say what is to be done: "send the drawing".')
    with desk.store.writing():
        dossier = read(desk, lead)
        due = _when(desk, when, now)
        if isinstance(due, Ambiguous):
            return due
        near = around(desk, dossier.lead, now, rep=desk.rep)
        refused = _refused(desk, dossier, near, now, replaces=replace)
        if refused is not None:
            return refused
        effects = tasked(dossier.lead, dossier.state, desk.policy, near, desk.rep, words, due, now)
        facts = {"words": words, "when": due}
        event = Event(next_event(desk), lead, TASKED, now, now, desk.rep, facts, effects)
        after = write(desk, dossier, [event], now)
        claim = desk.store.claims.on(lead, now)
        if claim is not None and claim.rep == desk.rep:
            desk.store.claims.release(lead)
    verdict = judge(after.lead, after.state, desk.policy, now, near, desk.rep)
    whose = " our time" if day_zone(after.lead, desk.zone) != desk.zone else ""
    said = f"Task for {after.lead.name or f'lead {lead}'}, {stamp(due, desk.zone)}{whose}: {words}"
    return Logged(event.id, lead, after.state.stage, touches_of(desk, after, now), verdict, said)


def _when(desk: Desk, text: str, now: Instant) -> Instant | Ambiguous:
    """The moment a task is for: it is one's own, so it is read in the team's zone, unlike a promise (R10.1)."""
    from dialq.engine.day import local
    from dialq.engine.when import read_when

    if not text.strip():
        raise BadInput("a task needs a date", 'Say when: "fri 10", "tomorrow 9", "in 2h".')
    zone = desk.zone
    readings = read_when(text, now, zone)
    if not readings:
        raise BadInput(
            f"{text!r} is no time that can be read", 'Write "fri 10", "tomorrow 9", "in 2h", "15 dec".'
        )
    if len(readings) > 1:
        return Ambiguous(tuple(f"{local(one.at, zone):%Y-%m-%d %H:%M}" for one in readings))
    if readings[0].at <= now:
        raise BadInput(f"{stamp(readings[0].at, desk.zone)} is past", "Give a time ahead.")
    return readings[0].at


def _refused(desk: Desk, dossier: Dossier, near: Around, now: Instant, *, replaces: bool) -> Refused | None:
    if near.claimed_by:
        return Refused("claimed", f"{near.claimed_by} holds this lead", near.claimed_until, override=False)
    state = apply(dossier.state, settle(dossier.lead, dossier.state, desk.policy, near, now))
    rule, why, may = why_no_task(dossier.lead, state, desk.policy, near, replaces=replaces)
    until = state.promise.at if rule == "callback-later" and state.promise is not None else None
    return Refused(rule, why, until, override=may) if rule else None


def finish_task(desk: Desk, lead: int, note: str = "") -> Answered:
    """A task is done: the campaign goes on where it stood. Raises NothingThere if the lead has none."""
    promise = read(desk, lead).state.promise
    if promise is None or promise.kind != TASK:
        raise NothingThere(f"lead {lead} has no task", "See `dialq task list`.")
    return answer(desk, Answer(lead, "done", channel=RESEARCH, note=note))


def tasks(desk: Desk, *, everybody: bool = False) -> tuple[TaskLine, ...]:
    """My tasks, or everybody's, the next one first."""
    found = []
    for lead, rep, at, words in desk.store.tables.all_promises("" if everybody else desk.rep):
        dossier = read(desk, lead)
        promise = dossier.state.promise
        if promise is not None and promise.kind == TASK:
            found.append(TaskLine(lead, dossier.lead.name, dossier.lead.company, rep, at, words))
    return tuple(found)
