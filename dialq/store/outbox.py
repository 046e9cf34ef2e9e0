"""The outbox: mails on their way, each put down with its Message-ID before it leaves (R14.2)."""

from __future__ import annotations

from msgspec.structs import astuple

from dialq.clock import Instant
from dialq.desk.kept import Mail
from dialq.store.database import Database

_OPEN = ("hold", "sending", "failed", "unconfirmed")


class Outbox:
    """Mails by state."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def put(self, mail: Mail) -> None:
        """A new mail, in hold."""
        self._db.execute(
            "INSERT INTO outbox VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            astuple(mail),
        )

    def get(self, message: str) -> Mail | None:
        """One mail, or None."""
        row = self._db.execute("SELECT * FROM outbox WHERE message = ?", (message,)).fetchone()
        return Mail(*row) if row is not None else None

    def with_status(self, *statuses: str, rep: str = "", limit: int = 1000) -> list[Mail]:
        """Mails in one of these states, the next to leave first."""
        marks = ",".join("?" * len(statuses))
        sql = (
            f"SELECT * FROM outbox WHERE status IN ({marks})"
            + _open(statuses)
            + (" AND rep = ?" if rep else "")
        )
        given = (*statuses, rep) if rep else statuses
        return [
            Mail(*row) for row in self._db.execute(f"{sql} ORDER BY leaves, message LIMIT {limit}", given)
        ]

    def count(self, status: str) -> int:
        """How many mails are in a state."""
        sql = "SELECT count(*) FROM outbox WHERE status = ?" + _open((status,))
        return int(self._db.execute(sql, (status,)).fetchone()[0])

    def due(self, mailbox: str, at: Instant, limit: int = 200) -> list[Mail]:
        """Mails of a mailbox whose hold is over, the next to leave first: by rank, then by time."""
        sql = (
            "SELECT * FROM outbox WHERE status = 'hold' AND mailbox = ? AND leaves <= ? "
            "ORDER BY rank, leaves, message LIMIT ?"
        )
        return [Mail(*row) for row in self._db.execute(sql, (mailbox, at, limit))]

    def next_leaves(self, mailbox: str) -> list[tuple[int, Instant]]:
        """Of each rank that waits in a mailbox the earliest moment one of its mails leaves."""
        sql = "SELECT rank, min(leaves) FROM outbox WHERE status = 'hold' AND mailbox = ? GROUP BY rank"
        return self._db.execute(sql, (mailbox,)).fetchall()

    def waiting_mailboxes(self) -> dict[str, int]:
        """How many mails wait in each mailbox."""
        sql = "SELECT mailbox, count(*) FROM outbox WHERE status = 'hold' GROUP BY mailbox"
        return dict(self._db.execute(sql).fetchall())

    def count_left_since(self, mailbox: str, at: Instant) -> int:
        """How many mails left a mailbox since an instant."""
        sql = "SELECT count(*) FROM outbox WHERE mailbox = ? AND left_at >= ?"
        return int(self._db.execute(sql, (mailbox, at)).fetchone()[0])

    def left_since(self, mailbox: str, at: Instant) -> list[Instant]:
        """When each mail left a mailbox since an instant, the earliest first."""
        sql = "SELECT left_at FROM outbox WHERE mailbox = ? AND left_at >= ? ORDER BY left_at"
        return [row[0] for row in self._db.execute(sql, (mailbox, at))]

    def with_token(self, token: str) -> Mail | None:
        """The mail that carries a word of ours."""
        row = self._db.execute("SELECT * FROM outbox WHERE token = ? AND token <> ''", (token,)).fetchone()
        return Mail(*row) if row is not None else None

    def sent_to(self, address: str) -> list[Mail]:
        """Mails that left to an address, in whatever case it is written, oldest first."""
        sql = (
            "SELECT * FROM outbox WHERE recipient = ? COLLATE NOCASE AND left_at IS NOT NULL ORDER BY left_at"
        )
        return [Mail(*row) for row in self._db.execute(sql, (address,))]

    def of_batch(self, batch: str) -> list[Mail]:
        """The mails of a mass sending."""
        sql = "SELECT * FROM outbox WHERE batch = ? AND batch <> '' ORDER BY leaves, message"
        return [Mail(*row) for row in self._db.execute(sql, (batch,))]

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

    def being_sent(self, messages: list[str]) -> None:
        """These are handed to a server now: one try more each."""
        sql = "UPDATE outbox SET status = 'sending', problem = '', tries = tries + 1 WHERE message = ?"
        self._db.connection.executemany(sql, [(message,) for message in messages])

    def left(self, message: str, at: Instant) -> None:
        """The server, or the folder, took it."""
        sql = "UPDATE outbox SET status = 'sent', problem = '', raw = '', left_at = ? WHERE message = ?"
        self._db.execute(sql, (at, message))

    def in_doubt(self, message: str, at: Instant, problem: str) -> None:
        """It may have left: it counts as if it had, until a person says."""
        sql = "UPDATE outbox SET status = 'unconfirmed', problem = ?, left_at = ? WHERE message = ?"
        self._db.execute(sql, (problem, at, message))

    def again(self, message: str, leaves: Instant, problem: str, *, counts: bool = True) -> None:
        """It was not taken: it waits again; `counts` says whether that was a try."""
        sql = (
            "UPDATE outbox SET status = 'hold', left_at = NULL, leaves = ?, problem = ?, tries = tries - ? "
            "WHERE message = ?"
        )
        self._db.execute(sql, (leaves, problem, int(not counts), message))

    def rewrite(self, mail: Mail) -> None:
        """Another text of a mail that waits."""
        sql = (
            "UPDATE outbox SET subject = ?, body = ?, mail = ?, raw = ? WHERE message = ? AND status = 'hold'"
        )
        self._db.execute(sql, (mail.subject, mail.body, mail.mail, mail.raw, mail.message))


def _open(statuses: tuple[str, ...]) -> str:
    """Word for word what the index of open mails is made with: only so is it used, and the mails that left not read."""
    return (
        " AND status IN ('hold', 'sending', 'failed', 'unconfirmed')" if set(statuses) <= set(_OPEN) else ""
    )
