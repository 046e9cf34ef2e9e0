"""Small things with a table each: settings of the file, drafts, pauses, campaigns, batches, closed days."""

from __future__ import annotations

from dialq.clock import Instant
from dialq.store.database import Database


class SmallTables:
    """Reads and writes of one row."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def meta(self, key: str) -> str | None:
        """A fact of the file itself."""
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row is not None else None

    def set_meta(self, key: str, value: str) -> None:
        """Put a fact of the file down."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def draft(self, rep: str, lead: int, kind: str) -> str:
        """A draft note or mail, '' if there is none."""
        sql = "SELECT text FROM draft WHERE rep = ? AND lead = ? AND kind = ?"
        row = self._db.execute(sql, (rep, lead, kind)).fetchone()
        return str(row[0]) if row is not None else ""

    def drafts(self, rep: str) -> list[tuple[int, str, str]]:
        """A rep's drafts: (lead, kind, text)."""
        return self._db.execute(
            "SELECT lead, kind, text FROM draft WHERE rep = ? ORDER BY at", (rep,)
        ).fetchall()

    def save_draft(self, rep: str, lead: int, kind: str, text: str, at: Instant) -> None:
        """Keep a draft; an empty one is forgotten."""
        if text.strip():
            self._db.execute(
                "INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?, ?)", (rep, lead, kind, text, at)
            )
        else:
            self._db.execute("DELETE FROM draft WHERE rep = ? AND lead = ? AND kind = ?", (rep, lead, kind))

    def begin_pause(self, rep: str, at: Instant, reason: str) -> None:
        """A rep takes a break."""
        self._db.execute("INSERT OR REPLACE INTO pause VALUES (?, ?, NULL, ?)", (rep, at, reason))

    def end_pause(self, rep: str, at: Instant) -> None:
        """The rep is back."""
        self._db.execute("UPDATE pause SET ended = ? WHERE rep = ? AND ended IS NULL", (at, rep))

    def paused(self, rep: str) -> tuple[Instant, str] | None:
        """Since when and why a rep is on a break."""
        sql = "SELECT began, reason FROM pause WHERE rep = ? AND ended IS NULL ORDER BY began DESC LIMIT 1"
        row = self._db.execute(sql, (rep,)).fetchone()
        return (row[0], row[1]) if row is not None else None

    def promises(self, rep: str) -> list[tuple[int, Instant, str]]:
        """A rep's promises, earliest first: (lead, at, words)."""
        return self._db.execute(
            "SELECT lead, at, words FROM promise WHERE rep = ? ORDER BY at, lead", (rep,)
        ).fetchall()

    def all_promises(self, rep: str) -> list[tuple[int, str, Instant, str]]:
        """Promises of a rep, or with '' of all, earliest first: (lead, rep, at, words)."""
        sql = "SELECT lead, rep, at, words FROM promise WHERE ? IN ('', rep) ORDER BY at, lead"
        return self._db.execute(sql, (rep,)).fetchall()

    def open_calls(self, rep: str) -> list[int]:
        """Leads with a call of this rep that has no outcome, earliest first."""
        return [
            r[0]
            for r in self._db.execute("SELECT lead FROM open_call WHERE rep = ? ORDER BY at, lead", (rep,))
        ]

    def batch(self, name: str) -> tuple[Instant, str, bool] | None:
        """When an import ran, of which file, and whether it was undone."""
        row = self._db.execute("SELECT at, file, undone FROM batch WHERE name = ?", (name,)).fetchone()
        return (row[0], row[1], bool(row[2])) if row is not None else None

    def put_batch(self, name: str, at: Instant, file: str) -> None:
        """An import begins."""
        self._db.execute("INSERT OR IGNORE INTO batch VALUES (?, ?, ?, 0)", (name, at, file))

    def undo_batch(self, name: str) -> None:
        """An import was undone."""
        self._db.execute("UPDATE batch SET undone = 1 WHERE name = ?", (name,))

    def closed(self, day: str, what: str) -> tuple[int, str] | None:
        """The last event and the rows of a day that was made final."""
        sql = "SELECT last_event, body FROM closed_day WHERE day = ? AND what = ?"
        row = self._db.execute(sql, (day, what)).fetchone()
        return (row[0], row[1]) if row is not None else None

    def last_close_before(self, day: str, what: str) -> tuple[str, int] | None:
        """The latest closed day before a day, with the last event it knew."""
        sql = "SELECT day, last_event FROM closed_day WHERE day < ? AND what = ? ORDER BY day DESC LIMIT 1"
        row = self._db.execute(sql, (day, what)).fetchone()
        return (row[0], row[1]) if row is not None else None

    def close_day(self, day: str, what: str, at: Instant, last_event: int, body: str) -> None:
        """Make a day's rows final."""
        self._db.execute(
            "INSERT OR IGNORE INTO closed_day VALUES (?, ?, ?, ?, ?)", (day, what, at, last_event, body)
        )
