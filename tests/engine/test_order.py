"""Tiers and ties (R5.1, R5.2)."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from dialq.engine.lead import WARM, LeadId
from tests.engine.cases import Case, lead_of


def new(**changes: Any) -> Case:
    return Case(lead_of(**changes))


def called(**changes: Any) -> Case:
    """A hot lead whose first call met nobody at 10:01."""
    case = new(**changes)
    case.log("no-answer", "2026-12-01 10:01")
    return case


def promised(when: str = "2026-12-02 14:00", **more: Any) -> Case:
    case = new()
    case.log("callback", "2026-12-01 10:01", when=when, **more)
    return case


def asked(kind: str = "contact-me", when: str = "2026-12-08 11:00") -> Case:
    """A warm lead that ana called, and that then asked for something."""
    case = new(temperature=WARM)
    case.log("voicemail", "2026-12-02 10:00")
    case.hear(kind, when)
    return case


@pytest.mark.parametrize(
    ("when", "tier"),
    [
        ("2026-12-02 13:57:59", "callback-later"),
        ("2026-12-02 13:58:00", "callback"),
        ("2026-12-02 14:04:59", "callback"),
        ("2026-12-02 14:05:00", "response"),
        ("2026-12-09 14:00:00", "response"),
    ],
)
def test_promise_is_callback_from_two_minutes_before_to_five_after(when: str, tier: str) -> None:
    """R5.1 tiers 1 and 3."""
    assert promised().stands(when) == tier


@pytest.mark.parametrize(
    ("when", "tier"),
    [
        ("2026-12-01 10:00:00", "now"),
        ("2026-12-01 10:04:59", "now"),
        ("2026-12-01 10:05:00", "fresh"),
        ("2026-12-07 20:56:59", "fresh"),
        ("2026-12-08 08:00:00", "slipping"),
    ],
)
def test_inquiry_is_now_then_fresh_for_four_business_days(when: str, tier: str) -> None:
    """R5.1 tiers 2 and 4: Tuesday's inquiry is fresh to the end of Monday."""
    assert new().stands(when) == tier


@pytest.mark.parametrize(
    ("when", "tier"), [("2026-12-08 11:04:59", "now"), ("2026-12-08 11:05:00", "response")]
)
def test_an_answer_is_now_for_five_minutes(when: str, tier: str) -> None:
    """R5.1 tiers 2 and 3."""
    assert asked().stands(when) == tier


@pytest.mark.parametrize("code", ["no-show", "cancelled"])
def test_a_missed_meeting_is_a_response_at_once(code: str) -> None:
    """R2.1, R5.1: it returns in tier `response`; nobody waits at the phone."""
    case = new()
    case.log("meeting", "2026-12-01 10:01", when="2026-12-03 09:00")
    case.log(code, "2026-12-03 10:00", channel="meeting")
    assert case.stands("2026-12-03 10:00") == "response"


@pytest.mark.parametrize(
    ("when", "tier"),
    [
        ("2026-12-01 10:29:59", "not-due"),
        ("2026-12-01 10:30:00", "fresh"),
        ("2026-12-30 10:30:00", "fresh"),
    ],
)
def test_the_calls_of_the_first_day_stay_fresh(when: str, tier: str) -> None:
    """R5.1 tier 4: a step with a minute offset, for as long as it is open."""
    assert called().stands(when) == tier


def follow_up(**changes: Any) -> Case:
    """A warm lead whose research is done: its first mail is due on Thursday 3 December."""
    case = new(temperature=WARM, **changes)
    case.log("done", "2026-12-02 09:00", channel="research")
    return case


@pytest.mark.parametrize(
    ("when", "tier"),
    [
        ("2026-12-03 07:59:59", "not-due"),
        ("2026-12-03 08:00:00", "cadence"),
        ("2026-12-07 23:59:59", "cadence"),
        ("2026-12-08 00:00:00", "slipping"),
    ],
)
def test_a_step_slips_after_two_business_days(when: str, tier: str) -> None:
    """R5.1 tiers 5 and 6: due Thursday 08:00, it slips when Monday is over."""
    assert follow_up().stands(when) == tier


