"""Notes and drafts: what a rep typed is never lost."""

from __future__ import annotations

from msgspec.structs import replace

from dialq.desk.desk import Desk
from dialq.desk.ledger import next_event, read, refold, write
from dialq.engine.events import NOTED, OUTCOME, Event
from dialq.engine.history import origin, standing_events
from dialq.engine.outcome import HUMAN


def save_draft_note(desk: Desk, lead: int, text: str) -> None:
    """Keep a note as it is typed; '' forgets it."""
    with desk.store.writing():
        desk.store.tables.save_draft(desk.rep, lead, "note", text, desk.now())


def draft_note(desk: Desk, lead: int) -> str:
    """The note being typed, '' if there is none."""
    return desk.store.tables.draft(desk.rep, lead, "note")


def add_note(desk: Desk, lead: int, text: str) -> None:
    """Put a note into the lead's story, or to the talk it belongs to; its draft is done with."""
    now = desk.now()
    with desk.store.writing():
        dossier = read(desk, lead)
        desk.store.tables.save_draft(desk.rep, lead, "note", "", now)
        talk = _talk_without_note(desk, lead) if text.strip() else None
        if talk is not None:
            facts = talk.facts | {"note": text.strip(), "restates": origin(talk)}
            desk.store.events.append(replace(talk, id=next_event(desk), facts=facts, slot=talk.place))
            refold(desk, dossier, now)
        elif text.strip():
            event = Event(next_event(desk), lead, NOTED, now, now, desk.rep, {"note": text.strip()})
            write(desk, dossier, [event], now)


def _talk_without_note(desk: Desk, lead: int) -> Event | None:
    """The rep's conversation of today that is the last thing done with a lead and has no note yet."""
    acts = [event for event in standing_events(desk.store.events.of_lead(lead)) if event.kind == OUTCOME]
    last = acts[-1] if acts else None
    if last is None or last.rep != desk.rep or last.facts.get("human") != HUMAN or last.facts.get("note"):
        return None
    calendar = desk.policy.calendar
    return last if calendar.date(last.recorded) == calendar.date(desk.now()) else None
