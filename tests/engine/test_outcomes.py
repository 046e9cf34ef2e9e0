"""What each outcome does (R9, R10.3)."""

from __future__ import annotations

from typing import Any

import pytest

from dialq.engine.campaign import EMAIL
from dialq.engine.outcome import OUTCOMES
from tests.engine.cases import MOBILE, WORK, Case, at, lead_of

NOON = "2026-12-01 12:00"


def logged(code: str, channel: str = "call", **more: Any) -> Case:
    case = Case()
    case.log(code, NOON, channel=channel, **more)
    return case


@pytest.mark.parametrize(
    ("code", "more", "wanted"),
    [
        ("no-answer", {}, {"position": 1, "stage": "active"}),
        ("voicemail", {}, {"position": 1, "stage": "active"}),
        ("gatekeeper", {}, {"position": 1, "stage": "active"}),
        ("busy", {}, {"position": 0, "busy": 1, "not_before": at("2026-12-01 12:15")}),
        ("callback", {"when": "2026-12-02 09:00"}, {"position": 1, "stalled": at(NOON)}),
        ("interested", {"when": "2026-12-02 09:00"}, {"position": 1, "stalled": at(NOON)}),
        ("info-sent", {}, {"position": 1, "stalled": at(NOON)}),
        ("meeting", {"when": "2026-12-03 09:00"}, {"stage": "meeting", "campaign": ""}),
        ("not-now", {}, {"stage": "resting", "rest_until": at("2027-03-01 08:00")}),
        ("not-now", {"when": "2027-02-06 10:00"}, {"stage": "resting", "rest_until": at("2027-02-08 08:00")}),
        ("not-interested", {"reason": "budget"}, {"stage": "lost", "reason": "budget"}),
        ("wrong-number", {"number": WORK}, {"position": 0, "dead": ((WORK, None),)}),
        ("bad-number", {"number": WORK}, {"position": 0, "dead": ((WORK, at("2027-05-30 13:00")),)}),
        ("referred", {}, {"paused_until": at("2026-12-15 08:00"), "position": 1}),
        ("left-company", {}, {"stage": "disqualified"}),
        ("hung-up", {}, {"stage": "resting", "rest_until": at("2026-12-31 08:00")}),
        ("do-not-call", {}, {"stage": "suppressed"}),
        ("out-of-office", {"channel": EMAIL}, {"paused_until": at("2026-12-08 08:00"), "position": 0}),
        ("bounced", {"channel": EMAIL}, {"dead": (("lou@field.example", None),), "position": 0}),
        ("attended", {"channel": "meeting"}, {"stage": "won"}),
        ("skip", {"reason": "other"}, {"position": 1, "last_done": at(NOON)}),
        ("later", {}, {"position": 0, "later": at("2026-12-01 14:00"), "laters": 1}),
        ("later", {"when": "2026-12-04 09:00"}, {"later": at("2026-12-04 09:00")}),
    ],
)
def test_effect(code: str, more: dict[str, object], wanted: dict[str, object]) -> None:
    """R9: step, stage, dates."""
    state = logged(code, **more).state  # type: ignore[arg-type]
    assert {name: getattr(state, name) for name in wanted} == wanted


@pytest.mark.parametrize("code", [code for code, row in OUTCOMES.items() if row.for_calls])
def test_flags_of_a_call(code: str) -> None:
    """R9: dial, touch and human are three separate things."""
    row = OUTCOMES[code]
    more = {"when": "2026-12-02 09:00"} if "when" in row.needs else {}
    entry = logged(code, **more).state.ledger[-1]
    assert (entry.dial, entry.touch, entry.human) == (row.dial, row.touch, row.human)


@pytest.mark.parametrize("code", ["busy", "wrong-number", "bad-number"])
def test_a_dial_that_is_no_touch_leaves_the_lead_untouched(code: str) -> None:
    """R5.1 tier 4: nobody has touched it yet."""
    case = logged(code, number=WORK)
    assert not case.state.touched
    assert case.state.last_rep == "ana"


def test_research_is_no_touch() -> None:
    """Section 1: research reaches nobody."""
    case = Case(lead_of(temperature="warm"))
    case.log("done", "2026-12-02 09:00", channel="research")
    assert (case.state.ledger, case.state.position, case.state.touched) == ((), 1, False)


def test_the_third_busy_counts_as_no_answer() -> None:
    """R9: a touch, and the step is done."""
    case = Case()
    touches = [case.log("busy", f"2026-12-01 12:{minute:02}").touch for minute in (0, 15, 30)]
    assert touches == [False, False, True]
    assert case.state.position == 1


