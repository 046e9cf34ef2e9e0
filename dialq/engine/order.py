"""Places in the queue: tiers, ranks, and the stretches of time in which a lead has them (R5)."""

from __future__ import annotations

from itertools import pairwise

from msgspec.structs import replace

from dialq.clock import Instant
from dialq.engine.campaign import CALL
from dialq.engine.caps import Block, blocks
from dialq.engine.channels import Around, is_barred, reachable_from, serving, usable, window_class
from dialq.engine.effects import Entered, Resumed
from dialq.engine.lead import Lead
from dialq.engine.owed import ASKS_NOTHING, BEHIND, FAR, YOUNG, Owed, owed
from dialq.engine.persona import NOT_ASKED, Fit, fit_of
from dialq.engine.plan import Ahead, limit_of
from dialq.engine.policy import Policy
from dialq.engine.state import NAME, NURTURE, State
from dialq.engine.temperature import fresh_since, is_hot
from dialq.engine.verdict import CADENCE, FRESH, NOW, QUESTIONABLE, RESPONSE, SLIPPING, Piece


def pieces(
    lead: Lead, state: State, road: Ahead, policy: Policy, around: Around, at: Instant
) -> tuple[Piece, ...]:
    """Where and when the lead stands in the queue if nothing happens; empty: nowhere by itself."""
    fit = fit_of(lead, policy.personas) if policy.personas else NOT_ASKED
    if state.ended or state.stage == NAME or fit.misfit or is_barred(lead, state, around):
        return ()
    found: list[Piece] = []
    if state.owes:
        found = _owed_pieces(lead, state, policy, around, at)
    elif road.step is not None and not road.step.auto and road.state.stage != NURTURE:
        found = _cadence(serving(lead, state, around, max(at, road.opens)), road, policy, around, fit)
        found = _until(found, limit_of(road.state, policy))
    if state.call is not None:
        free = Instant(state.call.at + policy.unknown_call)
        found = [part for piece in found for part in _held(piece, state.call.rep, free)]
    return _disjoint(found)


def _until(found: list[Piece], limit: tuple[Instant, str] | None) -> list[Piece]:
    """The pieces up to the moment the campaign ends whatever is still planned."""
    if limit is None:
        return found
    end = limit[0]
    return [replace(p, closes=min(p.closes or end, end)) for p in found if p.opens < end]


def _held(piece: Piece, rep: str, until: Instant) -> list[Piece]:
    """A piece while `rep` has a call without an outcome: that rep's own, anybody's again from `until` on (R9.2)."""
    if piece.rep == rep:
        return [piece]
    found = _owned([piece], rep, until) if not piece.rep else [_not_before(piece, until, "claimed")]
    return [part for part in found if part.closes is None or part.opens < part.closes]


def _owed_pieces(lead: Lead, state: State, policy: Policy, around: Around, at: Instant) -> list[Piece]:
    """The pieces of a promise and of an answer: nothing of it waits for our own caps (R7.5)."""
    moment = reachable_from(lead, state, around, at)
    ways = usable(lead, state, around, moment) if moment is not None else frozenset[str]()
    near = serving(lead, state, around, at if moment is None else moment)
    window = window_class(near, policy.calendar.zone)
    found: list[Piece] = []
    for one in owed(state, ways):
        if one.kind in ASKS_NOTHING:
            found += _owed_piece(one, "")
        elif moment is not None:
            parts = _owed_piece(one, window if one.channel == CALL else "")
            parts = [part for part in parts if part.closes is None or part.closes > moment]
            found += parts if moment == at else [_not_before(p, moment, "needs-contact") for p in parts]
    return found


def _owed_piece(one: Owed, window: str) -> list[Piece]:
    old = Instant(one.at + YOUNG)
    found = [
        Piece(one.opens, old, one.early, one.rank, window, "", one.channel, "callback-later"),
        Piece(max(one.opens, old), None, RESPONSE, one.late_rank, window, "", one.channel, "callback-later"),
    ]
    return _owned([p for p in found if p.closes is None or p.opens < p.closes], one.rep, one.pool)


def _owned(found: list[Piece], rep: str, until: Instant | None) -> list[Piece]:
    """The same pieces in the rep's own queue, and from `until` on in the pool."""
    if not rep:
        return found
    own = [replace(piece, rep=rep) for piece in found]
    if until is None:
        return own
    later = [_not_before(p, until, "not-yours") for p in found if p.closes is None or p.closes > until]
    mine = [replace(p, closes=min(p.closes or until, until)) for p in own if p.opens < until]
    return mine + later


def _not_before(piece: Piece, at: Instant, waits: str) -> Piece:
    return piece if piece.opens >= at else replace(piece, opens=at, waits=waits)


def _cadence(lead: Lead, road: Ahead, policy: Policy, around: Around, fit: Fit) -> list[Piece]:
    """The pieces of the open step: from when nothing holds it, through its tiers."""
    state, step = road.state, road.step
    assert step is not None
    assert road.due is not None
    window = window_class(lead, policy.calendar.zone) if step.channel == CALL else ""
    base = base_time(state, road.due)
    shut = [b for b in blocks(lead, state, policy, around, step.channel) if b.ends > base]
    ready = _free(base, [b for b in shut if b.own])[0][0]
    if window:
        first = policy.windows.first_open(window, ready)
        if first is None:
            return []
        ready = first
    waits = _waits(road, base, shut)
    found: list[Piece] = []
    for opens, closes in _free(max(base, road.opens), shut):
        for piece in _tiers(lead, road, policy, opens, closes, ready, window, fit):
            found.append(piece if found else replace(piece, waits=waits))
    return found


