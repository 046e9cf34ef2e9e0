"""Promises, answers and their retries; the campaign waits and goes on with its gaps kept (R10.2, R11)."""

from __future__ import annotations

import pytest

from dialq.engine.campaign import EMAIL
from dialq.engine.lead import WARM
from tests.engine.cases import Case, at, lead_of


def asked(kind: str = "contact-me") -> Case:
    """A hot lead that ana called on Tuesday 10:01 and that asked for something at noon."""
    case = Case()
    case.log("no-answer", "2026-12-01 10:01")
    case.hear(kind, "2026-12-01 12:00")
    return case


RETRIES = [
    ("2026-12-01 12:02", "2026-12-01 14:02"),
    ("2026-12-01 14:10", "2026-12-02 08:00"),
    ("2026-12-02 09:00", "2026-12-07 08:00"),
]
"""When a try met nobody, and when the next one is."""


@pytest.mark.parametrize("code", ["no-answer", "voicemail", "gatekeeper"])
def test_an_answer_is_tried_four_times(code: str) -> None:
    """R11.3: after 2 h, the next open day, 3 open days later; then the campaign goes on."""
    case = asked()
    for tried, again in RETRIES:
        case.log(code, tried)
        said = case.verdict(tried)
        assert (said.rule, said.until) == ("callback-later", at(again))
        assert case.stands(again) == "response"
    case.log(code, "2026-12-07 09:00")
    assert (case.state.response, case.state.stalled) == (None, None)


def test_a_promise_is_tried_alike_and_keeps_its_time() -> None:
    """R11.3, R5.1: the next try is a later promise, not a new callback."""
    case = Case()
    case.log("callback", "2026-12-01 10:01", when="2026-12-01 12:00")
    for tried, again in RETRIES:
        case.log("no-answer", tried)
        assert case.verdict(tried).until == at(again)
        assert case.stands(again) == "response"
    case.log("no-answer", "2026-12-07 09:00")
    assert case.state.promise is None


def test_busy_is_the_same_try() -> None:
    """R11.3: again in 15 minutes, the third time counts."""
    case = asked()
    for minute in (2, 17):
        case.log("busy", f"2026-12-01 12:{minute:02}")
        assert case.verdict(f"2026-12-01 12:{minute:02}").until == at(f"2026-12-01 12:{minute + 15:02}")
    case.log("busy", "2026-12-01 12:32")
    assert case.verdict("2026-12-01 12:32").until == at("2026-12-01 14:32")


@pytest.mark.parametrize("code", ["no-show", "cancelled"])
def test_a_missed_meeting_has_two_tries(code: str) -> None:
    """R2.1: then the lead rests, its campaign is over."""
    case = Case()
    case.log("meeting", "2026-12-01 10:01", when="2026-12-02 09:00")
    case.log(code, "2026-12-02 10:00", channel="meeting")
    case.log("no-answer", "2026-12-02 10:05")
    assert case.verdict("2026-12-02 10:05").until == at("2026-12-02 12:05")
    case.log("no-answer", "2026-12-02 12:06")
    assert (case.state.stage, case.state.rest_until) == ("resting", at("2027-01-01 08:00"))


def test_a_mail_answers() -> None:
    """R11: open until a person has dealt with it; who writes has."""
    case = asked("reply")
    case.log("sent", "2026-12-01 12:10", channel=EMAIL)
    assert not case.state.owes
    assert case.state.stalled is None


def test_an_automatic_mail_does_not_answer() -> None:
    """R11: only a person deals with it."""
    case = asked("reply")
    case.log("sent", "2026-12-01 12:10", channel=EMAIL, by_person=False, rep="")
    assert case.state.response is not None


def test_gaps_are_kept_over_a_standstill() -> None:
    """R11.3: the call due at 10:30 stood still for a day and is due a day later."""
    case = Case()
    case.log("no-answer", "2026-12-01 10:01")
    case.hear("reply", "2026-12-01 10:20")
    case.log("sent", "2026-12-02 10:20", channel=EMAIL)
    said = case.verdict("2026-12-02 10:29")
    assert (said.step and said.step.key, said.due) == ("call-2", at("2026-12-02 10:30"))


def test_days_move_by_dates() -> None:
    """R11.3: a day step moves by the dates that passed, a short standstill over midnight by one."""
    case = Case(lead_of(temperature=WARM))
    case.log("done", "2026-12-02 09:00", channel="research")
    case.hear("reply", "2026-12-02 23:00")
    case.log("sent", "2026-12-03 01:00", channel=EMAIL)
    assert case.verdict("2026-12-03 01:00").due == at("2026-12-04 08:00")


