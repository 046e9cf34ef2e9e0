"""Programmes by source, cost and experiment; event campaigns; limits in days; silence (R4.9, R4.10, R19, R20)."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from dialq.engine.campaign import EVENT, Programme
from dialq.engine.entering import programme_of
from dialq.engine.experiment import CAMPAIGN, PROGRAMME, Experiment, Variant, variant_of
from dialq.engine.gathering import Gathering
from dialq.engine.lead import HOT, WARM, LeadId
from dialq.engine.policy import Policy
from dialq.engine.source import Source
from dialq.engine.temperature import spent
from tests.engine.cases import POLICY, Case, at, lead_of
from tests.oracle.presets import PRESETS, campaign

DINNER = campaign("dinner", "email 0d, call 2d, email 7d", rest_days=45)
DINNER = replace(DINNER, kind=EVENT)
BOSTON = Gathering(
    "boston", "dinner", "Dinner in Boston", "Boston", at("2027-02-10 18:00"), 20, 50, postal=frozenset({"US:021"}),
    cities=frozenset({"us:cambridge"}),
)  # fmt: skip
NEAR = {"postal_code": "02139", "country": "US"}


def with_campaign(*more: Any, programmes: dict[str, Programme] | None = None, **changes: Any) -> Policy:
    """The team's policy with campaigns added."""
    return replace(
        POLICY,
        campaigns=POLICY.campaigns | {(one.name, one.version): one for one in more},
        current=POLICY.current | {one.name: one.version for one in more},
        programmes=POLICY.programmes | (programmes or {}),
        **changes,
    )


LIGHT = Programme("light", ("light",), max_cost=500)
BY_COST = with_campaign(
    programmes={"light": LIGHT}, sources={"list": Source("list", cost=250, temperature=WARM)}
)


@pytest.mark.parametrize(
    ("facts", "programme"),
    [
        ({"temperature": WARM}, WARM),
        ({"temperature": HOT}, HOT),
        ({"temperature": WARM, "cost": "3"}, "light"),
        ({"temperature": WARM, "cost": "$35.00"}, WARM),
        ({"temperature": WARM, "source": "List"}, "light"),
        ({"temperature": WARM, "source": "List", "cost": "40"}, WARM),
        ({"temperature": HOT, "cost": "3", "interaction": "form"}, HOT),
    ],
)
def test_r19_1_the_budget_chooses_the_programme(facts: dict[str, str], programme: str) -> None:
    """R19.1, SEED4-21: cheap leads go through the light one; who asked gets the full one."""
    assert programme_of(lead_of(**facts), at("2026-12-01 10:00"), BY_COST) == programme


def test_r3_3_the_source_names_its_programme() -> None:
    """R3.3: before cost and temperature; one that is gone is passed over."""
    policy = replace(
        BY_COST, sources={"expo": Source("Expo", programme="light"), "old": Source("Old", programme="no")}
    )
    assert Case(lead_of(source="EXPO"), policy).state.campaign == "light"
    assert Case(lead_of(source="old"), policy).state.campaign == "inbound"


def test_r19_1_spend_accumulates() -> None:
    """R19.1: a call costs what calls cost, a step its own figure."""
    package = replace(PRESETS["light"].steps[0], cost=700)
    light = replace(PRESETS["light"], version=2, steps=(package, *PRESETS["light"].steps[1:]))
    policy = with_campaign(
        light, programmes={WARM: Programme(WARM, ("light",))}, costs={"call": 150, "post": 90}
    )
    case = Case(lead_of(temperature=WARM), policy)
    case.log("sent", "2026-12-01 11:00", channel="post")
    case.log("no-answer", "2026-12-08 11:00")
    assert spent(case.state) == 850


INVITING = {HOT: Programme(HOT, ("inbound", "dinner", "last-call"))}


@pytest.mark.parametrize(
    ("facts", "gathering", "follows"),
    [
        (NEAR, BOSTON, "dinner"),
        ({"city": "Cambridge", "country": ""}, BOSTON, "dinner"),
        ({"postal_code": "10001"}, BOSTON, "last-call"),
        ({}, BOSTON, "last-call"),
        (NEAR, replace(BOSTON, at=at("2027-01-31 18:00")), "last-call"),
        (NEAR, replace(BOSTON, full=True), "last-call"),
        (NEAR, replace(BOSTON, campaign="other"), "last-call"),
    ],
)
def test_r4_9_only_who_lives_near_a_coming_event_is_invited(
    facts: dict[str, str], gathering: Gathering, follows: str
) -> None:
    """R4.9, SEED0-19: else straight to the next campaign."""
    policy = with_campaign(DINNER, programmes=INVITING, gatherings=(gathering,))
    case = Case(lead_of(**facts), policy)
    case.log("hung-up", "2026-12-18 12:00")
    entered = case.settled("2027-01-18 08:00")
    assert (entered.campaign, entered.entered) == (follows, at("2027-01-18 08:00"))
    assert entered.event == ("boston" if follows == "dinner" else "")


