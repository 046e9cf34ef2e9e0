"""The oracle plays the worked examples (R4.2, R4.3, R4.6, R7.1, R8.2, R9, R15)."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise
from random import Random

import pytest

from dialq.clock import DAY, HOUR, MINUTE, Instant
from dialq.engine.campaign import CALL, RESEARCH
from tests.oracle.calendar import day_in
from tests.oracle.day_plan import Habits, Planned, Shift, play
from tests.oracle.model import World
from tests.oracle.oracle_port import REP, OraclePort
from tests.oracle.plans import SCENARIOS, TEAM, Scenario
from tests.oracle.presets import ITEMS, PRESETS
from tests.oracle.team import Team

FOLLOW_ON = {name: (name, "event", "last-call") for name in PRESETS}
MONDAY = Scenario("", "", "2026-12-07 00:00", "").arrived
CODES = (
    "no-answer", "no-answer", "no-answer", "voicemail", "gatekeeper", "busy", "callback", "interested",
    "info-sent", "referred", "not-now", "hung-up", "do-not-call", "not-interested",
)  # fmt: skip
"""One wrong number is put among them: the lead has two, and a promise cannot be kept without any."""


def port_of(scenario: Scenario) -> OraclePort:
    """An oracle world with the scenario's lead in it."""
    programmes = {"hot": FOLLOW_ON[scenario.campaign]}
    return OraclePort(World(Team(scenario.calendar, programmes=programmes), scenario.windows), scenario.lead)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: f"{s.campaign}: {s.name}")
def test_example(scenario: Scenario) -> None:
    """The plan is the example's, and the rest ends when it says."""
    port = port_of(scenario)
    plan = play(port, scenario.habits, scenario.arrived)
    assert scenario.matches(plan), ", ".join(map(scenario.written, plan))
    if scenario.rest:
        verdict = port.verdict(Instant(plan[-1][1] + MINUTE))
        assert verdict.rule == "resting"
        assert verdict.until == scenario.calendar.start(date.fromisoformat(scenario.rest))


@pytest.mark.parametrize("name", PRESETS)
def test_invariants_over_arrivals(name: str) -> None:
    """R7.1 for arrivals at every hour of the day: caps and gaps are kept, all touches are made."""
    arrivals = [Instant(MONDAY + hours * HOUR) for hours in range(0, 672, 29)]
    for arrived in arrivals:
        scenario = Scenario("", name, f"{day_in(arrived, TEAM)} {(arrived - MONDAY) // HOUR % 24:02}:00", "")
        plan = play(port_of(scenario), scenario.habits, scenario.arrived)
        assert len(plan) == len(PRESETS[name].steps)
        assert_caps_kept(plan, gaps=True)


@pytest.mark.parametrize("seed", range(30))
def test_invariants_over_random_lives(seed: int) -> None:
    """R2.2, R7.1: whatever calls come to, caps are kept and the lead has a date or an end."""
    random = Random(seed)
    scenario = Scenario("", random.choice(("inbound", "follow-up-21")), "2026-12-03 15:00", "")
    wrong = random.choice(("wrong-number", "bad-number"))
    codes = (*random.choices(CODES, k=3), wrong, *random.choices(CODES, k=40))
    port = port_of(scenario)
    plan = play(port, Habits(Shift(scenario.calendar), codes=codes), scenario.arrived, life=True)
    assert plan
    last = port.verdict(Instant(plan[-1][1] + 400 * DAY))
    assert last.rule in ("nurture", "suppressed", "ended")
    if not {"callback", "interested", "info-sent"} & set(codes[: sum(c == CALL for c, _ in plan)]):
        assert_caps_kept(plan, gaps=False)


def assert_caps_kept(plan: list[Planned], *, gaps: bool) -> None:
    """At most 4 touches a day, 3 dials in 24 h, and 25 minutes between a call's end and the next."""
    a_day = Counter(day_in(at, TEAM) for channel, at in plan if channel != RESEARCH)
    dials = [at for channel, at in plan if channel == CALL]
    assert max(a_day.values()) <= 4
    assert all(later - first >= DAY for first, later in zip(dials, dials[3:], strict=False))
    if gaps:
        assert all(later - first >= 26 * MINUTE for first, later in pairwise(dials))


def test_every_preset_rests_or_ends() -> None:
    """R8.1, R16.1: a campaign that ran through rests; after the programme twelve items, then it is lost."""
    for name in PRESETS:
        scenario = Scenario("", name, "2026-12-01 10:00", "")
        port = port_of(scenario)
        plan = play(port, scenario.habits, scenario.arrived, life=True, days=700)
        end = port.world.verdict(port.lead.id, REP, Instant(plan[-1][1] + DAY))
        assert (end.rule, end.until, end.campaign) == ("ended", None, "")
        assert len(plan) == len(PRESETS[name].steps) + len(PRESETS["last-call"].steps) + ITEMS
        months = [at for _, at in plan[-ITEMS:]]
        assert all(28 * DAY <= later - first <= 34 * DAY for first, later in pairwise(months))
