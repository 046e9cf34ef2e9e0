"""Readings of the whole log in one pass: only what a report asks for is made into values."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

from dialq.clock import Instant
from dialq.desk.results import Entry
from dialq.engine.effects import Effect, Entered, Nurtured
from dialq.engine.effects_text import from_plain
from dialq.engine.events import Event
from dialq.store.database import Database

_loads = json.JSONDecoder().decode
_FEW = 2000
"""So many leads are read one by one; for more the whole log is."""
_ENTRIES = """
SELECT id, kind, lead, effects FROM event
WHERE recorded >= ? AND (instr(effects, '["Entered",') OR instr(effects, '["Nurtured",')) ORDER BY id
"""
_TOLD = """
SELECT id, lead, kind, happened, recorded, rep, facts, effects, cause, slot FROM event
WHERE kind IN ('outcome', 'undone', 'redone', 'responded', 'mail-left')
"""
_UNDONE = """
SELECT lead.id FROM lead JOIN batch ON batch.name = lead.batch JOIN standing ON standing.lead = lead.id
WHERE batch.undone AND lead.batch <> '' AND standing.stage = 'disqualified'
"""
_TAGGED = "SELECT id, facts FROM lead WHERE instr(facts, '\"tags\":') AND instr(lower(facts), '\"test\"')"
_TEST = "test"


class Results:
    """Readings of the whole log."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def entries(self, since: Instant) -> Iterator[Entry]:
        """Every entry that was recorded since an instant, in the order of recording."""
        last, found = "", tuple[Effect, ...]()
        for event, kind, lead, text in self._db.execute(_ENTRIES, (since,)):
            if text != last:
                last, found = text, _effects(text, ("Entered", "Nurtured"))
            for effect in found:
                if isinstance(effect, Entered):
                    yield Entry(event, kind, lead, effect.at, effect.programme, effect.leg, effect.campaign)
                elif isinstance(effect, Nurtured):
                    yield Entry(event, kind, lead, effect.at, "", 0, effect.campaign)

    def told(self, leads: Collection[int]) -> Iterator[Event]:
        """Outcomes, undos, redos, responses and mails that left, of these leads, in the order of recording."""
        if len(leads) <= _FEW:
            for lead in sorted(leads):
                for row in self._db.execute(f"{_TOLD} AND lead = ? ORDER BY id", (lead,)):
                    yield _event(row)
            return
        for row in self._db.execute(f"{_TOLD} ORDER BY id"):
            if row[1] in leads:
                yield _event(row)

    def set_aside(self) -> set[int]:
        """Leads that no report counts: test inquiries (tag `test`), and leads of an import that was undone."""
        undone = {row[0] for row in self._db.execute(_UNDONE)}
        tagged = ((lead, _loads(facts).get("tags", ())) for lead, facts in self._db.execute(_TAGGED))
        return undone | {lead for lead, tags in tagged if _TEST in {tag.casefold() for tag in tags}}


def _event(row: tuple[Any, ...]) -> Event:
    effects = _effects(row[7], ("Recorded",)) if '["Recorded",' in row[7] else ()
    return Event(row[0], row[1], row[2], row[3], row[4], row[5], _loads(row[6]), effects, row[8], row[9])


def _effects(text: str, names: tuple[str, ...]) -> tuple[Effect, ...]:
    """The effects of these kinds among those of an event."""
    return tuple(from_plain(plain) for plain in _loads(text) if plain[0] in names)
