"""What reps have to do on the days ahead if nobody answers: every plan walked on, not only its open step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from datetime import date, timedelta

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.kept import Stand
from dialq.desk.projecting import by_hand, plan_shape
from dialq.desk.shapes import facts_of, looks_of, shape_of, state_of
from dialq.engine.channels import NOTHING_AROUND, usable, window_class
from dialq.engine.day import at_wall
from dialq.engine.experiment import variant_of
from dialq.engine.lead import Lead
from dialq.engine.persona import fit_of
from dialq.engine.state import ENDED, NAME, State

WALKED = 20_000
"""So many leads are looked at; in a larger file they stand for the others."""
_BLOCK = 100
"""Leads that follow each other by number, of which some are taken all over the file."""

Days = tuple[tuple[date, int], ...]


def days_ahead(desk: Desk, now: Instant, days: Sequence[date]) -> tuple[Days, bool]:
    """(day, deeds) for these open days, a closed day's on the next open one; and whether they are an estimate."""
    walk = _Walk(desk, now, at_wall(days[-1] + timedelta(days=1), 0, desk.zone))
    found, looked_at, total = Counter[date](), 0, desk.store.leads.count()
    for stand in _chosen(desk, total):
        looked_at += 1
        if stand.stage not in ENDED and stand.stage != NAME:
            found.update(walk.of_stand(stand))
    share = total / looked_at if looked_at else 1.0
    today, sums = desk.policy.calendar.date(now), Counter[date]()
    for day, deeds in found.items():
        if day > today:
            sums[min(one for one in days if one >= day)] += deeds
    return tuple((day, round(sums[day] * share)) for day in days), looked_at < total


def _chosen(desk: Desk, total: int) -> Iterator[Stand]:
    """All leads, or blocks of them spread evenly over the file."""
    size = _BLOCK if total > WALKED else total
    blocks = WALKED // _BLOCK if total > WALKED else min(1, total)
    for number in range(blocks):
        after = number * total // blocks
        yield from desk.store.standings.stands(after, after + size, size)


class _Walk:
    """What is ahead of each lead; leads that are alike share it."""

    def __init__(self, desk: Desk, now: Instant, until: Instant) -> None:
        self._desk, self._now, self._until = desk, now, until
        self._looks = looks_of(desk.policy)
        self._known: dict[Hashable, Counter[date]] = {}
        self._plans: dict[Hashable, Counter[date]] = {}

    def of_stand(self, stand: Stand) -> Counter[date]:
        """Deeds by date."""
        key = shape_of(stand, facts_of(stand), self._looks, self._now)
        if key not in self._known:
            lead = self._desk.store.leads.get(stand.lead)
            assert lead is not None, "leads are never deleted"
            self._known[key] = self._of_lead(lead, state_of(stand))
        return self._known[key]

    def _of_lead(self, lead: Lead, state: State) -> Counter[date]:
        policy = self._desk.policy
        if fit_of(lead, policy.personas).misfit:
            return Counter()
        key = (
            plan_shape(state, policy), usable(lead, state, NOTHING_AROUND, self._now),
            window_class(lead, policy.calendar.zone), tuple(one.is_near(lead) for one in policy.gatherings),
            tuple(variant_of(one, lead.id).name for one in self._looks.experiments),
        )  # fmt: skip
        if key not in self._plans:
            self._plans[key] = by_hand(lead, state, policy, self._now, self._until)
        return self._plans[key]
