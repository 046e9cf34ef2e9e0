"""The touches ahead of a lead if nobody answers: every step done on the day it falls due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from dialq.clock import Instant
from dialq.engine.campaign import CALL, EMAIL, RESEARCH, Step
from dialq.engine.channels import NOTHING_AROUND, usable, window_class
from dialq.engine.effects import CallMade, SideStepDone, StepDone
from dialq.engine.interest_effects import ItemSent
from dialq.engine.lead import Lead
from dialq.engine.ledger_effects import Recorded
from dialq.engine.order import base_time
from dialq.engine.plan import ahead, life_touches, run_touches, side_steps
from dialq.engine.policy import Policy
from dialq.engine.state import NURTURE, Entry, State

DAYS = 30
_MOST_STEPS = 60
"""A bound on the walk."""


class Deed(NamedTuple):
    """One thing to be done."""

    at: Instant
    channel: str
    by_hand: bool
    """Whether a rep does it; else it leaves by itself."""


def projected(lead: Lead, state: State, policy: Policy, at: Instant) -> Counter[date]:
    """Touches by date over the next 30 days; caps of the day and calling hours are left out of account."""
    calendar = policy.calendar
    until = calendar.start(calendar.date(at) + timedelta(days=DAYS))
    deeds = deeds_ahead(lead, state, policy, at, until)
    return Counter(calendar.date(deed.at) for deed in deeds if deed.channel != RESEARCH)


def by_hand(lead: Lead, state: State, policy: Policy, at: Instant, until: Instant) -> Counter[date]:
    """What reps have to do up to an instant, by date: research and what is owed included, within calling hours."""
    deeds = deeds_ahead(lead, state, policy, at, until, hours=True)
    return Counter(policy.calendar.date(deed.at) for deed in deeds if deed.by_hand)


def deeds_ahead(
    lead: Lead, state: State, policy: Policy, at: Instant, until: Instant, *, hours: bool = False
) -> Iterator[Deed]:
    """Everything ahead of a lead in [at, until) if nobody answers; with `hours`, calls wait for theirs."""
    moment = at
    for _ in range(_MOST_STEPS):
        road = ahead(lead, state, policy, NOTHING_AROUND, moment)
        state, left = _beside(lead, road.state, policy, at, until)
        yield from left
        if state.owes:
            owed = max(state.promise.at if state.promise is not None else at, at)
            if owed < until:
                yield Deed(owed, CALL, True)
            return
        if road.step is None or road.due is None:
            return
        moment = max(base_time(state, road.due), road.opens, at)
        if hours and road.step.channel == CALL:
            moment = policy.windows.first_open(window_class(lead, policy.calendar.zone), moment) or moment
        if moment >= until:
            return
        yield Deed(moment, road.step.channel, not road.step.auto and state.stage != NURTURE)
        state = _done(state, road.step, moment)


def _beside(
    lead: Lead, state: State, policy: Policy, at: Instant, until: Instant
) -> tuple[State, list[Deed]]:  # fmt: skip
    """Automatic steps beside the line leave at their time."""
    left = []
    for step, when, why in side_steps(state, usable(lead, state, NOTHING_AROUND, at), policy):
        if when >= until:
            continue
        if not why:
            left.append(Deed(max(when, at), step.channel, False))
            state = _counted(state, step, max(when, at))
        state = SideStepDone(when, step.key, why).to(state)
    return state, left


def _counted(state: State, step: Step, at: Instant) -> State:
    """A line of the ledger for it; items of nurture count apart."""
    run = 0 if state.stage == NURTURE else state.run
    touch = step.channel != RESEARCH
    entry = Entry(-1 - len(state.ledger), at, at, step.channel, "", step.channel == CALL, touch, "", run)
    return Recorded(entry).to(state)


def _done(state: State, step: Step, at: Instant) -> State:
    """The step done, meeting nobody."""
    nurtured = state.stage == NURTURE
    state = StepDone(at, step.key).to(_counted(state, step, at))
    if step.channel == CALL:
        state = CallMade(at, step.key, False).to(state)
    if nurtured and step.channel == EMAIL:
        state = ItemSent(step.template).to(state)
    return state


def plan_shape(state: State, policy: Policy) -> Hashable:
    """What the touches ahead hang on, to the day: two states of one shape have the same days before them."""
    day = policy.calendar.date

    def on(at: Instant | None) -> date | None:
        return day(at) if at is not None else None

    minutes = not state.last_done and not state.touched
    owed = state.promise.at if state.promise is not None else None
    return (
        state.stage, state.programme, state.leg, state.campaign, state.version, state.position, on(state.entered),
        on(state.day0), state.moved_days, on(state.last_done), state.done_moved_days, state.moved // 3600, minutes,
        state.beside, state.last_call and state.last_call[0], state.reached, on(state.later), on(state.not_before),
        on(state.rest_until), on(state.paused_until), on(state.stalled), on(owed), state.response is None,
        run_touches(state), run_touches(state, CALL), life_touches(state), state.items, state.event, state.silent,
        state.dead,
    )  # fmt: skip
