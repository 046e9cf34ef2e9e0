"""Automatic mails of the day before they leave: looked through, held back, let go, written anew (SEED1-18)."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from dialq.clock import DAY, Instant
from dialq.desk.automatic import HAD_BEFORE, had_before, refusal, text_of
from dialq.desk.automatic_steps import Due, notes_on, steps_ahead
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.desk.fields import merge_fields
from dialq.desk.kept import AUTOMATIC, HOLD
from dialq.desk.ledger import around, read, replace_place
from dialq.desk.mail_making import Text
from dialq.desk.mail_views import PlannedMail
from dialq.desk.outgoing import still_blank
from dialq.desk.planned_shelf import PlannedNote
from dialq.engine.channels import Around, emails
from dialq.engine.day import midnight_after
from dialq.engine.events import ENGINE
from dialq.engine.experiment import template_of
from dialq.engine.judge import Place, place
from dialq.engine.state import NURTURE, State
from dialq.errors import BadInput, BadSetting, NothingThere

LISTED = 200
"""So many are shown unless more are asked for."""
_SWEPT = 50
"""So many old notes are looked at with each new one."""


class _Ahead(NamedTuple):
    """A lead with its automatic steps, and what people said of them."""

    dossier: Dossier
    near: Around
    found: Place
    steps: list[Due]
    notes: dict[str, PlannedNote]

    @property
    def running(self) -> State:
        """The state in which the steps are open."""
        return self.found.road.state


def planned_mails(desk: Desk, until: Instant | None = None, limit: int = LISTED) -> tuple[PlannedMail, ...]:
    """The automatic mails that leave until an instant, the next one first, and those that somebody holds back.

    Without an instant: until the end of the team's day. Each is merged as it would be now.
    """
    now = desk.now()
    end = until if until is not None else Instant(midnight_after(now, desk.zone) - 1)
    with desk.store.reading():
        leads = dict.fromkeys([
            *desk.store.planned.leads(limit), *desk.store.places.due_timers(AUTOMATIC, end, limit)
        ])  # fmt: skip
        found = [
            (due, one) for lead in leads for one in [_ahead(desk, lead, now)] for due in one.steps
            if due.at <= end or _holder(one, due)
        ]  # fmt: skip
        found.sort(key=lambda pair: (pair[0].at, pair[1].dossier.lead.id))
        return tuple(_shown(desk, one, due, now) for due, one in found[:limit])


def planned_of(desk: Desk, lead: int) -> tuple[PlannedMail, ...]:
    """The automatic mails that are ahead of one lead, whenever they leave, the next one first."""
    now = desk.now()
    with desk.store.reading():
        one = _ahead(desk, lead, now)
        return tuple(_shown(desk, one, due, now) for due in one.steps)


def hold_planned(desk: Desk, lead: int, step: str) -> None:
    """Hold an automatic mail back until somebody releases it. Raises NothingThere if it is not ahead any more."""
    now = desk.now()
    with desk.store.writing():
        note = _note(desk, lead, step, now)
        if not note.held:
            desk.store.planned.keep(replace(note, held=desk.rep, at=now))
        _sweep(desk, now)


def release_planned(desk: Desk, lead: int, step: str) -> None:
    """Let a mail go that was held back: as planned, and at once if it is due by now. Raises NothingThere."""
    now = desk.now()
    with desk.store.writing():
        note = _note(desk, lead, step, now)
        if not note.held:
            raise NothingThere(f"{step} of lead {lead} is not held back", "It leaves as planned.")
        desk.store.planned.keep(replace(note, held="", at=now))
        replace_place(desk, lead, now)


def edit_planned(desk: Desk, lead: int, step: str, subject: str, body: str) -> None:
    """Write an automatic mail anew, for this lead and this step alone; it goes as plain text, word for word.

    Raises NothingThere if it is not ahead any more, BadInput where it is empty or a blank still stands.
    """
    if not subject.strip() or not body.strip():
        raise BadInput("a mail needs a subject and a text")
    if "\n" in subject or "\r" in subject:
        raise BadInput("a subject is one line", "Put the rest into the text.")
    now = desk.now()
    with desk.store.writing():
        note = _note(desk, lead, step, now)
        blanks = still_blank(f"{subject}\n{body}", _missing(desk, lead, step, now))
        if blanks:
            raise BadInput(f"the mail still has blanks: {', '.join(blanks)}", "Fill them in.")
        desk.store.planned.keep(replace(note, editor=desk.rep, subject=subject, body=body, at=now))
        _sweep(desk, now)


def unedit_planned(desk: Desk, lead: int, step: str) -> None:
    """Take the template's text again for a mail that was written anew. Raises NothingThere."""
    now = desk.now()
    with desk.store.writing():
        note = _note(desk, lead, step, now)
        if not note.editor:
            raise NothingThere(f"{step} of lead {lead} has its template's text already")
        desk.store.planned.keep(replace(note, editor="", subject="", body="", at=now))


