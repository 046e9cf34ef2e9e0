"""The verdict: one pure function of a lead, the policy and an instant (architecture: the heart)."""

from __future__ import annotations

from msgspec import Struct

from dialq.clock import Instant
from dialq.engine import tell
from dialq.engine.campaign import EMAIL, Step
from dialq.engine.caps import Block, blocks
from dialq.engine.channels import NOTHING_AROUND, Around, day_zone, is_barred, serving, usable
from dialq.engine.day import at_wall, local
from dialq.engine.effects import apply
from dialq.engine.facts import Facts, facts_of
from dialq.engine.lead import Lead
from dialq.engine.order import base_time, pieces
from dialq.engine.owed import ANSWER
from dialq.engine.persona import fit_of
from dialq.engine.plan import Ahead, ahead, side_steps
from dialq.engine.policy import Policy
from dialq.engine.rules import rule_lines
from dialq.engine.state import NAME, State
from dialq.engine.verdict import CLOSED, HELD, READY, Piece, Verdict


class Place(Struct, frozen=True):
    """The cheap half of a verdict: where the lead stands now and later, without the reasons."""

    road: Ahead
    pieces: tuple[Piece, ...]


def place(lead: Lead, state: State, policy: Policy, at: Instant, around: Around = NOTHING_AROUND) -> Place:
    """The road ahead and the pieces for the index."""
    road = ahead(lead, state, policy, around, at)
    return Place(road, pieces(lead, state, road, policy, around, at))


def standing(found: tuple[Piece, ...], policy: Policy, at: Instant, rep: str) -> Piece | None:
    """The piece that makes the lead ready for `rep` at `at`: its best one whose window is open."""
    best: Piece | None = None
    for piece in found:
        if (
            piece.rep not in ("", rep)
            or piece.opens > at
            or (piece.closes is not None and piece.closes <= at)
        ):
            continue
        if best is not None and (best.tier, best.rank) <= (piece.tier, piece.rank):
            continue
        if policy.windows.state(piece.window, at)[0]:
            best = piece
    return best


def opens_next(found: tuple[Piece, ...], policy: Policy, at: Instant, rep: str) -> Instant | None:
    """The first instant after `at` at which some piece is open, for `rep`."""
    moments = []
    for piece in found:
        if piece.rep in ("", rep) and (piece.closes is None or piece.closes > at):
            moment = policy.windows.first_open(piece.window, max(piece.opens, at))
            if moment is not None and (piece.closes is None or moment < piece.closes):
                moments.append(moment)
    return min(moments, default=None)


def judge(
    lead: Lead, state: State, policy: Policy, at: Instant, around: Around = NOTHING_AROUND, rep: str = ""
) -> Verdict:
    """What the engine says of a lead at `at` to `rep`, with every rule and reason."""
    found = place(lead, state, policy, at, around)
    return verdict_of(found, lead, state, policy, at, around, rep)


def verdict_of(
    found: Place, lead: Lead, state: State, policy: Policy, at: Instant, around: Around, rep: str
) -> Verdict:
    """The full verdict from its cheap half."""
    here = standing(found.pieces, policy, at, rep) if not around.claimed_by else None
    facts = facts_of(found, lead, state, policy, at, around, rep)
    lines = rule_lines(facts)
    auto = next_automatic(lead, state, found.road, policy, around, at)
    holding = next((line for line in lines if line.holds), None)
    if here is not None:
        until = _changes(found.pieces, here, policy, at, rep)
        status, tier, rank, rule = READY, here.tier, here.rank, ""
    else:
        rule = holding.rule if holding else "not-due"
        status = CLOSED if rule in _CLOSING else HELD
        tier, rank = 0, 0
        until = opens_next(found.pieces, policy, at, rep)
        if around.claimed_by and until is not None and around.claimed_until is not None:
            until = max(until, around.claimed_until)
    step, due = _doing(facts)
    return Verdict(
        status, at, tier, rank, rule, until, lines, tell.reasons(facts, here, holding, until, auto),
        step, due, facts.now.campaign or found.road.state.campaign, *auto, found.pieces, facts.channel,
    )  # fmt: skip


