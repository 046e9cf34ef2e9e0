"""The queue as a list: who is next for this rep, what holds the others."""

from __future__ import annotations

from collections.abc import Iterator

from dialq.clock import Instant
from dialq.desk.block import Block
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.desk.item import item_of
from dialq.desk.kept import JUDGE
from dialq.desk.ledger import around, read
from dialq.desk.views import Empty, Item, QueueView, TierCounts
from dialq.engine.history import fold
from dialq.engine.judge import place, standing, verdict_of
from dialq.engine.rules import stamp
from dialq.engine.verdict import READY, TIERS

ALL_RULES_SHOWN = 4


def queue(desk: Desk, *, at: Instant | None = None, limit: int = 50, block: Block | None = None) -> QueueView:
    """The ordered queue at an instant: now, a past one as recorded then, a future one if nothing happens (R21.2)."""
    now = desk.now()
    moment = at if at is not None else now
    with desk.store.reading():
        if moment < now:
            return _as_of(desk, moment, limit)
        ready = _merged(desk, moment, block)
        items = tuple(_items(desk, ready, moment, limit))
        counts = {TIERS[tier]: count for tier, count in sorted(_counted(desk, moment).items()) if count}
        held = desk.store.places.held(moment, desk.rep)
        return QueueView(moment, desk.rep, sum(counts.values()), held, items, counts, _opens(desk, moment))


def counts(desk: Desk) -> TierCounts:
    """How many leads stand in each tier for this rep."""
    found = _counted(desk, desk.now())
    return TierCounts({TIERS[tier]: found.get(tier, 0) for tier in range(1, len(TIERS))})


def _counted(desk: Desk, at: Instant) -> dict[int, int]:
    """Leads by tier; those whose timers have run out count where they stand now."""
    found = desk.store.places.counts(at, desk.rep)
    timed = desk.store.places.due_timers(JUDGE, at, 1000)
    for lead in timed:
        for tier in desk.store.places.open_tiers(read(desk, lead).places, at, desk.rep):
            found[tier] -= 1
    for tier, _, _ in _judged(desk, timed, at):
        found[tier] = found.get(tier, 0) + 1
    return found


def channel_counts(desk: Desk) -> dict[str, int]:
    """How many leads of tiers 4-7 wait for each channel."""
    return desk.store.places.channel_counts(desk.now(), desk.rep)


def empty(desk: Desk, now: Instant) -> Empty:
    """Why nothing is ready: when the next lead opens, what holds the others."""
    held = desk.store.places.held(now, desk.rep)
    leads, opens = desk.store.leads.count(), _opens(desk, now)
    if not leads:
        return Empty(0, None, {}, "There are no leads yet: import a file or look at the demo")
    parts = [f"{count:,} {rule}" for rule, count in sorted(held.items(), key=lambda pair: -pair[1])]
    opening = (
        f"The next lead opens {stamp(opens, desk.zone)}" if opens is not None else "No lead opens by itself"
    )
    holding = f"; held back: {', '.join(parts)}" if parts else ""
    return Empty(leads, opens, held, opening + holding)


def _opens(desk: Desk, now: Instant) -> Instant | None:
    moments = (
        desk.store.places.gates.next_opening(now, ("", desk.rep)),
        desk.store.places.next_timer(JUDGE, now),
    )
    return min((moment for moment in moments if moment is not None), default=None)


Found = tuple[int, int, int]


def _merged(desk: Desk, at: Instant, block: Block | None) -> Iterator[Found]:
    """Heads of the index, with leads whose timers have run out judged in memory and put in their places."""
    timed = desk.store.places.due_timers(JUDGE, at, 100_000)
    skip, fresh = set(timed), sorted(_judged(desk, timed, at), reverse=True)
    channels = frozenset(block.channels) if block is not None else frozenset()
    for head in desk.store.places.heads(at, desk.rep, channels):
        if head[2] in skip:
            continue
        while fresh and fresh[-1] < head:
            yield fresh.pop()
        yield head
    yield from reversed(fresh)


def _judged(desk: Desk, leads: list[int], at: Instant) -> list[Found]:
    """Where leads stand whose certificates have run out."""
    found: list[Found] = []
    for lead in leads:
        dossier = read(desk, lead)
        pieces = place(dossier.lead, dossier.state, desk.policy, at, around(desk, dossier.lead, at)).pieces
        here = standing(pieces, desk.policy, at, desk.rep)
        if here is not None:
            found.append((here.tier, here.rank, lead))
    return found


def _items(desk: Desk, ready: Iterator[Found], at: Instant, limit: int) -> Iterator[Item]:
    seen: set[int] = set()
    for _, _, lead in ready:
        if len(seen) >= limit:
            return
        if lead in seen:
            continue
        dossier = read(desk, lead)
        near = around(desk, dossier.lead, at, rep=desk.rep)
        if near.claimed_by:
            continue
        found = place(dossier.lead, dossier.state, desk.policy, at, near)
        verdict = verdict_of(found, dossier.lead, dossier.state, desk.policy, at, near, desk.rep)
        if verdict.status == READY:
            seen.add(lead)
            yield item_of(desk, dossier, verdict, at, len(seen))


def _as_of(desk: Desk, at: Instant, limit: int) -> QueueView:
    """The queue as recorded by a past instant: every lead is folded and judged anew, slowly and surely."""
    ready: list[tuple[int, int, int, Item]] = []
    held: dict[str, int] = {}
    changed = desk.store.events.leads_changed_since(at)
    tiers: dict[str, int] = {}
    for lead in desk.store.leads.ids():
        dossier = as_of(desk, lead, at, changed)
        if dossier is None:
            continue
        near = around(desk, dossier.lead, at)
        found = place(dossier.lead, dossier.state, desk.policy, at, near)
        verdict = verdict_of(found, dossier.lead, dossier.state, desk.policy, at, near, desk.rep)
        if verdict.status == READY:
            tiers[verdict.tier_name] = tiers.get(verdict.tier_name, 0) + 1
            ready.append((verdict.tier, verdict.rank, lead, item_of(desk, dossier, verdict, at, 0)))
        else:
            held[verdict.rule] = held.get(verdict.rule, 0) + 1
    ready.sort(key=lambda row: row[:3])
    items = tuple(row[3]._replace(place=number) for number, row in enumerate(ready[:limit], 1))
    return QueueView(at, desk.rep, len(ready), held, items, tiers, None)


def as_of(desk: Desk, lead: int, at: Instant, changed: set[int] | None = None) -> Dossier | None:
    """A lead as recorded by a past instant; None if the file did not know it then."""
    dossier = read(desk, lead)
    if dossier.lead.recorded > at:
        return None
    if changed is not None and lead not in changed:
        return dossier
    events = desk.store.events.of_lead(lead, until=at)
    return Dossier(dossier.lead, fold(events)) if events else None