def _ahead(desk: Desk, lead: int, now: Instant) -> _Ahead:
    dossier = read(desk, lead)
    near = around(desk, dossier.lead, now)
    found = place(dossier.lead, dossier.state, desk.policy, now, near)
    steps = steps_ahead(dossier, found, near, desk.policy, now)
    return _Ahead(dossier, near, found, steps, notes_on(desk, lead, found.road.state) if steps else {})


def _holder(one: _Ahead, due: Due) -> str:
    note = one.notes.get(due.step.key)
    return note.held if note is not None else ""


def _shown(desk: Desk, one: _Ahead, due: Due, now: Instant) -> PlannedMail:
    lead, note = one.dossier.lead, one.notes.get(due.step.key)
    to = emails(lead, one.dossier.state, one.near, now)
    text, problem = _text(desk, one, due, note, now)
    if due.at <= now:
        problem = refusal(desk, one.dossier, one.near, now) or problem
    lacks = desk.settings.mail_lacks
    if lacks or not to:
        problem = f"settings lack {', '.join(lacks)}" if lacks else "no address"
    return PlannedMail(
        lead.id, lead.name, lead.company, to[0] if to else "", due.step.key, due.at, text.template, text.subject,
        text.body, note.held if note is not None else "", note.editor if note is not None else "", problem,
    )  # fmt: skip


def _text(desk: Desk, one: _Ahead, due: Due, note: PlannedNote | None, now: Instant) -> tuple[Text, str]:
    try:
        text, problem = text_of(desk, one.dossier, one.running, due.step, note, now)
    except BadSetting as error:
        return Text(due.step.template, "", ""), error.title
    if one.running.stage == NURTURE and had_before(desk, one.dossier.lead.id, text.template):
        return text, HAD_BEFORE
    return text, problem


def _note(desk: Desk, lead: int, step: str, now: Instant) -> PlannedNote:
    """What was said of a step so far. Raises NothingThere if the step does not leave by itself any more."""
    one = _ahead(desk, lead, now)
    if not any(due.step.key == step for due in one.steps):
        raise _gone(desk, one, step)
    return one.notes.get(step) or PlannedNote(lead, one.running.run, step)


def _gone(desk: Desk, one: _Ahead, step: str) -> NothingThere:
    """Why a step is not ahead: its mail is on its way, or the campaign went on without it."""
    lead = one.dossier.lead
    for mail in desk.store.outbox.of_lead(lead.id):
        event = desk.store.events.get(mail.event) if mail.status == HOLD else None
        if event is not None and event.facts.get("step") == step:
            return NothingThere(
                f"{step} of {lead.name or f'lead {lead.id}'} is in the outbox already",
                f"Stop or edit it there: {mail.message}.",
            )
    return NothingThere(
        f"{lead.name or f'lead {lead.id}'} has no automatic step {step!r} ahead",
        "`dialq why` says what comes next.",
    )


def _missing(desk: Desk, lead: int, step: str, now: Instant) -> tuple[str, ...]:
    """Fields of the step's template that are empty for the lead: their blanks may not stay in a text made from it."""
    one = _ahead(desk, lead, now)
    known = next(due.step for due in one.steps if due.step.key == step)
    running = one.running
    template = template_of(desk.policy, running.campaign, known, lead, running.entered)
    try:
        return desk.templates.render(
            template, merge_fields(desk, one.dossier, running.campaign, now, ENGINE)
        ).missing
    except BadSetting:
        return ()


def _sweep(desk: Desk, now: Instant) -> None:
    """Forget old notes on steps that left or will never come; a young one may be wanted again after an undo."""
    for note in desk.store.planned.oldest(Instant(now - DAY), _SWEPT):
        state = read(desk, note.lead).state
        if (
            note.step not in notes_on(desk, note.lead, state)
            or state.ended
            or _is_passed(desk, state, note.step)
        ):
            desk.store.planned.forget(note)


def _is_passed(desk: Desk, state: State, step: str) -> bool:
    """Whether a step of the running campaign is behind the lead."""
    line = desk.policy.campaign(state.campaign, state.version).line if state.campaign else ()
    return step in state.beside or step in [one.key for one in line[: state.position]]
