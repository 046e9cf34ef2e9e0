"""Caps and gaps, each just below, at and after its edge (R7)."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from dialq.clock import HOUR, Instant
from dialq.engine.allowed import Deed, marks, refusals
from dialq.engine.campaign import CALL, EMAIL
from dialq.engine.channels import Around
from dialq.engine.lead import WARM
from dialq.engine.plan import life_touches, run_touches
from tests.engine.cases import WORK, Case, at, lead_of
from tests.oracle.presets import PRESETS


def warm() -> Case:
    return Case(lead_of(temperature=WARM))


def holds(case: Case, rule: str, when: str) -> tuple[bool, Instant | None]:
    line = case.rule(rule, when)
    return line.holds, line.until


@pytest.mark.parametrize(
    ("code", "when", "held"),
    [
        ("no-answer", "2026-12-01 10:55:59", True),
        ("no-answer", "2026-12-01 10:56:00", False),
        ("busy", "2026-12-01 10:46:00", False),
        ("wrong-number", "2026-12-01 10:31:00", False),
        ("bad-number", "2026-12-01 10:31:00", False),
    ],
)
def test_gap_between_calls(code: str, when: str, held: bool) -> None:
    """R7.1: 25 minutes from a call's end; none after busy, wrong and bad numbers."""
    case = Case()
    case.log("no-answer", "2026-12-01 10:01")
    case.log(code, "2026-12-01 10:31")
    assert holds(case, "gap", when) == (held, at("2026-12-01 10:56") if held else None)


def test_the_third_busy_asks_for_a_gap() -> None:
    """R9: the third busy signal counts as no-answer."""
    case = Case()
    for minute in (0, 15, 30):
        case.log("busy", f"2026-12-01 10:{minute:02}")
    assert holds(case, "gap", "2026-12-01 10:54:59") == (True, at("2026-12-01 10:55"))


@pytest.mark.parametrize(
    ("when", "held"),
    [("2026-12-02 09:59:59", True), ("2026-12-02 10:00:00", False), ("2026-12-03 10:00", False)],
)
def test_three_dials_in_24_hours(when: str, held: bool) -> None:
    """R7.1: rolling, over all numbers, until the third-latest dial is a day old."""
    case = Case()
    for clock in ("10:00", "10:15", "10:30"):
        case.log("busy", f"2026-12-01 {clock}")
    assert holds(case, "cap.dials-24h", when) == (held, at("2026-12-02 10:00") if held else None)


def test_two_dials_hold_nothing() -> None:
    """R7.1: the cap begins at the third."""
    case = Case()
    for clock in ("10:00", "10:30"):
        case.log("no-answer", f"2026-12-01 {clock}")
    assert not case.rule("cap.dials-24h", "2026-12-01 11:00").holds


@pytest.mark.parametrize(("when", "held"), [("2026-12-03 23:59:59", True), ("2026-12-04 00:00:00", False)])
def test_two_touches_a_day(when: str, held: bool) -> None:
    """R7.1: on any local day but that of the first call."""
    case = Case()
    for clock in ("10:00", "10:30"):
        case.log("no-answer", f"2026-12-01 {clock}")
    assert not case.rule("cap.day", "2026-12-01 11:00").holds
    for clock in ("09:00", "10:00"):
        case.log("no-answer", f"2026-12-03 {clock}")
    assert holds(case, "cap.day", when) == (held, at("2026-12-04 00:00") if held else None)


def test_the_day_is_the_leads() -> None:
    """R4.3, R7.1: the day ends at midnight where the lead is."""
    case = Case(lead_of(zones=("America/Los_Angeles",)))
    case.log("no-answer", "2026-12-01 12:00")
    for clock in ("12:00", "13:00"):
        case.log("no-answer", f"2026-12-03 {clock}")
    assert case.rule("cap.day", "2026-12-03 18:00").until == at("2026-12-04 03:00")


@pytest.mark.parametrize(("when", "held"), [("2026-12-04 03:59:59", True), ("2026-12-04 04:00:00", False)])
def test_gap_between_mails(when: str, held: bool) -> None:
    """R7.1: 20 hours."""
    case = warm()
    case.log("done", "2026-12-02 09:00", channel="research")
    case.log("sent", "2026-12-03 08:00", channel=EMAIL)
    assert holds(case, "gap", when) == (held, at("2026-12-04 04:00") if held else None)


@pytest.mark.parametrize(("when", "held"), [("2026-12-03 23:59:59", False), ("2026-12-04 00:00:00", True)])
def test_no_gap_between_mails_on_the_day_of_the_first_call(when: str, held: bool) -> None:
    """R7.1: what is left of the 20 hours begins at midnight."""
    case = warm()
    case.log("done", "2026-12-02 09:00", channel="research")
    case.log("sent", "2026-12-03 08:00", channel=EMAIL)
    case.log("no-answer", "2026-12-03 09:00")
    assert holds(case, "gap", when) == (held, at("2026-12-04 04:00") if held else None)


