"""The outbox: mails on their way, each put down with its Message-ID before it leaves (R14.2)."""

from __future__ import annotations

from msgspec.structs import astuple

from dialq.clock import Instant
from dialq.desk.kept import Mail
from dialq.store.database import Database


class Outbox:
    """Mails by state."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def put(self, mail: Mail) -> None:
        """A new mail, in hold."""
        self._db.execute(
            "INSERT INTO outbox VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", astuple(mail)
        )

    def get(self, message: str) -> Mail | None:
        """One mail, or None."""
        row = self._db.execute("SELECT * FROM outbox WHERE message = ?", (message,)).fetchone()
        return Mail(*row) if row is not None else None

    def with_status(self, *statuses: str, rep: str = "", limit: int = 1000) -> list[Mail]:
        """Mails in one of these states, the next to leave first."""
        marks = ",".join("?" * len(statuses))
        sql = f"SELECT * FROM outbox WHERE status IN ({marks})" + (" AND rep = ?" if rep else "")
        given = (*statuses, rep) if rep else statuses
        return [
            Mail(*row) for row in self._db.execute(f"{sql} ORDER BY leaves, message LIMIT {limit}", given)
        ]

    def count(self, status: str) -> int:
        """How many mails are in a state."""
        return int(self._db.execute("SELECT count(*) FROM outbox WHERE status = ?", (status,)).fetchone()[0])

    def due(self, at: Instant) -> list[Mail]:
        """Mails whose hold is over."""
        sql = "SELECT * FROM outbox WHERE status = 'hold' AND leaves <= ? ORDER BY leaves, message LIMIT 200"
        return [Mail(*row) for row in self._db.execute(sql, (at,))]

    def of_event(self, event: int) -> Mail | None:
        """The mail that an event queued."""
        row = self._db.execute("SELECT * FROM outbox WHERE event = ?", (event,)).fetchone()
        return Mail(*row) if row is not None else None

    def of_lead(self, lead: int) -> list[Mail]:
        """A lead's mails, oldest first."""
        return [
            Mail(*row)
            for row in self._db.execute("SELECT * FROM outbox WHERE lead = ? ORDER BY queued", (lead,))
        ]

    def postpone(self, message: str, leaves: Instant) -> None:
        """A waiting mail leaves later."""
        self._db.execute("UPDATE outbox SET leaves = ? WHERE message = ?", (leaves, message))

    def move(self, message: str, status: str, problem: str = "") -> None:
        """A mail's new state."""
        self._db.execute(
            "UPDATE outbox SET status = ?, problem = ? WHERE message = ?", (status, problem, message)
        )
