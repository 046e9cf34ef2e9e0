"""What leads cost to get, what following them up cost, and what came of it, by source (R19, SEED4-20..22)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from dialq.desk.desk import Desk
from dialq.engine.source import UNSAID, Source, cents
from dialq.errors import BadInput


class SourceView(NamedTuple):
    """One source and its leads. Money is in cents."""

    name: str
    source: Source
    """What the team said of it; nothing said: `UNSAID`."""
    leads: int
    stages: dict[str, int]
    """How many of them are in each stage."""
    cost: int | None
    """What one of its leads cost on average; None: unknown."""
    paid: int
    """What its leads cost in all, as far as it is known."""
    spent: int
    """What following them up has cost."""
    met: int
    """How many of them a meeting was set with."""

    @property
    def per_meeting(self) -> int | None:
        """What one meeting cost, all in; None before the first."""
        return round((self.paid + self.spent) / self.met) if self.met else None


def money(amount: int) -> str:
    """Cents as people write them: `$35`, `$4.10`, `$1,200`."""
    whole, part = divmod(abs(amount), 100)
    sign = "-" if amount < 0 else ""
    return f"{sign}${whole:,}" + (f".{part:02}" if part else "")


def sources(desk: Desk) -> tuple[SourceView, ...]:
    """Every source that has leads or that the team set up, those with the most leads first."""
    with desk.store.reading():
        lots, costs = desk.store.sums.lots(), desk.store.sums.costs()
    names = {_key(lot.source): lot.source for lot in lots}
    for key, source in desk.policy.sources.items():
        names.setdefault(key, source.name)
    paid = _paid(desk, costs)
    found = []
    for key, name in names.items():
        mine = [lot for lot in lots if _key(lot.source) == key]
        leads = sum(lot.leads for lot in mine)
        known, total = paid.get(key, (0, 0))
        configured = desk.policy.source(name)
        cost = round(total / known) if known else configured.cost
        spent, met = sum(lot.spent for lot in mine), sum(lot.met for lot in mine)
        found.append(SourceView(name, configured, leads, _stages(mine), cost, total, spent, met))
    return tuple(sorted(found, key=lambda view: (-view.leads, view.name)))


def source_view(desk: Desk, name: str) -> SourceView:
    """One source. Raises BadInput if it has no leads and nobody set it up."""
    found = sources(desk)
    for view in found:
        if _key(view.name) == _key(name):
            return view
    known = ", ".join(view.name for view in found if view.name) or "none yet"
    raise BadInput(f"there is no source {name!r}", f"Sources: {known}.")


def is_set_up(view: SourceView) -> bool:
    """Whether the team said anything of a source."""
    return view.source is not UNSAID


def _key(name: str) -> str:
    return name.casefold().strip()


def _stages(lots: Iterable[tuple[str, str, int, int, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for _, stage, leads, _, _ in lots:
        found[stage] = found.get(stage, 0) + leads
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def _paid(desk: Desk, costs: Iterable[tuple[str, str, int]]) -> dict[str, tuple[int, int]]:
    """By source: of how many leads the cost is known, and their sum; a lead's own figure comes before its source's."""
    found: dict[str, tuple[int, int]] = {}
    for name, text, leads in costs:
        own = cents(text) if text else None
        cost = own if own is not None else desk.policy.source(name).cost
        if cost is not None:
            known, total = found.get(_key(name), (0, 0))
            found[_key(name)] = known + leads, total + cost * leads
    return found
