"""Rests, the programme, nurture (R4.10, R8)."""

from __future__ import annotations

import pytest

from dialq.engine.campaign import EMAIL
from dialq.engine.lead import WARM
from tests.engine.cases import Case, at, lead_of


def rested(day: str = "2026-12-18") -> Case:
    """A lead whose campaign ended on a day."""
    case = Case()
    case.log("hung-up", f"{day} 12:00")
    return case


@pytest.mark.parametrize(
    ("day", "until"),
    [
        ("2026-12-01", "2026-12-31 08:00"),
        ("2026-12-03", "2027-01-04 08:00"),
        ("2026-12-04", "2027-01-04 08:00"),
        ("2026-12-18", "2027-01-18 08:00"),
    ],
)
def test_a_rest_ends_on_the_first_open_day(day: str, until: str) -> None:
    """R8.2: 30 days, at the start of the first open day on or after."""
    case = rested(day)
    assert case.verdict(f"{day} 13:00").rule == "resting"
    assert case.rule("resting", f"{day} 13:00").until == at(until)


@pytest.mark.parametrize(
    ("when", "stands"), [("2027-01-18 07:59:59", "resting"), ("2027-01-18 08:00", "cadence")]
)
def test_the_next_campaign_starts_by_itself(when: str, stands: str) -> None:
    """R8.1: no write is needed; day 0 is the end of the rest."""
    case = rested()
    assert case.stands(when) == stands
    assert case.settled("2027-01-18 08:00").campaign == "last-call"


def test_the_programme_ends_in_nurture() -> None:
    """R4.10, R16: it says since when and why, and has no end by itself."""
    case = rested()
    case.log("hung-up", "2027-01-18 12:00")
    assert case.state.stage == "nurture"
    said = case.verdict("2027-01-19 12:00")
    assert (said.status, said.rule, said.until) == ("held", "nurture", None)
    assert "since Mon 18 Jan 12:00" in case.rule("nurture", "2027-01-19 12:00").value
    assert "its programme is through" in case.rule("nurture", "2027-01-19 12:00").value


def test_a_campaign_nothing_of_which_can_run_ends_at_its_last_skip() -> None:
    """R4.6, R8.1: only post is left, and the follow-on campaign has none."""
    case = Case(lead_of(phones=(), emails=()))
    assert case.settled("2026-12-18 08:00").stage == "resting"
    assert case.settled("2027-12-18 08:00").stage == "nurture"


def test_not_due_is_until_the_open_steps_own_due() -> None:
    """R5.3: though that step will be skipped then."""
    case = Case(lead_of(phones=(), emails=()))
    assert case.rule("not-due", "2026-12-01 10:10").until == at("2026-12-01 10:30")
    assert case.verdict("2026-12-01 10:10").until is None


def test_a_skipped_step_is_done_when_it_fell_due() -> None:
    """R4.2: without a number the mails keep their days."""
    case = Case(lead_of(temperature=WARM, linkedin="", street=""))
    for when, channel in (
        ("2026-12-02 09:00", "research"),
        ("2026-12-03 09:00", EMAIL),
        ("2026-12-07 09:00", EMAIL),
    ):
        case.log("done" if channel == "research" else "sent", when, channel=channel)
    state = case.settled("2026-12-09 08:00")
    assert (state.position, state.last_done) == (4, at("2026-12-09 08:00"))


def test_the_rest_after_a_promise_starts_when_it_is_given_up() -> None:
    """R11.3: the campaign had ended, so it rests from then."""
    case = rested("2026-12-01")
    case.log("callback", "2026-12-08 10:00", when="2026-12-08 12:00")
    for tried in ("2026-12-08 12:01", "2026-12-08 14:02", "2026-12-09 09:00", "2026-12-14 09:00"):
        case.log("no-answer", tried)
    assert (case.state.stage, case.state.rest_until) == ("resting", at("2027-01-13 08:00"))
