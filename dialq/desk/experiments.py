"""What came of an experiment: arms side by side, and what may be said of their difference (R20.1, SEED4-23).

Everybody who entered counts in the arm that chance gave them, whatever they got, until they enter another campaign
(of a programme: another programme). Where a text varies, who never got to its step saw no difference: only who had
the step counts, and what came of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from dialq.clock import Instant
from dialq.desk import policy_views
from dialq.desk.desk import Desk
from dialq.desk.ledger import around, read
from dialq.desk.policy_views import Arm, ExperimentLine, ExperimentView
from dialq.desk.results import Entry
from dialq.desk.trial_words import method, span_of, too_early, verdict_on, what_varies
from dialq.engine.campaign import EVENT
from dialq.engine.effects import Entered, Nurtured
from dialq.engine.entering import programme_of
from dialq.engine.events import ARRIVED, OUTCOME, RESPONDED, SETTLED, Event
from dialq.engine.experiment import CAMPAIGN, PROGRAMME, TEMPLATE, Experiment, variant_of
from dialq.engine.history import standing_events
from dialq.engine.judge import place
from dialq.engine.lead import HOT
from dialq.engine.ledger_effects import Recorded
from dialq.engine.outcome import HUMAN, INBOUND
from dialq.engine.policy import Policy
from dialq.engine.qualify import RESPONSES
from dialq.engine.statistics import Interval, Rate, mean_interval
from dialq.errors import BadInput

_EVER = Instant(1 << 40)


def experiment_lines(desk: Desk) -> tuple[ExperimentLine, ...]:
    """The team's experiments, the newest first."""
    now, calendar = desk.now(), desk.policy.calendar
    found = sorted(desk.policy.experiments, key=lambda one: (-one.starts, one.name))
    return tuple(
        ExperimentLine(
            one.name, what_varies(one), *span_of(one, calendar),
            "planned" if now < one.starts else "runs" if now < one.ends else "ended",
            tuple(f"{arm.name}: {arm.value}" for arm in one.variants), one.goal,
        )
        for one in found
    )  # fmt: skip


def experiment_view(desk: Desk, name: str) -> ExperimentView:
    """An experiment as far as it has come. Raises BadInput if there is none of this name."""
    experiment = _named(desk.policy, name)
    now = desk.now()
    with desk.store.reading():
        tallies = _tallies(desk, experiment)
    smallest = min(tally.leads for tally in tallies.values())
    early = too_early(experiment, smallest, now, desk.policy.calendar)
    arms = tuple(_arm(arm.name, arm.value, tallies[arm.name]) for arm in experiment.variants)
    meetings = [
        (arm.name, Rate(tallies[arm.name].converted, tallies[arm.name].leads)) for arm in experiment.variants
    ]
    return ExperimentView(experiment, arms, "" if early else verdict_on(meetings), method(experiment), early)


def _named(policy: Policy, name: str) -> Experiment:
    known = {one.name: one for one in policy.experiments}
    if name not in known:
        near = get_close_matches(name, known, 1)
        hint = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(sorted(known)) or 'none'}."
        raise BadInput(f"there is no experiment {name!r}", hint)
    return known[name]


class LeadArm(NamedTuple):
    """The arm of an experiment that a lead is or was in."""

    experiment: str
    what: str
    """What varies, in words."""
    arm: str
    value: str
    """The template, campaign or programme that the arm gets."""
    since: Instant
    until: Instant | None
    """When it left it by entering something else; None: it is in it."""


def arms_of(desk: Desk, lead: int) -> tuple[LeadArm, ...]:
    """The arms a lead is or was in, in the order of the team's experiments."""
    if not desk.policy.experiments:
        return ()
    with desk.store.reading():
        entries = _entries_of(desk, lead)
        found = ((one, _stretch_of(desk, one, entries)) for one in desk.policy.experiments)
        return tuple(_lead_arm(one, lead, stretch) for one, stretch in found if stretch is not None)


