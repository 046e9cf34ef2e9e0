"""What an interaction made of a lead, in words; and names that become leads when a fact about them changes (R3)."""

from __future__ import annotations

from itertools import pairwise

from dialq.clock import MINUTE, Instant
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.engine.channels import Around, is_barred
from dialq.engine.effects import Effect, Responded
from dialq.engine.entering import enter, programme_of
from dialq.engine.interest_effects import Heated
from dialq.engine.lead import WARM, Lead
from dialq.engine.persona import NO, fit_of
from dialq.engine.policy import Policy
from dialq.engine.rules import stamp
from dialq.engine.state import COUNTED_WITHIN, NAME, RESTING, State

ENOUGH = 2
"""Interactions that make a lead (R3.2)."""


def misfit(lead: Lead, policy: Policy) -> str:
    """Why a lead fits no persona of the team, `title: Student: student is left out`; '' if it does or may."""
    wrong = (check for check in fit_of(lead, policy.personas).checks if check.answer == NO)
    return next((f"{check.name}: {check.reason}" for check in wrong), "")


def came_of(
    desk: Desk, before: State, after: Dossier, effects: tuple[Effect, ...], near: Around, now: Instant
) -> str:
    """What an interaction changed, in one line: `name: 1 of 2 interactions`, `turned hot: inbound starts`."""
    lead, state, zone = after.lead, after.state, desk.zone
    if is_barred(lead, before, near):
        return "it is suppressed: nothing follows but that you know"
    asks = any(isinstance(effect, Responded) for effect in effects)
    heated = next((effect for effect in effects if isinstance(effect, Heated)), None)
    parts = []
    if state.stage == NAME:
        parts.append(_still_a_name(lead, state, desk.policy, zone))
    elif before.stage == NAME:
        day0 = "now" if abs(state.day0 - now) < MINUTE else stamp(state.day0, zone)
        parts.append(
            f"became a lead: day 0 is {day0}" + (f", {state.campaign} starts" if state.campaign else "")
        )
    elif heated is not None and state.stage == RESTING:
        parts.append(
            f"turned hot: the hot programme starts when its rest ends, {stamp(state.rest_until, zone)}"
        )
    elif heated is not None:
        parts.append(f"turned hot: {state.campaign or 'nurture'} starts")
    elif not asks:
        parts.append(
            "its topic changed, not its place" if state.topic != before.topic else "one interaction more"
        )
    if asks:
        parts.append("we owe an answer")
    wrong = misfit(lead, desk.policy) if state.stage != NAME else ""
    return "; ".join([*parts, *([f"not queued, a misfit: {wrong}"] if wrong else [])])


def _still_a_name(lead: Lead, state: State, policy: Policy, zone: str) -> str:
    acts = state.acts
    if not acts:
        return "still a name: this does not count; a form, or two of webinar, download and event, make a lead"
    last = max(acts)
    recent = [at for at in acts if last - at <= COUNTED_WITHIN]
    wrong = misfit(lead, policy)
    count = f"name: {len(recent)} of {ENOUGH} interactions"
    if wrong:
        return f"{count}, but a misfit: {wrong}"
    return f"{count}; one more by {stamp(Instant(last + COUNTED_WITHIN), zone)} makes it a lead"


def requalified(desk: Desk, dossier: Dossier, now: Instant) -> tuple[Effect, ...]:
    """What follows when the facts of a name changed: with two interactions and no misfit, it is a lead (R3.2)."""
    lead, state = dossier.lead, dossier.state
    if state.stage != NAME or misfit(lead, desk.policy):
        return ()
    acts = sorted(state.acts)
    near = any(later - earlier <= COUNTED_WITHIN for earlier, later in pairwise(acts))
    return picked(desk, dossier, now) if near else ()


def picked(desk: Desk, dossier: Dossier, now: Instant) -> tuple[Effect, ...]:
    """What makes a lead of a name without any act of its own: somebody picked it (R3.3)."""
    lead, state = dossier.lead, dossier.state
    programme = programme_of(lead, now, desk.policy)
    return Heated(now, lead.temperature or WARM), enter(lead, state, desk.policy, now, programme, 0, now)
