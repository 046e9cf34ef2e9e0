"""Places in the queue: tiers, ranks, and the stretches of time in which a lead has them (R5)."""

from __future__ import annotations

from dataclasses import replace

from dialq.clock import MINUTE, Instant
from dialq.engine.campaign import CALL, EMAIL
from dialq.engine.caps import Block, blocks
from dialq.engine.channels import Around, usable, window_class
from dialq.engine.lead import Lead, is_hot_lead
from dialq.engine.plan import Ahead
from dialq.engine.policy import Policy
from dialq.engine.state import ANYONE, Promise, Response, State
from dialq.engine.verdict import CADENCE, CALLBACK, FRESH, NOW, QUESTIONABLE, RESPONSE, SLIPPING, Piece

CALLBACK_BEFORE = 2 * MINUTE
CALLBACK_AFTER = 5 * MINUTE
NOW_FOR = 5 * MINUTE
OWN_FOR = 30 * MINUTE
"""How long an answer or an `anyone` promise stays with its rep before the pool gets it (R10.2, R11.1)."""

_FAR = 1 << 40
_BEHIND = 1 << 41
"""Added to a rank: comes after all of its tier without it."""


def pieces(
    lead: Lead, state: State, road: Ahead, policy: Policy, around: Around, at: Instant
) -> tuple[Piece, ...]:
    """Where and when the lead stands in the queue if nothing happens; empty: nowhere by itself."""
    if state.ended:
        return ()
    ways = usable(lead, state, around, at)
    found: list[Piece] = []
    if CALL in ways or EMAIL in ways:
        window = window_class(lead, policy.calendar.zone)
        for response in state.responses:
            by_call = CALL in ways and response.kind != "reply"
            found += _response(response, CALL if by_call else EMAIL, window if by_call else "")
        if state.promise is not None:
            found += _promise(state.promise, CALL if CALL in ways else EMAIL, window if CALL in ways else "")
    if state.promise is None and not state.responses and road.step is not None and not road.step.auto:
        found += _cadence(lead, road, policy, around)
    if state.call is not None:
        free = Instant(state.call.at + policy.unknown_call)
        found = [_not_before(piece, free) for piece in found if piece.closes is None or piece.closes > free]
    return _disjoint(found)


def _response(response: Response, channel: str, window: str) -> list[Piece]:
    asked, opens = response.at, max(response.at, response.again)
    waits = "callback-later" if response.again else ""
    rank, fresh = _FAR - asked, Instant(asked + NOW_FOR)
    found = [
        Piece(opens, fresh, NOW, rank, window, "", channel, waits),
        Piece(max(opens, fresh), None, RESPONSE, _BEHIND + rank, window, "", channel, waits),
    ]
    return _owned(found, response.rep, Instant(asked + OWN_FOR))


def _promise(promise: Promise, channel: str, window: str) -> list[Piece]:
    if promise.kind == "meeting":
        return [Piece(promise.at, None, RESPONSE, promise.at, "", promise.rep, EMAIL, "callback-later")]
    opens, late = Instant(promise.at - CALLBACK_BEFORE), Instant(promise.at + CALLBACK_AFTER)
    found = [
        Piece(opens, late, CALLBACK, promise.at, window, "", channel, "callback-later"),
        Piece(late, None, RESPONSE, promise.at, window, "", channel),
    ]
    until = Instant(promise.at + OWN_FOR) if promise.scope == ANYONE else None
    return _owned(found, promise.rep, until)


def _owned(found: list[Piece], rep: str, until: Instant | None) -> list[Piece]:
    """The same pieces in the rep's own queue, and from `until` on in the pool."""
    found = [piece for piece in found if piece.closes is None or piece.opens < piece.closes]
    if not rep:
        return found
    own = [replace(piece, rep=rep) for piece in found]
    if until is None:
        return own
    later = [_not_before(piece, until) for piece in found if piece.closes is None or piece.closes > until]
    mine = [replace(p, closes=min(p.closes or until, until)) for p in own if p.opens < until]
    return mine + later


