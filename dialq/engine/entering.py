"""Which campaign a lead enters, when, and what comes after it: programmes, experiments, nurture (R4.10, R8.1, R16)."""

from __future__ import annotations

from dialq.clock import Instant
from dialq.engine.campaign import EVENT, Campaign
from dialq.engine.effects import Effect, Entered, Nurtured, StageSet
from dialq.engine.experiment import CAMPAIGN, PROGRAMME, chosen
from dialq.engine.gathering import Gathering
from dialq.engine.lead import HOT, WARM, Lead
from dialq.engine.policy import Policy
from dialq.engine.state import LOST, State
from dialq.engine.temperature import cost_of

INQUIRIES = frozenset({"form", "contact-me", "inbound-call"})
"""Who asked us gets the full programme, whatever the lead cost."""
AFTER_NURTURE = "no response after nurture"


def programme_of(lead: Lead, at: Instant, policy: Policy, *, asked: bool = False) -> str:
    """A new lead's programme: its source's, else by cost, else by temperature; an experiment may vary it.

    Who `asked` for us gets the hot one, whatever it cost.
    """
    name = policy.source(lead.source).programme
    if name not in policy.programmes:
        name = HOT if asked else _by_cost(lead, policy) or (HOT if lead.temperature == HOT else WARM)
    return chosen(policy.experiments, PROGRAMME, name, lead.id, at) or name


def _by_cost(lead: Lead, policy: Policy) -> str:
    """The cheapest programme that a lead of this cost fits into (SEED4-21); '' if none is, or if it cost nothing."""
    capped = [(one.max_cost, name) for name, one in policy.programmes.items() if one.max_cost is not None]
    if not capped or lead.interaction in INQUIRIES:
        return ""
    cost = cost_of(lead, policy)
    fitting = [(most, name) for most, name in capped if cost and cost <= most]
    return min(fitting)[1] if fitting else ""


def gathering_for(lead: Lead, campaign: str, at: Instant, policy: Policy) -> Gathering | None:
    """The first event that the campaign can invite this lead to."""
    fitting = (one for one in policy.gatherings if one.campaign == campaign and one.takes(lead, at))
    return min(fitting, key=lambda one: (one.at, one.name), default=None)


def enter(
    lead: Lead,
    state: State,
    policy: Policy,
    at: Instant,
    programme: str,
    leg: int = 0,
    day0: Instant | None = None,
) -> Effect:
    """The lead starts the next campaign of a programme from `leg` on that takes it; nurture if none does.

    Retired campaigns, and event campaigns without an event near and two weeks off, are passed over (R4.9).
    """
    for index, name in enumerate(policy.legs(programme)[leg:], leg):
        campaign = policy.newest(_varied(name, lead, at, policy))
        gathering = gathering_for(lead, campaign.name, at, policy) if campaign.kind == EVENT else None
        if campaign.retired or (campaign.kind == EVENT and gathering is None):
            continue
        start = at if day0 is None else day0
        event = gathering.name if gathering is not None else ""
        return Entered(at, start, programme, index + 1, campaign.name, campaign.version, event)
    return nurtured(state, policy, at, "its programme is through")


def _varied(name: str, lead: Lead, at: Instant, policy: Policy) -> str:
    other = chosen(policy.experiments, CAMPAIGN, name, lead.id, at)
    return other if other in policy.current else name


def nurtured(state: State, policy: Policy, at: Instant, why: str) -> Effect:
    """The lead goes to marketing: its first item not sent yet is due at once; with none left it is lost (R16.1)."""
    name = policy.nurture
    if name not in policy.current:
        return Nurtured(at, why)
    campaign = policy.newest(name)
    ahead = (index for index, step in enumerate(campaign.line) if step.template not in state.items)
    position = next(ahead, None)
    if position is None:
        return StageSet(LOST, AFTER_NURTURE)
    return Nurtured(at, why, name, campaign.version, position, -campaign.line[position].at.day)


def silent_campaign(state: State, policy: Policy) -> Campaign | None:
    """The campaign for who fell silent, if the lead's programme names one and it is not in it already (SEED4-06)."""
    programme = policy.programmes.get(state.programme)
    name = programme.silent if programme is not None else ""
    if name not in policy.current or name == state.campaign or policy.newest(name).retired:
        return None
    return policy.newest(name)
