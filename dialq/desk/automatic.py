"""Automatic mails: queued when their steps fall due, by whoever is open, one at a time (R5.7, R14.4, R14.5)."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from dialq.clock import HOUR, Instant
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.desk.kept import AUTOMATIC, Placing
from dialq.desk.ledger import around, next_event, placing, read, write
from dialq.desk.mail_making import fill, make, may_send, put
from dialq.engine.acts import Act
from dialq.engine.campaign import EMAIL, Step
from dialq.engine.channels import Around, emails, usable
from dialq.engine.effects import Effect, SideStepDone, StepDone, apply
from dialq.engine.events import ENGINE, OUTCOME, Event
from dialq.engine.experiment import template_of
from dialq.engine.history import standing_events
from dialq.engine.judge import Place, mail_time, next_automatic, place
from dialq.engine.plan import side_steps
from dialq.engine.settling import settle
from dialq.engine.state import NURTURE, State
from dialq.errors import BadInput, BadSetting

AT_ONCE = 200
"""Leads that one run looks at: a screen does this between two keys."""
CHUNK = 10
"""Leads a commit: others get their turn in between."""
SKIPPED = "skipped"
"""The kind of event by which an automatic step is passed over."""
HAD_BEFORE = "it had this before"
_LATER_MAIL = "a later mail stands for it"
_AGAIN = HOUR
"""When a step that may not leave now is asked again."""


def run_automatic(desk: Desk) -> int:
    """Queue the automatic steps that have fallen due; returns how many. Any open screen does this, one at a time."""
    now = desk.now()
    if desk.settings.sender.missing or not desk.store.places.due_timers(AUTOMATIC, now, 1):
        return 0
    queued, due = 0, desk.store.places.due_timers(AUTOMATIC, now, AT_ONCE)
    for start in range(0, len(due), CHUNK):
        with desk.store.writing():
            queued += sum(_run_step(desk, lead, now) for lead in due[start : start + CHUNK])
    return queued


def run_all_automatic(desk: Desk) -> int:
    """The same until nothing is left to queue: for commands that nobody waits for."""
    queued, before = 0, [0]
    while not desk.settings.sender.missing:
        due = desk.store.places.due_timers(AUTOMATIC, desk.now(), AT_ONCE)
        if not due or due == before:
            break
        queued, before = queued + run_automatic(desk), due
    return queued


class _Due(NamedTuple):
    """An automatic step that has fallen due."""

    at: Instant
    step: Step


def _run_step(desk: Desk, lead: int, now: Instant) -> int:
    dossier = read(desk, lead)
    near = around(desk, dossier.lead, now)
    found = place(dossier.lead, dossier.state, desk.policy, now, near)
    key, at = next_automatic(dossier.lead, dossier.state, found.road, desk.policy, near, now)
    waiting = _waiting(desk, dossier, found, near, now)
    if not key or at is None or at > now or not waiting or may_send(desk, dossier, near, now) is not None:
        _ask_later(desk, dossier, near, now, Instant(now + _AGAIN))
        return 0
    *missed, (_, step) = waiting
    opens = now if step.beside else mail_time(dossier.lead, now, desk.policy)
    if opens > now:
        _ask_later(desk, dossier, near, now, opens)
        return 0
    if missed:
        dossier = pass_over(desk, dossier, [one.step for one in missed], _LATER_MAIL, now)
    return _send(desk, dossier, found.road.state, near, step, now)


def _waiting(desk: Desk, dossier: Dossier, found: Place, near: Around, now: Instant) -> list[_Due]:
    """The automatic steps that are due, the latest last: after a standstill only that one leaves (R14.4)."""
    road = found.road
    state = apply(dossier.state, road.by(now))
    ways = usable(dossier.lead, state, near, now)
    due = [_Due(at, step) for step, at, why in side_steps(state, ways, desk.policy) if not why and at <= now]
    if road.step is not None and road.step.auto and road.due is not None and max(road.due, road.opens) <= now:
        due.append(_Due(road.due, road.step))
    return sorted(due, key=lambda one: one.at)


def why_not_yet(desk: Desk, dossier: Dossier, found: Place, near: Around, now: Instant) -> str:
    """What keeps an automatic step that is due from leaving; '' if the next run of whoever is open takes it."""
    refused = may_send(desk, dossier, near, now)
    if refused is not None:
        return f"{refused.rule}: {refused.why}"
    running, step = found.road.state, found.road.step
    if step is None or not step.auto:
        return ""
    template = template_of(desk.policy, running.campaign, step, dossier.lead.id, running.entered)
    try:
        fill(desk, dossier, template, running.campaign, now)
    except BadSetting as error:
        return error.title
    return ""


def _send(desk: Desk, dossier: Dossier, running: State, near: Around, step: Step, now: Instant) -> int:
    """Queue one mail; a template that is broken waits until it is mended, one that cannot be filled is passed over."""
    lead = dossier.lead
    template = template_of(desk.policy, running.campaign, step, lead.id, running.entered)
    if running.stage == NURTURE and had_before(desk, lead.id, template):
        pass_over(desk, dossier, [step], HAD_BEFORE, now)
        return 0
    try:
        text, problem = fill(desk, dossier, template, running.campaign, now)
    except BadSetting:
        _ask_later(desk, dossier, near, now, Instant(now + _AGAIN))
        return 0
    side_step = step.key if step.beside else ""
    act = Act("sent", EMAIL, now, now, ENGINE, next_event(desk), by_person=False, side_step=side_step)
    if problem or not emails(lead, dossier.state, near, now):
        pass_over(desk, dossier, [step], problem or "no address", now)
        return 0
    try:
        made = make(desk, dossier, near, text, act)
    except BadInput as error:
        pass_over(desk, dossier, [step], error.title, now)
        return 0
    put(desk, dossier, made, now)
    return 1


def pass_over(desk: Desk, dossier: Dossier, steps: list[Step], why: str, now: Instant) -> Dossier:
    """Automatic steps that will not leave, with the reason."""
    effects: tuple[Effect, ...] = tuple(
        SideStepDone(now, step.key, why) if step.beside else StepDone(now, step.key, why) for step in steps
    )
    near = around(desk, dossier.lead, now)
    came = settle(dossier.lead, dossier.state, desk.policy, near, now)
    facts = {"step": ", ".join(step.key for step in steps), "reason": why}
    event = Event(next_event(desk), dossier.lead.id, SKIPPED, now, now, ENGINE, facts, (*came, *effects))
    return write(desk, dossier, [event], now)


def had_before(desk: Desk, lead: int, template: str) -> bool:
    """Whether a lead got this text already, from whomever: no item comes twice (SEED1-19)."""
    known = standing_events(desk.store.events.of_lead(lead))
    return any(event.kind == OUTCOME and event.facts.get("template") == template for event in known)


def _ask_later(desk: Desk, dossier: Dossier, near: Around, now: Instant, then: Instant) -> None:
    """Place a lead whose automatic step may not leave yet so that it is asked again."""
    found, _ = placing(desk, dossier.lead, dossier.state, near, now)
    desk.store.replace_places(dossier, _not_before(found, now, then), now)


def _not_before(found: Placing, now: Instant, then: Instant) -> Placing:
    if found.automatic is None or found.automatic > now:
        return found
    return replace(found, automatic=then)
