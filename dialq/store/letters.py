"""Letters that were taken in, each once, and how far every folder was read (R14.3)."""

from __future__ import annotations

from typing import Any

from msgspec.structs import astuple, replace

from dialq.clock import Instant
from dialq.desk.letter_shelves import KeptLetter
from dialq.desk.letters import Cursor
from dialq.store.database import Database

_COLUMNS = (
    "id, message, sender, mailbox, folder, validity, uid, arrived, taken, kind, lead, event, subject, text,"
    " matched, acted, look, digest"
)


def _from_row(row: tuple[Any, ...]) -> KeptLetter:
    letter = KeptLetter(*row)
    return replace(letter, look=bool(letter.look))


class Letters:
    """Letters by what finds them."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def known(self, message: str, sender: str, digest: str) -> KeptLetter | None:
        """The same letter as it was handled before, in whatever mailbox; None: it is new."""
        sql = f"SELECT {_COLUMNS} FROM letter WHERE message = ? AND sender = ? COLLATE NOCASE AND digest = ?"
        row = self._db.execute(sql, (message, sender, digest)).fetchone()
        return _from_row(row) if row is not None else None

    def put(self, letter: KeptLetter) -> int:
        """Remember a letter; returns its id."""
        values = astuple(letter)[1:]
        marks = ", ".join("?" * len(values))
        return int(self._db.execute(f"INSERT INTO letter VALUES (NULL, {marks})", values).lastrowid or 0)

    def of_lead(self, lead: int) -> list[KeptLetter]:
        """A lead's letters, in the order in which they were taken in."""
        sql = f"SELECT {_COLUMNS} FROM letter WHERE lead = ? AND lead > 0 ORDER BY id"
        return [_from_row(row) for row in self._db.execute(sql, (lead,))]

    def to_look_at(self, limit: int) -> list[KeptLetter]:
        """Letters that a person should look at, the newest first."""
        sql = f"SELECT {_COLUMNS} FROM letter WHERE look = 1 ORDER BY id DESC LIMIT ?"
        return [_from_row(row) for row in self._db.execute(sql, (limit,))]

    def seen(self, letter: int) -> None:
        """A person has looked at it."""
        self._db.execute("UPDATE letter SET look = 0 WHERE id = ?", (letter,))

    def cursor(self, mailbox: str, folder: str) -> Cursor | None:
        """How far a folder was read; None: it never was."""
        sql = "SELECT validity, uid, at, problem FROM mail_cursor WHERE mailbox = ? AND folder = ?"
        row = self._db.execute(sql, (mailbox, folder)).fetchone()
        return Cursor(row[0], row[1], Instant(row[2]), row[3]) if row is not None else None

    def keep_cursor(self, mailbox: str, folder: str, cursor: Cursor) -> None:
        """Put down how far a folder was read."""
        sql = "INSERT OR REPLACE INTO mail_cursor VALUES (?, ?, ?, ?, ?, ?)"
        self._db.execute(sql, (mailbox, folder, cursor.validity, cursor.uid, cursor.at, cursor.problem))
