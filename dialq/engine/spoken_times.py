"""Times of day as people say them: `14:30`, `2pm`, `9`, `noon`, `end of day`."""

from __future__ import annotations

import re

NOON = 12 * 60
MIDNIGHT = 24 * 60
END_OF_DAY = 17 * 60

NAMED = {
    "noon": NOON, "midday": NOON, "lunch": NOON, "after lunch": 13 * 60, "midnight": MIDNIGHT,
    "morning": 9 * 60, "in morning": 9 * 60, "first thing": 9 * 60, "afternoon": 14 * 60,
    "in afternoon": 14 * 60, "evening": 18 * 60, "in evening": 18 * 60,
    "end of day": END_OF_DAY, "eod": END_OF_DAY, "close of business": END_OF_DAY, "cob": END_OF_DAY,
}  # fmt: skip
"""Minutes after midnight."""

_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2})?\s*(am|pm|a|p|h)?")
_MILITARY = re.compile(r"([01]\d|2[0-3])([0-5]\d)h?")
_PAST = re.compile(r"(half past|quarter past|quarter to) (\d{1,2})(am|pm)?")
_SHIFT = {"half past": 30, "quarter past": 15, "quarter to": -15}
_LAST_AFTERNOON_HOUR = 6
"""A bare 1 to 6 means the afternoon: nobody asks for a call at three in the night."""


def times_of(words: list[str]) -> list[int]:
    """Every time of day these words may mean, as minutes after midnight; empty if they mean none."""
    text = " ".join(words)
    if text in NAMED:
        return [NAMED[text]]
    if match := _PAST.fullmatch(text):
        hour = _hour(match[2], match[3] or "")
        return [] if hour is None else [hour * 60 + _SHIFT[match[1]]]
    if match := _MILITARY.fullmatch(text):
        return [] if _is_year(text) else [int(match[1]) * 60 + int(match[2])]
    match = _CLOCK.fullmatch(text)
    return [] if match is None else _of_clock(match)


def _of_clock(match: re.Match[str]) -> list[int]:
    hour, minute = _hour(match[1], match[3] or ""), int(match[2] or 0)
    if hour is None or minute > 59 or (hour == 24 and minute):
        return []
    return [hour * 60 + minute]


def _hour(digits: str, half: str) -> int | None:
    """The hour of the day; a leading zero or `h` says that all 24 are meant."""
    hour = int(digits)
    if half.startswith(("a", "p")):
        if not 1 <= hour <= 12:
            return None
        return hour % 12 + (12 if half.startswith("p") else 0)
    if hour > 24:
        return None
    written_in_full = digits.startswith("0") or half == "h"
    return hour + 12 if 1 <= hour <= _LAST_AFTERNOON_HOUR and not written_in_full else hour


def _is_year(text: str) -> bool:
    return "2000" <= text <= "2099"