def test_wrong_number_opens_the_next_at_once() -> None:
    """R9: same step, next number, no gap."""
    case = logged("wrong-number", number=MOBILE)
    said = case.verdict("2026-12-01 12:01")
    assert (said.status, said.step and said.step.key) == ("ready", "call-1")


def test_bad_number_comes_back() -> None:
    """R9, R4.6: dead for 180 days; the lead has nothing else and waits for it."""
    case = Case(lead_of(emails=(), linkedin="", street="", phones=lead_of().phones[:1]))
    case.log("bad-number", NOON, number=WORK)
    said = case.verdict("2026-12-02 12:00")
    assert (said.rule, said.until) == ("needs-contact", at("2027-05-30 13:00"))
    assert case.stands("2027-05-30 13:00") == "slipping"


def test_no_way_to_reach_a_lead_is_needs_contact() -> None:
    """R4.6: asked before any step is skipped."""
    case = Case(lead_of(phones=(), emails=(), linkedin="", street=""))
    said = case.verdict("2026-12-01 12:00")
    assert (said.rule, said.until) == ("needs-contact", None)


def test_a_step_off_its_channel_moves_nothing() -> None:
    """R9.3: counted everywhere, no step moved."""
    case = logged("sent", channel="post")
    assert (case.state.position, len(case.state.ledger)) == (0, 1)


def test_a_step_counts_before_it_is_due() -> None:
    """R9.3: due or not."""
    case = Case()
    case.log("no-answer", "2026-12-01 10:01")
    case.log("no-answer", "2026-12-01 10:05")
    assert case.state.position == 2


def test_an_inbound_call_is_no_dial_and_no_touch() -> None:
    """R9.6: it is a response, and moves no step."""
    case = logged("callback", direction="in", when="2026-12-02 09:00")
    entry = case.state.ledger[-1]
    assert (entry.dial, entry.touch, case.state.position) == (False, False, 0)
    assert (case.state.last_response, case.state.interactions) == (at(NOON), 1)


@pytest.mark.parametrize(
    ("scope", "bans", "stage"),
    [
        ("number", [("number", WORK)], "active"),
        ("address", [("address", "lou@field.example")], "active"),
        ("domain", [("domain", "field.example")], "active"),
        ("company", [("company", "field works")], "suppressed"),
    ],
)
def test_scopes_of_a_ban(scope: str, bans: list[tuple[str, str]], stage: str) -> None:
    """R9, R18.1: only what leaves no channel ends the lead."""
    case = Case(lead_of(company="Field Works"))
    decision = case.log("do-not-call", NOON, scope=scope, number=WORK)
    assert list(decision.bans) == bans
    assert case.state.stage == stage


def test_a_ban_of_nothing_bans_the_person() -> None:
    """R9: who says do-not-call is heard, whatever scope was picked."""
    case = Case(lead_of(company=""))
    decision = case.log("do-not-call", NOON, scope="company")
    assert ("person", "1") in decision.bans
    assert ("number", WORK) in decision.bans
    assert case.state.stage == "suppressed"


def test_hung_up_on_a_lost_lead_changes_nothing() -> None:
    """R2.1: only the lead itself brings it back."""
    case = logged("not-interested", reason="need")
    case.log("hung-up", "2026-12-02 12:00")
    assert case.state.stage == "lost"


def test_not_now_after_the_last_campaign_rests_first() -> None:
    """R9 `8`: rest, then nurture."""
    case = Case()
    case.log("not-now", NOON, when="2026-12-10 09:00")
    case.log("not-now", "2026-12-15 12:00", when="2027-01-07 09:00")
    assert (case.state.stage, case.state.leg) == ("resting", 2)
    assert case.settled("2027-01-07 08:00").stage == "nurture"


def test_a_started_call_keeps_others_off_for_four_hours() -> None:
    """R9.2: its dial counts at once."""
    case = Case()
    case.ring("2026-12-01 10:01")
    assert case.stands("2026-12-01 14:00:59", "ben") == "claimed"
    assert case.stands("2026-12-01 14:01:00", "ben") != "claimed"
    assert case.stands("2026-12-01 10:27:00", "ana") == "fresh"
    assert [entry.dial for entry in case.state.ledger] == [True]


def test_the_outcome_takes_the_place_of_its_dial() -> None:
    """R9.2, R7.2: one dial, not two."""
    case = Case()
    call = case.ring("2026-12-01 10:01")
    case.log("no-answer", "2026-12-01 10:03", call=call)
    entry = case.state.ledger[-1]
    assert len(case.state.ledger) == 1
    assert (entry.at, entry.end, case.state.call) == (at("2026-12-01 10:01"), at("2026-12-01 10:03"), None)
