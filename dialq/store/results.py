"""Readings of the whole log in one pass: only what a report asks for is made into values."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

from dialq.clock import Instant
from dialq.desk.results import Entry
from dialq.engine.effects import Entered, Nurtured
from dialq.engine.effects_text import from_plain
from dialq.engine.events import Event
from dialq.store.database import Database

_loads = json.JSONDecoder().decode
_FIELDS = {kind.__name__: tuple(name for name in kind.__struct_fields__) for kind in (Entered, Nurtured)}
"""The fields of an entry, in the order in which events keep them: a million are read without making effects."""
_FEW = 2000
"""So many leads are read one by one; for more the whole log is."""
_ENTRIES = """
SELECT id, kind, lead, effects FROM event
WHERE recorded >= ? AND (instr(effects, '["Entered",') OR instr(effects, '["Nurtured",')) ORDER BY id
"""
_TOLD = """
SELECT id, lead, kind, happened, recorded, rep, facts, effects, cause, slot FROM event
WHERE kind IN ('outcome', 'undone', 'redone', 'responded', 'mail-left', 'handed', 'task')
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
        last: str = ""
        plain: list[list[Any]] = []
        for event, kind, lead, text in self._db.execute(_ENTRIES, (since,)):
            if text != last:
                last, plain = text, _loads(text)
            for name, *values in plain:
                if name in _FIELDS:
                    found = dict(zip(_FIELDS[name], values, strict=False))
                    programme, leg = found.get("programme", ""), found.get("leg", 0)
                    yield Entry(event, kind, lead, found["at"], programme, leg, found.get("campaign", ""))

    def told(self, leads: Collection[int]) -> Iterator[Event]:
        """What people and these leads did and took back, in the order of recording."""
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
    plain = _loads(row[7]) if '["Recorded",' in row[7] else []
    effects = tuple(from_plain(effect) for effect in plain if effect[0] == "Recorded")
    return Event(row[0], row[1], row[2], row[3], row[4], row[5], _loads(row[6]), effects, row[8], row[9])
