"""The dry run of edited policy files: who enters, leaves or moves in today's queue, and the touches ahead (R4.7).

Nothing is written. Leads of one shape share their two judgements, and a policy that differs only where a lead does
not come is not asked a second time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.fingerprint import fingerprint, plan_of
from dialq.desk.kept import Stand
from dialq.desk.ledger import around
from dialq.desk.nearby import Nearby
from dialq.desk.policy_changes import changes
from dialq.desk.policy_views import PolicyDiff
from dialq.desk.projecting import DAYS, plan_shape, projected
from dialq.desk.shapes import facts_of, looks_of, shape_of, state_of
from dialq.engine.channels import NOTHING_AROUND, Around
from dialq.engine.judge import place, standing, verdict_of
from dialq.engine.lead import Lead
from dialq.engine.plan import Ahead
from dialq.engine.policy import Policy
from dialq.engine.rules import stamp
from dialq.engine.state import State
from dialq.engine.verdict import CADENCE, TIERS, Piece

SHOWN = 100
"""So many of each are named; all are counted."""
_CHUNK = 5_000
ENTERS, LEAVES, MOVES, STAYS = "enters", "leaves", "moves", ""


class Change(NamedTuple):
    """What a new policy does to the leads of one shape."""

    what: str
    words: str
    before: Counter[date]
    after: Counter[date]


def diff(desk: Desk, folder: Path | None = None, files: Sequence[Path] = ()) -> PolicyDiff:
    """What a folder's files, or these files over those in force, would change. Raises BadSetting or BadInput.

    Without either it is the team's own folder as it lies there.
    """
    assert desk.book is not None
    now = desk.now()
    with desk.store.reading():
        new = desk.book.tried(folder, files)
        words = changes(desk.policy, new)
        if fingerprint(new) == fingerprint(desk.policy):
            return PolicyDiff((), (), (), {ENTERS: 0, LEAVES: 0, MOVES: 0}, (), words)
        return _Run(desk, new, now).done(words)


class _Run:
    """One walk over all leads under two policies."""

    def __init__(self, desk: Desk, new: Policy, now: Instant) -> None:
        self._desk, self._old, self._new, self._now = desk, desk.policy, new, now
        self._differs = differs(self._old, new)
        looks, other = looks_of(self._old), looks_of(new)
        self._looks = looks._replace(
            fit=looks.fit or other.fit, near=looks.near or other.near,
            experiments=tuple({one.name: one for one in (*looks.experiments, *other.experiments)}.values()),
        )  # fmt: skip
        self._known: dict[Hashable, Change] = {}
        self._days: dict[Hashable, tuple[Counter[date], Counter[date]]] = {}
        self._counts: Counter[str] = Counter()
        self._shown: dict[str, list[tuple[int, str]]] = {ENTERS: [], LEAVES: [], MOVES: []}
        self._leads: Counter[int] = Counter()
        self._by_id: dict[int, Change] = {}

    def done(self, words: tuple[str, ...]) -> PolicyDiff:
        """Look at every lead, then add up."""
        last = self._desk.store.leads.count()
        for after in range(0, last, _CHUNK):
            near = Nearby(self._desk, self._now)
            for stand in self._desk.store.standings.stands(after, after + _CHUNK, _CHUNK):
                self._look(stand, near)
        return PolicyDiff(
            *(self._named(what) for what in (ENTERS, LEAVES, MOVES)),
            {what: self._counts[what] for what in (ENTERS, LEAVES, MOVES)}, self._touches(), words,
        )  # fmt: skip

    def _look(self, stand: Stand, near: Nearby) -> None:
        facts = facts_of(stand)
        key: Hashable = shape_of(stand, facts, self._looks, self._now)
        around_it = self._around(stand, facts, near)
        change = self._known.get(key) if around_it is NOTHING_AROUND else None
        if change is None:
            change = self._judged(stand, around_it)
            if around_it is NOTHING_AROUND:
                self._known[key] = change
        self._leads[id(change)] += 1
        self._by_id[id(change)] = change
        if change.what:
            self._counts[change.what] += 1
            if len(self._shown[change.what]) < SHOWN:
                self._shown[change.what].append((stand.lead, change.words))

    def _around(self, stand: Stand, facts: dict[str, Any], near: Nearby) -> Around:
        if not near.may_touch(stand, facts):
            return NOTHING_AROUND
        lead = self._desk.store.leads.get(stand.lead)
        return around(self._desk, lead, self._now) if lead is not None else NOTHING_AROUND
