"""The queue's index: each lead behind its gates, timers for edges that few leads share."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from heapq import merge
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from dialq.clock import Instant
from dialq.desk.kept import AUTOMATIC, JUDGE, POST_ITEM, Placing
from dialq.engine.order import low_rank_bits
from dialq.engine.verdict import CADENCE, Piece
from dialq.store.database import Database
from dialq.store.gates import NEVER, NO_TIER, Gate, Gates, key_of

SHARED_BY = 32
"""An edge that so many leads of one batch share gets a gate; fewer get timers."""

_dumps = json.JSONEncoder(separators=(",", ":")).encode


class Rows(Struct, frozen=True):
    """A placing as rows."""

    places: list[tuple[int, int]]
    timers: list[tuple[int, int, str]]


class Alike(Struct, frozen=True):
    """The rows of leads that differ in their arrival alone."""

    rows: Rows
    """Of the first of them."""
    ranks: list[tuple[int, int, bool]]
    """(gate, rank without an arrival, whether one belongs in it)."""
    by_arrival: bool
    """Whether any rank has an arrival in it."""


class Places:
    """Where each lead stands."""

    def __init__(self, database: Database, gates: Gates, is_day_edge: Callable[[Instant], bool]) -> None:
        self._db = database
        self.gates = gates
        self._is_day_edge = is_day_edge

    def put(self, placing: Placing, at: Instant, old: str) -> str:
        """Take a lead from its old places (as `put` returned them) to its new ones."""
        run = self._db.execute
        before = json.loads(old) if old else [[], []]
        self.gates.renew()
        rows = self._rows(placing, at, frozenset())
        counts: Counter[int] = Counter()
        after = [list(row) for row in rows.places]
        for gate, rank in before[0]:
            if [gate, rank] not in after:
                run("DELETE FROM place WHERE gate = ? AND rank = ? AND lead = ?", (gate, rank, placing.lead))
            counts[gate] -= 1
        for gate, rank in rows.places:
            if [gate, rank] not in before[0]:
                run("INSERT OR IGNORE INTO place VALUES (?, ?, ?)", (gate, rank, placing.lead))
            counts[gate] += 1
        for what, when, *_ in before[1]:
            run("DELETE FROM timer WHERE what = ? AND at = ? AND lead = ?", (what, when, placing.lead))
        for what, when, waits in rows.timers:
            run("INSERT OR REPLACE INTO timer VALUES (?, ?, ?, ?)", (what, when, placing.lead, waits))
        self._count(counts)
        return _dumps([rows.places, rows.timers])

    def put_many(self, placings: Iterable[Placing], at: Instant) -> list[tuple[int, str]]:
        """Place many new leads at once; returns (lead, places text) for each."""
        placings = list(placings)
        self.gates.renew()
        shared = _shared_edges(placings)
        like: dict[Hashable, Alike] = {}
        counts: Counter[int] = Counter()
        places, timers, texts = [], [], []
        for placing in placings:
            rows = self._rows_like(placing, at, shared, like)
            places += [(gate, rank, placing.lead) for gate, rank in rows.places]
            timers += [(what, when, placing.lead, waits) for what, when, waits in rows.timers]
            counts.update(gate for gate, _ in rows.places)
            texts.append((placing.lead, _dumps([rows.places, rows.timers])))
        run = self._db.connection.executemany
        run("INSERT OR IGNORE INTO place VALUES (?, ?, ?)", sorted(places))
        run("INSERT OR REPLACE INTO timer VALUES (?, ?, ?, ?)", timers)
        self._count(counts)
        return texts

    def put_anew(self, placings: Sequence[tuple[Placing, str]], at: Instant) -> list[tuple[str, int]]:
        """Take many leads from their old places to new ones; returns (places, lead) of those that moved."""
        self.gates.renew()
        shared = _shared_edges([placing for placing, _ in placings])
        like: dict[Hashable, Alike] = {}
        moved: list[tuple[str, int]] = []
        changes = _Changes()
        for placing, old in placings:
            rows = self._rows_like(placing, at, shared, like)
            text = _text(rows)
            if text != old:
                changes.add(placing.lead, json.loads(old) if old else [[], []], rows)
                moved.append((text, placing.lead))
        changes.write(self._db)
        self._count(changes.counts)
        return moved

    def heads(
        self, at: Instant, rep: str, channels: frozenset[str] = frozenset(), *, warm: bool = False
    ) -> Iterator[tuple[int, int, int]]:
        """(tier, rank, lead) of everything open for a rep, best first; a block of channels narrows tiers 4-7.

        `warm` yields the warm leads of tiers 4-7 alone.
        """
        opened = self.gates.open_at(at)
        for tier in sorted(opened):
            if warm and tier <= 3:
                continue
            mine = [
                gate for gate in opened[tier]
                if gate.rep in ("", rep) and (tier <= 3 or not channels or gate.channel in channels)
                and (gate.warm or not warm)
            ]  # fmt: skip
            for rank, lead in merge(*(self._behind(gate) for gate in mine)):
                yield tier, rank, lead

    def _behind(self, gate: Gate) -> Iterator[tuple[int, int]]:
        sql = "SELECT rank, lead FROM place WHERE gate = ? ORDER BY rank, lead"
        return iter(self._db.execute(sql, (gate.id,)))

    def due_timers(self, what: int, at: Instant, limit: int) -> list[int]:
        """Leads whose timer has run out, earliest first."""
        sql = "SELECT lead FROM timer WHERE what = ? AND at <= ? ORDER BY at, lead LIMIT ?"
        return [row[0] for row in self._db.execute(sql, (what, at, limit))]

    def timed(self, at: Instant) -> list[int]:
        """Leads whose certificate has run out: they are judged at the next take."""
        return self.due_timers(JUDGE, at, 1_000_000)

    def open_tiers(self, places: str, at: Instant, rep: str) -> list[int]:
        """The tiers a lead is counted in at an instant, by its places as they were written down."""
        mine = {gate for gate, _ in json.loads(places)[0]} if places else set()
        opened = self.gates.open_at(at)
        return [tier for tier in opened for gate in opened[tier] if gate.id in mine and gate.rep in ("", rep)]

    def move(self, old: int, new: int | None, rows: list[tuple[int, int]]) -> None:
        """Put leads from one gate behind another with the same ranks; None: behind none, the gate is closed."""
        run = self._db.connection.executemany
        run("DELETE FROM place WHERE gate = ? AND rank = ? AND lead = ?", [(old, *row) for row in rows])
        if new is not None:
            run("INSERT OR IGNORE INTO place VALUES (?, ?, ?)", [(new, *row) for row in rows])
        for rank, lead in rows:
            (text,) = self._db.execute("SELECT places FROM standing WHERE lead = ?", (lead,)).fetchone()
            found = json.loads(text)
            found[0] = [[new, r] if (gate, r) == (old, rank) else [gate, r] for gate, r in found[0]]
            found[0] = [row for row in found[0] if row[0] is not None]
            self._db.execute("UPDATE standing SET places = ? WHERE lead = ?", (_dumps(found), lead))
        self._count(Counter({old: -len(rows)} | ({new: len(rows)} if new is not None else {})))

    def next_timer(self, what: int, at: Instant) -> Instant | None:
        """When the next timer after `at` runs out."""
        sql = "SELECT min(at) FROM timer WHERE what = ? AND at > ?"
        found = self._db.execute(sql, (what, at)).fetchone()[0]
        return Instant(found) if found is not None else None

    def counts(self, at: Instant, rep: str) -> dict[int, int]:
        """How many leads are open for a rep, by tier."""
        filled = self.gates.counts()
        return {
            tier: sum(filled.get(gate.id, 0) for gate in gates if gate.rep in ("", rep))
            for tier, gates in self.gates.open_at(at).items()
        }

    def channel_counts(self, at: Instant, rep: str) -> dict[str, int]:
        """How many leads are open for a rep, by channel, tiers 4-7."""
        filled, found = self.gates.counts(), Counter[str]()
        for tier, gates in self.gates.open_at(at).items():
            for gate in gates:
                if tier > 3 and gate.rep in ("", rep):
                    found[gate.channel] += filled.get(gate.id, 0)
        return dict(found)

    def held(self, at: Instant, rep: str) -> dict[str, int]:
        """How many leads each rule holds now, as last judged."""
        found: Counter[str] = Counter()
        for gate, leads in self.gates.waiting(at):
            if gate.tier == NO_TIER:
                found[gate.waits] += leads
            elif gate.opens <= at:
                found["window"] += leads
            elif gate.waits:
                found[gate.waits] += leads
        for gates in self.gates.open_at(at).values():
            others = [gate for gate in gates if gate.rep not in ("", rep)]
            if others:
                filled = self.gates.counts()
                found["not-yours"] += sum(filled.get(gate.id, 0) for gate in others)
        sql = "SELECT waits, count(*) FROM timer WHERE what = ? AND at > ? AND waits <> '' GROUP BY waits"
        found.update(dict(self._db.execute(sql, (JUDGE, at)).fetchall()))
        return {rule: count for rule, count in sorted(found.items()) if count > 0}

    def _rows(self, placing: Placing, at: Instant, shared: frozenset[int]) -> Rows:
        alive = [p for p in placing.pieces if p.closes is None or p.closes > at]
        timers: list[tuple[int, int, str]] = []
        if placing.automatic is not None:
            timers.append((AUTOMATIC, placing.automatic, ""))
        if placing.post is not None:
            timers.append((POST_ITEM, placing.post, ""))
        lone = [
            edge for p in alive for edge in (p.opens, p.closes)
            if edge is not None and edge > at and not self._is_shared(p, edge, at, shared)
        ]  # fmt: skip
        edge = min(
            [*lone, *([placing.review] if placing.review is not None and placing.review > at else [])],
            default=None,
        )
        now = [p for p in alive if edge is None or p.opens < edge]
        if edge is not None:
            waits = (alive[0].waits or "not-due") if alive and not now else "" if now else placing.rule
            timers.append((JUDGE, edge, waits))
            now = [replace(p, closes=None) if p.closes is not None and p.closes >= edge else p for p in now]
        places = {self.gates.intern(key_of(p, at)): p.rank for p in now}
        if not places and edge is None:
            places = {self.gates.intern(("", NO_TIER, 0, NEVER, "", "", placing.rule or "not-due", 0)): 0}
        return Rows(list(places.items()), timers)

    def _rows_like(
        self, placing: Placing, at: Instant, shared: frozenset[int], like: dict[Hashable, Alike]
    ) -> Rows:
        """The rows of a lead; leads that share their pieces and differ in the arrival are looked up once."""
        if placing.arrived is None:
            return self._rows(placing, at, shared)
        alike = self._alike(placing, at, shared, like)
        if not alike.by_arrival:
            return alike.rows
        low = max(0, placing.arrived)
        places = [(gate, rank | low if aged else rank) for gate, rank, aged in alike.ranks]
        return Rows(places, alike.rows.timers)

    def _alike(
        self, placing: Placing, at: Instant, shared: frozenset[int], like: dict[Hashable, Alike]
    ) -> Alike:
        """What leads have in common that share their pieces, and all else but the arrival."""
        key = id(placing.pieces), placing.rule, placing.review, placing.automatic, placing.post
        alike = like.get(key)
        if alike is None:
            rows = self._rows(placing, at, shared)
            aged = {piece.rank for piece in placing.pieces if piece.tier >= CADENCE}
            ranks = [(gate, low_rank_bits(rank, Instant(0)) if rank in aged else rank, rank in aged)
                     for gate, rank in rows.places]  # fmt: skip
            any_aged = any(by_arrival for _, _, by_arrival in ranks)
            alike = like[key] = Alike(rows, ranks, any_aged)
        return alike

    def _is_shared(self, piece: Piece, edge: Instant, at: Instant, shared: frozenset[int]) -> bool:
        return edge in shared or self._is_day_edge(edge) or self.gates.find(key_of(piece, at)) is not None

    def _count(self, counts: Counter[int]) -> None:
        changed = [(count, gate) for gate, count in counts.items() if count]
        if changed:
            self._db.connection.executemany("UPDATE gate SET leads = leads + ? WHERE id = ?", changed)


class _Changes:
    """Rows that go and rows that come, for many leads."""

    def __init__(self) -> None:
        self.counts: Counter[int] = Counter()
        self._gone: list[tuple[int, int, int]] = []
        self._new: list[tuple[int, int, int]] = []
        self._stopped: list[tuple[int, int, int]] = []
        self._timers: list[tuple[int, int, int, str]] = []

    def add(self, lead: int, before: list[list[list[Any]]], rows: Rows) -> None:
        """One lead moves."""
        was, now = {(gate, rank) for gate, rank in before[0]}, set(rows.places)
        self._gone += [(gate, rank, lead) for gate, rank in was - now]
        self._new += [(gate, rank, lead) for gate, rank in now - was]
        for gate, _ in was:
            self.counts[gate] -= 1
        for gate, _ in now:
            self.counts[gate] += 1
        if [list(timer) for timer in rows.timers] != before[1]:
            self._stopped += [(what, when, lead) for what, when, *_ in before[1]]
            self._timers += [(what, when, lead, waits) for what, when, waits in rows.timers]

    def write(self, database: Database) -> None:
        """All of it, each kind at once and in the order of its table."""
        run = database.connection.executemany
        run("DELETE FROM place WHERE gate = ? AND rank = ? AND lead = ?", sorted(self._gone))
        run("INSERT OR IGNORE INTO place VALUES (?, ?, ?)", sorted(self._new))
        run("DELETE FROM timer WHERE what = ? AND at = ? AND lead = ?", sorted(self._stopped))
        run("INSERT OR REPLACE INTO timer VALUES (?, ?, ?, ?)", sorted(self._timers))


def _text(rows: Rows) -> str:
    """The rows as `put` writes them down."""
    places = ",".join([f"[{gate},{rank}]" for gate, rank in rows.places])
    return f"[[{places}],{_dumps(rows.timers) if rows.timers else '[]'}]"


def _shared_edges(placings: list[Placing]) -> frozenset[int]:
    """Edges that so many leads share that a gate is worth it."""
    alike = Counter(id(p.pieces) for p in placings)
    pieces = {id(p.pieces): p.pieces for p in placings}
    edges: Counter[int] = Counter()
    for key, count in alike.items():
        for piece in pieces[key]:
            edges.update({edge: count for edge in (piece.opens, piece.closes) if edge is not None})
    return frozenset(edge for edge, count in edges.items() if count >= SHARED_BY)
