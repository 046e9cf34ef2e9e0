"""The queue as a list: who is next for this rep, what holds the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from operator import itemgetter

from dialq.clock import Instant
from dialq.desk.block import Block
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.desk.item import item_of
from dialq.desk.kept import JUDGE
from dialq.desk.ledger import around, read
from dialq.desk.turns import ANSWERS, Found, answered, in_turn, is_warm_turn, share_reason
from dialq.desk.views import Empty, Item, QueueView, TierCounts
from dialq.engine.history import fold
from dialq.engine.judge import place, standing, verdict_of
from dialq.engine.rules import stamp
from dialq.engine.verdict import READY, TIERS, Piece

ALL_RULES_SHOWN = 4


def queue(desk: Desk, *, at: Instant | None = None, limit: int = 50, block: Block | None = None) -> QueueView:
    """The ordered queue at an instant: now, a past one as recorded then, a future one if nothing happens (R21.2)."""
    now = desk.now()
    moment = at if at is not None else now
    with desk.store.reading():
        if moment < now:
            return _as_of(desk, moment, limit)
        items = tuple(islice(_Listing(desk, moment, block).items(), limit))
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
    for (tier, _, _), _ in _judged(desk, timed, at):
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


class _Listing:
    """The queue at an instant that is not past, judged lead by lead as far as it is read."""

    def __init__(self, desk: Desk, at: Instant, block: Block | None) -> None:
        self._desk, self._at, self._block = desk, at, block
        self._timed = desk.store.places.due_timers(JUDGE, at, 100_000)
        self._known: dict[int, Item | None] = {}

    def items(self) -> Iterator[Item]:
        """Every ready lead, in the order in which they are handed out if each is answered."""
        heads, warm = self._accepted(self._merged()), self._accepted(self._merged(warm=True))
        share, answers = self._desk.policy.warm_share, answered(self._desk, self._at)
        mine = self._desk.store.claims.of(self._desk.rep, self._at)
        in_hand = next((claim.lead for claim in mine if not claim.parked), 0)
        parked = frozenset(claim.lead for claim in mine if claim.parked)
        order = in_turn(heads, warm, answers, share, in_hand=in_hand, parked=parked)
        for number, ((_, _, lead), shared) in enumerate(order, 1):
            item = self._known[lead]
            assert item is not None
            yield placed(item, number, share if shared else 0)

    def _merged(self, *, warm: bool = False) -> Iterator[Found]:
        """Heads of the index, with leads whose timers have run out judged in memory and put in their places."""
        skip = set(self._timed)
        channels = frozenset(self._block.channels) if self._block is not None else frozenset()
        fresh = [found for found, here in self._judged if _is_wanted(here, channels, warm=warm)]
        for head in self._desk.store.places.heads(self._at, self._desk.rep, channels, warm=warm):
            if head[2] in skip:
                continue
            while fresh and fresh[-1] < head:
                yield fresh.pop()
            yield head
        yield from reversed(fresh)

    @cached_property
    def _judged(self) -> list[tuple[Found, Piece]]:
        """Where leads stand whose certificates have run out, the last first."""
        return sorted(_judged(self._desk, self._timed, self._at), key=itemgetter(0), reverse=True)

    def _accepted(self, found: Iterable[Found]) -> Iterator[Found]:
        """Those that are ready now that all around them is looked at; each lead is judged once."""
        for tier, rank, lead in found:
            if lead not in self._known:
                self._known[lead] = self._judge(lead, tier)
            if self._known[lead] is not None:
                yield tier, rank, lead

    def _judge(self, lead: int, tier: int) -> Item | None:
        desk, at = self._desk, self._at
        dossier = read(desk, lead)
        near = around(desk, dossier.lead, at, rep=desk.rep)
        if near.claimed_by:
            return None
        found = place(dossier.lead, dossier.state, desk.policy, at, near)
        block = self._block if tier > ANSWERS else None
        if block is not None and not block.takes(dossier.lead, found.road.state.campaign, desk.zone):
            return None
        verdict = verdict_of(found, dossier.lead, dossier.state, desk.policy, at, near, desk.rep)
        return item_of(desk, dossier, verdict, at, 0) if verdict.status == READY else None


def _is_wanted(here: Piece, channels: frozenset[str], *, warm: bool) -> bool:
    """Whether a piece is among what the index is asked for: a block and the warm share look at tiers 4-7 alone."""
    if here.tier <= ANSWERS:
        return not warm
    return (here.warm or not warm) and (not channels or here.channel in channels)


def placed(item: Item, place: int, share: int) -> Item:
    """An item at its place; one that the warm share brought there says so first."""
    if not share:
        return item._replace(place=place)
    return with_share(item._replace(place=place), share_reason(share))


def with_share(item: Item, reason: str) -> Item:
    """The item with the reason for which the warm share brought it, before its own."""
    return item._replace(reasons=(reason, *item.reasons), shared=reason)


def share_brings(desk: Desk, lead: int, at: Instant, block: Block | None = None) -> str:
    """Why the warm share makes this lead the next of tiers 4-7; '' if it does not."""
    share = desk.policy.warm_share
    if not is_warm_turn(answered(desk, at), share):
        return ""
    first = (item for item in _Listing(desk, at, block).items() if TIERS.index(item.tier) > ANSWERS)
    item = next(first, None)
    return item.shared if item is not None and item.lead == lead else ""


def _judged(desk: Desk, leads: list[int], at: Instant) -> Iterator[tuple[Found, Piece]]:
    """Where leads stand whose certificates have run out."""
    for lead in leads:
        dossier = read(desk, lead)
        pieces = place(dossier.lead, dossier.state, desk.policy, at, around(desk, dossier.lead, at)).pieces
        here = standing(pieces, desk.policy, at, desk.rep)
        if here is not None:
            yield (here.tier, here.rank, lead), here


def _as_of(desk: Desk, at: Instant, limit: int) -> QueueView:
    """The queue as recorded by a past instant: every lead is folded and judged anew, slowly and surely."""
    ready: dict[Found, Item] = {}
    warm: list[Found] = []
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
        here = standing(found.pieces, desk.policy, at, desk.rep)
        if verdict.status == READY and here is not None:
            tiers[verdict.tier_name] = tiers.get(verdict.tier_name, 0) + 1
            ready[here.tier, here.rank, lead] = item_of(desk, dossier, verdict, at, 0)
            if here.warm and here.tier > ANSWERS:
                warm.append((here.tier, here.rank, lead))
        else:
            held[verdict.rule] = held.get(verdict.rule, 0) + 1
    share, answers = desk.policy.warm_share, answered(desk, at, as_recorded=True)
    order = in_turn(sorted(ready), sorted(warm), answers, share)
    items = (
        placed(ready[one], number, share if shared else 0) for number, (one, shared) in enumerate(order, 1)
    )
    return QueueView(at, desk.rep, len(ready), held, tuple(islice(items, limit)), tiers, None)


def as_of(desk: Desk, lead: int, at: Instant, changed: set[int] | None = None) -> Dossier | None:
    """A lead as recorded by a past instant; None if the file did not know it then."""
    dossier = read(desk, lead)
    if dossier.lead.recorded > at:
        return None
    if changed is not None and lead not in changed:
        return dossier
    events = desk.store.events.of_lead(lead, until=at)
    return Dossier(dossier.lead, fold(events)) if events else None
