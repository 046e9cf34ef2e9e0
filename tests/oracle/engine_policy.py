"""What the oracle's team has decided, as the engine is told it."""

from __future__ import annotations

from msgspec.structs import replace

from dialq.engine.campaign import NURTURE_ITEMS, Programme
from dialq.engine.day import TeamCalendar
from dialq.engine.persona import Persona
from dialq.engine.policy import Policy
from dialq.engine.source import NAME, Source
from tests.oracle.team import Team


def as_policy(policy: Policy, team: Team) -> Policy:
    """The engine's policy with all that the oracle's team has decided."""
    campaigns = {}
    for campaign in team.campaigns.values():
        items = campaign.kind == NURTURE_ITEMS
        steps = (replace(step, template=step.key if items else step.template) for step in campaign.steps)
        campaigns[campaign.name, campaign.version] = replace(campaign, steps=tuple(steps))
    return replace(
        policy,
        calendar=TeamCalendar(team.calendar.zone, holidays=team.calendar.holidays),
        campaigns=campaigns,
        current={name: campaign.version for name, campaign in team.campaigns.items()},
        programmes={
            name: Programme(name, legs, team.cheap.get(name), team.silent.get(name, ""))
            for name, legs in team.programmes.items()
        },
        sources={name: Source(name, NAME) for name in team.names},
        personas=(Persona("", titles=("buyer",), not_titles=("student",)),) if team.fits else (),
        nurture=team.nurture,
        warm_share=team.warm_share,
    )
