"""One place in the queue, as people and scripts read it."""

from __future__ import annotations

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.desk.views import Item, StepView
from dialq.engine.campaign import CALL, RESEARCH
from dialq.engine.channels import NOTHING_AROUND, day_zone, emails, phones
from dialq.engine.day import local
from dialq.engine.experiment import template_of
from dialq.engine.state import ASK_MEETING, TASK, State
from dialq.engine.tell import length
from dialq.engine.temperature import fresh_since
from dialq.engine.verdict import CALLBACK, FRESH, NOW, RESPONSE, SLIPPING, Verdict


def item_of(desk: Desk, dossier: Dossier, verdict: Verdict, at: Instant, place: int) -> Item:
    """A lead and its verdict as a line of the queue."""
    lead, state = dossier.lead, dossier.state
    numbers = phones(lead, state, NOTHING_AROUND, at)
    addresses = emails(lead, state, NOTHING_AROUND, at)
    return Item(
        place=place,
        lead=lead.id,
        name=lead.name,
        company=lead.company,
        tier=verdict.tier_name,
        programme=state.programme,
        campaign=verdict.campaign,
        step=step_view(desk, dossier, verdict),
        arrived=lead.arrived,
        due=verdict.due,
        local_time=f"{local(at, day_zone(lead, desk.zone)):%H:%M}",
        phone=numbers[0].number if numbers else "",
        email=addresses[0] if addresses else "",
        reasons=verdict.reasons,
        late=_late(desk, dossier, verdict, at),
        owed=_what_is_owed(state, verdict),
    )


def _what_is_owed(state: State, verdict: Verdict) -> str:
    """What brings a lead to the tiers before the plan: they wrote, we promised, or it asks something of us alone."""
    promise, response = state.promise, state.response
    if verdict.tier not in (CALLBACK, NOW, RESPONSE):
        return ""
    if promise is not None and (response is None or verdict.rank == promise.at):
        return "own" if promise.kind in (TASK, ASK_MEETING) else "promise"
    if response is None:
        return ""
    return "own" if response.missed else "answer"


def step_view(desk: Desk, dossier: Dossier, verdict: Verdict) -> StepView | None:
    """The step to do, counted among those of its channel; an answer or a promise has words of its own."""
    step, state = verdict.step, dossier.state
    label = _owed(state)
    if state.response is None and state.promise is not None and state.promise.kind == TASK:
        return StepView("", 0, 0, RESEARCH, label=label)
    phoned = "call" if phones(dossier.lead, state, NOTHING_AROUND, verdict.at) else "email"
    way = verdict.channel if label and verdict.channel else phoned
    if step is None:
        return StepView("", 0, 0, way, label=label) if label else None
    campaign = desk.policy.campaigns.get((verdict.campaign, _version(desk, dossier, verdict)))
    same = [s.key for s in campaign.steps if s.channel == step.channel] if campaign else [step.key]
    number = same.index(step.key) + 1 if step.key in same else 1
    text = label or f"{step.channel} {number} of {len(same)}"
    running = verdict.campaign == state.campaign
    entered = state.entered if running else state.rest_until or verdict.at
    template = template_of(desk.policy, verdict.campaign, step, dossier.lead.id, entered)
    template = template if step.channel != CALL else step.template
    return StepView(step.key, number, len(same), way if label else step.channel, template, step.pair, text)


def _owed(state: State) -> str:
    """What comes before the plan: an answer, a promise, the question how a meeting went."""
    if state.response is not None:
        return "answer them"
    if state.promise is None:
        return ""
    if state.promise.kind == TASK:
        return f"task: {state.promise.words}" if state.promise.words else "task"
    return "how did the meeting go" if state.promise.kind == "meeting" else "keep the promise"


def _version(desk: Desk, dossier: Dossier, verdict: Verdict) -> int:
    if verdict.campaign == dossier.state.campaign:
        return dossier.state.version
    return desk.policy.current.get(verdict.campaign, 1)


def _late(desk: Desk, dossier: Dossier, verdict: Verdict, at: Instant) -> str:
    if verdict.tier in (NOW, FRESH) and not dossier.state.touched:
        return length(at - fresh_since(dossier.lead, dossier.state))
    if verdict.due is None:
        return ""
    if verdict.tier in (CALLBACK, RESPONSE) and dossier.state.promise is not None:
        clock = f"{local(verdict.due, desk.zone):%H:%M}"
        return (
            f"{clock} in {length(verdict.due - at)}"
            if verdict.due > at
            else f"{clock}, {length(at - verdict.due)} late"
        )
    if verdict.tier == SLIPPING or at - verdict.due > 86400:
        return f"{length(at - verdict.due)} late"
    return ""