def _entries_of(desk: Desk, lead: int) -> list[tuple[Instant, Entry]]:
    """What a lead entered and when that was recorded, what came by itself and is not written yet included."""
    now, dossier = desk.now(), read(desk, lead)
    road = place(dossier.lead, dossier.state, desk.policy, now, around(desk, dossier.lead, now)).road
    told = [(e.recorded, e.id, e.kind, e.effects) for e in standing_events(desk.store.events.of_lead(lead))]
    return [
        (recorded, _entry(event, kind, lead, effect))
        for recorded, event, kind, effects in [*told, (now, 0, SETTLED, road.by(now))]
        for effect in effects
        if isinstance(effect, Entered | Nurtured)
    ]


def _entry(event: int, kind: str, lead: int, effect: Entered | Nurtured) -> Entry:
    if isinstance(effect, Nurtured):
        return Entry(event, kind, lead, effect.at, "", 0, effect.campaign)
    return Entry(event, kind, lead, effect.at, effect.programme, effect.leg, effect.campaign)


def _stretch_of(
    desk: Desk, experiment: Experiment, entries: list[tuple[Instant, Entry]]
) -> tuple[Instant, Instant] | None:
    gate = _Gate(desk, experiment)
    steps = [
        _Step(one.event, one.at, one.programme, gate.lets_in(one))
        for recorded, one in entries if recorded >= experiment.starts
    ]  # fmt: skip
    return _stretch(experiment, steps, set())


def _lead_arm(experiment: Experiment, lead: int, stretch: tuple[Instant, Instant]) -> LeadArm:
    arm, (since, until) = variant_of(experiment, lead), stretch
    ended = until if until != _EVER else None
    return LeadArm(experiment.name, what_varies(experiment), arm.name, arm.value, since, ended)


class _Tally(Struct):
    """What came of one arm."""

    leads: int = 0
    contacted: int = 0
    responded: int = 0
    converted: int = 0
    cost: int = 0
    squares: int = 0

    def add(self, events: Iterable[Event]) -> None:
        """One more lead, with what happened to it while it took part."""
        contacted = responded = converted = False
        cost = 0
        for event in events:
            facts = event.facts
            contacted |= facts.get("human") == HUMAN and event.kind == OUTCOME
            converted |= facts.get("code") == "meeting"
            responded |= _is_response(event)
            cost += sum(effect.entry.cost for effect in event.effects if isinstance(effect, Recorded))
        self.leads += 1
        self.contacted += contacted
        self.responded += responded
        self.converted += converted
        self.cost += cost
        self.squares += cost * cost


def _is_response(event: Event) -> bool:
    if event.kind == RESPONDED:
        return event.facts.get("kind") in RESPONSES
    inbound = event.facts.get("direction") == INBOUND and not event.facts.get("received")
    return inbound or event.facts.get("code") == "replied"


def _arm(name: str, value: str, tally: _Tally) -> Arm:
    each = mean_interval(tally.cost, tally.squares, tally.leads)
    share = Rate(tally.converted, tally.leads)
    meeting = None
    if tally.converted:
        mean = tally.cost / tally.leads
        meeting = mean / share.interval.high, mean / share.interval.low
    contacted, responded, converted = (
        _shown(hits, tally.leads) for hits in (tally.contacted, tally.responded, tally.converted)
    )
    return Arm(
        name, value, tally.leads, contacted, responded, converted, tally.cost, (each.low, each.high), meeting
    )


def _shown(hits: int, of: int) -> policy_views.Rate:
    low, high = Rate(hits, of).interval if of else Interval(0.0, 1.0)
    return policy_views.Rate(hits, of, low, high)


def _tallies(desk: Desk, experiment: Experiment) -> dict[str, _Tally]:
    """One pass over the entries, one over what came of those who took part."""
    parts = _parts(desk, experiment)
    told: dict[int, list[Event]] = defaultdict(list)
    for event in desk.store.results.told(parts.keys()):
        told[event.lead].append(event)
    tallies = {variant.name: _Tally() for variant in experiment.variants}
    for lead, entries in parts.items():
        events = told.get(lead, [])
        standing = standing_events(events) if events else []
        stretch = _stretch(experiment, entries, {e.id for e in events} - {e.id for e in standing})
        if stretch is not None:
            begins, ends = stretch
            happened = [event for event in standing if begins <= event.happened < ends]
            if experiment.kind == TEMPLATE:
                happened = _from_step_on(experiment, happened)
            if happened or experiment.kind != TEMPLATE:
                tallies[variant_of(experiment, lead).name].add(happened)
    return tallies


