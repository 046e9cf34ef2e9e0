"""Notes on automatic mails: held back, or written anew (SEED1-18). A few rows at a time."""

from __future__ import annotations

from msgspec.structs import astuple

from dialq.clock import Instant
from dialq.desk.planned_shelf import PlannedNote
from dialq.store.database import Database


class Planned:
    """One row a step that somebody said something of."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def of_lead(self, lead: int) -> list[PlannedNote]:
        """The notes on a lead's steps."""
        return [
            PlannedNote(*row) for row in self._db.execute("SELECT * FROM planned WHERE lead = ?", (lead,))
        ]

    def leads(self, limit: int) -> list[int]:
        """Leads with a step that somebody holds back, the earliest held first."""
        sql = "SELECT lead FROM planned WHERE held <> '' GROUP BY lead ORDER BY min(at), lead LIMIT ?"
        return [row[0] for row in self._db.execute(sql, (limit,))]

    def oldest(self, before: Instant, limit: int) -> list[PlannedNote]:
        """Notes that were made before an instant, the oldest first."""
        sql = "SELECT * FROM planned WHERE at < ? ORDER BY at, lead, step LIMIT ?"
        return [PlannedNote(*row) for row in self._db.execute(sql, (before, limit))]

    def keep(self, note: PlannedNote) -> None:
        """Put a note down in place of what was said before; an empty one is forgotten."""
        if note.is_empty:
            self.forget(note)
            return
        sql = "INSERT OR REPLACE INTO planned VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        self._db.execute(sql, astuple(note))

    def forget(self, note: PlannedNote) -> None:
        """The step left, or will never come."""
        sql = "DELETE FROM planned WHERE lead = ? AND run = ? AND step = ?"
        self._db.execute(sql, (note.lead, note.run, note.step))
