"""When steps fall due, and where a lead goes by itself if nothing happens (R4.2, R4.6, R7.6, R8.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from dialq.clock import MINUTE, Instant
from dialq.engine.campaign import CALL, NO_CONTACT, RESEARCH, Campaign, Step
from dialq.engine.channels import Around, usable
from dialq.engine.effects import (
    CampaignEnded,
    Effect,
    Entered,
    Nurtured,
    Responded,
    Rested,
    SideStepDone,
    StepDone,
    apply,
)  # fmt: skip
from dialq.engine.lead import Lead, is_hot_lead
from dialq.engine.policy import Policy
from dialq.engine.state import NURTURE, RESTING, Response, State

_MOST_LEGS = 40
"""A bound on the walk ahead: more automatic changes than this in a row mean a broken policy."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """The road of a lead if nothing happens: changes with their dates, up to the next step to do."""

    changes: tuple[tuple[Instant, Effect], ...]
    state: State
    """As it is when all these have happened."""
    step: Step | None
    due: Instant | None

    def by(self, at: Instant) -> tuple[Effect, ...]:
        """The changes that have happened at `at`."""
        return tuple(effect for when, effect in self.changes if when <= at)


def entry(lead: Lead, at: Instant, policy: Policy) -> Entered:
    """How a new lead enters its programme (R4.10): day 0 is the arrival while that is fresh (R4.2)."""
    programme = "hot" if is_hot_lead(lead) else "warm"
    fresh_until = policy.calendar.business_days_after(lead.arrived, policy.fresh_for)
    day0 = lead.arrived if at < fresh_until else at
    campaign = policy.newest(policy.programmes[programme].campaigns[0])
    return Entered(at, day0, programme, 1, campaign.name, campaign.version)


def due(state: State, campaign: Campaign, policy: Policy) -> Instant:
    """When the open step of the line falls due."""
    line, calendar = campaign.line, policy.calendar
    step = line[state.position]
    before = line[state.position - 1] if state.position else None
    done = state.last_done if before is not None else None
    if not step.at.by_day:
        if before is None or done is None:
            opens_at_once = step is campaign.steps[0]
            return state.day0 if opens_at_once else Instant(state.day0 + step.at.minutes * MINUTE)
        since = Instant(done + (step.at.minutes - before.at.minutes) * MINUTE)
        return max(Instant(state.day0 + step.at.minutes * MINUTE), since)
    day = calendar.date(state.day0) + timedelta(days=step.at.day)
    if before is None or done is None:
        return max(calendar.opening(day), state.entered)
    day = max(day, calendar.date(done) + timedelta(days=step.at.day - before.at.day))
    return max(calendar.opening(day), done)


def side_due(step: Step, state: State, campaign: Campaign) -> Instant | None:
    """When a step beside the line leaves; None while the call it follows is not made."""
    if step.when != NO_CONTACT:
        return Instant(state.day0 + step.at.minutes * MINUTE)
    before = [s for s in campaign.steps[: campaign.steps.index(step)] if s.channel == CALL]
    if not before or state.last_call is None or state.last_call[0] != before[-1].key:
        return None
    return Instant(state.last_call[1] + (step.at.minutes - before[-1].at.minutes) * MINUTE)


def run_touches(state: State, channel: str = "") -> int:
    """Touches of this enrolment since the last response (R7.1), of one channel or of all."""
    return sum(
        e.touch
        and e.run == state.run
        and e.at >= state.last_response
        and (not channel or e.channel == channel)
        for e in state.ledger
    )


def life_touches(state: State) -> int:
    """Campaign touches over the lead's life."""
    return sum(e.touch and e.run > 0 for e in state.ledger)


def ahead(lead: Lead, state: State, policy: Policy, around: Around, at: Instant) -> Ahead:
    """Walk on from `state`, as known at `at`, to the next step that somebody or something must do."""
    ways = usable(lead, state, around, at)
    changes: list[tuple[Instant, Effect]] = []
    for _ in range(_MOST_LEGS):
        found = _next_change(state, policy, ways)
        if not isinstance(found, list):
            return Ahead(tuple(changes), state, *found)
        for change in found:
            changes.append(change)
            state = change[1].to(state)
    return Ahead(tuple(changes), state, None, None)


Change = tuple[Instant, Effect]