def test_an_invitation_ends_with_its_event() -> None:
    """R4.9: nobody is invited to what is over; the rest of 45 days begins then."""
    policy = with_campaign(DINNER, programmes=INVITING, gatherings=(BOSTON,))
    case = Case(lead_of(**NEAR), policy)
    case.log("hung-up", "2026-12-18 12:00")
    assert case.stands("2027-02-10 17:59") == "slipping"
    assert case.verdict("2027-02-10 18:00").rule == "resting"
    assert case.settled("2027-02-10 18:00").rest_until == at("2027-03-29 08:00")


def test_a_retired_campaign_takes_nobody_in_and_lets_nobody_down() -> None:
    """R4.7: it is passed over; who is in it goes on."""
    retired = replace(PRESETS["inbound"], retired=True)
    policy = with_campaign(retired)
    assert Case(lead_of(), policy).state.campaign == "last-call"
    case = Case(lead_of())
    case.policy = policy
    assert case.stands("2026-12-01 10:01") == "now"


def test_seed4_25_a_limit_in_days_ends_a_campaign() -> None:
    """R4.11, SEED4-25: whatever is still planned, done or not."""
    short = replace(PRESETS["inbound"], limit_days=6)
    case = Case(lead_of(), with_campaign(short))
    assert case.stands("2026-12-04 20:00") == "fresh"
    assert case.verdict("2026-12-07 08:00").rule == "resting"
    assert case.settled("2026-12-07 08:00").reason == "its 6 days are over"


def gone_silent(policy: Policy) -> Case:
    """Interested once, then four calls that meet nobody."""
    case = Case(lead_of(), policy)
    case.log("interested", "2026-12-01 10:05", when="2026-12-02 10:00")
    for when in ("2026-12-02 10:00", "2026-12-02 12:30", "2026-12-03 09:00", "2026-12-08 09:00"):
        case.log("no-answer", when)
    return case


def test_r11_3_went_silent_is_kept_and_the_campaign_goes_on() -> None:
    """R11.3, SEED4-06: it shows, and without a campaign for it the old one goes on."""
    case = gone_silent(POLICY)
    assert case.state.silent == at("2026-12-08 09:00")
    assert (case.state.campaign, case.state.promise) == ("inbound", None)
    case.hear("reply", "2026-12-09 10:00")
    assert case.state.silent is None


def test_seed4_06_a_programme_has_its_own_steps_for_who_fell_silent() -> None:
    """SEED4-06: its leg stays, so that the programme goes on after them."""
    again = campaign("re-engage", "email 0d, call 3d", rest_days=30)
    policy = with_campaign(
        again, programmes={HOT: Programme(HOT, ("inbound", "last-call"), silent="re-engage")}
    )
    case = gone_silent(policy)
    assert (case.state.campaign, case.state.leg, case.state.stalled) == ("re-engage", 1, None)
    case.log("hung-up", "2026-12-14 10:00")
    assert case.settled("2027-01-13 08:00").campaign == "last-call"


def experiment(kind: str, of: str, *values: str) -> Experiment:
    """Equal arms, through December."""
    arms = tuple(Variant(value, value) for value in values)
    return Experiment("test", kind, of, "", at("2026-12-01 00:00"), at("2027-01-01 00:00"), arms)


def test_r20_1_campaigns_and_programmes_vary() -> None:
    """R20.1: only who enters within the time of the experiment takes part."""
    plans = experiment(CAMPAIGN, "inbound", "inbound", "ping-pong")
    policy = replace(POLICY, experiments=(plans,))
    for number in range(1, 30):
        lead = lead_of(id=number)
        assert Case(lead, policy).state.campaign == variant_of(plans, number).value
    late = lead_of("2027-01-04 10:00", id=1)
    assert {Case(replace(late, id=LeadId(number)), policy).state.campaign for number in range(1, 30)} == {
        "inbound"
    }
    ways = experiment(PROGRAMME, HOT, HOT, WARM)
    varied = replace(POLICY, experiments=(ways,))
    found = {Case(lead_of(id=number), varied).state.programme for number in range(1, 30)}
    assert found == {HOT, WARM}


def test_r7_1_no_mail_leaves_beside_a_call_that_goes_on() -> None:
    """R7.1, R9.2: the call will count; the mail waits for its outcome, or until it is given up."""
    case = Case()
    assert case.verdict("2026-12-01 10:10").auto_at == at("2026-12-01 10:20")
    case.ring("2026-12-01 10:15")
    assert case.verdict("2026-12-01 10:16").auto_at == at("2026-12-01 14:15")


def test_r11_2_automatic_steps_go_on_after_a_pause() -> None:
    """R11.2: nobody has to touch the lead for that."""
    case = Case()
    case.log("referred", "2026-12-01 10:05")
    assert case.verdict("2026-12-02 10:00").auto_at == at("2026-12-15 08:15")


def test_r7_1_an_overdue_mail_keeps_the_gap_to_one_sent_since() -> None:
    """R7.1: 20 hours between mails, though the day of the first call lies between its due time and now."""
    case = Case(lead_of(zones=("America/Los_Angeles",)))
    case.log("no-answer", "2026-12-02 12:00")
    case.log("sent", "2026-12-07 08:00", channel="email")
    assert case.verdict("2026-12-07 09:00").auto_at == at("2026-12-08 04:00")
    assert case.verdict("2026-12-08 05:00").auto_at == at("2026-12-01 10:20")
