"""When steps fall due, and where a lead goes by itself if nothing happens (R4.2, R4.6, R7.6, R8.1)."""

from __future__ import annotations

from datetime import timedelta

from msgspec import Struct, field
from msgspec.structs import replace

from dialq.clock import MINUTE, Instant
from dialq.engine.campaign import CALL, EMAIL, NO_CONTACT, POST, SOCIAL, Campaign, Step
from dialq.engine.channels import Around, reachable_from, usable
from dialq.engine.effects import CampaignEnded, Effect, Rested, Resumed, SideStepDone, StageSet, StepDone
from dialq.engine.entering import AFTER_NURTURE, enter, nurtured
from dialq.engine.lead import Lead
from dialq.engine.policy import Policy
from dialq.engine.state import LOST, NURTURE, RESTING, State

_NEEDS_A_WAY = frozenset({CALL, EMAIL, SOCIAL, POST})
"""Channels that need a number, an address, a profile or a street; any other way is the team's own affair."""
_MOST_LEGS = 60
"""A bound on the walk ahead: more automatic changes than this in a row mean a broken policy."""


class Ahead(Struct, frozen=True):
    """The road of a lead if nothing happens: changes with their dates, up to the next step to do."""

    changes: tuple[tuple[Instant, Effect], ...]
    state: State
    """As it is when all these have happened."""
    step: Step | None
    due: Instant | None
    opens: Instant = Instant(0)
    """Not before this: the last of these changes, or when a dead number serves again."""

    def by(self, at: Instant) -> tuple[Effect, ...]:
        """The changes that have happened at `at`."""
        return tuple(effect for when, effect in self.changes if when <= at)


def due(state: State, campaign: Campaign, policy: Policy) -> Instant:
    """When the open step of the line falls due."""
    line, calendar = campaign.line, policy.calendar
    step = line[state.position]
    before = line[state.position - 1] if state.position else None
    day0 = Instant(state.day0 + state.moved)
    if before is None or state.last_done is None:
        if step.at.by_day:
            day = calendar.date(state.day0) + timedelta(days=state.moved_days + step.at.day)
            return max(calendar.opening(day), state.entered)
        wait = 0 if step is campaign.steps[0] else step.at.minutes * MINUTE
        return max(Instant(day0 + wait), state.entered)
    done = Instant(state.last_done + state.done_moved)
    if not step.at.by_day:
        since = Instant(done + (step.at.minutes - before.at.minutes) * MINUTE)
        return max(Instant(day0 + step.at.minutes * MINUTE), since)
    day = calendar.date(state.day0) + timedelta(days=state.moved_days + step.at.day)
    since_day = timedelta(days=state.done_moved_days + step.at.day - before.at.day)
    return max(calendar.opening(max(day, calendar.date(state.last_done) + since_day)), done)


def side_due(step: Step, state: State, campaign: Campaign) -> Instant | None:
    """When a step beside the line leaves; None while the call it follows is not made."""
    if step.when != NO_CONTACT:
        return Instant(state.day0 + state.moved + step.at.minutes * MINUTE)
    before = [s for s in campaign.steps[: campaign.steps.index(step)] if s.channel == CALL]
    if not before or state.last_call is None or state.last_call[0] != before[-1].key:
        return None
    return Instant(state.last_call[1] + (step.at.minutes - before[-1].at.minutes) * MINUTE)


def run_touches(state: State, channel: str = "") -> int:
    """Touches of this enrolment since the last response (R7.1), of one channel or of all."""
    return sum(
        e.touch
        and e.run == state.run
        and e.end >= state.last_response
        and (not channel or e.channel == channel)
        for e in state.ledger
    )


def life_touches(state: State) -> int:
    """Campaign touches over the lead's life."""
    return sum(e.touch and e.run > 0 for e in state.ledger)


def ahead(lead: Lead, state: State, policy: Policy, around: Around, at: Instant) -> Ahead:
    """Walk on from `state`, as known at `at`, to the next step that somebody or something must do."""
    walk = _Walk(lead, policy, around, at, usable(lead, state, around, at), state)
    for _ in range(_MOST_LEGS):
        if not walk.on():
            break
    return Ahead(tuple(walk.changes), walk.state, walk.step, walk.due, walk.opens)


Change = tuple[Instant, Effect]


class _Walk(Struct):
    """A walk along the road, one automatic change after the other."""

    lead: Lead
    policy: Policy
    around: Around
    at: Instant
    ways: frozenset[str]
    state: State
    changes: list[Change] = field(default_factory=list)
    step: Step | None = None
    due: Instant | None = None
    opens: Instant = Instant(0)

    def on(self) -> bool:
        """Take what happens next by itself; False if nothing does, and the open step stands."""
        state = self.state
        found: list[Change] = []
        if state.stage == RESTING and state.rest_until is not None:
            found = [_enter_next(self.lead, state, self.policy, state.rest_until)]
        elif not state.campaign or state.ended:
            return False
        elif state.stalled is not None:
            if state.owes or state.paused_until is None:
                self._stand()
                return False
            found = [(state.paused_until, resumed(state, self.policy, state.paused_until))]
        else:
            ended = over(state, self.policy) or self._out_of_time(max(self.at, self.opens))
            if ended is None:
                return self._step_on()
            found = end_campaign(state, self.policy, *ended)
        self._take(found)
        return True

    def _take(self, found: list[Change]) -> None:
        for when, effect in found:
            self.changes.append((when, effect))
            self.state = effect.to(self.state)
            self.opens = max(self.opens, when)

    def _stand(self) -> None:
        campaign = self.policy.campaign(self.state.campaign, self.state.version)
        if self.state.position < len(campaign.line):
            self.step, self.due = campaign.line[self.state.position], due(self.state, campaign, self.policy)

    def _step_on(self) -> bool:
        """Skip the open step when it falls due if it cannot be done; a lead out of reach is asked first (R4.6)."""
        state = self.state
        campaign = self.policy.campaign(state.campaign, state.version)
        step, when = campaign.line[state.position], due(state, campaign, self.policy)
        moment = max(when, self.opens)
        ended = self._out_of_time(moment)
        if ended is not None:
            self._take(end_campaign(state, self.policy, *ended))
            return True
        ways = self._ways_at(moment)
        if not ways:
            back = reachable_from(self.lead, state, self.around, moment)
            if back is None:
                return False
            self.opens = back
            return True
        why = skip_reason(step, state, campaign, ways)
        if not why:
            item = step if state.stage != NURTURE else _by_medium(step, ways)
            if item is not None:
                self.step, self.due = item, when
            return False
        self._take([(moment, StepDone(when, step.key, why))])
        return True

    def _out_of_time(self, moment: Instant) -> tuple[Instant, str] | None:
        limit = limit_of(self.state, self.policy)
        return limit if limit is not None and limit[0] <= moment else None

    def _ways_at(self, moment: Instant) -> frozenset[str]:
        if any(until is not None for _, until in self.state.dead):
            return usable(self.lead, self.state, self.around, moment)
        return self.ways


