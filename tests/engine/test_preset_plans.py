"""The shipped campaigns, played through the engine, give the dates of the worked examples (R4.2, R4.9)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from dialq.clock import DAY, Instant
from dialq.desk.dating import dated_steps
from dialq.engine.campaign import Campaign, Programme
from dialq.engine.day import TeamCalendar
from dialq.engine.gathering import Gathering
from dialq.engine.policy import Policy
from tests.engine.cases import at, lead_of
from tests.oracle.day_plan import Habits, Planned, Shift, play
from tests.oracle.engine_port import RealPort, policy_of
from tests.oracle.plans import SCENARIOS, TEAM, TUESDAY, Scenario
from tests.policy.loading import load_presets

SHIPPED = load_presets().campaigns
EVERY_DAY = frozenset(range(7))
WITHOUT_CLOSED_DAYS = {
    "follow-up-21": "1 2 5 7 8 10 12 14 18 21",
    "inbound": "0 0 0 0 4 5 8 14 15 15",
    "ping-pong": "0 0 0 2 2 4 7 7 9 12",
    "event": "0 2 5 7 9 12",
    "last-call": "0 1 4 8 12 14",
    "light": "0 7 8 22 36 50",
    "nurture-monthly": " ".join(str(30 * month) for month in range(12)),
    "re-engage": "0 2 6 13",
}
ENTERING_ON_TUESDAY = {
    "follow-up-21": "1 2 6 8 9 13 15 17 21 24",
    "inbound": "0 0 0 0 6 7 10 16 17 17",
    "ping-pong": "0 0 0 2 2 6 9 9 13 16",
    "event": "0 2 6 8 10 13",
    "last-call": "0 1 6 10 14 16",
    "light": "0 7 8 22 36 50",
    "re-engage": "0 2 6 13",
}
"""Days after Tuesday 1 December 2026; those that the examples name are theirs."""


def with_shipped(policy: Policy) -> Policy:
    """A policy whose campaigns are the shipped ones."""
    campaigns = {(one.name, one.version): one for one in SHIPPED.values()}
    return replace(policy, campaigns=campaigns, current=dict.fromkeys(SHIPPED, 1))


def days(campaign: Campaign, policy: Policy, start: Instant) -> str:
    """The days after the entry on which the steps fall due."""
    first = policy.calendar.date(start)
    return " ".join(
        str((policy.calendar.date(when) - first).days) for _, when in dated_steps(campaign, policy, start)
    )


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_a_plan_without_closed_days_is_the_one_of_the_file_R4_9(name: str) -> None:
    policy = with_shipped(Policy(calendar=TeamCalendar(TEAM, EVERY_DAY)))
    assert days(SHIPPED[name], policy, at(TUESDAY)) == WITHOUT_CLOSED_DAYS[name]


@pytest.mark.parametrize("name", sorted(ENTERING_ON_TUESDAY))
def test_the_dates_shown_are_those_of_the_examples_R4_3(name: str) -> None:
    policy = with_shipped(Policy(calendar=TeamCalendar(TEAM)))
    assert days(SHIPPED[name], policy, at(TUESDAY)) == ENTERING_ON_TUESDAY[name]


@pytest.mark.parametrize(
    "scenario",
    [scenario for scenario in SCENARIOS if scenario.campaign in SHIPPED],
    ids=lambda scenario: f"{scenario.campaign}: {scenario.name}",
)
def test_the_shipped_file_plays_as_its_example(scenario: Scenario) -> None:
    alone = Programme("hot", (scenario.campaign,))
    policy = replace(with_shipped(policy_of(scenario)), programmes={"hot": alone, "warm": alone})
    port = RealPort(policy, scenario.lead)
    plan = play(port, scenario.habits, scenario.arrived)
    assert scenario.matches(plan), ", ".join(map(scenario.written, plan))


def test_the_examples_play_most_of_what_is_shipped() -> None:
    assert {scenario.campaign for scenario in SCENARIOS} >= {
        "inbound", "follow-up-21", "ping-pong", "last-call", "light",
    }  # fmt: skip


def shown(plan: list[Planned]) -> str:
    """Channels with the days after the start."""
    day0 = datetime.fromtimestamp(at(TUESDAY), ZoneInfo(TEAM)).date()
    return ", ".join(
        f"{channel}+{(datetime.fromtimestamp(when, ZoneInfo(TEAM)).date() - day0).days}"
        for channel, when in plan
    )


def life(programme: tuple[str, ...], *, days: int, **more: Any) -> str:
    """What happens to a lead that nobody ever reaches."""
    policy = with_shipped(Policy(calendar=TeamCalendar(TEAM)))
    policy = replace(policy, programmes={"hot": Programme("hot", programme)}, **more)
    port = RealPort(
        policy,
        lead_of(TUESDAY, postal_code="02110", country="US", linkedin="lou", phones=lead_of().phones[:1]),
    )
    return shown(play(port, Habits(Shift()), at(TUESDAY), life=True, days=days))


DINNER = Gathering(
    "dinner", "event", "A dinner", "Boston, MA", at("2027-03-18 18:30"), 12, 40, frozenset({"US:021"})
)


def test_an_event_near_the_lead_comes_between_the_campaigns_R4_10() -> None:
    """Ends on 18 December, rests 30 days (Monday 18 January), event to 1 February, rests 45 (18 March)."""
    plan = life(("inbound", "event", "last-call"), days=150, gatherings=(DINNER,))
    event = "email+48, call+50, social+55, email+57, call+59, email+62"
    assert event in plan
    assert plan.split(event)[1].startswith(", email+107, call+108, ")


def test_without_an_event_near_the_next_campaign_follows_the_first_rest_R4_10() -> None:
    plan = life(("inbound", "event", "last-call"), days=150)
    assert plan.endswith("call+17, email+17, email+48, call+49, email+52, call+56, email+62, email+64")


def test_twelve_items_come_one_a_month_after_the_programme_R4_9_SEED1_20() -> None:
    plan = life(("re-engage",), days=400, nurture="nurture-monthly")
    months = (14, 44, 76, 106, 136, 167, 197, 227, 258, 288, 318, 349)
    assert plan == "email+0, call+2, email+6, email+13, " + ", ".join(f"email+{day}" for day in months)


def test_light_takes_one_card_one_call_and_no_further_minute_of_a_person_SEED4_21() -> None:
    steps = SHIPPED["light"].steps
    assert [step.channel for step in steps if not step.auto] == ["post", "call"]
    assert life(("light",), days=60) == "post+0, call+7, email+8, email+22, email+36, email+50"


def test_the_last_invitation_leaves_before_the_earliest_event_a_lead_enters_for_SEED0_19() -> None:
    soonest = Instant(at(TUESDAY) + 14 * DAY)
    policy = with_shipped(Policy(calendar=TeamCalendar(TEAM)))
    assert dated_steps(SHIPPED["event"], policy, at(TUESDAY))[-1][1] < soonest
    assert policy.calendar.date(soonest) == date(2026, 12, 15)


def test_who_enters_on_a_saturday_begins_on_monday_and_keeps_all_gaps_R4_3() -> None:
    policy = with_shipped(Policy(calendar=TeamCalendar(TEAM)))
    assert days(SHIPPED["light"], policy, at("2026-12-05 10:00")) == "2 9 10 24 38 52"
    assert days(SHIPPED["last-call"], policy, at("2026-12-05 10:00")) == "2 3 6 10 16 18"
