"""Dates as people say them: `tomorrow`, `fri`, `15 dec`, `12/5`, `in 2 weeks`, `Q1`."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

Choice = tuple[date, ...]
"""One reading of a date: the first of these that lies on the wanted side of now is meant."""

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_SHORT_DAYS = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_SHORT_MONTHS = {"sept": 9}
_DAYS_AWAY = {
    "today": 0, "now": 0, "tonight": 0, "this": 0, "tomorrow": 1, "tmrw": 1, "tmr": 1, "tom": 1,
    "day after tomorrow": 2, "overmorrow": 2, "yesterday": -1, "day before yesterday": -2,
}  # fmt: skip
_COUNTED = re.compile(r"(?:in )?\+?(\d{1,4}|an?) ?(d|days?|w|wks?|weeks?|mo|months?)( ago)?")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)? (?:of )?([a-z]+)\.?(?: (\d{4}))?")
_MONTH_FIRST = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?")
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?")
_DOTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.?(\d{4}|\d{2})?")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_PART_OF_MONTH = re.compile(r"(?:in )?(?:(early|mid|end of|late) )?([a-z]+)")
_QUARTER = re.compile(r"(?:in )?q([1-4])(?: (\d{4}))?")
_OF_NEXT_WEEK = re.compile(r"next week ([a-z]+)|([a-z]+) next week")
_MOST_DAYS = 3660


def dates_of(words: list[str], today: date, *, ahead: bool = True) -> list[Choice]:
    """Every date these words may mean, seen from `today`; one without a year is the next (or the last)."""
    text = " ".join(words)
    found: list[Choice] = [(day,) for day in _days(text, today, ahead)]
    weekday = _weekday(text.removeprefix("this "))
    if weekday is not None:
        found.append(_nearest_weekdays(weekday, today, ahead))
    return found


def _days(text: str, today: date, ahead: bool) -> Iterator[date]:
    if text in _DAYS_AWAY:
        yield today + timedelta(days=_DAYS_AWAY[text])
    elif match := _COUNTED.fullmatch(text):
        yield from _counted(match, today)
    elif match := _YEAR_FIRST.fullmatch(text):
        yield from _dated(int(match[3]), int(match[2]), match[1], today, ahead)
    elif match := _SLASHES.fullmatch(text):
        first, second = int(match[1]), int(match[2])
        for day, month in dict.fromkeys(((first, second), (second, first))):
            yield from _dated(day, month, match[3], today, ahead)
    elif match := _DOTS.fullmatch(text):
        yield from _dated(int(match[1]), int(match[2]), match[3], today, ahead)
    elif match := _DAY_FIRST.fullmatch(text):
        yield from _dated(int(match[1]), _month(match[2]), match[3], today, ahead)
    elif match := _MONTH_FIRST.fullmatch(text):
        yield from _dated(int(match[2]), _month(match[1]), match[3], today, ahead)
    else:
        yield from _stretches(text, today, ahead)


def _counted(match: re.Match[str], today: date) -> Iterator[date]:
    count = 1 if match[1].startswith("a") else int(match[1])
    count = -count if match[3] else count
    if match[2].startswith("mo"):
        if abs(count) * 31 <= _MOST_DAYS:
            yield today + relativedelta(months=count)
        return
    days = count * (7 if match[2].startswith("w") else 1)
    if abs(days) <= _MOST_DAYS:
        yield today + timedelta(days=days)


def _dated(day: int, month: int, year: str | None, today: date, ahead: bool) -> Iterator[date]:
    """The date, if there is one; without a year the nearest on the wanted side of today."""
    if year is not None:
        years = [int(year) if len(year) == 4 else 2000 + int(year)]
    else:
        years = [today.year + step * (1 if ahead else -1) for step in range(9)]
    for one in years:
        if not (2000 <= one <= 2199 and 1 <= month <= 12 and 1 <= day <= _length(one, month)):
            continue
        found = date(one, month, day)
        if year is not None or (found >= today if ahead else found <= today):
            yield found
            return


def _stretches(text: str, today: date, ahead: bool) -> Iterator[date]:
    """Weeks, months, quarters and years: their first day, or what part of them was said."""
    named = _named_stretch(text, today)
    if named is not None:
        yield named
    elif match := _OF_NEXT_WEEK.fullmatch(text):
        weekday = _weekday(match[1] or match[2])
        if weekday is not None:
            yield today + timedelta(days=7 - today.weekday() + weekday)
    elif text.startswith("next "):
        yield from _next_weekday(text.removeprefix("next "), today)
    elif match := _QUARTER.fullmatch(text):
        yield from _dated(1, int(match[1]) * 3 - 2, match[2], today, ahead)
    elif match := _PART_OF_MONTH.fullmatch(text):
        yield from _part_of_month(match[1] or "early", _month(match[2]), today, ahead)


def _named_stretch(text: str, today: date) -> date | None:
    monday = today - timedelta(days=today.weekday())
    friday = monday + timedelta(days=4 if today.weekday() <= 4 else 11)
    return {
        "next week": monday + timedelta(days=7),
        "end of week": friday,
        "eow": friday,
        "end of month": today + relativedelta(day=31),
        "eom": today + relativedelta(day=31),
        "next month": today + relativedelta(months=1, day=1),
        "next quarter": today + relativedelta(months=3 - (today.month - 1) % 3, day=1),
        "next year": date(today.year + 1, 1, 1),
    }.get(text)


def _next_weekday(word: str, today: date) -> Iterator[date]:
    """`next fri`: the coming one, and where that differs the one of next week, for people mean both."""
    weekday = _weekday(word)
    if weekday is None:
        return
    coming = today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    of_next_week = today + timedelta(days=7 - today.weekday() + weekday)
    yield from dict.fromkeys((coming, of_next_week))


def _part_of_month(part: str, month: int, today: date, ahead: bool) -> Iterator[date]:
    for first in _dated({"early": 1, "mid": 15}.get(part, 28), month, None, today, ahead):
        yield first + relativedelta(day=31) if part in ("end of", "late") else first


def _nearest_weekdays(weekday: int, today: date, ahead: bool) -> Choice:
    """Today if it is that day, else the nearest; a week on if that moment is on the wrong side of now."""
    if ahead:
        first = today + timedelta(days=(weekday - today.weekday()) % 7)
        return first, first + timedelta(days=7)
    first = today - timedelta(days=(today.weekday() - weekday) % 7)
    return first, first - timedelta(days=7)


def _weekday(word: str) -> int | None:
    if word in _SHORT_DAYS:
        return _SHORT_DAYS[word]
    return next((i for i, name in enumerate(_WEEKDAYS) if word in (name, name[:3])), None)


def _month(word: str) -> int:
    """1 to 12, or 0 for no month."""
    if word in _SHORT_MONTHS:
        return _SHORT_MONTHS[word]
    return next((i for i, name in enumerate(_MONTHS, 1) if word in (name, name[:3])), 0)


def _length(year: int, month: int) -> int:
    """How many days a month has."""
    return monthrange(year, month)[1]
