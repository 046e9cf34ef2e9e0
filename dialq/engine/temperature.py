"""How warm a lead is, and what it cost: what chooses its programme (R3.5, R19.1)."""

from __future__ import annotations

from dialq.clock import Instant
from dialq.engine.lead import HOT, Lead
from dialq.engine.policy import Policy
from dialq.engine.source import cents
from dialq.engine.state import State


def is_hot(lead: Lead, state: State) -> bool:
    """Whether the lead came live or fresh (R3.3), or turned hot since (R3.5)."""
    return (state.temperature or lead.temperature) == HOT


def fresh_since(lead: Lead, state: State) -> Instant:
    """From when a hot lead counts as fresh: its arrival, or the moment it became a lead or turned hot."""
    return state.hot_since if state.hot_since is not None else lead.arrived


def cost_of(lead: Lead, policy: Policy) -> int | None:
    """What the lead cost, in cents: its own figure, else its source's; None: unknown."""
    own = cents(lead.cost) if lead.cost else None
    return own if own is not None else policy.source(lead.source).cost


def spent(state: State) -> int:
    """What following the lead up has cost so far, in cents."""
    return sum(entry.cost for entry in state.ledger)