def base_time(state: State, due: Instant) -> Instant:
    """When the open step may be done, caps and gaps aside: due, not snoozed, not after a busy signal."""
    return max(due, state.later or due, state.not_before)


def _waits(road: Ahead, base: Instant, shut: list[Block]) -> str:
    """The rule that holds the step back until its first piece opens."""
    kinds = {type(effect) for _, effect in road.changes}
    if Entered in kinds:
        return "resting"
    if Resumed in kinds:
        return "paused"
    if road.opens > base and not kinds:
        return "needs-contact"
    return shut[0].rule if shut else "not-due"


def _free(base: Instant, shut: list[Block]) -> list[tuple[Instant, Instant | None]]:
    """The stretches from `base` on that no block covers."""
    free: list[tuple[Instant, Instant | None]] = []
    opens = base
    for block in sorted(shut, key=lambda b: b.begins):
        if block.begins > opens:
            free.append((opens, block.begins))
        opens = max(opens, block.ends)
    return [*free, (opens, None)]


def _tiers(
    lead: Lead,
    road: Ahead,
    policy: Policy,
    opens: Instant,
    closes: Instant | None,
    ready: Instant,
    window: str,
    fit: Fit,
) -> list[Piece]:
    """The tiers that one free stretch goes through."""
    state, step = road.state, road.step
    assert step is not None
    assert road.due is not None
    edges: list[tuple[Instant, int, int]] = []
    hot = is_hot(lead, state)
    if hot and state.touched and not step.at.by_day:
        edges.append((opens, FRESH, BEHIND + base_time(state, road.due)))
    elif lead.doubtful or fit.unknown:
        edges.append((opens, QUESTIONABLE, _cadence_rank(lead, state, road, policy)))
    else:
        edges.append((opens, CADENCE, _cadence_rank(lead, state, road, policy)))
        edges.append((policy.calendar.business_days_after(ready, policy.slip_after), SLIPPING, ready))
    if hot and not state.touched:
        edges = _fresh_first(lead, state, policy, edges)
    found = []
    for index, (begins, tier, rank) in enumerate(edges):
        ends = edges[index + 1][0] if index + 1 < len(edges) else None
        begins = max(begins, opens)
        ends = closes if ends is None else ends if closes is None else min(ends, closes)
        if ends is None or begins < ends:
            found.append(Piece(begins, ends, tier, rank, window, "", step.channel, warm=not hot))
    return found


def _fresh_first(
    lead: Lead, state: State, policy: Policy, edges: list[tuple[Instant, int, int]]
) -> list[tuple[Instant, int, int]]:
    """A hot lead nobody touched: `now` for five minutes, `fresh` for its days, then as any other."""
    since = fresh_since(lead, state)
    fresh_until = policy.calendar.business_days_after(since, policy.fresh_for)
    rank = FAR - since
    first = [(Instant(since + YOUNG), FRESH, rank)]
    if state.hot_since is None:
        first.insert(0, (since, NOW, rank))
    else:
        first[0] = since, FRESH, rank
    rest = [(max(begins, fresh_until), tier, r) for begins, tier, r in edges]
    return first + [edge for i, edge in enumerate(rest) if i + 1 == len(rest) or edge[0] < rest[i + 1][0]]


def _cadence_rank(lead: Lead, state: State, road: Ahead, policy: Policy) -> int:
    """Step number, then more interactions, then the older arrival (R5.1)."""
    assert road.step is not None
    campaign = policy.campaign(state.campaign, state.version)
    number = campaign.steps.index(road.step) + 1
    acted = min(255, lead.interactions + state.interactions)
    return ((number << 8 | 255 - acted) << 36) | max(0, lead.arrived)


def low_rank_bits(rank: int, arrived: Instant) -> int:
    """A cadence rank with another arrival in it."""
    return (rank >> 36 << 36) | max(0, arrived)


def _disjoint(found: list[Piece]) -> tuple[Piece, ...]:
    """Per queue, at each moment only the best place: the first tier that fits (R5.1).

    A lesser place stays where its window may be open while the better one's is not.
    """
    if all(a.closes is not None and a.closes <= b.opens for a, b in pairwise(found)):
        return tuple(found)
    kept: list[Piece] = []
    for rep, window in sorted({(piece.rep, piece.window) for piece in found}):
        mine = [piece for piece in found if piece.rep == rep and piece.window in ("", window)]
        edges = sorted({p.opens for p in mine} | {p.closes for p in mine if p.closes is not None})
        for begins, ends in zip(edges, [*edges[1:], None], strict=True):
            live = [p for p in mine if p.opens <= begins and (p.closes is None or begins < p.closes)]
            best = min(live, key=lambda p: (p.tier, p.rank), default=None)
            if best is not None and best.window == window:
                kept.append(replace(best, opens=begins, closes=ends))
    return tuple(_joined(kept))


def _joined(kept: list[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for piece in kept:
        before = joined[-1] if joined else None
        if before is not None and before.closes == piece.opens and _same(before, piece):
            joined[-1] = replace(before, closes=piece.closes)
        else:
            joined.append(piece)
    return joined


def _same(left: Piece, right: Piece) -> bool:
    return (left.tier, left.rank, left.window, left.rep) == (right.tier, right.rank, right.window, right.rep)