@pytest.mark.parametrize("when", ["2026-12-03 08:00", "2026-12-23 08:00"])
def test_doubtful_data_is_questionable_and_never_slips(when: str) -> None:
    """R5.1 tier 7."""
    assert follow_up(doubtful="title missing").stands(when) == "questionable"


@pytest.mark.parametrize(
    ("first", "second", "when"),
    [
        pytest.param(
            new(arrived="2026-12-01 10:02"),
            new(arrived="2026-12-01 10:01"),
            "2026-12-01 10:03",
            id="now: newest first",
        ),
        pytest.param(
            promised("2026-12-02 14:00"),
            promised("2026-12-02 14:01"),
            "2026-12-02 14:02",
            id="callback: earliest first",
        ),
        pytest.param(
            promised("2026-12-02 12:00"),
            promised("2026-12-02 13:00"),
            "2026-12-02 14:00",
            id="promises: earliest first",
        ),
        pytest.param(
            promised("2026-12-08 13:00"),
            asked(when="2026-12-08 12:00"),
            "2026-12-08 14:00",
            id="promises before answers",
        ),
        pytest.param(
            asked(when="2026-12-08 12:00"),
            asked(when="2026-12-08 11:00"),
            "2026-12-08 14:00",
            id="answers: newest first",
        ),
        pytest.param(
            new(arrived="2026-12-01 09:59"),
            new(arrived="2026-12-01 09:00"),
            "2026-12-01 10:30",
            id="fresh: newest first",
        ),
        pytest.param(new(), called(), "2026-12-01 10:30", id="fresh: untouched before the next calls"),
        pytest.param(
            called(),
            called(arrived="2026-12-01 10:00:30"),
            "2026-12-01 10:40",
            id="the next calls: earliest due first",
        ),
        pytest.param(
            follow_up(interactions=2),
            follow_up(interactions=1),
            "2026-12-03 09:00",
            id="cadence: more interactions first",
        ),
        pytest.param(
            follow_up(arrived="2026-12-01 09:00"),
            follow_up(),
            "2026-12-03 09:00",
            id="cadence: oldest arrival first",
        ),
        pytest.param(
            new(temperature=WARM),
            follow_up(interactions=9),
            "2026-12-03 09:00",
            id="cadence: step number first",
        ),
    ],
)
def test_ties(first: Case, second: Case, when: str) -> None:
    """R5.1: who goes first within a tier."""
    ahead, behind = first.verdict(when), second.verdict(when)
    assert ahead.status == behind.status == "ready"
    assert (ahead.tier, ahead.rank) < (behind.tier, behind.rank)
    assert ahead.tier == behind.tier


def test_equals_rank_alike_so_that_the_id_decides() -> None:
    """R5.2."""
    one, other = follow_up(), follow_up()
    other.lead = replace(other.lead, id=LeadId(2))
    assert one.verdict("2026-12-03 09:00").rank == other.verdict("2026-12-03 09:00").rank


@pytest.mark.parametrize(
    ("scope", "when", "rep", "stands"),
    [
        (False, "2026-12-02 16:00", "ben", "not-yours"),
        (True, "2026-12-02 14:29:59", "ben", "not-yours"),
        (True, "2026-12-02 14:30:00", "ben", "response"),
        (True, "2026-12-02 14:00:00", "ana", "callback"),
    ],
)
def test_lanes_of_a_promise(scope: bool, when: str, rep: str, stands: str) -> None:
    """R10.2: `only me` is mine for good, `anyone` is the pool's after half an hour."""
    assert promised(anyone=scope).stands(when, rep) == stands


@pytest.mark.parametrize(
    ("when", "rep", "stands"),
    [
        ("2026-12-08 11:01", "ana", "now"),
        ("2026-12-08 11:01", "ben", "not-yours"),
        ("2026-12-08 11:30", "ben", "response"),
    ],
)
def test_lane_of_an_answer(when: str, rep: str, stands: str) -> None:
    """R11.1: the last rep has half an hour, then it is the pool's."""
    assert asked().stands(when, rep) == stands
