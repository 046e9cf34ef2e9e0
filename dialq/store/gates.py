"""Gates: shared openings of the queue, held in memory by each process and renewed at the next edge.

A place in the queue is a row behind a gate; a gate opens at an instant, closes at another, and stands in a
window class. What falls due, opens or slips costs no write at that instant: only the set of open gates changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from dialq.clock import Instant
from dialq.engine.verdict import Piece
from dialq.engine.windows import Windows
from dialq.store.database import Database

NEVER = 1 << 40
"""Closes later than any instant."""
NO_TIER = 99
"""Behind this tier stand leads that are not in any queue, counted by the rule that holds them."""

_COLUMNS = "id, rep, tier, opens, closes, window, channel, waits, warm"


class Gate(Struct, frozen=True):
    """One gate."""

    id: int
    rep: str
    tier: int
    opens: int
    closes: int
    window: str
    channel: str
    waits: str
    warm: int
    """1: warm leads stand behind it, which have a share of their own (R5.5)."""


Key = tuple[str, int, int, int, str, str, str, int]


def key_of(piece: Piece, at: Instant) -> Key:
    """The gate a piece stands behind; what is open already stands behind the always-open one."""
    opens = 0 if piece.opens <= at else piece.opens
    closes = NEVER if piece.closes is None else piece.closes
    waits = piece.waits if opens else ""
    return piece.rep, piece.tier, opens, closes, piece.window, piece.channel, waits, int(piece.warm)


class Gates:
    """All gates, and which of them are open now."""

    def __init__(self, database: Database, windows: Windows) -> None:
        self._db = database
        self._windows = windows
        self._known: dict[Key, int] = {}
        self._all: list[Gate] = []
        self._last = 0
        self._open: dict[int, list[Gate]] = {}
        self._from, self._until = NEVER, 0

    def find(self, key: Key) -> int | None:
        """A gate's id, if there is one."""
        return self._known.get(key)

    def intern(self, key: Key) -> int:
        """A gate's id; made if it is new. Inside a write transaction, after `renew`: nobody else can make one."""
        found = self._known.get(key)
        if found is None:
            sql = f"INSERT INTO gate ({_COLUMNS}) VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)"
            found = self._db.execute(sql, key).lastrowid
            assert found is not None
            self._learn(Gate(found, *key))
        return found

    def forget(self) -> None:
        """After a rollback: what was made in it is gone."""
        self._known, self._all, self._last, self._until = {}, [], 0, 0

    def open_at(self, at: Instant) -> dict[int, list[Gate]]:
        """The gates open at an instant, by tier."""
        self.renew()
        if not self._from <= at < self._until:
            self._reopen(at)
        return self._open

    def all(self) -> list[Gate]:
        """Every gate."""
        self.renew()
        return self._all

    def counts(self) -> dict[int, int]:
        """How many leads stand behind each gate."""
        return dict(self._db.execute("SELECT id, leads FROM gate WHERE leads <> 0").fetchall())

    def next_opening(self, at: Instant, reps: Iterable[str]) -> Instant | None:
        """The first instant after `at` at which a gate with leads opens for one of these queues."""
        filled, wanted = self.counts(), set(reps)
        moments = []
        for gate in self.all():
            if (
                gate.tier == NO_TIER
                or gate.rep not in wanted
                or gate.closes <= at
                or filled.get(gate.id, 0) <= 0
            ):
                continue
            moment = self._windows.first_open(gate.window, Instant(max(gate.opens, at)))
            if moment is not None and moment > at:
                moments.append(moment)
        return min(moments, default=None)

    def is_window_open(self, window: str, at: Instant) -> bool:
        """Whether a window class is open."""
        return self._windows.state(window, at)[0]

    def opens_within(self, gate: Gate, begins: Instant, ends: Instant) -> bool:
        """Whether a gate and its window are open at some moment of [begins, ends)."""
        last = min(ends, gate.closes)
        moment = self._windows.first_open(gate.window, Instant(max(gate.opens, begins)))
        return moment is not None and moment < last

    def renew(self) -> None:
        """Learn the gates that others made."""
        newest = self._db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'gate'").fetchone()
        if newest is None or newest[0] == self._last:
            return
        for row in self._db.execute(f"SELECT {_COLUMNS} FROM gate WHERE id > ?", (self._last,)):
            self._learn(Gate(*row))

    def _learn(self, gate: Gate) -> None:
        self._all.append(gate)
        key = gate.rep, gate.tier, gate.opens, gate.closes, gate.window, gate.channel, gate.waits, gate.warm
        self._known[key] = gate.id
        self._last, self._until = gate.id, 0

    def _reopen(self, at: Instant) -> None:
        """Look at every gate once; good until the next edge of any of them."""
        opened: dict[int, list[Gate]] = {}
        edge = NEVER
        windows: dict[str, bool] = {}
        for window in {gate.window for gate in self._all}:
            windows[window], change = self._windows.state(window, at)
            edge = min(edge, change or NEVER)
        for gate in self._all:
            if gate.opens > at:
                edge = min(edge, gate.opens)
            elif gate.closes > at:
                edge = min(edge, gate.closes)
                if windows[gate.window] and gate.tier != NO_TIER:
                    opened.setdefault(gate.tier, []).append(gate)
        self._open, self._from, self._until = opened, at, edge

    def waiting(self, at: Instant) -> Iterator[tuple[Gate, int]]:
        """Gates with leads that are not open at `at`, with how many stand there."""
        filled = self.counts()
        is_open = {gate.id for gates in self.open_at(at).values() for gate in gates}
        for gate in self._all:
            if gate.id not in is_open and gate.closes > at and filled.get(gate.id, 0) > 0:
                yield gate, filled[gate.id]
