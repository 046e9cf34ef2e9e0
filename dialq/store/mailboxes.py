"""How each mailbox stands: since when it sends, when it may send again, what stopped it."""

from __future__ import annotations

from dialq.desk.kept import MailboxState
from dialq.store.database import Database


class Mailboxes:
    """One row a mailbox, made when there is something to say."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def get(self, name: str) -> MailboxState:
        """How a mailbox stands; one that never sent has nothing to say."""
        sql = "SELECT name, first_sent, next_at, stopped, problem, at FROM mailbox WHERE name = ?"
        row = self._db.execute(sql, (name,)).fetchone()
        return MailboxState(*row) if row is not None else MailboxState(name)

    def keep(self, state: MailboxState) -> None:
        """Put down how a mailbox stands."""
        self._db.execute(
            "INSERT OR REPLACE INTO mailbox VALUES (?, ?, ?, ?, ?, ?)",
            (state.name, state.first_sent, state.next_at, state.stopped, state.problem, state.at),
        )