def _from_step_on(experiment: Experiment, happened: list[Event]) -> list[Event]:
    """What happened from the moment a lead had the step whose text varies; nothing if it never had it."""
    for number, event in enumerate(happened):
        facts = event.facts
        its = (facts.get("campaign"), facts.get("step")) == (experiment.of, experiment.step)
        if its and event.kind == OUTCOME and facts.get("touch"):
            return [event, *(one for one in happened[number + 1 :] if one.happened >= event.happened)]
    return []


class _Step(NamedTuple):
    """An entry of a lead, and whether it is one into the experiment."""

    event: int
    at: Instant
    programme: str
    takes_part: bool


def _parts(desk: Desk, experiment: Experiment) -> dict[int, list[_Step]]:
    """Who entered what varies, with all their entries from then on; test inquiries and undone imports aside."""
    gate = _Gate(desk, experiment)
    found: dict[int, list[_Step]] = {}
    for entry in desk.store.results.entries(experiment.starts):
        takes_part = gate.lets_in(entry)
        if takes_part or entry.lead in found:
            step = _Step(entry.event, entry.at, entry.programme, takes_part)
            found.setdefault(entry.lead, []).append(step)
    for lead in desk.store.results.set_aside():
        found.pop(lead, None)
    return found


def _stretch(experiment: Experiment, entries: list[_Step], void: set[int]) -> tuple[Instant, Instant] | None:
    """From when until when a lead took part; None if its entry was taken back."""
    standing = [entry for entry in entries if entry.event not in void]
    first = next((entry for entry in standing if entry.takes_part), None)
    if first is None:
        return None
    whole = experiment.kind == PROGRAMME
    ends = (
        entry.at for entry in standing
        if entry.at > first.at and not (whole and entry.programme in ("", first.programme))
    )  # fmt: skip
    return first.at, min(ends, default=_EVER)


class _Gate:
    """Tells who took part: who entered, in its days, what chance gave them in the place of what varies."""

    def __init__(self, desk: Desk, experiment: Experiment) -> None:
        self._desk, self._experiment = desk, experiment
        self._bare = replace(desk.policy, experiments=())

    def lets_in(self, entry: Entry) -> bool:
        """Whether this entry is one into the experiment."""
        experiment = self._experiment
        if not experiment.runs_at(entry.at):
            return False
        if experiment.kind == PROGRAMME:
            return self._starts_programme(entry)
        if experiment.kind == CAMPAIGN:
            legs = self._desk.policy.legs(entry.programme)
            stands_for = legs[entry.leg - 1] if 0 < entry.leg <= len(legs) else ""
            return stands_for == experiment.of and entry.campaign == variant_of(experiment, entry.lead).value
        return entry.campaign == experiment.of

    def _starts_programme(self, entry: Entry) -> bool:
        """Whether chance gave the programme: nobody who was handed over by hand, nobody who would have it anyway."""
        experiment = self._experiment
        if entry.kind not in (ARRIVED, RESPONDED) or not self._is_first(entry):
            return False
        value = variant_of(experiment, entry.lead).value
        return entry.programme == value and (value == experiment.of or self._would_have_had(entry))

    def _is_first(self, entry: Entry) -> bool:
        """Whether the programme began with it: what comes before in it can only have been passed over."""
        policy = self._desk.policy
        before = [policy.newest(name) for name in policy.legs(entry.programme)[: max(0, entry.leg - 1)]]
        return all(campaign.kind == EVENT or campaign.retired for campaign in before)

    def _would_have_had(self, entry: Entry) -> bool:
        """Whether the lead would have had the varied programme if there were no experiment."""
        lead = self._desk.store.leads.get(entry.lead)
        assert lead is not None, "leads are never deleted"
        either = (lead, replace(lead, temperature=HOT))
        return any(programme_of(one, entry.at, self._bare) == self._experiment.of for one in either)
