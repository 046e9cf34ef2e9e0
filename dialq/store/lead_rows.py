"""Leads as rows: what the queue asks for in columns, the other facts as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from dialq.clock import Instant
from dialq.engine.addresses import forms, untagged
from dialq.engine.lead import Lead, LeadId, Phone, name_point
from dialq.store.database import Database

_COLUMNS = ("id", "name", "company", "source", "arrived", "recorded")
_EMPTY = Lead(LeadId(0), "", Instant(0))
_DEFAULTS = {name: getattr(_EMPTY, name) for name in Lead.__struct_fields__ if name not in _COLUMNS}
_NAMES, _PLAIN = tuple(_DEFAULTS), tuple(_DEFAULTS.values())
_values = attrgetter(*_NAMES)
_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_loads = json.JSONDecoder().decode

INSERT = (
    "INSERT INTO lead (id, name, company, company_key, source, arrived, recorded, batch, facts)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def company_key(company: str) -> str:
    """How a company is recognised: case does not matter (R7.8)."""
    return company.strip().casefold()


def points(lead: Lead) -> list[str]:
    """How a lead is found and matched: addresses, numbers, the source's own id."""
    found = [f"e:{email.lower()}" for email in lead.emails] + [f"p:{phone.number}" for phone in lead.phones]
    if lead.external_id:
        found.append(f"x:{lead.source}:{lead.external_id}")
    return found or [name_point(lead.name, lead.company)]


def words(lead: Lead) -> str:
    """What the search finds a lead by."""
    digits = " ".join(phone.number.lstrip("+").partition(";")[0] for phone in lead.phones)
    return f"{lead.name} {lead.company} {' '.join(lead.emails)} {digits}"


def to_row(lead: Lead, batch: str) -> tuple[Any, ...]:
    """A lead as the values of `INSERT`."""
    facts = {
        name: value
        for name, value, default in zip(_NAMES, _values(lead), _PLAIN, strict=True)
        if value != default
    }
    if lead.phones:
        facts["phones"] = [[p.number, p.kind, p.zones] for p in lead.phones]
    return (
        lead.id, lead.name, lead.company, company_key(lead.company), lead.source, lead.arrived, lead.recorded, batch,
        _dumps(facts),
    )  # fmt: skip


def from_row(row: tuple[Any, ...]) -> Lead:
    """The lead of `id, name, company, source, arrived, recorded, facts`."""
    facts = _loads(row[6])
    for name in ("emails", "zones", "tags"):
        if name in facts:
            facts[name] = tuple(facts[name])
    if "phones" in facts:
        facts["phones"] = tuple(Phone(number, kind, tuple(zones)) for number, kind, zones in facts["phones"])
    return Lead(
        id=LeadId(row[0]),
        name=row[1],
        company=row[2],
        source=row[3],
        arrived=row[4],
        recorded=row[5],
        **facts,
    )


_SELECT = "SELECT id, name, company, source, arrived, recorded, facts FROM lead"


