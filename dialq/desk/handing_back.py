"""Take back what was handed over or set by hand, a batch as a whole; what was worked since is left (R13)."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from dialq.clock import Instant
from dialq.desk.automatic import SKIPPED
from dialq.desk.desk import Desk
from dialq.desk.handing import CHUNK, stopped_by
from dialq.desk.kept import CANCELLED, HOLD
from dialq.desk.ledger import around, next_event, read, refold
from dialq.desk.outcome_facts import touches_of
from dialq.desk.policy_views import Handed
from dialq.desk.views import Logged, Refused
from dialq.engine.channels import Around
from dialq.engine.effects import Effect
from dialq.engine.events import (
    CHANGED,
    ENGINE,
    HANDED,
    MAIL_LEFT,
    NOTED,
    OF_MAILS,
    OUTCOME,
    PRINTED,
    REDONE,
    RESPONDED,
    SETTLED,
    TASKED,
    UNDONE,
    Event,
)
from dialq.engine.handing import handed, tasked
from dialq.engine.history import voided
from dialq.engine.judge import judge
from dialq.engine.lead import Lead
from dialq.engine.policy import Policy
from dialq.engine.state import NAME, NURTURE, RESTING, State
from dialq.errors import BadInput, NothingThere

BY_HAND = (HANDED, TASKED)
"""Kinds of acts that are no outcome, and that undo reaches all the same."""


def undo_handing(desk: Desk, batch: str) -> Handed:
    """Take a handing over back; again takes back what stayed before, once nothing stands in the way any more.

    Raises BadInput for an unknown batch, NothingThere if every lead of it is taken back already.
    """
    if desk.store.hands.get(batch) is None:
        raise BadInput(f"there is no handing over {batch!r}", "See `dialq hand --list`.")
    now, done, stay, mails = desk.now(), list[int](), list[_Named](), list[_Named]()
    events = desk.store.hands.events_of(batch)
    for start in range(0, len(events), CHUNK):
        with desk.store.writing():
            for number in events[start : start + CHUNK]:
                event = desk.store.events.get(number)
                assert event is not None
                back = _take_back(desk, event, now)
                name = read(desk, event.lead).lead.name
                if not back.why:
                    done.append(event.lead)
                    mails += [(event.lead, name, subject) for subject in back.left]
                elif back.why != _GONE:
                    stay.append((event.lead, name, back.why))
    if not done and not stay:
        raise NothingThere(f"{batch} was taken back already", "")
    if done:
        with desk.store.writing():
            desk.store.hands.mark_undone(batch, True)
    return Handed(tuple(done), tuple(stay), batch, tuple(mails))


_Named = tuple[int, str, str]
_GONE = "taken back"


class _Back(Struct, frozen=True):
    """What came of taking one act back."""

    why: str
    """Why it could not be; '': it was."""
    left: Sequence[str] = ()
    """Subjects of mails that had left and stay counted."""


def _take_back(desk: Desk, event: Event, now: Instant) -> _Back:
    """Undo one act by hand with what the engine did since; why not, if it cannot be."""
    known = desk.store.events.of_lead(event.lead)
    if event.id in voided(known):
        return _Back(_GONE)
    own, why = _since(event, known)
    if why:
        return _Back(why)
    gone = {str(e.facts["message"]) for e in known if e.kind == MAIL_LEFT}
    left = [str(e.facts["subject"]) for e in own if e.facts.get("message") in gone]
    dossier = read(desk, event.lead)
    for later in reversed(own):
        _recall(desk, later)
        _append(desk, later, now, event)
    _append(desk, event, now, event)
    for mail in desk.store.outbox.of_lead(event.lead):
        if mail.status == CANCELLED and mail.problem == stopped_by(str(event.facts.get("batch", ""))):
            desk.store.outbox.move(mail.message, HOLD)
    refold(desk, dossier, now)
    return _Back("", left)


def _since(event: Event, known: list[Event]) -> tuple[list[Event], str]:
    """The engine's own acts since an act, which are taken back with it (R13.2); or why nothing can be."""
    void = voided(known)
    own: list[Event] = []
    for later in known:
        if later.id <= event.id or later.id in void or _is_beside(later, event):
            continue
        if _is_own(later):
            own.append(later)
        elif later.kind == RESPONDED:
            return [], "the lead itself did something since"
        elif not later.rep:
            return [], "a mail about it came in since"
        else:
            return [], f"{later.rep} worked it since"
    return own, ""


def _is_own(event: Event) -> bool:
    """Whether the engine did it by itself: an automatic mail, a rule, what came with time."""
    if event.rep:
        return False
    return event.kind in (SETTLED, SKIPPED, HANDED, PRINTED) or (
        event.kind == OUTCOME and bool(event.facts.get("auto")) and not event.facts.get("received")
    )


def _is_beside(later: Event, event: Event) -> bool:
    """Whether it is no work on the lead since the act: a note, a fact filled in, a mail that left, a later undo."""
    if later.kind in (UNDONE, REDONE):
        return int(later.facts.get("undoes") or later.facts.get("redoes") or 0) >= event.id
    if later.kind in OF_MAILS:
        return True
    return later.kind == NOTED or (later.kind in (CHANGED, SETTLED) and not later.effects)


def _recall(desk: Desk, event: Event) -> None:
    mail = desk.store.outbox.of_event(event.id)
    if mail is not None and mail.status == HOLD:
        desk.store.outbox.move(mail.message, CANCELLED, "taken back")


def _append(desk: Desk, event: Event, now: Instant, cause: Event) -> None:
    facts = {"undoes": event.id, "of": label(event), "act": cause.id}
    rep = desk.rep if event is cause else ENGINE
    desk.store.events.append(Event(next_event(desk), event.lead, UNDONE, now, now, rep, facts))


