"""Whether a rule of the team hands a lead to marketing: nobody touched it for too long (R16.1, SEED4-11)."""

from __future__ import annotations

from dialq.clock import DAY, Instant
from dialq.engine.lead import Lead
from dialq.engine.order import base_time
from dialq.engine.plan import Ahead
from dialq.engine.policy import NurtureRule
from dialq.engine.state import ACTIVE, State


def untouched_since(lead: Lead, state: State) -> Instant:
    """Since when no person has touched a lead that could be touched.

    Rests and pauses do not count: the time runs from the entry into its campaign, moved on by what stood still.
    """
    touched = [entry.end for entry in state.ledger if entry.rep]
    last = max(touched, default=Instant(0))
    came = lead.recorded or lead.arrived
    return max(
        came, Instant(state.entered + state.moved), Instant(last + state.done_moved), state.last_response
    )


def falls_under(rule: NurtureRule, lead: Lead, state: State, road: Ahead, at: Instant) -> bool:
    """Whether a lead, settled at `at`, is for this rule: free to be worked, nothing dated ahead, untouched."""
    if rule.untouched_days <= 0 or state.stage != ACTIVE or state.owes or state.call is not None:
        return False
    if state.paused_until is not None and at < state.paused_until:
        return False
    if rule.sources and lead.source.casefold().strip() not in {one.casefold() for one in rule.sources}:
        return False
    if rule.campaigns and state.campaign not in rule.campaigns:
        return False
    return not is_dated(road, at) and untouched_since(lead, state) <= at - rule.untouched_days * DAY


def is_dated(road: Ahead, at: Instant) -> bool:
    """Whether something of the plan is dated ahead of `at`, or leaves by itself."""
    if road.step is None or road.due is None:
        return road.opens > at
    return road.step.auto or max(base_time(road.state, road.due), road.opens) > at
