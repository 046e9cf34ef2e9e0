"""Batches of printed cards, as rows."""

from __future__ import annotations

from collections.abc import Iterable

from dialq.clock import Instant
from dialq.desk.hand_shelves import PostBatch, PostRow
from dialq.store.database import Database


class PostRows:
    """Batches of printed cards."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def put(self, batch: PostBatch, rows: Iterable[PostRow]) -> None:
        """A batch was printed."""
        self._db.execute("INSERT INTO post_batch VALUES (?, ?, ?, ?, ?, ?)", batch)
        self._db.connection.executemany(
            "INSERT INTO post_card VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", [(batch.name, *row) for row in rows]
        )

    def get(self, batch: str) -> PostBatch | None:
        """A batch by its name."""
        row = self._db.execute("SELECT * FROM post_batch WHERE name = ?", (batch,)).fetchone()
        return PostBatch(*row) if row is not None else None

    def all(self) -> list[PostBatch]:
        """Every batch, the latest first."""
        rows = self._db.execute("SELECT * FROM post_batch ORDER BY at DESC, name DESC")
        return [PostBatch(*row) for row in rows]

    def rows(self, batch: str) -> list[PostRow]:
        """Its cards."""
        sql = "SELECT * FROM post_card WHERE batch = ? ORDER BY number"
        return [PostRow(*row[1:]) for row in self._db.execute(sql, (batch,))]

    def mark(self, batch: str, status: str) -> None:
        """How far it is."""
        self._db.execute("UPDATE post_batch SET status = ? WHERE name = ?", (status, batch))

    def note(self, batch: str, number: int, event: int) -> None:
        """A card was logged as sent."""
        sql = "UPDATE post_card SET event = ? WHERE batch = ? AND number = ?"
        self._db.execute(sql, (event, batch, number))

    def waiting(self) -> set[int]:
        """Leads with a card that is printed and not sent yet."""
        sql = (
            "SELECT lead FROM post_card JOIN post_batch ON post_batch.name = post_card.batch"
            " WHERE post_batch.status = 'printed' AND post_card.event = 0"
        )
        return {row[0] for row in self._db.execute(sql)}

    def printed_events(self) -> set[int]:
        """Outcomes whose card is in a batch that was not dropped."""
        sql = (
            "SELECT event FROM post_card JOIN post_batch ON post_batch.name = post_card.batch"
            " WHERE post_batch.status <> 'dropped' AND post_card.event <> 0"
        )
        return {row[0] for row in self._db.execute(sql)}

    def put_in_batch(self, since: Instant) -> list[int]:
        """Outcomes by which reps put a card into the print batch, recorded since an instant."""
        sql = (
            "SELECT id FROM event INDEXED BY event_day WHERE kind IN ('outcome', 'undone', 'redone') AND recorded >= ?"
            " AND kind = 'outcome' AND json_extract(facts, '$.channel') = 'post'"
            " AND json_extract(facts, '$.code') = 'done' AND json_extract(facts, '$.post_batch') IS NULL ORDER BY id"
        )
        return [row[0] for row in self._db.execute(sql, (since,))]

    def open_posts(self, at: Instant) -> list[int]:
        """Leads whose open step is a card, as the index has them."""
        sql = (
            "SELECT DISTINCT place.lead FROM gate CROSS JOIN place ON place.gate = gate.id"
            " WHERE gate.channel = 'post' AND gate.opens <= ? AND gate.closes > ? ORDER BY place.lead"
        )
        return [row[0] for row in self._db.execute(sql, (at, at))]