def limit_of(state: State, policy: Policy) -> tuple[Instant, str] | None:
    """When a campaign ends whatever is still planned, and why: its days are over (SEED4-25), or its event is."""
    campaign = policy.campaigns.get((state.campaign, state.version))
    if campaign is None or not (campaign.limit_days or state.event):
        return None
    found = []
    if campaign.limit_days:
        day = policy.calendar.date(state.day0) + timedelta(days=state.moved_days + campaign.limit_days)
        limit = max(policy.calendar.opening(day), state.entered)
        found.append((limit, f"its {campaign.limit_days} days are over"))
    event = next((one for one in policy.gatherings if one.name == state.event), None)
    if event is not None:
        found.append((max(event.at, state.entered), f"{event.title} is over"))
    return min(found, default=None)


def _by_medium(step: Step, ways: frozenset[str]) -> Step | None:
    """An item of nurture by the medium the lead has: mail, else post in batches; None: neither (R16.1)."""
    if step.channel in ways or step.channel != EMAIL:
        return step
    return replace(step, channel=POST, auto=False) if POST in ways else None


def over(state: State, policy: Policy) -> tuple[Instant, str] | None:
    """When and why the campaign ended, if it did: its touches or its steps are used up."""
    campaign = policy.campaign(state.campaign, state.version)
    if (
        state.ledger
        and state.stage != NURTURE
        and (life_touches(state) >= policy.caps.life or run_touches(state) >= campaign.max_touches)
    ):
        return state.ledger[-1].end, "every touch it allows is used"
    if state.position >= len(campaign.line):
        return state.last_done or state.entered, "no answer to its last step"
    return None


def resumed(state: State, policy: Policy, at: Instant) -> Resumed:
    """The campaign goes on at `at`, its gaps kept (R11.3)."""
    if state.stalled is None or at <= state.stalled:
        return Resumed(at, 0, 0)
    days = policy.calendar.date(at) - policy.calendar.date(state.stalled)
    return Resumed(at, at - state.stalled, days.days)


def skip_reason(step: Step, state: State, campaign: Campaign, ways: frozenset[str]) -> str:
    """Why a step cannot be done and is skipped when it falls due; '' if it can."""
    if step.key in state.beside:
        return "its mail left already"
    if state.stage == NURTURE:
        return "it had this item before" if step.template in state.items else ""
    if step.channel in _NEEDS_A_WAY and step.channel not in ways:
        return f"no way to reach the lead by {step.channel}"
    if step.channel == CALL and run_touches(state, CALL) >= campaign.max_calls:
        return f"all {campaign.max_calls} calls of the campaign are used"
    if step.when == NO_CONTACT and state.reached:
        return "the last call reached the lead"
    if step.beside and step.when != NO_CONTACT and state.last_response > state.entered:
        return "the lead answered before it left"
    return ""


def end_campaign(state: State, policy: Policy, at: Instant, why: str) -> list[Change]:
    """The campaign is over: rest, then the programme's next campaign; after the last one nurture (R8.1)."""
    if state.stage == NURTURE:
        return [(at, StageSet(LOST, AFTER_NURTURE))]
    campaign = policy.campaign(state.campaign, state.version)
    ended = CampaignEnded(at, why)
    return [(at, ended), *after_campaign(state, policy, at, campaign.rest_days)]


def after_campaign(state: State, policy: Policy, at: Instant, rest_days: int | None = None) -> list[Change]:
    """Where a lead without a campaign goes at `at`: to the rest of its last campaign, or to nurture."""
    legs = policy.legs(state.programme)
    if life_touches(state) >= policy.caps.life:
        return [(at, nurtured(state, policy, at, f"all {policy.caps.life} touches of its life are used"))]
    if state.leg >= len(legs):
        return [(at, nurtured(state, policy, at, "its programme is through"))]
    days = policy.newest(legs[max(state.leg, 1) - 1]).rest_days if rest_days is None else rest_days
    return [(at, Rested(policy.calendar.opening_after(at, days)))]


def _enter_next(lead: Lead, state: State, policy: Policy, at: Instant) -> Change:
    if life_touches(state) >= policy.caps.life:
        return at, nurtured(state, policy, at, f"all {policy.caps.life} touches of its life are used")
    return at, enter(lead, state, policy, at, state.programme, state.leg)


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
            found.append((step, when, skip_reason(step, state, campaign, ways)))
    return found
