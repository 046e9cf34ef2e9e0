"""Nurture: twelve items by themselves, none twice, back at the first answer (R16)."""

from __future__ import annotations

import itertools
from typing import Any

from msgspec.structs import replace

from dialq.clock import DAY, Instant
from dialq.engine.acts import Act
from dialq.engine.campaign import EMAIL, NURTURE_ITEMS, POST
from dialq.engine.decide import decide
from dialq.engine.effects import apply
from dialq.engine.judge import place
from dialq.engine.plan import life_touches
from tests.engine.cases import POLICY, Case, at, lead_of
from tests.oracle.presets import campaign

MONTHLY = campaign("nurture-monthly", ", ".join(f"email {30 * n}d auto" for n in range(12)))
MONTHLY = replace(
    MONTHLY,
    kind=NURTURE_ITEMS,
    steps=tuple(replace(step, template=f"item-{n}") for n, step in enumerate(MONTHLY.steps, 1)),
)
NURTURING = replace(
    POLICY,
    campaigns=POLICY.campaigns | {("nurture-monthly", 1): MONTHLY},
    current=POLICY.current | {"nurture-monthly": 1},
    nurture="nurture-monthly",
)


def nurtured(**facts: Any) -> Case:
    """A lead whose programme is through."""
    case = Case(lead_of(**facts), NURTURING)
    case.log("hung-up", "2026-12-18 12:00")
    case.log("hung-up", "2027-01-18 12:00")
    assert case.state.stage == "nurture"
    return case


def send(case: Case, now: Instant, channel: str = EMAIL, *, by_person: bool = False) -> None:
    """An item leaves."""
    act = Act("sent", channel, now, now, "" if not by_person else "ana", case.event, by_person=by_person)
    decision = decide(case.lead, case.state, case.policy, case.around, act)
    case.state = replace(apply(case.state, decision.effects), seen=case.event)
    case.event += 1


def test_r16_1_twelve_items_a_month_apart_then_lost() -> None:
    """R16.1: automatic, outside of the caps, then `lost` for want of an answer."""
    case = nurtured()
    touches, days = life_touches(case.state), []
    for number in range(1, 13):
        found = place(case.lead, case.state, case.policy, at("2027-01-18 12:00"), case.around)
        assert found.pieces == ()
        step, due = found.road.step, found.road.due
        assert step is not None
        assert due is not None
        assert (step.template, step.auto) == (f"item-{number}", True)
        days.append(due)
        send(case, due)
    assert all(later - earlier >= 29 * DAY for earlier, later in itertools.pairwise(days))
    assert (case.state.stage, case.state.reason) == ("lost", "no response after nurture")
    assert life_touches(case.state) == touches
    assert len(set(case.state.items)) == 12


def test_r16_2_a_response_brings_it_back_and_no_item_comes_twice() -> None:
    """R16.2, SEED1-19: to the earlier rep, tier now; a second nurture goes on with the items not sent."""
    case = nurtured()
    send(case, at("2027-01-18 13:00"))
    send(case, at("2027-02-17 08:00"))
    case.hear("reply", "2027-02-20 10:00")
    assert case.stands("2027-02-20 10:01") == "now"
    assert (case.state.stage, case.state.campaign) == ("active", "")
    case.log("hung-up", "2027-02-20 10:10")
    road = place(case.lead, case.state, case.policy, at("2027-02-20 11:00"), case.around).road
    assert case.state.stage == "nurture"
    assert road.step is not None
    assert (road.step.template, road.due) == ("item-3", at("2027-02-22 08:00"))


def test_r16_1_without_an_address_the_item_goes_by_post() -> None:
    """R16.1, SEED4-19: by every medium the lead has; never in a rep's queue."""
    case = nurtured(emails=())
    road = place(case.lead, case.state, case.policy, at("2027-01-18 13:00"), case.around).road
    assert road.step is not None
    assert (road.step.channel, road.step.auto, road.step.template) == (POST, False, "item-1")
    assert case.verdict("2027-01-18 13:00").rule == "nurture"
    assert case.verdict("2027-01-18 13:00").pieces == ()
    send(case, at("2027-01-19 13:00"), POST, by_person=True)
    assert case.state.items == ("item-1",)


def test_r16_1_without_any_address_it_is_held() -> None:
    """R16.1: `needs-contact`, and nothing is planned."""
    case = nurtured(emails=(), street="", linkedin="")
    said = case.verdict("2027-01-18 13:00")
    assert (said.rule, said.auto_at) == ("nurture", None)
    assert case.rule("needs-contact", "2027-01-18 13:00").holds
    road = place(case.lead, case.state, case.policy, at("2027-01-18 13:00"), case.around).road
    assert road.step is None


def test_a_person_s_own_mail_is_no_item() -> None:
    """R9.3: off-plan, the next item stays."""
    case = nurtured()
    send(case, at("2027-01-18 13:00"), by_person=True)
    assert (case.state.position, case.state.items) == (0, ())


def test_out_of_office_keeps_the_items_back() -> None:
    """R11.2: it goes on where it stopped."""
    case = nurtured()
    case.log("out-of-office", "2027-01-18 13:00", channel=EMAIL, when="2027-02-01 09:00")
    road = place(case.lead, case.state, case.policy, at("2027-01-19 13:00"), case.around).road
    assert (case.state.stage, road.due) == ("nurture", at("2027-02-01 08:00"))


def test_without_a_campaign_of_items_it_only_waits() -> None:
    """R16: a team without items still hands leads over."""
    case = Case()
    case.log("hung-up", "2026-12-18 12:00")
    case.log("hung-up", "2027-01-18 12:00")
    assert (case.state.stage, case.state.campaign) == ("nurture", "")


def test_r14_4_an_overdue_item_leaves_by_day() -> None:
    """R14.4: what stood still over the day waits for 08:00 where the lead is, and says so."""
    case = nurtured()
    assert case.verdict("2027-01-18 22:30").auto_at == at("2027-01-19 08:00")
    assert case.verdict("2027-01-19 05:00").auto_at == at("2027-01-19 08:00")
    assert case.verdict("2027-01-19 09:00").auto_at == at("2027-01-18 12:00")
