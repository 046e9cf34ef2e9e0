"""The event log: appended, never changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from dialq.clock import Instant
from dialq.desk.turns import Tally
from dialq.engine.effects_text import from_plain, to_plain
from dialq.engine.events import Event
from dialq.store.database import Database

_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_loads = json.JSONDecoder().decode
_COLUMNS = "id, lead, kind, happened, recorded, rep, facts, effects, cause, slot"
INSERT = f"INSERT INTO event ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def to_row(event: Event) -> tuple[Any, ...]:
    """An event as the values of `INSERT`."""
    return (
        event.id, event.lead, event.kind, event.happened, event.recorded, event.rep, _dumps(event.facts),
        _dumps([to_plain(e) for e in event.effects]), event.cause, event.slot,
    )  # fmt: skip


def _rows(events: Iterable[Event]) -> Iterator[tuple[Any, ...]]:
    """Many events as rows; effects that are one value are put into words once."""
    known: dict[int, tuple[object, str]] = {}
    for event in events:
        found = known.get(id(event.effects))
        if found is None:
            found = known[id(event.effects)] = (event.effects, _dumps([to_plain(e) for e in event.effects]))
        facts = _dumps(event.facts) if event.facts else "{}"
        yield (
            event.id, event.lead, event.kind, event.happened, event.recorded, event.rep, facts, found[1], event.cause,
            event.slot,
        )  # fmt: skip


def _from_row(row: tuple[Any, ...]) -> Event:
    effects = tuple(from_plain(plain) for plain in _loads(row[7]))
    return Event(row[0], row[1], row[2], row[3], row[4], row[5], _loads(row[6]), effects, row[8], row[9])


class EventLog:
    """Append and read."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._tallies: dict[str, tuple[Instant, int, Tally]] = {}

    def forget(self) -> None:
        """After a rollback: what was counted in it is gone."""
        self._tallies = {}

    def last_id(self) -> int:
        """The newest event's id."""
        return int(self._db.execute("SELECT coalesce(max(id), 0) FROM event").fetchone()[0])

    def append(self, event: Event) -> None:
        """Put one event down."""
        self._db.execute(INSERT, to_row(event))

    def append_many(self, events: Iterable[Event]) -> None:
        """Put many down."""
        self._db.connection.executemany(INSERT, _rows(events))

    def get(self, event: int) -> Event | None:
        """One event, or None."""
        row = self._db.execute(f"SELECT {_COLUMNS} FROM event WHERE id = ?", (event,)).fetchone()
        return _from_row(row) if row is not None else None

    def of_lead(self, lead: int, *, until: Instant | None = None) -> list[Event]:
        """A lead's events in the order of recording, up to an instant."""
        sql = f"SELECT {_COLUMNS} FROM event WHERE lead = ?"
        given: tuple[Any, ...] = (lead,)
        if until is not None:
            sql, given = sql + " AND recorded <= ?", (lead, until)
        return [_from_row(row) for row in self._db.execute(sql + " ORDER BY id", given)]

    def recorded_between(self, begins: Instant, ends: Instant, rep: str = "") -> list[Event]:
        """Outcomes, undos and redos recorded in [begins, ends), of one rep or of all."""
        sql = (
            f"SELECT {_COLUMNS} FROM event WHERE kind IN ('outcome', 'undone', 'redone')"
            " AND recorded >= ? AND recorded < ?"
        )
        given: tuple[Any, ...] = (begins, ends)
        if rep:
            sql, given = sql + " AND rep = ?", (*given, rep)
        return [_from_row(row) for row in self._db.execute(sql + " ORDER BY id", given)]

    def outcomes_up_to(self, event: int) -> list[Event]:
        """All outcomes, undos and redos up to an event: for exports over long stretches."""
        sql = f"SELECT {_COLUMNS} FROM event WHERE kind IN ('outcome', 'undone', 'redone') AND id <= ? ORDER BY id"
        return [_from_row(row) for row in self._db.execute(sql, (event,))]

    def leads_changed_since(self, at: Instant) -> set[int]:
        """Leads with an event recorded after an instant."""
        return {r[0] for r in self._db.execute("SELECT DISTINCT lead FROM event WHERE recorded > ?", (at,))}

    def news(self, after: int) -> list[Event]:
        """Events with a greater id."""
        return [
            _from_row(r)
            for r in self._db.execute(f"SELECT {_COLUMNS} FROM event WHERE id > ? ORDER BY id", (after,))
        ]

    def last_outcome_of(self, rep: str, since: Instant) -> list[Event]:
        """A rep's outcomes, undos and redos since an instant, newest first."""
        sql = (
            f"SELECT {_COLUMNS} FROM event INDEXED BY event_day WHERE kind IN ('outcome', 'undone', 'redone')"
            " AND recorded >= ? AND rep = ? ORDER BY id DESC"
        )
        return [_from_row(row) for row in self._db.execute(sql, (since, rep))]

    def answered(self, rep: str, since: Instant, *, until: Instant | None = None) -> int:
        """How many answers of a rep stand that were recorded since an instant (R5.5), up to another.

        The count up to now is kept, so that only what is new has to be read.
        """
        began, last, tally = self._tallies.get(rep, (since, 0, Tally()))
        if until is not None or began != since:
            last, tally = 0, Tally()
        newest = self.last_id()
        sql = "SELECT id, kind, facts, cause FROM event WHERE kind IN ('outcome', 'undone', 'redone') AND rep = ?"
        if last:
            rows = self._db.execute(f"{sql} AND id > ? AND +recorded >= ? ORDER BY id", (rep, last, since))
        else:
            ends = until if until is not None else 1 << 40
            sql += " AND recorded BETWEEN ? AND ? ORDER BY id"
            rows = self._db.execute(sql, (rep, since, ends))
        for event, kind, facts, cause in rows:
            tally.hear(event, kind, _loads(facts), cause)
        if until is None:
            self._tallies[rep] = since, newest, tally
        return len(tally)