def _next_change(
    state: State, policy: Policy, ways: frozenset[str]
) -> list[Change] | tuple[Step | None, Instant | None]:
    """What happens next by itself, or the step that stands open."""
    if state.stage == RESTING and state.rest_until is not None:
        return [_enter_next(state, policy, state.rest_until)]
    if not state.campaign or state.stage == NURTURE or state.ended or not ways:
        return None, None
    if state.stalled is not None:
        return _open_step(state, policy)
    campaign = policy.campaign(state.campaign, state.version)
    if life_touches(state) >= policy.caps.life or run_touches(state) >= campaign.max_touches:
        return end_campaign(state, policy, state.ledger[-1].end, "every touch it allows is used")
    if state.position >= len(campaign.line):
        return end_campaign(state, policy, state.last_done or state.entered, "no answer to its last step")
    step, when = campaign.line[state.position], due(state, campaign, policy)
    why = _skip_reason(step, state, campaign, ways)
    if why:
        return [(when, StepDone(when, step.key, why))]
    return step, when


def _open_step(state: State, policy: Policy) -> tuple[Step | None, Instant | None]:
    campaign = policy.campaign(state.campaign, state.version)
    if state.position >= len(campaign.line):
        return None, None
    return campaign.line[state.position], due(state, campaign, policy)


def _skip_reason(step: Step, state: State, campaign: Campaign, ways: frozenset[str]) -> str:
    if step.key in state.beside:
        return "its mail left already"
    if step.channel not in ways and step.channel != RESEARCH:
        return f"no way to reach the lead by {step.channel}"
    if step.channel == CALL and run_touches(state, CALL) >= campaign.max_calls:
        return f"all {campaign.max_calls} calls of the campaign are used"
    if step.when == NO_CONTACT and state.last_call is not None and state.last_call[2]:
        return "the last call reached the lead"
    return ""


def end_campaign(state: State, policy: Policy, at: Instant, why: str) -> list[Change]:
    """The campaign is over: rest, then the programme's next campaign; after the last one nurture (R8.1)."""
    campaign = policy.campaign(state.campaign, state.version)
    ended = CampaignEnded(at, why)
    return [(at, ended), *after_campaign(state, policy, at, campaign.rest_days)]


def after_campaign(state: State, policy: Policy, at: Instant, rest_days: int) -> list[Change]:
    """Where a lead without a campaign goes at `at`."""
    legs = policy.programmes[state.programme].campaigns
    if life_touches(state) >= policy.caps.life:
        return [(at, Nurtured(at, f"all {policy.caps.life} touches of its life are used"))]
    if state.leg >= len(legs):
        return [(at, Nurtured(at, "its programme is through"))]
    return [(at, Rested(policy.calendar.opening_after(at, rest_days)))]


def _enter_next(state: State, policy: Policy, at: Instant) -> Change:
    legs = policy.programmes[state.programme].campaigns
    if state.leg >= len(legs):
        return at, Nurtured(at, "its programme is through")
    campaign = policy.newest(legs[state.leg])
    return at, Entered(at, at, state.programme, state.leg + 1, campaign.name, campaign.version)


def skipped_side_steps(state: State, ways: frozenset[str], policy: Policy, at: Instant) -> tuple[Effect, ...]:
    """Automatic side steps that fell due by `at` and cannot run, each with its reason."""
    return tuple(
        SideStepDone(when, step.key, why)
        for step, when, why in side_steps(state, ways, policy)
        if why and when <= at
    )


def side_steps(state: State, ways: frozenset[str], policy: Policy) -> list[tuple[Step, Instant, str]]:
    """The open side steps with their due times and why each cannot run ('' if it can)."""
    if not state.campaign or state.stalled is not None:
        return []
    campaign = policy.campaign(state.campaign, state.version)
    found = []
    for step in campaign.steps:
        if not step.beside or step.key in state.beside:
            continue
        when = side_due(step, state, campaign)
        if when is not None:
            found.append((step, when, _skip_reason(step, state, campaign, ways)))
    return found


def as_new(lead: Lead, policy: Policy) -> State:
    """The state of a lead that nothing has happened to since it was recorded."""
    return apply(State(), arrival(lead, lead.recorded or lead.arrived, policy))


def arrival(lead: Lead, at: Instant, policy: Policy) -> tuple[Effect, ...]:
    """What the arrival of a lead sets going; a contact-me also asks for an answer (R3.2)."""
    entered = entry(lead, at, policy)
    if lead.interaction != "contact-me":
        return (entered,)
    return entered, Responded(Response(lead.arrived, "contact-me", lead.topic))
