"""What screens and commands show of the policy: campaigns, programmes, nurture, experiments, load. Plain values."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from dialq.clock import Instant
from dialq.desk.findings import Finding
from dialq.engine.campaign import Campaign, Step
from dialq.engine.experiment import Experiment


class CampaignLine(NamedTuple):
    """A campaign in a list."""

    name: str
    version: int
    title: str
    kind: str
    goal: str
    touches: int
    calls: int
    in_it: int
    """Leads in it now, in any version."""
    waiting: int
    """Leads that rest before it."""
    retired: bool = False


class StepCount(NamedTuple):
    """A step, dated as for a lead that enters now, and how many stand before it."""

    step: Step
    planned: Instant
    leads: int


class CampaignView(NamedTuple):
    """A campaign with its leads."""

    campaign: Campaign
    steps: tuple[StepCount, ...]
    resting: int
    """Leads that rest after it."""
    resting_until: tuple[tuple[date, int], ...]
    """When the first of them may be touched again, and how many a day."""
    older_versions: tuple[tuple[int, int], ...]
    """(version, leads still in it)."""
    findings: tuple[Finding, ...]
    older_steps: tuple[tuple[tuple[str, int], ...], ...] = ()
    """For each of the older versions (step, leads that stand before it), in the order of its plan."""


class Leg(NamedTuple):
    """One campaign of a programme."""

    campaign: str
    version: int
    title: str
    in_it: int
    resting: int
    """Leads that rest after it."""
    rest_days: int
    skipped_why: str = ""
    """Why nobody enters it now; '' if they do."""


class ProgrammeFlow(NamedTuple):
    """How the leads of a programme are spread, from arrival to the end."""

    name: str
    legs: tuple[Leg, ...]
    names: int
    """Those that would start this programme."""
    nurture: int
    meeting: int
    won: int
    lost: int
    disqualified: int
    suppressed: int = 0
    outside: int = 0
    """Active or resting, but at none of these campaigns: by a plan the programme names no more, or before any."""


class Judging(NamedTuple):
    """Leads being judged anew after the policy changed."""

    done: int
    total: int


class PolicyDiff(NamedTuple):
    """What edited files would change, before they are in force."""

    enters: tuple[tuple[int, str, str], ...]
    """(lead, name, why) that would come into today's queue."""
    leaves: tuple[tuple[int, str, str], ...]
    moves: tuple[tuple[int, str, str], ...]
    counts: dict[str, int]
    """How many of each, also where the lists are cut short."""
    touches_per_day: tuple[tuple[date, int, int], ...]
    """(day, before, after) for the next 30 days."""
    campaigns: tuple[str, ...]
    """What changes in which campaign, in words."""


class NurtureLine(NamedTuple):
    """A lead that marketing has."""

    lead: int
    name: str
    company: str
    since: Instant
    why: str
    """The rule or the person that put it there, and the reason."""
    item: int
    """How many items it has had…"""
    items: int
    """…of how many."""
    next_at: Instant | None
    waits: str = ""
    """What holds the next item; '' for nothing."""


class NurtureView(NamedTuple):
    """All that marketing has."""

    total: int
    by_rule: dict[str, int]
    lines: tuple[NurtureLine, ...]


class Handed(NamedTuple):
    """A batch that was handed over in one act."""

    done: tuple[int, ...]
    refused: tuple[tuple[int, str, str], ...]
    """(lead, name, why) of those that stayed."""
    batch: str
    left: tuple[tuple[int, str, str], ...] = ()
    """(lead, name, subject) of mails that had left when it was taken back: they stay counted (R13.1)."""


class Rate(NamedTuple):
    """A share with its interval."""

    hits: int
    of: int
    low: float
    high: float


class Arm(NamedTuple):
    """One variant of an experiment and what came of it."""

    name: str
    value: str
    leads: int
    contacted: Rate
    responded: Rate
    converted: Rate
    cost: int
    """Cents spent on its leads."""
    lead_cost: tuple[float, float] = (0.0, 0.0)
    """Between which cents a lead costs, with 95 % certainty."""
    meeting_cost: tuple[float, float] | None = None
    """The same of a meeting; None: none was set."""


class ExperimentLine(NamedTuple):
    """An experiment in a list."""

    name: str
    what: str
    """`the template of email-1 in inbound`."""
    first: date
    last: date
    """Its last day; who enters later is in no arm."""
    status: str
    """`planned`, `runs` or `ended`."""
    variants: tuple[str, ...]
    goal: str


class ExperimentView(NamedTuple):
    """An experiment as far as it has come."""

    experiment: Experiment
    arms: tuple[Arm, ...]
    verdict: str
    method: str
    """How the intervals were reckoned."""
    too_early: str = ""
    """Why nothing may be read from it yet; '' once it may."""


class LoadView(NamedTuple):
    """What is due against the hands there are."""

    due: int
    hands: int
    reps: int
    untouched: int
    by_channel: dict[str, int]
    automate: tuple[str, ...]
    warning: str = ""
    ahead: tuple[tuple[date, int], ...] = ()
    """(day, what reps have to do on it if nobody answers) for the next open days."""
    whole_day: int = 0
    """What the hands there are can do in a whole day."""
    estimated: bool = False
    """Whether the days ahead were reckoned from a part of the leads."""
