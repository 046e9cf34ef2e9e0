"""From name to lead: what an arrival and each further interaction make of somebody (R3, R11.1)."""

from __future__ import annotations

from dialq.clock import Instant
from dialq.engine.channels import Around, is_barred
from dialq.engine.effects import CampaignEnded, Effect, Responded, apply
from dialq.engine.entering import INQUIRIES, enter, nurtured, programme_of
from dialq.engine.interest_effects import Acted, Heated, Named
from dialq.engine.lead import HOT, WARM, Lead
from dialq.engine.persona import fit_of
from dialq.engine.plan import life_touches
from dialq.engine.policy import Policy
from dialq.engine.settling import settle
from dialq.engine.source import NAME as NAME_SOURCE
from dialq.engine.state import ACTIVE, COUNTED, COUNTED_WITHIN, NAME, NURTURE, RESTING, Response, State
from dialq.engine.temperature import is_hot

RESPONSES = ("reply", "inbound-call", "form", "contact-me", "rsvp")
"""Interactions that ask for an answer."""
_ANSWERS = frozenset({"reply", "rsvp"})
"""What a lead does within our campaign: it goes on afterwards (R11.3), nothing new begins."""


def as_new(lead: Lead, policy: Policy) -> State:
    """The state of a lead that nothing has happened to since it was recorded."""
    return apply(State(), arrival(lead, lead.recorded or lead.arrived, policy))


def arrival(lead: Lead, at: Instant, policy: Policy) -> tuple[Effect, ...]:
    """What the arrival of a lead sets going: a name waits, a lead starts, a contact-me asks for an answer (R3.2)."""
    if is_name(lead, policy):
        acted = lead.arrived if lead.interaction in COUNTED else None
        why = f"one {lead.interaction}" if acted is not None else "its source brings names"
        return (Named(why, acted, programme_of(lead, at, policy)),)
    entered = entry(lead, State(), at, policy)
    if lead.interaction != "contact-me":
        return (entered,)
    return entered, Responded(Response(lead.arrived, "contact-me", lead.topic))


def is_name(lead: Lead, policy: Policy) -> bool:
    """Whether an arrival is a name only: by what it did, else by what its source says (R3.2, R3.3)."""
    if lead.interaction:
        return lead.interaction in COUNTED
    return policy.source(lead.source).kind == NAME_SOURCE


def entry(lead: Lead, state: State, at: Instant, policy: Policy) -> Effect:
    """How a new lead enters its programme (R4.10): day 0 is the arrival while that is fresh (R4.2)."""
    fresh_until = policy.calendar.business_days_after(lead.arrived, policy.fresh_for)
    day0 = lead.arrived if at < fresh_until else at
    return enter(lead, state, policy, at, programme_of(lead, at, policy), 0, day0)


def interacted(
    lead: Lead, state: State, policy: Policy, around: Around, response: Response, at: Instant
) -> tuple[Effect, ...]:
    """What follows when the lead does something at `response.at`, recorded at `at`, whatever its kind.

    A name may become a lead, a warm lead turns hot, a second inquiry changes the topic only, and what asks for an
    answer is owed one; what leaves no way to the lead only tells a person (R2.1).
    """
    changes = settle(lead, state, policy, around, at)
    now = apply(state, changes)
    acted = Acted(response.at, response.kind, response.topic)
    if is_barred(lead, now, around):
        return (*changes, acted)
    began = _begins(lead, now, policy, response, at)
    asks = response.kind in RESPONSES and not _is_second_inquiry(lead, now, response.kind)
    if now.stage == NAME and not began:
        asks = False
    return (*changes, acted, *began, *((Responded(response),) if asks else ()))


def _is_second_inquiry(lead: Lead, state: State, kind: str) -> bool:
    """A second inquiry on an untouched lead changes the topic, not the place (R3.5); one that is held has no place."""
    if kind not in ("form", "contact-me") or state.touched or state.stage != ACTIVE or not state.campaign:
        return False
    if (
        state.promise is not None
        or state.later is not None
        or (state.stalled is not None and not state.response)
    ):
        return False
    return is_hot(lead, state) and (kind == "form" or state.response is not None)


def _begins(lead: Lead, state: State, policy: Policy, response: Response, at: Instant) -> tuple[Effect, ...]:
    """The programme that starts by this interaction; nothing if none does."""
    kind = response.kind
    if state.stage == NAME:
        return becomes_lead(lead, state, policy, response, at)
    if is_hot(lead, state) or kind not in INQUIRIES | COUNTED or state.promise is not None:
        return ()
    if state.stage == RESTING and kind in COUNTED:
        return (Heated(response.at, HOT, HOT),)
    if state.stage not in (ACTIVE, RESTING, NURTURE):
        return ()
    ended = (CampaignEnded(at, f"it turned hot: {kind}"),) if state.campaign and state.stage == ACTIVE else ()
    return (*ended, Heated(response.at), _hot_start(lead, state, policy, response, at))


def _hot_start(lead: Lead, state: State, policy: Policy, response: Response, at: Instant) -> Effect:
    if life_touches(state) >= policy.caps.life:
        return nurtured(state, policy, at, f"all {policy.caps.life} touches of its life are used")
    return enter(lead, state, policy, at, HOT, 0, _day0(response, at, policy))


def becomes_lead(
    lead: Lead, state: State, policy: Policy, response: Response, at: Instant
) -> tuple[Effect, ...]:
    """A name becomes a lead by asking, or by a second interaction within 180 days if it is no misfit (R3.2)."""
    if state.stage != NAME:
        return ()
    asked = response.kind in RESPONSES
    if asked:
        heated = Heated(response.at, HOT)
    elif response.kind in COUNTED and _is_second(lead, state, policy, response.at):
        heated = Heated(response.at, lead.temperature or WARM)
    else:
        return ()
    programme = programme_of(lead, at, policy, asked=asked)
    return heated, enter(lead, state, policy, at, programme, 0, _day0(response, at, policy))


def _is_second(lead: Lead, state: State, policy: Policy, at: Instant) -> bool:
    near = any(abs(at - other) <= COUNTED_WITHIN for other in state.acts)
    return near and not fit_of(lead, policy.personas).misfit


def _day0(response: Response, at: Instant, policy: Policy) -> Instant:
    """Day 0 is the moment of the interaction, or now if that is no longer fresh."""
    fresh_until = policy.calendar.business_days_after(response.at, policy.fresh_for)
    return response.at if at < fresh_until else at
