"""Notes and drafts: what a rep typed is never lost."""

from __future__ import annotations

from dialq.desk.desk import Desk
from dialq.desk.ledger import next_event, read, write
from dialq.engine.events import NOTED, Event


def save_draft_note(desk: Desk, lead: int, text: str) -> None:
    """Keep a note as it is typed; '' forgets it."""
    with desk.store.writing():
        desk.store.tables.save_draft(desk.rep, lead, "note", text, desk.now())


def draft_note(desk: Desk, lead: int) -> str:
    """The note being typed, '' if there is none."""
    return desk.store.tables.draft(desk.rep, lead, "note")


def add_note(desk: Desk, lead: int, text: str) -> None:
    """Put a note into the lead's story; its draft is done with."""
    now = desk.now()
    with desk.store.writing():
        dossier = read(desk, lead)
        desk.store.tables.save_draft(desk.rep, lead, "note", "", now)
        if text.strip():
            event = Event(next_event(desk), lead, NOTED, now, now, desk.rep, {"note": text.strip()})
            write(desk, dossier, [event], now)
