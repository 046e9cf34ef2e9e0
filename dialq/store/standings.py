"""Where leads stand, as rows: one a lead, with what is counted and chosen by in columns of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dialq.clock import Instant
from dialq.desk.kept import Spread, Stand
from dialq.engine.state import State
from dialq.store.database import Database

INSERT = "INSERT OR REPLACE INTO standing VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

_STANDS = """
SELECT lead.id, lead.source, lead.arrived, lead.company_key, lead.facts, standing.seen, standing.stage,
  standing.places, standing.state, CASE WHEN standing.state IS NULL THEN event.effects END
FROM lead JOIN standing ON standing.lead = lead.id LEFT JOIN event ON event.id = standing.seen
WHERE lead.id > ? AND lead.id <= ? {which} ORDER BY lead.id {order} LIMIT ?
"""
_URGENT = """(
  ifnull(standing.state, '') LIKE '%"response":[%' OR ifnull(standing.state, '') LIKE '%"promise":[%'
  OR (ifnull(standing.state, '') NOT LIKE '%"touched":true%'
    AND (ifnull(standing.state, '') LIKE '%"hot_since":%' OR (lead.arrived >= ? AND lead.facts LIKE '%"hot"%')))
)"""
"""Who is owed something, or is hot, untouched and new: what stands before all else in the queue (R5.1)."""


def row_of(lead: int, state: State, seen: int, text: str | None, places: str) -> tuple[Any, ...]:
    """A state as the values of `INSERT`; no text for a lead that nothing happened to since it came."""
    return (
        lead, seen, state.stage, state.programme, state.leg, state.campaign, state.version, state.position,
        state.rest_until, text, places,
    )  # fmt: skip


class Standings:
    """All leads at once: counted, walked through, chosen."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def spread(self) -> list[Spread]:
        """How many leads stand at each place of each plan, as last written."""
        sql = (
            "SELECT stage, programme, leg, campaign, version, position, rest_until, count(*) FROM standing"
            " INDEXED BY standing_spread GROUP BY stage, programme, leg, campaign, version, position, rest_until"
        )
        return [Spread._make(row) for row in self._db.execute(sql)]

    def stands(self, after: int, up_to: int, limit: int) -> list[Stand]:
        """The next leads by id, with all that their places hang on; nothing of it is read apart yet."""
        sql = _STANDS.format(which="", order="")
        return [Stand._make(row) for row in self._db.execute(sql, (after, up_to, limit))]

    def newest(
        self, after: int, up_to: int, limit: int, since: Instant | None, *, urgent: bool
    ) -> list[Stand]:
        """Leads by id, the last first: those that cannot wait, or all but those; without `since` all."""
        which = "" if since is None else f"AND {_URGENT}" if urgent else f"AND NOT {_URGENT}"
        given = (after, up_to, *(() if since is None else (since,)), limit)
        sql = _STANDS.format(which=which, order="DESC")
        return [Stand._make(row) for row in self._db.execute(sql, given)]

    def seen(self, after: int, up_to: int) -> dict[int, tuple[int, str]]:
        """The last event folded in and the places of each lead with an id in (after, up_to]."""
        sql = "SELECT lead, seen, places FROM standing WHERE lead > ? AND lead <= ?"
        return {row[0]: (row[1], row[2]) for row in self._db.execute(sql, (after, up_to))}

    def put_places(self, rows: Iterable[tuple[str, int]]) -> None:
        """Many leads' places, each (text, lead)."""
        self._db.connection.executemany("UPDATE standing SET places = ? WHERE lead = ?", rows)

    def in_campaign(self, name: str, versions: Sequence[int] = ()) -> list[int]:
        """Leads in a campaign, of these versions or of all."""
        sql = "SELECT lead FROM standing WHERE campaign = ?"
        if versions:
            sql += f" AND version IN ({','.join('?' * len(versions))})"
        return [row[0] for row in self._db.execute(f"{sql} ORDER BY lead", (name, *versions))]
