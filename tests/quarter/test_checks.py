"""The checks of the quarter see what they look for: each finds the smallest ledger that breaks its rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dialq.clock import DAY, HOUR, MINUTE, Instant
from dialq.engine.lead import LeadRecord
from tests.oracle.strategies import begin
from tests.quarter import rules
from tests.quarter.ledger import Line
from tests.quarter.people import TEAM, Person
from tests.quarter.rules import NURTURE, Check, life_of

TEN = begin("2026-12-01 10:00")
BUYER = LeadRecord(title="Manager", interaction="form")
EXPO = LeadRecord(title="Manager", source="expo")
STUDENT = LeadRecord(title="Student", interaction="form")


def line(after: int, code: str, **more: Any) -> Line:
    """Something of ana's that happened so long after ten."""
    at = Instant(TEN + after)
    given: dict[str, Any] = {"number": after, "lead": 1, "began": at, "at": at, "rep": "ana", "code": code}
    return Line(**(given | more))


def call(after: int, code: str = "no-answer", step: str = "", **more: Any) -> Line:
    """A call in `inbound`."""
    touch = code not in ("busy", "wrong-number", "bad-number")
    return line(after, code, channel="call", campaign="inbound", step=step, dial=True, touch=touch, **more)


def mail(after: int, campaign: str = "inbound", step: str = "", **more: Any) -> Line:
    """A mail."""
    return line(after, "sent", channel="email", campaign=campaign, step=step, touch=True, **more)


def act(after: int, kind: str) -> Line:
    """The lead does something."""
    return line(after, kind, own=True)


BROKEN: tuple[tuple[Check, list[Line], LeadRecord], ...] = (
    (rules.campaign_caps, [call(day * DAY) for day in range(7)], BUYER),
    (rules.campaign_caps, [mail(day * DAY) for day in range(11)], BUYER),
    (rules.life_cap, [mail(day * DAY, f"{day // 8}") for day in range(31)], BUYER),
    (rules.day_cap, [call(0), *(mail(DAY + hour * HOUR) for hour in range(3))], BUYER),
    (rules.dial_cap, [call(hours * HOUR, "busy") for hours in (0, 1, 2, 23)], BUYER),
    (rules.call_gap, [call(0), call(24 * MINUTE)], BUYER),
    (rules.mail_gap, [mail(0), mail(19 * HOUR)], BUYER),
    (rules.plan_gaps, [call(0, step="call-1"), call(28 * MINUTE, step="call-2")], BUYER),
    (rules.plan_gaps, [mail(0, step="email-2"), mail(3 * DAY, step="email-3")], BUYER),
    (rules.rests, [call(0, "hung-up"), mail(29 * DAY, "last-call")], BUYER),
    (rules.rests, [mail(0, step="email-4"), mail(29 * DAY, "last-call")], BUYER),
    (rules.rests, [call(0, "not-now", when=Instant(TEN + 9 * DAY)), mail(8 * DAY, "last-call")], BUYER),
    (rules.automatic_mails, [act(0, "reply"), mail(HOUR, rep="")], BUYER),
    (rules.automatic_mails, [call(0, "callback", when=Instant(TEN + DAY)), mail(HOUR, rep="")], BUYER),
    (rules.mail_hours, [mail(11 * HOUR, NURTURE, "item-1", rep="")], BUYER),
    (rules.calling_hours, [call(11 * HOUR)], BUYER),
    (rules.bans, [call(0, "do-not-call"), mail(DAY)], BUYER),
    (rules.bans, [line(0, "bounced"), mail(DAY)], BUYER),
    (rules.bans, [call(0, "wrong-number"), call(DAY)], BUYER),
    (rules.items_once, [mail(day * DAY, NURTURE, "item-1", rep="") for day in (0, 30)], BUYER),
    (rules.names_wait, [call(DAY)], EXPO),
    (rules.names_wait, [act(0, "webinar"), call(DAY)], EXPO),
    (rules.names_wait, [act(0, "contact-me"), call(DAY)], STUDENT),
)
KEPT: tuple[tuple[Check, list[Line], LeadRecord], ...] = (
    (
        rules.campaign_caps,
        [*(call(day * DAY) for day in range(6)), act(6 * DAY, "reply"), call(7 * DAY)],
        BUYER,
    ),
    (rules.day_cap, [call(hours * HOUR) for hours in range(3)], BUYER),
    (rules.dial_cap, [call(hours * HOUR, "busy") for hours in (0, 1, 2, 24)], BUYER),
    (rules.call_gap, [call(0, "busy"), call(15 * MINUTE), call(40 * MINUTE)], BUYER),
    (rules.rests, [call(0, "hung-up"), act(DAY, "reply"), call(DAY + MINUTE)], BUYER),
    (rules.rests, [call(0, "hung-up"), mail(30 * DAY, "last-call")], BUYER),
    (rules.automatic_mails, [act(0, "reply"), mail(60), mail(HOUR, rep="")], BUYER),
    (rules.names_wait, [act(0, "webinar"), act(DAY, "download"), call(DAY + MINUTE)], EXPO),
)


def found(check: Check, lines: list[Line], record: LeadRecord) -> list[str]:
    """What a check says of a ledger."""
    return list(check(life_of(Person(1, Instant(TEN - HOUR), record, TEAM, ()), lines)))


@pytest.mark.parametrize(("check", "lines", "record"), BROKEN)
def test_a_broken_rule_is_seen(check: Check, lines: list[Line], record: LeadRecord) -> None:
    """Once: at the line that breaks it."""
    assert len(found(check, lines, record)) == 1


@pytest.mark.parametrize(("check", "lines", "record"), KEPT)
def test_what_is_allowed_is_not_complained_about(
    check: Callable[[Any], Any], lines: list[Line], record: LeadRecord
) -> None:
    """Answers, the first day, and edges that are just right."""
    assert found(check, lines, record) == []
