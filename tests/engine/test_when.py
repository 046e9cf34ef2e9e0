"""R10.1: times as people say them, read in the lead's zone; two readings are offered, never guessed."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialq.clock import DAY, Instant, to_utc_text
from dialq.engine.day import at_wall, local
from dialq.engine.when import Reading, read_when

NEW_YORK = "America/New_York"
WEDNESDAY_TEN = at_wall(dt.date(2026, 12, 2), 10 * 60, NEW_YORK)

SAID = {
    "tomorrow 9": "Thu 3 Dec 09:00",
    "tomorrow": "Thu 3 Dec 09:00",
    "Tomorrow at 9 a.m.": "Thu 3 Dec 09:00",
    "tomorrow morning": "Thu 3 Dec 09:00",
    "fri 14:30": "Fri 4 Dec 14:30",
    "fri 2pm": "Fri 4 Dec 14:00",
    "Friday noon": "Fri 4 Dec 12:00",
    "2 p.m. fri": "Fri 4 Dec 14:00",
    "9 fri": "Fri 4 Dec 09:00",
    "in 2h": "Wed 2 Dec 12:00",
    "+2h": "Wed 2 Dec 12:00",
    "in 30 min": "Wed 2 Dec 10:30",
    "in 90 minutes": "Wed 2 Dec 11:30",
    "in 1h30": "Wed 2 Dec 11:30",
    "in 1 hour 15 min": "Wed 2 Dec 11:15",
    "1.5h": "Wed 2 Dec 11:30",
    "in an hour": "Wed 2 Dec 11:00",
    "half an hour": "Wed 2 Dec 10:30",
    "2h ago": "Wed 2 Dec 08:00",
    "now": "Wed 2 Dec 10:00",
    "+3d": "Sat 5 Dec 09:00",
    "3 days": "Sat 5 Dec 09:00",
    "in 2 weeks": "Wed 16 Dec 09:00",
    "in 2 weeks at 14:00": "Wed 16 Dec 14:00",
    "in a month": "Sat 2 Jan 09:00",
    "15 dec": "Tue 15 Dec 09:00",
    "15 dec 10:00": "Tue 15 Dec 10:00",
    "15 dec 2026": "Tue 15 Dec 09:00",
    "15th of December at 10": "Tue 15 Dec 10:00",
    "dec 15 9am": "Tue 15 Dec 09:00",
    "Dec 15, 9am": "Tue 15 Dec 09:00",
    "15/12": "Tue 15 Dec 09:00",
    "12/15": "Tue 15 Dec 09:00",
    "15.12.": "Tue 15 Dec 09:00",
    "15.12.2026 10:00": "Tue 15 Dec 10:00",
    "2026-12-05": "Sat 5 Dec 09:00",
    "2026-12-05 14:00": "Sat 5 Dec 14:00",
    "2026-12-05T14:00:00Z": "Sat 5 Dec 09:00",
    "2026-12-05T14:00+01:00": "Sat 5 Dec 08:00",
    "2 mar": "Tue 2 Mar 09:00",
    "29 feb": "Tue 29 Feb 2028 09:00",
    "monday": "Mon 7 Dec 09:00",
    "next monday": "Mon 7 Dec 09:00",
    "next week": "Mon 7 Dec 09:00",
    "next week thu 11:00": "Thu 10 Dec 11:00",
    "thursday next week": "Thu 10 Dec 09:00",
    "end of week": "Fri 4 Dec 09:00",
    "end of month": "Thu 31 Dec 09:00",
    "january": "Fri 1 Jan 09:00",
    "mid jan": "Fri 15 Jan 09:00",
    "end of january": "Sun 31 Jan 09:00",
    "q2": "Thu 1 Apr 09:00",
    "next quarter": "Fri 1 Jan 09:00",
    "noon": "Wed 2 Dec 12:00",
    "end of day": "Wed 2 Dec 17:00",
    "tonight": "Wed 2 Dec 19:00",
    "this afternoon": "Wed 2 Dec 14:00",
    "midnight": "Thu 3 Dec 00:00",
    "half past 2": "Wed 2 Dec 14:30",
    "quarter to 12": "Wed 2 Dec 11:45",
    "14h30": "Wed 2 Dec 14:30",
    "1430": "Wed 2 Dec 14:30",
    "9": "Thu 3 Dec 09:00",
    "11": "Wed 2 Dec 11:00",
    "at 3": "Wed 2 Dec 15:00",
    "at 4:30": "Wed 2 Dec 16:30",
    "03:00": "Thu 3 Dec 03:00",
    "yesterday 15:00": "Tue 1 Dec 15:00",
    "today 9": "Wed 2 Dec 09:00",
}


def said(text: str, now: Instant = WEDNESDAY_TEN, zone: str = NEW_YORK, *, ahead: bool = True) -> list[str]:
    return [reading.text for reading in read_when(text, now, zone, ahead=ahead)]


@pytest.mark.parametrize(("text", "meant"), SAID.items())
def test_what_people_say_has_one_reading(text: str, meant: str) -> None:
    assert said(text) == [meant]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("12/5", ["Sat 5 Dec 09:00", "Wed 12 May 09:00"]),
        ("2pm 12/5", ["Sat 5 Dec 14:00", "Wed 12 May 14:00"]),
        ("next fri", ["Fri 4 Dec 09:00", "Fri 11 Dec 09:00"]),
        ("15.12", ["Wed 2 Dec 15:12", "Tue 15 Dec 09:00"]),
    ],
)
def test_two_readings_are_offered_the_earlier_first(text: str, meant: list[str]) -> None:
    assert said(text) == meant


@pytest.mark.parametrize(
    "text", ["", "   ", "asap", "soon", "99", "2026", "30 feb", "13/13", "25:00", "9:75", "in 9999 weeks",
             "fri fri", "2026-02-30 10:00", "in 99999 h", "0pm", "x" * 500]
)  # fmt: skip
def test_what_cannot_be_read_has_no_reading(text: str) -> None:
    assert said(text) == []


def test_a_weekday_is_today_while_its_time_is_ahead() -> None:
    assert said("wed 11") == ["Wed 2 Dec 11:00"]
    assert said("wed 9") == ["Wed 9 Dec 09:00"]


def test_looking_back_reads_the_last_one() -> None:
    """R2.4: `log --at` back-dates."""
    assert said("9", ahead=False) == ["Wed 2 Dec 09:00"]
    assert said("11", ahead=False) == ["Tue 1 Dec 11:00"]
    assert said("fri 14:30", ahead=False) == ["Fri 27 Nov 14:30"]
    assert said("20 nov 15:00", ahead=False) == ["Fri 20 Nov 15:00"]
    assert said("15 dec 10:00", ahead=False) == ["Mon 15 Dec 2025 10:00"]


def test_it_is_read_in_the_leads_zone() -> None:
    [there] = read_when("fri 14:30", WEDNESDAY_TEN, "Australia/Sydney")
    assert (to_utc_text(there.at), there.text) == ("2026-12-04T03:30:00Z", "Fri 4 Dec 14:30")


@pytest.mark.parametrize(
    ("zone", "text", "utc"),
    [
        (NEW_YORK, "2027-03-14 02:30", "2027-03-14T07:30:00Z"),  # skipped: moved on by the gap
        (NEW_YORK, "2027-11-07 01:30", "2027-11-07T05:30:00Z"),  # comes twice: the first
        ("Europe/Dublin", "2027-03-28 01:30", "2027-03-28T01:30:00Z"),
        ("Australia/Lord_Howe", "2027-10-03 02:15", "2027-10-02T15:45:00Z"),
        ("UTC", "2028-02-29 00:00", "2028-02-29T00:00:00Z"),
    ],
)
def test_clock_changes_and_leap_days(zone: str, text: str, utc: str) -> None:
    """R21.1: a skipped time moves on by the gap, of a doubled one the first counts."""
    assert [to_utc_text(reading.at) for reading in read_when(text, WEDNESDAY_TEN, zone)] == [utc]


def test_a_date_alone_takes_the_default_time() -> None:
    [reading] = read_when("15 dec", WEDNESDAY_TEN, NEW_YORK, default_time=(8, 30))
    assert reading.text == "Tue 15 Dec 08:30"


ZONES = st.sampled_from([NEW_YORK, "Asia/Kolkata", "Australia/Sydney", "Europe/Dublin", "UTC"])
NOWS = st.integers(1_700_000_000, 2_000_000_000).map(Instant)


@given(st.text(max_size=40), NOWS, ZONES)
def test_no_text_breaks_it(text: str, now: Instant, zone: str) -> None:
    readings = read_when(text, now, zone)
    assert list(readings) == sorted(set(readings), key=lambda reading: reading.at)


WORDS = st.sampled_from([word for text in SAID for word in text.split()])


@given(st.lists(WORDS, min_size=1, max_size=5), NOWS, ZONES)
def test_no_mixture_of_its_own_words_breaks_it(words: list[str], now: Instant, zone: str) -> None:
    assert all(isinstance(reading, Reading) for reading in read_when(" ".join(words), now, zone))


@given(NOWS, NOWS, ZONES)
def test_the_moment_it_shows_in_full_is_read_back(now: Instant, at: Instant, zone: str) -> None:
    at = at_wall(local(at, zone).date(), 12 * 60, zone)
    text = f"{local(at, zone):%Y-%m-%d %H:%M}"
    assert [reading.at for reading in read_when(text, now, zone)] == [at]
    assert [reading.at for reading in read_when(to_utc_text(at), now, zone)] == [at]


@given(NOWS, ZONES, st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]), st.integers(7, 23))
def test_a_weekday_and_an_hour_lie_within_the_next_week(now: Instant, zone: str, day: str, hour: int) -> None:
    [reading] = read_when(f"{day} {hour}", now, zone)
    assert now < reading.at <= now + 7 * DAY + 7200
    assert local(reading.at, zone).strftime("%a").lower() == day
