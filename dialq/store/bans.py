"""Suppressions, and who was rung when at a shared number or company."""

from __future__ import annotations

from dialq.clock import DAY, Instant
from dialq.engine.addresses import forms, untagged
from dialq.engine.campaign import EMAIL
from dialq.engine.channels import EVERY_CHANNEL
from dialq.engine.lead import Lead
from dialq.store.database import Database
from dialq.store.lead_rows import company_key


class Bans:
    """Standing bans: person, number, address, domain or company."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, scope: str, value: str, at: Instant, rep: str, reason: str, event: int) -> None:
        """Ban a value."""
        self._db.execute(
            "INSERT OR REPLACE INTO ban VALUES (?, ?, ?, ?, ?, ?)",
            (scope, _same(scope, value), event, at, rep, reason),
        )

    def lift_event(self, event: int) -> list[tuple[str, str]]:
        """Take back what an event banned; returns (scope, value) pairs."""
        found = self._db.execute("SELECT scope, value FROM ban WHERE event = ?", (event,)).fetchall()
        self._db.execute("DELETE FROM ban WHERE event = ?", (event,))
        return [(scope, value) for scope, value in found]

    def lift(self, value: str) -> int:
        """Lift every ban on a value; returns how many there were."""
        values = {value, value.lower(), value.casefold()}
        marks = ",".join("?" * len(values))
        return int(self._db.execute(f"DELETE FROM ban WHERE value IN ({marks})", tuple(values)).rowcount)

    def find(self, scope: str, value: str) -> tuple[Instant, str, str] | None:
        """Since when, by whom and why a value is banned."""
        sql = "SELECT since, rep, reason FROM ban WHERE scope = ? AND value = ? ORDER BY since LIMIT 1"
        row = self._db.execute(sql, (scope, _same(scope, value))).fetchone()
        return (row[0], row[1], row[2]) if row is not None else None

    def over_address(self, address: str) -> str:
        """The banned address that covers this one: itself, or either of the two without its tag; '': none."""
        asked = forms(address)
        sql = f"SELECT value FROM ban WHERE scope = 'address' AND value IN ({','.join('?' * len(asked))})"
        found = [
            row[0] for row in self._db.execute(f"{sql} ORDER BY value = ? DESC LIMIT 1", (*asked, asked[0]))
        ]
        if not found and len(asked) == 1:
            found = self._tagged(asked[0])
        return str(found[0]) if found else ""

    def _tagged(self, plain: str) -> list[str]:
        """Banned addresses that are this one with a tag."""
        name = plain.rpartition("@")[0]
        # All that begins with the name and a plus lies before the name and a comma, which comes next.
        sql = "SELECT DISTINCT value FROM ban WHERE scope = 'address' AND value >= ? AND value < ? ORDER BY value"
        near = self._db.execute(sql, (f"{name}+", f"{name},"))
        return [value for (value,) in near if untagged(value) == plain]

    def is_empty(self) -> bool:
        """Whether nothing is banned at all."""
        return self._db.execute("SELECT 1 FROM ban LIMIT 1").fetchone() is None

    def covering(self, lead: Lead) -> frozenset[str]:
        """Channels, numbers and addresses of a lead that a ban covers."""
        if self.is_empty():
            return frozenset()
        asked = [("person", str(lead.id)), ("person-email", str(lead.id))]
        asked += [("number", p.number) for p in lead.phones]
        asked += [("domain", e.rpartition("@")[2].lower()) for e in lead.emails]
        if lead.company:
            asked.append(("company", company_key(lead.company)))
        found = {email for email in lead.emails if self.over_address(email)}
        for scope, value in asked:
            if self._db.execute("SELECT 1 FROM ban WHERE scope = ? AND value = ?", (scope, value)).fetchone():
                found |= _covered(scope, value, lead)
        return frozenset(found)

    def rang(self, lead: Lead, number: str, at: Instant) -> None:
        """A number of a lead was rung: its neighbours wait (R7.8)."""
        for key in (number, f"c:{company_key(lead.company)}"):
            if key and key != "c:":
                self._db.execute(
                    "INSERT INTO rung VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET at = max(at, excluded.at)",
                    (key, lead.id, at),
                )

    def forget_rung(self, lead: int, keys: list[str]) -> None:
        """Its dials were taken back."""
        for key in keys:
            self._db.execute("DELETE FROM rung WHERE key = ? AND lead = ?", (key, lead))

    def rung_elsewhere(self, lead: Lead, since: Instant) -> tuple[tuple[str, Instant], ...]:
        """Numbers of this lead ('': its company) that were rung for another lead after `since`, and when last."""
        keys = [p.number for p in lead.phones]
        if lead.company:
            keys.append(f"c:{company_key(lead.company)}")
        found = []
        for key in keys:
            sql = "SELECT max(at) FROM rung WHERE key = ? AND lead <> ? AND at > ?"
            at = self._db.execute(sql, (key, lead.id, since)).fetchone()[0]
            if at is not None:
                found.append(("" if key.startswith("c:") else key, Instant(at)))
        return tuple(found)

    def rung_since(self, since: Instant) -> frozenset[str]:
        """Numbers and companies (`c:` before their key) that were rung for any lead after `since`."""
        return frozenset(row[0] for row in self._db.execute("SELECT key FROM rung WHERE at > ?", (since,)))

    def values(self, most: int) -> frozenset[str] | None:
        """Everything banned, whatever its scope; None if that is more than `most`."""
        found = [row[0] for row in self._db.execute("SELECT value FROM ban LIMIT ?", (most + 1,))]
        return frozenset(found) if len(found) <= most else None

    def sweep(self, at: Instant) -> None:
        """Forget dials that hold nobody back any more."""
        self._db.execute("DELETE FROM rung WHERE at < ?", (at - DAY,))


def _same(scope: str, value: str) -> str:
    return (
        value.lower() if scope in ("address", "domain") else value.casefold() if scope == "company" else value
    )


def _covered(scope: str, value: str, lead: Lead) -> set[str]:
    if scope == "number":
        return {value}
    if scope == "domain":
        return {email for email in lead.emails if email.rpartition("@")[2].lower() == value}
    if scope == "person-email":
        return {EMAIL}
    return set(EVERY_CHANNEL)
