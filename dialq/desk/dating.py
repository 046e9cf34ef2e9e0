"""The dates of a campaign's steps for a lead that enters at an instant and is reached by nobody."""

from __future__ import annotations

from msgspec.structs import replace

from dialq.clock import MINUTE, Instant
from dialq.engine.campaign import Campaign, Step
from dialq.engine.plan import due
from dialq.engine.policy import Policy
from dialq.engine.state import State


def dated_steps(campaign: Campaign, policy: Policy, at: Instant) -> tuple[tuple[Step, Instant], ...]:
    """Every step with the instant it falls due, each done as soon as it does (R4.2, R4.3)."""
    state = State(campaign=campaign.name, version=campaign.version, entered=at, day0=at)
    planned: dict[str, Instant] = {}
    for position, step in enumerate(campaign.line):
        when = due(replace(state, position=position), campaign, policy)
        planned[step.key] = when
        state = replace(state, last_done=when)
    for step in campaign.steps:
        if step.beside:
            planned[step.key] = Instant(at + step.at.minutes * MINUTE)
    return tuple((step, planned[step.key]) for step in campaign.steps)
