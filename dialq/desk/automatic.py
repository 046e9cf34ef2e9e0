"""Automatic mails: queued when their steps fall due, by whoever is open, one at a time (R5.7, R14.4, R14.5)."""

from __future__ import annotations

from msgspec.structs import replace

from dialq.clock import HOUR, Instant
from dialq.desk.automatic_steps import held_back, notes_on, steps_ahead, steps_due
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.desk.kept import AUTOMATIC, Placing
from dialq.desk.ledger import around, next_event, placing, read, write
from dialq.desk.mail_making import Made, Text, fill, make, may_send, put
from dialq.desk.planned_shelf import PlannedNote
from dialq.desk.sending_rules import AT_ONCE_FOR
from dialq.engine.acts import Act
from dialq.engine.campaign import EMAIL, Step
from dialq.engine.channels import Around, emails
from dialq.engine.effects import Effect, SideStepDone, StepDone
from dialq.engine.events import ENGINE, OUTCOME, Event
from dialq.engine.experiment import template_of
from dialq.engine.history import standing_events
from dialq.engine.judge import Place, mail_time, next_automatic, place
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
    if desk.settings.mail_lacks or not desk.store.places.due_timers(AUTOMATIC, now, 1):
        return 0
    queued, due = 0, desk.store.places.due_timers(AUTOMATIC, now, AT_ONCE)
    for start in range(0, len(due), CHUNK):
        with desk.store.writing():
            queued += sum(_run_step(desk, lead, now) for lead in due[start : start + CHUNK])
    return queued


def run_all_automatic(desk: Desk) -> int:
    """The same until nothing is left to queue: for commands that nobody waits for."""
    queued, before = 0, [0]
    while not desk.settings.mail_lacks:
        due = desk.store.places.due_timers(AUTOMATIC, desk.now(), AT_ONCE)
        if not due or due == before:
            break
        queued, before = queued + run_automatic(desk), due
    return queued


def _run_step(desk: Desk, lead: int, now: Instant) -> int:
    dossier = read(desk, lead)
    near = around(desk, dossier.lead, now)
    found = place(dossier.lead, dossier.state, desk.policy, now, near)
    key, at = next_automatic(dossier.lead, dossier.state, found.road, desk.policy, near, now)
    notes = notes_on(desk, lead, found.road.state)
    due = steps_due(dossier, found, near, desk.policy, now)
    waiting = [one for one in due if not held_back(notes, one.step.key)]
    if not key or at is None or at > now or not waiting or may_send(desk, dossier, near, now) is not None:
        _ask_later(desk, dossier, near, now, _again(desk, dossier, found, near, notes, now))
        return 0
    *missed, (due_at, step) = waiting
    opens = now if step.beside and now - due_at < AT_ONCE_FOR else mail_time(dossier.lead, now, desk.policy)
    if opens > now:
        _ask_later(desk, dossier, near, now, opens)
        return 0
    if missed:
        dossier = pass_over(desk, dossier, [one.step for one in missed], _LATER_MAIL, now)
    return _send(desk, dossier, found.road.state, near, step, now, notes.get(step.key))


def _again(
    desk: Desk, dossier: Dossier, found: Place, near: Around, notes: dict[str, PlannedNote], now: Instant
) -> Instant:
    """When a lead is asked again whose next step may not leave: a step that nobody holds back is not kept waiting."""
    then = Instant(now + _AGAIN)
    if not notes:
        return then
    ahead = steps_ahead(dossier, found, near, desk.policy, now)
    free = (one.at for one in ahead if one.at > now and not held_back(notes, one.step.key))
    return min(then, min(free, default=then))


def why_not_yet(desk: Desk, dossier: Dossier, found: Place, near: Around, now: Instant) -> str:
    """What keeps an automatic step of the line from leaving when it is due; '' if the next run takes it."""
    running, step = found.road.state, found.road.step
    if step is None or not step.auto:
        return refusal(desk, dossier, near, now)
    note = notes_on(desk, dossier.lead.id, running).get(step.key)
    return problem_of(desk, dossier, running, near, step, note, now)


def problem_of(
    desk: Desk,
    dossier: Dossier,
    running: State,
    near: Around,
    step: Step,
    note: PlannedNote | None,
    now: Instant,
) -> str:
    """What keeps an automatic step that is due from leaving, in words; '' if nothing does."""
    if note is not None and note.held:
        return held_back({step.key: note}, step.key)
    refused = refusal(desk, dossier, near, now)
    if refused:
        return refused
    try:
        return text_of(desk, dossier, running, step, note, now)[1]
    except BadSetting as error:
        return error.title


def refusal(desk: Desk, dossier: Dossier, near: Around, now: Instant) -> str:
    """The rule that keeps a mail from a lead at this moment, in words; '' if none does."""
    refused = may_send(desk, dossier, near, now)
    return f"{refused.rule}: {refused.why}" if refused is not None else ""


def text_of(
    desk: Desk, dossier: Dossier, running: State, step: Step, note: PlannedNote | None, now: Instant
) -> tuple[Text, str]:
    """An automatic mail as it would leave now, by its template or as a person wrote it, and what is missing in it.

    Raises BadSetting for a template that is broken.
    """
    template = template_of(desk.policy, running.campaign, step, dossier.lead.id, running.entered)
    if note is not None and note.editor:
        return Text(template, note.subject, note.body), ""
    return fill(desk, dossier, template, running.campaign, now, ENGINE)


def _send(
    desk: Desk,
    dossier: Dossier,
    running: State,
    near: Around,
    step: Step,
    now: Instant,
    note: PlannedNote | None,
) -> int:
    """Queue one mail; a template that is broken waits until it is mended, one that cannot be filled is passed over."""
    try:
        text, problem = text_of(desk, dossier, running, step, note, now)
        if running.stage == NURTURE and had_before(desk, dossier.lead.id, text.template):
            problem = HAD_BEFORE
        elif _left_before_a_restore(desk, dossier.lead.id, text):
            problem = "it left before a backup was put back"
        elif not emails(dossier.lead, dossier.state, near, now):
            problem = problem or "no address"
        made = _made(desk, dossier, near, step, text, now) if not problem else None
    except BadSetting:
        _ask_later(desk, dossier, near, now, Instant(now + _AGAIN))
        return 0
    except BadInput as error:
        made, problem = None, error.title
    if made is None:
        pass_over(desk, dossier, [step], problem, now)
        return 0
    put(desk, dossier, _told(made, note), now)
    if note is not None:
        desk.store.planned.forget(note)
    return 1


def _left_before_a_restore(desk: Desk, lead: int, text: Text) -> bool:
    """Whether this mail left in the time that a backup does not know of: such mails have no event of their own."""
    mails = (mail for mail in desk.store.outbox.of_lead(lead) if not mail.event)
    return any((mail.subject, mail.body.strip()) == (text.subject, text.body.strip()) for mail in mails)


def _made(desk: Desk, dossier: Dossier, near: Around, step: Step, text: Text, now: Instant) -> Made:
    side_step = step.key if step.beside else ""
    act = Act("sent", EMAIL, now, now, ENGINE, next_event(desk), by_person=False, side_step=side_step)
    return make(desk, dossier, near, text, act)


def _told(made: Made, note: PlannedNote | None) -> Made:
    """The mail with its event, which names who wrote the text anew."""
    if note is None or not note.editor:
        return made
    return replace(made, event=replace(made.event, facts={**made.event.facts, "edited_by": note.editor}))


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