class LeadRows:
    """Leads by id, by what they are matched with, by search."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def get(self, lead: int) -> Lead | None:
        """One lead, or None."""
        row = self._db.execute(f"{_SELECT} WHERE id = ?", (lead,)).fetchone()
        return from_row(row) if row is not None else None

    def count(self) -> int:
        """How many there are (the last id: leads are never deleted)."""
        return int(self._db.execute("SELECT coalesce(max(id), 0) FROM lead").fetchone()[0])

    def add(self, lead: Lead, batch: str = "") -> None:
        """Put a new lead down with all that finds it."""
        self.add_many([lead], batch)

    def add_many(self, leads: Iterable[Lead], batch: str) -> None:
        """Put many new leads down."""
        leads = list(leads)
        run = self._db.connection.executemany
        run(INSERT, [to_row(lead, batch) for lead in leads])
        run(
            "INSERT OR IGNORE INTO point VALUES (?, ?)",
            [(p, lead.id) for lead in leads for p in points(lead)],
        )
        run("INSERT INTO words (rowid, text) VALUES (?, ?)", [(lead.id, words(lead)) for lead in leads])

    def change(self, old: Lead, new: Lead) -> None:
        """Replace a lead's facts and what finds it."""
        run = self._db.execute
        row = to_row(new, "")
        run(
            "UPDATE lead SET name=?, company=?, company_key=?, source=?, arrived=?, facts=? WHERE id=?",
            (*row[1:6], row[8], new.id),
        )
        run("INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)", (old.id, words(old)))
        run("INSERT INTO words (rowid, text) VALUES (?, ?)", (new.id, words(new)))
        for value in set(points(old)) - set(points(new)):
            run("DELETE FROM point WHERE value = ? AND lead = ?", (value, new.id))
        self._db.connection.executemany(
            "INSERT OR IGNORE INTO point VALUES (?, ?)", [(p, new.id) for p in points(new)]
        )

    def with_point(self, value: str) -> list[int]:
        """Ids of the leads with an address (`e:`), number (`p:`) or source's id (`x:`)."""
        return [
            r[0] for r in self._db.execute("SELECT lead FROM point WHERE value = ? ORDER BY lead", (value,))
        ]

    def with_points(self, values: Iterable[str]) -> dict[str, list[int]]:
        """The same for many at once; values nobody has are left out."""
        found: dict[str, list[int]] = {}
        wanted = sorted(values)
        for start in range(0, len(wanted), 500):
            part = wanted[start : start + 500]
            sql = f"SELECT value, lead FROM point WHERE value IN ({','.join('?' * len(part))}) ORDER BY value, lead"
            for value, lead in self._db.execute(sql, part):
                found.setdefault(value, []).append(lead)
        return found

    def with_address(self, address: str) -> list[int]:
        """Ids of the leads that a ban on an address covers: theirs is it, or either of the two without its tag."""
        asked = forms(address)
        found = {lead for form in asked for lead in self.with_point(f"e:{form}")}
        if len(asked) == 1:
            name = asked[0].rpartition("@")[0]
            sql = "SELECT value, lead FROM point WHERE value >= ? AND value < ?"
            tagged = self._db.execute(sql, (f"e:{name}+", f"e:{name},"))
            found |= {lead for value, lead in tagged if untagged(value[2:]) == asked[0]}
        return sorted(found)

    def with_point_ending(self, start: str, ending: str, limit: int = 50) -> list[int]:
        """Ids of leads with a point that begins and ends so: a number's last digits."""
        sql = "SELECT DISTINCT lead FROM point WHERE value >= ? AND value < ? AND value LIKE ? LIMIT ?"
        return [r[0] for r in self._db.execute(sql, (start, start + "\U0010ffff", f"%{ending}", limit))]

    def colleagues(self, lead: Lead, limit: int) -> list[Lead]:
        """Others at the same company."""
        key = company_key(lead.company)
        if not key:
            return []
        sql = f"{_SELECT} WHERE company_key = ? AND company_key <> '' AND id <> ? ORDER BY id LIMIT ?"
        return [from_row(row) for row in self._db.execute(sql, (key, lead.id, limit))]

    def at_company(self, key: str) -> list[int]:
        """Ids of everybody at a company, by its key."""
        sql = "SELECT id FROM lead WHERE company_key = ? AND company_key <> '' ORDER BY id"
        return [r[0] for r in self._db.execute(sql, (key,))]

    def at_domain(self, domain: str) -> list[int]:
        """Ids of everybody with an address at a domain (reads every address)."""
        sql = "SELECT DISTINCT lead FROM point WHERE value >= 'e:' AND value < 'e;' AND value LIKE ? ORDER BY lead"
        return [r[0] for r in self._db.execute(sql, (f"%@{domain}",))]

    def search(self, text: str, limit: int) -> list[int]:
        """Ids of the leads whose words begin with each of these."""
        terms = [t for t in "".join(c if c.isalnum() else " " for c in text).split() if t]
        if not terms:
            return []
        query = " AND ".join(f'"{term}"*' for term in terms)
        sql = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid LIMIT ?"
        return [r[0] for r in self._db.execute(sql, (query, limit))]

    def in_batch(self, batch: str) -> list[int]:
        """Ids of the leads that an import made."""
        sql = "SELECT id FROM lead WHERE batch = ? AND batch <> '' ORDER BY id"
        return [r[0] for r in self._db.execute(sql, (batch,))]

    def ids(self) -> Iterable[int]:
        """All ids."""
        return (r[0] for r in self._db.execute("SELECT id FROM lead ORDER BY id"))
