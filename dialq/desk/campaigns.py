"""How the leads are spread over campaigns and programmes: counted by the columns of their standing, in one read.

What comes by itself and was not written down yet is counted where it was written last, but for a rest that is
over: its leads count as in the campaign they go to.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from pathlib import PurePosixPath

from dialq.clock import Instant
from dialq.desk.dating import dated_steps
from dialq.desk.desk import Desk
from dialq.desk.findings import Finding
from dialq.desk.kept import Spread
from dialq.desk.policy_views import CampaignLine, CampaignView, Leg, ProgrammeFlow, StepCount
from dialq.engine.campaign import EVENT, RESEARCH, Campaign
from dialq.engine.gathering import LEAST_NOTICE
from dialq.engine.policy import Policy
from dialq.engine.state import ACTIVE, DISQUALIFIED, LOST, MEETING, NAME, NURTURE, RESTING, SUPPRESSED, WON
from dialq.errors import BadInput

SHOWN_DAYS = 5


def campaign_lines(desk: Desk) -> tuple[CampaignLine, ...]:
    """Every campaign by name, with how many leads are in it and rest before it."""
    rows, now = _spread(desk)
    inside, before = Counter[str](), Counter[str]()
    for row in rows:
        if row.stage == RESTING:
            before[next_leg(desk.policy, row.programme, row.leg, now)] += row.leads
        elif row.stage in (ACTIVE, NURTURE):
            inside[row.campaign] += row.leads
    found = [desk.policy.newest(name) for name in sorted(desk.policy.current)]
    return tuple(_line(one, inside[one.name], before[one.name]) for one in found)


def _line(one: Campaign, in_it: int, waiting: int) -> CampaignLine:
    touches = sum(step.channel != RESEARCH for step in one.steps)
    return CampaignLine(
        one.name, one.version, one.title, one.kind, one.goal, touches, one.calls, in_it, waiting, one.retired
    )


def campaign_view(desk: Desk, name: str, version: int = 0) -> CampaignView:
    """A campaign, dated as for a lead that enters now, with the leads at each step. Raises BadInput."""
    campaign = campaign_of(desk, name, version)
    rows, now = _spread(desk)
    here = [row for row in rows if row.campaign == name and row.stage in (ACTIVE, NURTURE)]
    at_step = Counter[int]()
    older: dict[int, Counter[int]] = defaultdict(Counter)
    for row in here:
        places = at_step if row.version == campaign.version else older[row.version]
        places[row.position] += row.leads
    steps = tuple(
        StepCount(step, planned, 0 if step.beside else at_step[campaign.line.index(step)])
        for step, planned in dated_steps(campaign, desk.policy, now)
    )
    rests = [
        row for row in rows if row.stage == RESTING and last_leg(desk.policy, row.programme, row.leg) == name
    ]
    days = Counter[date]()
    for row in rests:
        if row.rest_until is not None:
            days[desk.policy.calendar.date(row.rest_until)] += row.leads
    return CampaignView(
        campaign, steps, sum(row.leads for row in rests), tuple((day, days[day]) for day in sorted(days)[:SHOWN_DAYS]),
        tuple((one, places.total()) for one, places in sorted(older.items())), findings_of(desk, name),
        tuple(_leads_at_steps(desk.policy, name, one, places) for one, places in sorted(older.items())),
    )  # fmt: skip


def _leads_at_steps(
    policy: Policy, name: str, version: int, places: Counter[int]
) -> tuple[tuple[str, int], ...]:
    """(step, leads that stand before it) of another version, in the order of its plan; none where nobody stands."""
    line = policy.campaign(name, version).line
    return tuple((line[at].key if at < len(line) else "its end", places[at]) for at in sorted(places))


def programme_flow(desk: Desk, name: str) -> ProgrammeFlow:
    """How the leads of a programme are spread, from arrival to the end. Raises BadInput."""
    if name not in desk.policy.programmes:
        raise BadInput(
            f"there is no programme {name!r}", f"Programmes: {', '.join(sorted(desk.policy.programmes))}."
        )
    rows, now = _spread(desk)
    mine = [row for row in rows if row.programme == name]
    inside, resting, stages = Counter[str](), Counter[str](), Counter[str]()
    for row in mine:
        stages[row.stage] += row.leads
        if row.stage == ACTIVE:
            inside[row.campaign] += row.leads
        elif row.stage == RESTING:
            resting[last_leg(desk.policy, name, row.leg)] += row.leads
    legs = tuple(
        Leg(one.name, one.version, one.title, inside[one.name], resting[one.name], one.rest_days,
            skipped_why(one, desk.policy, now))
        for one in (desk.policy.newest(leg) for leg in desk.policy.legs(name))
    )  # fmt: skip
    shown = sum(leg.in_it + leg.resting for leg in legs)
    outside = stages[ACTIVE] + stages[RESTING] - shown
    return ProgrammeFlow(
        name, legs, stages[NAME], stages[NURTURE], stages[MEETING], stages[WON], stages[LOST], stages[DISQUALIFIED],
        suppressed=stages[SUPPRESSED], outside=outside,
    )  # fmt: skip


def campaign_of(desk: Desk, name: str, version: int = 0) -> Campaign:
    """A campaign, the newest version unless one is named. Raises BadInput naming those there are."""
    if name not in desk.policy.current:
        known = ", ".join(sorted(desk.policy.current))
        raise BadInput(f"there is no campaign {name!r}", f"Campaigns: {known}.")
    if not version:
        return desk.policy.newest(name)
    if not 0 < version <= desk.policy.current[name]:
        raise BadInput(
            f"campaign {name!r} has no version {version}", f"It has 1 to {desk.policy.current[name]}."
        )
    return desk.policy.campaign(name, version)


def findings_of(desk: Desk, name: str) -> tuple[Finding, ...]:
    """What the check finds in a campaign's file."""
    found = desk.book.findings() if desk.book is not None else ()
    return tuple(one for one in found if "campaigns" in one.file and PurePosixPath(one.file).stem == name)