def test_a_response_ends_a_rest() -> None:
    """R8.1, R11.1: and the rest begins anew when it is dealt with."""
    case = Case()
    case.log("hung-up", "2026-12-01 10:01")
    case.hear("form", "2026-12-10 11:00")
    assert case.stands("2026-12-10 11:01") == "now"
    case.log("sent", "2026-12-10 11:10", channel=EMAIL)
    assert (case.state.stage, case.state.rest_until) == ("resting", at("2027-01-11 08:00"))


@pytest.mark.parametrize("kind", ["contact-me", "reply", "inbound-call", "form"])
@pytest.mark.parametrize("code", ["not-interested", "left-company", "attended"])
def test_a_response_reopens(kind: str, code: str) -> None:
    """R2.1: lost, disqualified and won alike."""
    case = Case()
    case.log(code, "2026-12-01 10:01", reason="need")
    assert case.verdict("2026-12-02 10:00").status == "closed"
    case.hear(kind, "2026-12-02 11:00")
    assert (case.state.stage, case.stands("2026-12-02 11:01")) == ("active", "now")


def test_a_response_of_a_suppressed_lead_only_tells() -> None:
    """R2.1."""
    case = Case()
    case.log("do-not-call", "2026-12-01 10:01")
    case.hear("reply", "2026-12-02 11:00")
    assert (case.state.stage, case.state.response, case.state.interactions) == ("suppressed", None, 1)


def test_a_meeting_is_asked_about_an_hour_after() -> None:
    """R2.1, R5.1: tier `response`, its own rep's."""
    case = Case()
    case.log("meeting", "2026-12-01 10:01", when="2026-12-03 22:00")
    assert case.stands("2026-12-03 22:59:59") == "callback-later"
    assert case.stands("2026-12-03 23:00:00") == "response"
    assert case.stands("2026-12-03 23:00:00", "ben") == "not-yours"


def test_a_mail_about_a_meeting_does_not_lose_the_meeting() -> None:
    """R2.1: after the answer the lead is back in `meeting`, and is asked about."""
    case = Case()
    case.log("meeting", "2026-12-01 10:01", when="2026-12-03 09:00")
    case.hear("reply", "2026-12-02 09:00")
    assert case.state.stage == "active"
    case.log("sent", "2026-12-02 09:10", channel=EMAIL)
    assert case.state.stage == "meeting"
    assert case.stands("2026-12-03 10:00") == "response"


@pytest.mark.parametrize(
    ("when", "stands"), [("2026-12-08 07:59:59", "paused"), ("2026-12-08 08:00:00", "fresh")]
)
def test_out_of_office_pauses(when: str, stands: str) -> None:
    """R11.2: seven days if no date is given, and on with its gaps kept."""
    case = Case()
    case.log("no-answer", "2026-12-01 10:01")
    case.log("out-of-office", "2026-12-01 10:31", channel=EMAIL)
    assert case.stands(when) == stands


def test_what_falls_due_lifts_a_pause() -> None:
    """R11.1: an answer is owed whatever the pause."""
    case = Case()
    case.log("out-of-office", "2026-12-01 10:31", channel=EMAIL)
    case.hear("contact-me", "2026-12-02 11:00")
    assert case.stands("2026-12-02 11:00") == "now"
    case.log("sent", "2026-12-02 11:10", channel=EMAIL)
    assert case.stands("2026-12-02 11:10") == "paused"


def test_a_reply_is_answered_at_night_a_caller_is_not() -> None:
    """R6, R15: the window is asked of calls only."""
    assert asked("reply").stands("2026-12-01 22:00") == "response"
    assert asked("contact-me").stands("2026-12-01 22:00") == "window"


def test_later_puts_an_answer_off() -> None:
    """R10.3: what is asked now is asked again then, and it is no try."""
    case = asked()
    case.log("later", "2026-12-01 12:02", when="2026-12-01 15:00", reason="other")
    assert case.verdict("2026-12-01 12:02").until == at("2026-12-01 15:00")
    assert case.state.response is not None
    assert case.state.response.tries == 0


def test_a_reply_is_answered_while_a_promise_waits_for_the_morning() -> None:
    """R5.1, R15: the better place is shut at night, the lesser one is not."""
    case = Case()
    case.log("callback", "2026-12-01 10:01", when="2026-12-01 19:00")
    case.hear("reply", "2026-12-01 22:00")
    assert case.stands("2026-12-01 22:01") == "now"
    assert case.stands("2026-12-01 22:06") == "response"


def test_each_try_counts_for_what_was_owed_then() -> None:
    """R11.3: a new response has tries of its own."""
    case = asked()
    for tried, _ in RETRIES:
        case.log("no-answer", tried)
    case.hear("reply", "2026-12-04 10:00")
    assert case.state.response is not None
    assert case.state.response.tries == 0