@pytest.mark.parametrize(("ago", "held"), [(2 * HOUR - 1, True), (2 * HOUR, False)])
@pytest.mark.parametrize("key", [WORK, ""])
def test_one_number_or_company_rests_two_hours(key: str, ago: int, held: bool) -> None:
    """R7.8: rung for another lead."""
    rung = Instant(at("2026-12-01 11:00") - ago)
    case = Case(around=Around(rung=((key, rung),)))
    assert holds(case, "gap", "2026-12-01 11:00") == (held, at("2026-12-01 11:00:01") if held else None)


def test_a_number_that_left_the_lead_does_not_hold_it() -> None:
    """R7.8, R9: a wrong number is nobody's."""
    case = Case(around=Around(rung=((WORK, at("2026-12-01 10:30")),)))
    case.log("wrong-number", "2026-12-01 10:31", number=WORK)
    assert case.stands("2026-12-01 10:32") == "fresh"


def test_six_calls_then_calls_are_skipped() -> None:
    """R7.1, R7.6: the sixth phone touch is the last of the campaign; later call steps fall away."""
    case = Case()
    for day in range(1, 7):
        case.log("no-answer", f"2026-12-{day:02} 10:00")
    assert run_touches(case.state, CALL) == 6
    line = PRESETS["inbound"].line[case.state.position :]
    assert any(step.channel == CALL for step in line)
    for day in (10, 14):
        case.log("sent", f"2026-12-{day} 10:00", channel=EMAIL)
    said = case.verdict("2027-01-04 10:00")
    assert said.step is not None
    assert said.step.channel == EMAIL


def test_ten_touches_end_the_campaign() -> None:
    """R7.1, R8.1: it rests from its tenth touch."""
    case = Case()
    for day in range(1, 10):
        case.log("sent", f"2026-12-{day:02} 09:00", channel="post")
    assert case.state.campaign == "inbound"
    case.log("sent", "2026-12-10 09:00", channel="post")
    assert (case.state.stage, case.state.rest_until) == ("resting", at("2027-01-11 08:00"))


def test_thirty_touches_in_a_life_end_in_nurture() -> None:
    """R7.1: after the thirtieth the lead is with marketing."""
    case = Case()
    case.policy = replace(case.policy, caps=replace(case.policy.caps, life=5))
    for day in range(1, 5):
        case.log("sent", f"2026-12-{day:02} 09:00", channel="post")
    assert (life_touches(case.state), case.state.stage) == (4, "active")
    case.log("sent", "2026-12-05 09:00", channel="post")
    assert (life_touches(case.state), case.state.stage) == (5, "nurture")


def test_touches_count_from_the_last_response() -> None:
    """R7.1: campaign and day caps begin anew with it."""
    case = Case()
    for clock in ("10:01", "10:31"):
        case.log("no-answer", f"2026-12-01 {clock}")
    case.hear("reply", "2026-12-02 09:00")
    assert run_touches(case.state) == 0
    assert life_touches(case.state) == 2


def test_answering_is_not_chasing() -> None:
    """R7.5: for an open response our caps and gaps do not hold."""
    case = Case()
    for clock in ("10:00", "10:15", "10:30"):
        case.log("busy", f"2026-12-01 {clock}")
    case.hear("contact-me", "2026-12-01 10:31")
    assert case.stands("2026-12-01 10:31") == "now"


@pytest.mark.parametrize(
    ("deed", "answering", "rules"),
    [
        (Deed(CALL, at("2026-12-01 11:00"), True, True), False, ["cap.dials-24h"]),
        (Deed(CALL, at("2026-12-01 11:00"), True, True), True, []),
        (Deed(CALL, at("2026-12-02 11:00"), True, True), False, []),
        (Deed(CALL, at("2026-12-02 07:59"), True, True), False, ["cap.dials-24h", "window"]),
        (Deed(CALL, at("2026-12-02 20:59"), True, True), False, []),
        (Deed(CALL, at("2026-12-02 21:00"), True, True), True, ["window"]),
        (Deed(EMAIL, at("2026-12-01 22:00"), False, True), False, []),
        (Deed("research", at("2026-12-01 22:00"), False, True), False, []),
    ],
)
def test_what_asks_for_a_reason(deed: Deed, answering: bool, rules: list[str]) -> None:
    """R7.4, R7.5: caps and law do, each judged at the deed's own time; for an answer only law does."""
    case = Case()
    for clock in ("10:00", "10:15", "10:30"):
        case.log("busy", f"2026-12-01 {clock}")
    found = refusals(case.lead, case.state, case.policy, case.around, deed, answering=answering)
    assert [refusal.rule for refusal in found] == rules


@pytest.mark.parametrize(
    ("when", "found"),
    [("2026-12-02 10:24:59", ("gap",)), ("2026-12-02 10:25:00", ()), ("2026-12-02 20:58:00", ("guard",))],
)
def test_gap_and_guard_only_mark(when: str, found: tuple[str, ...]) -> None:
    """R7.4: they are put down with the outcome, and ask for no reason."""
    case = Case()
    case.log("no-answer", "2026-12-02 10:00")
    deed = Deed(CALL, at(when), True, True)
    assert marks(case.lead, case.state, case.policy, case.around, deed) == found
