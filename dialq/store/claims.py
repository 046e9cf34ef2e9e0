"""Claims: leases that give one rep one lead and its numbers (R12.1)."""

from __future__ import annotations

from dialq.clock import MINUTE, Instant
from dialq.desk.kept import Claim
from dialq.engine.lead import Lead
from dialq.store.database import Database
from dialq.store.presence import Presence

SCREEN_LEASE = 2 * MINUTE
"""After a screen's last sign of life."""
COMMAND_LEASE = 30 * MINUTE
"""`dialq next` on the command line."""


class Claims:
    """Leases on leads and numbers."""

    def __init__(self, database: Database, presence: Presence) -> None:
        self._db = database
        self.presence = presence

    def on(self, lead: int, at: Instant) -> Claim | None:
        """The valid claim on a lead."""
        row = self._db.execute("SELECT * FROM claim WHERE lead = ?", (lead,)).fetchone()
        return self._valid(Claim(*row), at) if row is not None else None

    def in_the_way(self, lead: Lead, rep: str, at: Instant) -> Claim | None:
        """Another rep's valid claim on the lead or on one of its numbers."""
        claim = self.on(lead.id, at)
        if claim is not None and claim.rep != rep:
            return claim
        for phone in lead.phones:
            for (holder,) in self._db.execute(
                "SELECT lead FROM claim_point WHERE value = ?", (phone.number,)
            ):
                claim = self.on(holder, at) if holder != lead.id else None
                if claim is not None and claim.rep != rep:
                    return claim
        return None

    def of(self, rep: str, at: Instant) -> list[Claim]:
        """A rep's valid claims: the lead in hand first, then parked ones, the last parked first."""
        found = [Claim(*row) for row in self._db.execute("SELECT * FROM claim WHERE rep = ?", (rep,))]
        live = [claim for claim in found if self._valid(claim, at)]
        return sorted(live, key=lambda c: (c.parked != 0, -c.parked))

    def lapsed(self, session: str, at: Instant) -> list[Claim]:
        """Claims of a screen that ran out and that nobody took since."""
        if not session:
            return []
        rows = self._db.execute("SELECT * FROM claim WHERE session = ?", (session,))
        found = [Claim(*row) for row in rows]
        return [claim for claim in found if self._valid(claim, at) is None]

    def take(self, lead: Lead, rep: str, session: str, at: Instant) -> None:
        """Put a lead into a rep's hand; the caller has asked `in_the_way` in the same transaction."""
        expires = at + (SCREEN_LEASE if session else COMMAND_LEASE)
        self._db.execute(
            "INSERT OR REPLACE INTO claim VALUES (?, ?, ?, ?, ?, 0)", (lead.id, rep, session, at, expires)
        )
        for phone in lead.phones:
            self._db.execute("INSERT OR IGNORE INTO claim_point VALUES (?, ?)", (phone.number, lead.id))

    def park(self, lead: int, depth: int) -> None:
        """Put the lead in hand aside."""
        self._db.execute("UPDATE claim SET parked = ? WHERE lead = ?", (depth, lead))

    def release(self, lead: int) -> None:
        """Nobody holds it any more."""
        self._db.execute("DELETE FROM claim WHERE lead = ?", (lead,))
        self._db.execute("DELETE FROM claim_point WHERE lead = ?", (lead,))

    def _valid(self, claim: Claim, at: Instant) -> Claim | None:
        if at < claim.expires:
            return claim
        last = self.presence.last(claim.session)
        return claim if last is not None and at < last + SCREEN_LEASE else None