def _not_before(piece: Piece, at: Instant) -> Piece:
    return replace(piece, opens=max(piece.opens, at), waits=piece.waits or "not-yours")


def _cadence(lead: Lead, road: Ahead, policy: Policy, around: Around) -> list[Piece]:
    state, step = road.state, road.step
    assert step is not None and road.due is not None
    window = window_class(lead, policy.calendar.zone) if step.channel == CALL else ""
    base = base_time(state, road.due)
    shut = [b for b in blocks(lead, state, policy, around, step.channel) if b.ends > base]
    stretches = _free(base, shut)
    last_free = stretches[-1][0]
    ready = policy.windows.first_open(window, last_free) if window else last_free
    if ready is None:
        return []
    waits = _waits(state, road, shut)
    found = []
    for opens, closes in stretches:
        for piece in _tiers(lead, road, policy, opens, closes, ready, window):
            found.append(replace(piece, waits=waits if not found else piece.waits))
    return found


def base_time(state: State, due: Instant) -> Instant:
    """When the open step may be done, caps and gaps aside: due, not snoozed, not after a busy signal."""
    return max(due, state.later or due, state.not_before, state.paused_until or due)


def _waits(state: State, road: Ahead, shut: list[Block]) -> str:
    if any(type(effect).__name__ == "Entered" for _, effect in road.changes):
        return "resting"
    if state.paused_until is not None:
        return "paused"
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
) -> list[Piece]:
    """The tiers that one free stretch goes through."""
    state, step = road.state, road.step
    assert step is not None and road.due is not None
    edges: list[tuple[Instant, int, int]] = []
    slip = policy.calendar.business_days_after(ready, policy.slip_after)
    if lead.doubtful:
        edges.append((opens, QUESTIONABLE, _cadence_rank(lead, state, road, policy)))
    elif is_hot_lead(lead) and state.touched and not step.at.by_day:
        edges.append((opens, FRESH, _BEHIND + road.due))
    else:
        edges.append((opens, CADENCE, _cadence_rank(lead, state, road, policy)))
        edges.append((slip, SLIPPING, ready))
    if is_hot_lead(lead) and not state.touched:
        edges = _fresh_first(lead, policy, opens, edges)
    found = []
    for index, (begins, tier, rank) in enumerate(edges):
        ends = edges[index + 1][0] if index + 1 < len(edges) else None
        begins = max(begins, opens)
        ends = closes if ends is None else ends if closes is None else min(ends, closes)
        if ends is None or begins < ends:
            found.append(Piece(begins, ends, tier, rank, window, "", step.channel))
    return found


def _fresh_first(
    lead: Lead, policy: Policy, opens: Instant, edges: list[tuple[Instant, int, int]]
) -> list[tuple[Instant, int, int]]:
    """A hot lead nobody touched: `now` for five minutes, `fresh` for its days, then as any other."""
    fresh_until = policy.calendar.business_days_after(lead.arrived, policy.fresh_for)
    rank = _FAR - lead.arrived
    first = [(lead.arrived, NOW, rank), (Instant(lead.arrived + NOW_FOR), FRESH, rank)]
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
    """Per queue, at each moment only the best place: the first tier that fits (R5.1)."""
    if len(found) < 2 or all(a.closes is not None and a.closes <= b.opens for a, b in zip(found, found[1:])):
        return tuple(found)
    kept: list[Piece] = []
    for rep in sorted({piece.rep for piece in found}):
        mine = [piece for piece in found if piece.rep == rep]
        edges = sorted({p.opens for p in mine} | {p.closes for p in mine if p.closes is not None})
        for begins, ends in zip(edges, [*edges[1:], None], strict=True):
            live = [p for p in mine if p.opens <= begins and (p.closes is None or begins < p.closes)]
            if live:
                best = min(live, key=lambda p: (p.tier, p.rank))
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