def outlook(found: Place, state: State, policy: Policy, at: Instant, rep: str) -> tuple[str, Instant] | None:
    """The open step's key and when it is to be done next: what a rep is told in passing; None: no step is ahead."""
    road = found.road
    if road.step is None or road.due is None or state.promise is not None or state.response is not None:
        return None
    if standing(found.pieces, policy, at, rep) is not None:
        return road.step.key, road.due
    return road.step.key, opens_next(found.pieces, policy, at, rep) or road.due


_CLOSING = ("suppressed", "ended")
"""Rules that close a lead; all others hold it."""


def _doing(facts: Facts) -> tuple[Step | None, Instant | None]:
    """The open step, and when it, or the promise or answer before it, is due."""
    road = facts.found.road
    if facts.asked is not None:
        answer = facts.asked.kind == ANSWER
        return road.step, facts.asked.opens if answer else facts.asked.at
    if road.step is None or road.due is None:
        return None, None
    return road.step, base_time(road.state, road.due) if road.state.later else road.due


def _changes(found: tuple[Piece, ...], here: Piece, policy: Policy, at: Instant, rep: str) -> Instant | None:
    """When a ready verdict changes: the lead is held, or in another tier."""
    tier, piece = here.tier, here
    while True:
        ends = [piece.closes] if piece.closes is not None else []
        change = policy.windows.state(piece.window, at)[1] if piece.window else None
        ends += [change] if change is not None else []
        ends += [p.opens for p in found if p.opens > at and p.tier < tier]
        if not ends:
            return None
        at = min(ends)
        then = standing(found, policy, at, rep)
        if then is None or then.tier != tier:
            return at
        piece = then


def next_automatic(
    lead: Lead, state: State, road: Ahead, policy: Policy, around: Around, at: Instant
) -> tuple[str, Instant | None]:
    """The key of the next automatic step and when it leaves (R5.7); ('', None) if there is none.

    After a pause it goes on by itself; while a call has no outcome yet nothing leaves beside it.
    """
    if state.ended or state.stage == NAME or is_barred(lead, state, around):
        return "", None
    if policy.personas and fit_of(lead, policy.personas).misfit:
        return "", None
    ways = usable(lead, state, around, at)
    now, pause = apply(state, road.by(at)), Instant(0)
    if now.stalled is not None and now.paused_until is not None and not now.owes:
        pause, now = now.paused_until, road.state
    waiting = [(when, step.key) for step, when, why in side_steps(now, ways, policy) if not why]
    if road.step is not None and road.step.auto and road.due is not None and road.state.stalled is None:
        waiting.append((mail_time(lead, road.due, policy), road.step.key))
    if not waiting:
        return "", None
    when, key = min(waiting)
    when = max(when, pause)
    if state.call is not None:
        when = max(when, Instant(state.call.at + policy.unknown_call))
    near = serving(lead, state, around, at)
    shut = sorted(blocks(near, state, policy, around, EMAIL), key=lambda b: b.begins)
    start = max(when, at)
    by_day = road.step is not None and key == road.step.key
    moment = _free_for_mail(lead, start, shut, policy, by_day=by_day)
    return key, when if moment == start else moment


def _free_for_mail(
    lead: Lead, moment: Instant, shut: list[Block], policy: Policy, *, by_day: bool
) -> Instant:
    """The first instant from `moment` on that no cap or gap holds; for a day step one within 08:00-20:00 (R14.4)."""
    while True:
        free = mail_time(lead, moment, policy) if by_day else moment
        for block in shut:
            free = block.ends if block.holds(free) else free
        if free == moment:
            return moment
        moment = free


def mail_time(lead: Lead, due: Instant, policy: Policy) -> Instant:
    """Automatic day mails leave 08:00-20:00 lead time (R14.4)."""
    zone = day_zone(lead, policy.calendar.zone)
    wall = local(due, zone)
    minutes = wall.hour * 60 + wall.minute
    if minutes < 8 * 60:
        return at_wall(wall.date(), 8 * 60, zone)
    return due if minutes < 20 * 60 else at_wall(wall.date(), 32 * 60, zone)