def label(event: Event) -> str:
    """An act by hand in words."""
    if event.kind == TASKED:
        return f"the task {event.facts.get('words', '')!r}"
    if event.kind == HANDED:
        act = str(event.facts.get("act", ""))
        words = {"next": "brought back from nurture", "close": "closed", "nurture": "handed over to nurture"}
        return words.get(act, f"handed over to {event.facts.get('programme', '')}")
    return "an automatic mail"


def last_act(desk: Desk, since: Instant) -> Event | None:
    """The rep's newest act by hand since an instant that still counts."""
    undone: dict[str, bool] = {}
    for number in desk.store.hands.acts_of(desk.rep, since):
        event = desk.store.events.get(number)
        assert event is not None
        batch = str(event.facts.get("batch", ""))
        if batch and batch not in undone:
            known = desk.store.hands.get(batch)
            undone[batch] = known is None or known.undone
        if not undone.get(batch) and event.id not in voided(desk.store.events.of_lead(event.lead)):
            return event
    return None


def undo_act(desk: Desk, event: Event) -> Logged | Refused:
    """Take back an act by hand; one that handed over many leads as a whole."""
    now, batch = desk.now(), str(event.facts.get("batch", ""))
    if event.kind == HANDED and batch:
        back = undo_handing(desk, batch)
        if not back.done:
            return Refused("changed", back.refused[0][2], override=False)
        more = f"; {len(back.refused)} were worked since and stay" if back.refused else ""
        more += mails_left([subject for _, _, subject in back.left])
        leads = f"{len(back.done)} leads" if len(back.done) > 1 else read(desk, back.done[0]).lead.name
        lead = event.lead if event.lead in back.done else back.done[0]
        if len(back.done) == 1:
            with desk.store.writing():
                _into_hand(desk, lead, now)
        return _told(desk, lead, event, f"Took back: {leads} {label(event)}{more}", now)
    with desk.store.writing():
        done = _take_back(desk, event, now)
        if done.why:
            return Refused("changed", done.why, override=False)
        _into_hand(desk, event.lead, now)
    name = read(desk, event.lead).lead.name
    return _told(desk, event.lead, event, f"Took back: {label(event)} ({name}){mails_left(done.left)}", now)


def mails_left(subjects: Sequence[str]) -> str:
    """Mails that left stay sent and counted, and are named (R13.1)."""
    if not subjects:
        return ""
    more = f" and {len(subjects) - 1:,} more" if len(subjects) > 1 else ""
    return f'; the mail "{subjects[0]}"{more} had left already and stays counted'


def _into_hand(desk: Desk, lead: int, now: Instant) -> None:
    """The lead comes back in hand if it is free and the hand is (R13.1), and a rep has anything to do with it."""
    dossier = read(desk, lead)
    found, stage = dossier.lead, dossier.state.stage
    if stage in _NOBODYS or dossier.state.ended:
        return
    held = [claim for claim in desk.store.claims.of(desk.rep, now) if not claim.parked]
    if not held and desk.store.claims.in_the_way(found, desk.rep, now) is None:
        desk.store.claims.take(found, desk.rep, desk.session, now)


_NOBODYS = (NAME, NURTURE, RESTING)
"""Stages in which no rep works a lead."""


def redo_act(desk: Desk, undone: Event) -> Logged | Refused:
    """Put back what `undo_act` took: of a batch every lead that nothing happened to since."""
    now = desk.now()
    event = desk.store.events.get(int(undone.facts["act"]))
    assert event is not None
    batch = str(event.facts.get("batch", ""))
    numbers = desk.store.hands.events_of(batch) if event.kind == HANDED and batch else [event.id]
    done = 0
    with desk.store.writing():
        for number in numbers:
            act = desk.store.events.get(number)
            done += act is not None and _put_back(desk, act, now)
        if done and batch:
            desk.store.hands.mark_undone(batch, False)
    if not done:
        return Refused("changed", "something happened to this lead since", override=False)
    return _told(
        desk, event.lead, event, f"Put back: {label(event)}" + (f", {done} leads" if done > 1 else ""), now
    )


def _put_back(desk: Desk, event: Event, now: Instant) -> bool:
    known = desk.store.events.of_lead(event.lead)
    last = known[-1]
    if last.kind != UNDONE or int(last.facts["undoes"]) != event.id:
        return False
    again = Event(next_event(desk), event.lead, REDONE, now, now, desk.rep, {"redoes": last.id})
    dossier = read(desk, event.lead)
    desk.store.events.append(again)
    refold(desk, dossier, now)
    return True


def redecided(lead: Lead, state: State, policy: Policy, near: Around, event: Event) -> tuple[Effect, ...]:
    """The consequences of an act by hand, decided anew on another state: what came before it was taken back."""
    facts = event.facts
    if event.kind == TASKED:
        due = Instant(int(facts["when"]))
        return tasked(lead, state, policy, near, event.rep, str(facts.get("words", "")), due, event.recorded)
    act, programme = str(facts["act"]), str(facts.get("programme", ""))
    return handed(lead, state, policy, near, act, programme, str(facts.get("why", "")), event.recorded)


def _told(desk: Desk, lead: int, event: Event, text: str, now: Instant) -> Logged:
    dossier = read(desk, lead)
    near = around(desk, dossier.lead, now, rep=desk.rep)
    verdict = judge(dossier.lead, dossier.state, desk.policy, now, near, desk.rep)
    return Logged(event.id, lead, dossier.state.stage, touches_of(desk, dossier, now), verdict, text)
