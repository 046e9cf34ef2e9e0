"""Windows and the team's calendar over clock changes, leap days and year ends (R4.3, R15.1, R21.1)."""

from __future__ import annotations

from datetime import date

import pytest

from dialq.engine.day import TeamCalendar, at_wall, midnight_after
from dialq.engine.windows import Windows
from tests.engine.cases import TEAM, at

HOLIDAYS = frozenset({date(2026, 12, 25), date(2027, 1, 1)})
CALENDAR = TeamCalendar(TEAM, holidays=HOLIDAYS)
PACIFIC, SYDNEY, INDIA = "America/Los_Angeles", "Australia/Sydney", "Asia/Kolkata"


@pytest.mark.parametrize(
    ("after", "count", "end"),
    [
        ("2026-12-01 10:00", 0, "2026-12-02 00:00"),
        ("2026-12-01 10:00", 1, "2026-12-03 00:00"),
        ("2026-12-01 10:00", 4, "2026-12-08 00:00"),
        ("2026-12-05 10:00", 1, "2026-12-08 00:00"),
        ("2026-12-24 10:00", 1, "2026-12-29 00:00"),
        ("2026-12-31 23:59", 1, "2027-01-05 00:00"),
        ("2027-03-12 10:00", 1, "2027-03-16 00:00"),
        ("2026-10-30 10:00", 1, "2026-11-03 00:00"),
        ("2028-02-28 10:00", 1, "2028-03-01 00:00"),
    ],
)
def test_business_days_after(after: str, count: int, end: str) -> None:
    """R4.3: the end of the nth open day after the date."""
    assert CALENDAR.business_days_after(at(after), count) == at(end)


@pytest.mark.parametrize(
    ("day", "opens"),
    [
        (date(2026, 12, 24), "2026-12-24 08:00"),
        (date(2026, 12, 25), "2026-12-28 08:00"),
        (date(2027, 1, 1), "2027-01-04 08:00"),
        (date(2028, 2, 29), "2028-02-29 08:00"),
        (date(2027, 3, 14), "2027-03-15 08:00"),
    ],
)
def test_opening(day: date, opens: str) -> None:
    """R4.3: the start of the first open day on or after."""
    assert CALENDAR.opening(day) == at(opens)


@pytest.mark.parametrize(
    ("day", "minutes", "wall", "hours"),
    [
        (date(2027, 3, 14), 2 * 60 + 30, "2027-03-14 03:30", 23),
        (date(2026, 11, 1), 60, "2026-11-01 01:00", 25),
        (date(2026, 12, 31), 24 * 60, "2027-01-01 00:00", 24),
        (date(2028, 2, 29), 12 * 60, "2028-02-29 12:00", 24),
    ],
)
def test_wall_clock(day: date, minutes: int, wall: str, hours: int) -> None:
    """R21.1: a skipped time moves on, of a doubled one the first counts; days have 23 and 25 hours."""
    assert at_wall(day, minutes, TEAM) == at(wall)
    midnight = at_wall(day, 0, TEAM)
    assert midnight_after(midnight, TEAM) - midnight == hours * 3600


@pytest.mark.parametrize(
    ("window", "when", "is_open", "change"),
    [
        (TEAM, "2026-12-01 07:59:59", False, "2026-12-01 08:00"),
        (TEAM, "2026-12-01 08:00:00", True, "2026-12-01 20:57"),
        (TEAM, "2026-12-01 20:56:59", True, "2026-12-01 20:57"),
        (TEAM, "2026-12-01 20:57:00", False, "2026-12-02 08:00"),
        (TEAM, "2026-12-31 21:30", False, "2027-01-01 08:00"),
        (TEAM, "2027-03-13 22:00", False, "2027-03-14 08:00"),
        (TEAM, "2026-10-31 22:00", False, "2026-11-01 08:00"),
        (TEAM, "2028-02-28 22:00", False, "2028-02-29 08:00"),
        (PACIFIC, "2026-12-01 10:59:59", False, "2026-12-01 11:00"),
        (PACIFIC, "2026-12-01 23:56:59", True, "2026-12-01 23:57"),
        (f"{PACIFIC}|{TEAM}", "2026-12-01 10:00", False, "2026-12-01 11:00"),
        (f"{PACIFIC}|{TEAM}", "2026-12-01 20:57", False, "2026-12-02 11:00"),
        (f"{SYDNEY}|{TEAM}", "2026-12-01 15:59", False, "2026-12-01 16:00"),
        (f"{INDIA}|{PACIFIC}", "2026-12-01 12:00", False, "2026-12-01 21:30"),
        ("", "2026-12-01 03:00", True, None),
    ],
)
def test_windows(window: str, when: str, is_open: bool, change: str | None) -> None:
    """R15.1, R15.2: the strictest of all zones, half-open, with three minutes kept free."""
    wanted = None if change is None else at(change)
    assert Windows().state(window, at(when)) == (is_open, wanted)


def test_the_law_itself_has_no_guard() -> None:
    """R15.2: the guard holds offers only."""
    assert Windows().state(TEAM, at("2026-12-01 20:59:59"), guard=False) == (True, at("2026-12-01 21:00"))
    assert Windows().state(TEAM, at("2026-12-01 21:00"), guard=False) == (False, at("2026-12-02 08:00"))


def test_a_closed_weekday() -> None:
    """R15.1: windows differ by zone and weekday."""
    hours = (*[(9 * 60, 20 * 60)] * 5, (0, 0), (0, 0))
    windows = Windows(by_zone={SYDNEY: hours}, guard=0)
    assert windows.state(SYDNEY, at("2026-12-04 21:00", SYDNEY)) == (False, at("2026-12-07 09:00", SYDNEY))


def test_no_window_at_all_is_never_open() -> None:
    """R15.1: an empty window is not any time."""
    windows = Windows(default=((0, 0),) * 7)
    assert windows.state(TEAM, at("2026-12-01 12:00")) == (False, None)
