"""What is due over all leads and reps: the gates are counted, not the leads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dialq.clock import Instant
from dialq.desk.dues import StepDue
from dialq.desk.kept import JUDGE
from dialq.engine.verdict import FRESH, NOW
from dialq.store.database import Database
from dialq.store.gates import NO_TIER, Gate, Gates

_NEVER_BY_THEMSELVES = ("", "suppressed", "ended", "not-a-lead", "nurture", "needs-contact")
"""What a timer waits for that makes nobody ready: '' stands behind a gate already."""
_TIMED = f"FROM timer WHERE what = {JUDGE} AND at > ? AND at < ? AND waits NOT IN {_NEVER_BY_THEMSELVES}"
_STEPS = """
SELECT standing.campaign, standing.version, standing.position, count(*)
FROM place JOIN standing ON standing.lead = place.lead WHERE place.gate IN (SELECT value FROM json_each(?))
GROUP BY 1, 2, 3
"""
_TIMED_STEPS = f"""
SELECT standing.campaign, standing.version, standing.position, count(*)
{_TIMED.replace("FROM timer", "FROM timer JOIN standing ON standing.lead = timer.lead")}
  AND waits NOT IN ('callback-later', 'not-yours', 'claimed', 'paused', 'resting') GROUP BY 1, 2, 3
"""
_ANSWERS = """
SELECT event.rep, sum(CASE event.kind WHEN 'undone' THEN -1 ELSE 1 END) FROM event
LEFT JOIN event undo ON event.kind = 'redone' AND undo.id = json_extract(event.facts, '$.redoes')
LEFT JOIN event old ON old.id = json_extract(coalesce(undo.facts, event.facts), '$.undoes')
WHERE event.kind IN ('outcome', 'undone', 'redone') AND event.recorded >= ? AND event.rep <> '' AND event.cause = 0
  AND coalesce(old.kind, 'outcome') = 'outcome'
  AND json_extract(event.facts, '$.restates') IS NULL AND json_extract(event.facts, '$.replaces') IS NULL
GROUP BY event.rep
"""


class Dues:
    """Counts of what is due."""

    def __init__(self, database: Database, gates: Gates) -> None:
        self._db, self._gates = database, gates

    def by_channel(self, begins: Instant, ends: Instant) -> dict[str, int]:
        """Leads by channel that are ready at some moment of [begins, ends), for any rep; timers aside."""
        filled, found = self._gates.counts(), Counter[str]()
        for gate in self._ready(begins, ends, filled):
            found[gate.channel] += filled[gate.id]
        return dict(found)

    def falling_due(self, begins: Instant, ends: Instant) -> int:
        """Leads that become ready in (begins, ends) and were not before; timers aside."""
        filled = self._gates.counts()
        return sum(filled[g.id] for g in self._filled(filled) if begins < g.opens < ends and g.waits)

    def timed(self, begins: Instant, ends: Instant) -> int:
        """How many leads that wait for a moment of their own have it in (begins, ends)."""
        return int(self._db.execute(f"SELECT count(*) {_TIMED}", (begins, ends)).fetchone()[0])

    def timed_leads(self, begins: Instant, ends: Instant, limit: int) -> list[int]:
        """The first of these leads."""
        sql = f"SELECT lead {_TIMED} ORDER BY at, lead LIMIT ?"
        return [row[0] for row in self._db.execute(sql, (begins, ends, limit))]

    def by_step(self, begins: Instant, ends: Instant, channel: str) -> list[StepDue]:
        """Leads of one channel that are ready in [begins, ends), by the step they stand before."""
        ready = self._ready(begins, ends, self._gates.counts())
        ids = ",".join(str(gate.id) for gate in ready if gate.channel == channel)
        return [StepDue._make(row) for row in self._db.execute(_STEPS, (f"[{ids}]",))]

    def hastening(self, begins: Instant, ends: Instant) -> list[StepDue]:
        """Fresh leads that are ready in [begins, ends) or wait for a moment then, by the step they stand before."""
        ready = self._ready(begins, ends, self._gates.counts())
        ids = ",".join(str(gate.id) for gate in ready if gate.tier in (NOW, FRESH))
        rows = self._db.execute(_STEPS, (f"[{ids}]",)).fetchall()
        rows += self._db.execute(_TIMED_STEPS, (Instant(0), ends)).fetchall()
        return [StepDue._make(row) for row in rows]

    def answers(self, since: Instant) -> dict[str, int]:
        """How much each rep logged since an instant, what was taken back aside."""
        return dict(self._db.execute(_ANSWERS, (since,)).fetchall())

    def _filled(self, filled: dict[int, int]) -> Iterator[Gate]:
        return (g for g in self._gates.all() if g.tier != NO_TIER and filled.get(g.id, 0) > 0)

    def _ready(self, begins: Instant, ends: Instant, filled: dict[int, int]) -> Iterator[Gate]:
        """Gates that are open at `begins` or open later; a lead stands behind one of them only.

        A later piece of a lead that is ready already waits for nothing.
        """
        for gate in self._filled(filled):
            if (gate.opens <= begins or gate.waits) and self._gates.opens_within(gate, begins, ends):
                yield gate
