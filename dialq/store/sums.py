"""What leads cost and brought, and who was asked to which event: small projections, counted in SQL."""

from __future__ import annotations

from dialq.clock import Instant
from dialq.desk.sums import Invited, Lot
from dialq.engine.state import MEETING, State
from dialq.engine.temperature import spent
from dialq.store.database import Database

_LOTS = """
SELECT lead.source, standing.stage, count(*), coalesce(sum(effort.spent), 0), coalesce(sum(effort.met), 0)
FROM lead JOIN standing ON standing.lead = lead.id LEFT JOIN effort ON effort.lead = lead.id
GROUP BY lead.source, standing.stage
"""
_COSTS = "SELECT source, coalesce(json_extract(facts, '$.cost'), ''), count(*) FROM lead GROUP BY 1, 2"
_SEATS = """
SELECT json_extract(facts, '$.gathering'), lead, json_extract(facts, '$.kind') FROM event
WHERE kind = 'responded' AND json_extract(facts, '$.gathering') IS NOT NULL ORDER BY id
"""


class Sums:
    """Sums over all leads."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def keep(self, lead: int, old: State, new: State) -> None:
        """Put down what changed with a lead's state."""
        effort = _effort(new)
        if effort != _effort(old):
            self._db.execute("INSERT OR REPLACE INTO effort VALUES (?, ?, ?)", (lead, *effort))
        if old.event and old.event != new.event:
            self._db.execute("UPDATE invited SET here = 0 WHERE event = ? AND lead = ?", (old.event, lead))
        if new.event:
            row = (new.event, lead, _is_touched(new))
            self._db.execute("INSERT OR REPLACE INTO invited VALUES (?, ?, 1, ?)", row)

    def lots(self) -> list[Lot]:
        """All leads by source and stage, with what following them up cost and how many meetings were set."""
        return [Lot._make(row) for row in self._db.execute(_LOTS)]

    def costs(self) -> list[tuple[str, str, int]]:
        """How many leads of a source cost how much, as their files say it: (source, cost, leads)."""
        return [(row[0], row[1], row[2]) for row in self._db.execute(_COSTS)]

    def invited(self, event: str) -> list[Invited]:
        """Who is or was in an event's campaign for it."""
        sql = "SELECT lead, here, touched FROM invited WHERE event = ? ORDER BY lead"
        return [
            Invited(lead, bool(here), bool(touched))
            for lead, here, touched in self._db.execute(sql, (event,))
        ]

    def invitations(self, lead: int) -> list[str]:
        """The events a lead is or was in the campaign of."""
        sql = "SELECT event FROM invited WHERE lead = ? ORDER BY event"
        return [row[0] for row in self._db.execute(sql, (lead,))]

    def seats(self) -> list[tuple[str, int, str]]:
        """What leads said to invitations, in that order: (event, lead, kind of interaction)."""
        return [(row[0], row[1], row[2]) for row in self._db.execute(_SEATS)]

    def imported_acts(self, batch: str) -> dict[int, list[int]]:
        """What an import said that known people did: lead -> events, in that order (reads every event)."""
        sql = "SELECT lead, id FROM event WHERE kind = 'responded' AND json_extract(facts, '$.batch') = ? ORDER BY id"
        found: dict[int, list[int]] = {}
        for lead, event in self._db.execute(sql, (batch,)):
            found.setdefault(lead, []).append(event)
        return found

    def rested(self, at: Instant) -> list[tuple[int, str, int, Instant]]:
        """Leads whose rest was over by an instant though nothing was written since: (lead, programme, leg, until)."""
        sql = (
            "SELECT lead, programme, leg, rest_until FROM standing"
            " WHERE stage = 'resting' AND rest_until <= ? ORDER BY lead"
        )
        return [(row[0], row[1], row[2], Instant(row[3])) for row in self._db.execute(sql, (at,))]


def _effort(state: State) -> tuple[int, int]:
    """(cents spent, whether a meeting was ever set)."""
    return spent(state), int(any(entry.code == MEETING for entry in state.ledger))


def _is_touched(state: State) -> int:
    """Whether anything of the invitation reached out already."""
    return int(any(entry.touch and entry.run == state.run for entry in state.ledger))
