"""Leads by what handing over asks of them, and the batches that did it, as rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dialq.clock import Instant
from dialq.desk.hand_shelves import HandBatch
from dialq.store.database import Database
from dialq.store.gates import NO_TIER

_WORKED = (
    "SELECT lead FROM event WHERE kind IN ('outcome', 'undone', 'redone') AND recorded > ? AND rep <> ''"
)
_UNTOUCHED = f"""
SELECT DISTINCT place.lead FROM gate CROSS JOIN place ON place.gate = gate.id
JOIN standing ON standing.lead = place.lead JOIN lead ON lead.id = place.lead
WHERE gate.opens <= ? AND gate.closes > ? AND (gate.tier BETWEEN 4 AND 7 OR gate.waits = 'needs-contact')
  AND standing.stage IN ('active', 'resting') AND lead.recorded <= ? AND place.lead NOT IN ({_WORKED})
"""
_REASONS = """
SELECT coalesce(json_extract(state, '$.reason'), ''), count(*) FROM standing WHERE stage = 'nurture'
GROUP BY 1
"""


class Hands:
    """Leads by what handing over asks of them, and the acts that did it."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def untouched(self, now: Instant, since: Instant, sources: Sequence[str] = ()) -> list[int]:
        """Leads that could be worked now and that no person logged anything on after `since`: none too few."""
        narrowed = f" AND lower(lead.source) IN ({','.join('?' * len(sources))})" if sources else ""
        given = (now, now, since, since, *(source.lower() for source in sources))
        return self._leads(f"{_UNTOUCHED}{narrowed} ORDER BY place.lead", *given)

    def drifted(self) -> list[int]:
        """Leads that the index has in nurture and whose state does not say so yet."""
        sql = (
            "SELECT place.lead FROM gate CROSS JOIN place ON place.gate = gate.id JOIN standing"
            " ON standing.lead = place.lead WHERE gate.tier = ? AND gate.waits = 'nurture'"
            " AND standing.stage <> 'nurture' ORDER BY place.lead"
        )
        return self._leads(sql, NO_TIER)

    def nurtured(self, limit: int) -> list[int]:
        """Leads in nurture, the latest first."""
        sql = "SELECT lead FROM standing WHERE stage = 'nurture' ORDER BY seen DESC LIMIT ?"
        return self._leads(sql, limit)

    def nurture_reasons(self) -> dict[str, int]:
        """How many leads are in nurture for each reason; '' for those whose state nobody wrote down."""
        return dict(self._db.execute(_REASONS).fetchall())

    def of_source(self, source: str) -> list[int]:
        """Leads of a source that have not ended."""
        sql = (
            "SELECT lead.id FROM lead JOIN standing ON standing.lead = lead.id WHERE lower(lead.source) = ?"
            " AND standing.stage NOT IN ('won', 'lost', 'disqualified', 'suppressed') ORDER BY lead.id"
        )
        return self._leads(sql, source.strip().lower())

    def rested(self, now: Instant) -> list[int]:
        """Leads whose rest is over and whose state does not say so yet."""
        return self._leads("SELECT lead FROM standing WHERE stage = 'resting' AND rest_until <= ?", now)

    def put(self, batch: HandBatch) -> None:
        """A handing over begins."""
        self._db.execute("INSERT INTO hand_batch VALUES (?, ?, ?, ?, ?)", batch)

    def get(self, batch: str) -> HandBatch | None:
        """A handing over by its name."""
        row = self._db.execute("SELECT * FROM hand_batch WHERE name = ?", (batch,)).fetchone()
        return _batch(row) if row is not None else None

    def last(self, limit: int) -> list[HandBatch]:
        """The latest ones first."""
        rows = self._db.execute("SELECT * FROM hand_batch ORDER BY at DESC, name DESC LIMIT ?", (limit,))
        return [_batch(row) for row in rows]

    def mark_undone(self, batch: str, undone: bool) -> None:
        """It was taken back, or put back."""
        self._db.execute("UPDATE hand_batch SET undone = ? WHERE name = ?", (int(undone), batch))

    def events_of(self, batch: str) -> list[int]:
        """Its events, one a lead; all of them are recorded at the moment of the act."""
        sql = (
            "SELECT id FROM event INDEXED BY event_hand WHERE kind IN ('handed', 'task')"
            " AND recorded = (SELECT at FROM hand_batch WHERE name = ?)"
            " AND json_extract(facts, '$.batch') = ? ORDER BY id"
        )
        return self._leads(sql, batch, batch)

    def acts_of(self, rep: str, since: Instant) -> list[int]:
        """Events by which a rep handed over or set tasks since an instant, the newest first."""
        sql = (
            "SELECT id FROM event INDEXED BY event_hand WHERE kind IN ('handed', 'task') AND recorded >= ?"
            " AND rep = ? ORDER BY id DESC"
        )
        return self._leads(sql, since, rep)

    def _leads(self, sql: str, *given: object) -> list[int]:
        return [int(row[0]) for row in self._db.execute(sql, given)]


def _batch(row: tuple[Any, ...]) -> HandBatch:
    return HandBatch(row[0], row[1], row[2], row[3], bool(row[4]))