def skipped_why(campaign: Campaign, policy: Policy, now: Instant) -> str:
    """Why nobody enters a campaign now; '' if leads may (R4.9)."""
    if campaign.retired:
        return "retired"
    if campaign.kind != EVENT:
        return ""
    its = [one for one in policy.gatherings if one.campaign == campaign.name]
    if any(not one.full and one.at >= now + LEAST_NOTICE for one in its):
        return ""
    return "no event at least 14 days ahead with a free seat"


def last_leg(policy: Policy, programme: str, leg: int) -> str:
    """The campaign a lead has behind it; `leg` is the index of the one that comes next."""
    legs = policy.legs(programme)
    return legs[leg - 1] if 0 < leg <= len(legs) else ""


def next_leg(policy: Policy, programme: str, leg: int, now: Instant) -> str:
    """The campaign a lead enters next, as far as that can be told without the lead; the nurture campaign after all."""
    ahead = (policy.newest(name) for name in policy.legs(programme)[leg:])
    return next((one.name for one in ahead if not skipped_why(one, policy, now)), policy.nurture)


def _spread(desk: Desk) -> tuple[list[Spread], Instant]:
    """Every place of every plan with its leads; whose rest is over counts as in the campaign after it."""
    now, found = desk.now(), []
    for row in desk.store.standings.spread():
        if row.stage == RESTING and row.rest_until is not None and row.rest_until <= now:
            name = next_leg(desk.policy, row.programme, row.leg, now)
            stage = NURTURE if name == desk.policy.nurture else ACTIVE
            version = desk.policy.current.get(name, 0)
            row = row._replace(stage=stage, campaign=name, version=version, position=0, rest_until=None)
        found.append(row)
    return found, now
