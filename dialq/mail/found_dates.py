"""Dates written in a sentence, as days; of a date with two readings the one that the rest speaks for, or none."""

from __future__ import annotations

import re
from datetime import date, timedelta

from msgspec import Struct

from dialq.mail.calendar_words import days_ahead, month_of

_MOST = 20
_ISO = r"(?P<iso>(?P<y1>20\d\d)[-./](?P<m1>\d{1,2})[-./](?P<d1>\d{1,2})(?!\d))"
_NUMBERS = (
    r"(?P<num>(?P<n1>\d{1,2})(?P<sep>[./-])\s?(?P<n2>\d{1,2})"
    r"(?:(?P=sep)\s?(?P<y2>20\d\d|\d\d)(?!\d|[.:]\d)|\.)?(?![\d%€$]))"
)
_DAY_MONTH = (
    r"(?P<dm>(?P<d3>\d{1,2})(?:st|nd|rd|th|er|[.°ºª]|:[ea])?\s?(?:(?:de|of|di|den)\s+|d')?"
    r"(?P<w3>[^\W\d_]{3,13})\.?(?:(?:,|\s+(?:de|del))?\s+(?P<y3>20\d\d)(?!\d))?)"
)
_MONTH_DAY = (
    r"(?P<md>(?P<w4>[^\W\d_]{3,9})\.?\s+(?:the\s+)?(?P<d4>\d{1,2})(?:st|nd|rd|th)?(?!\d|[:.]\d|\s?(?:am|pm|uhr"
    r"|h|%)\b)"
    r"(?:\s?(?:-|–|—|to|through|thru)\s?(?P<d5>\d{1,2})(?:st|nd|rd|th)?(?!\d|[:.]\d|\s?(?:am"
    r"|pm)\b))?(?:,?\s+(?P<y4>20\d\d)(?!\d))?)"
)
_ORDINAL = (
    r"(?P<ord>the\s(?P<d6>\d{1,2})(?:st|nd|rd|th)\b(?!\s+(?:floor|of\s+(?:every|each)|anniversary|birthday)))"
)
_WEEKDAY_DAY = (
    r"(?P<wd>(?P<w7>[^\W\d_]{4,13}(?:-feira)?)[,.]?\s+(?:(?:the|den|dem|le|el|il|de|dia|día|dnia|d\.)\s+)?"
    r"(?P<d7>\d{1,2})(?:st|nd|rd|th|er|[.°ºª])?(?![\w/%€$-]|[:.]\d|\s?(?:uhr|am|pm|h)\b))"
)
_THEN_WORD = re.compile(r",?\s+(?:(?:de|of|di|den|del)\s+|d')?([^\W\d_]{3,13})")
_MONTHS_AHEAD = 2
_DATE = re.compile(
    rf"(?<![\d.,/+#:-]){_ISO}|(?<![\d.,/+#:]){_DAY_MONTH}|(?<![\d.,/+#:-]){_NUMBERS}|(?<!\w)(?:{_ORDINAL}"
    rf"|{_MONTH_DAY})|(?<!\w){_WEEKDAY_DAY}"
)
_HALF_A_YEAR = 183


class FoundDate(Struct, frozen=True):
    """A date in a sentence."""

    start: int
    end: int
    day: date | None
    """None: it has two readings, or is none of the calendar's."""
    ranged: bool = False
    """Whether it is the end of days written as one: `December 21-27`."""


def dates_in(sentence: str, language: str, base: date) -> list[FoundDate]:
    """The dates of a sentence in lower case, in their order; a day without a year is the nearest to `base`."""
    found: list[FoundDate] = []
    place = 0
    while len(found) < _MOST:
        match = _DATE.search(sentence, place)
        if match is None:
            break
        one = _read(match, sentence, language, base)
        if one is None:
            place = match.start() + max(1, _skip(match))
            continue
        found.append(one)
        place = one.end
    return found


def _skip(match: re.Match[str]) -> int:
    """How far to go on behind what looked like a date: a word or a number."""
    return len(re.match(r"\w+|\W", match[0])[0])  # type: ignore[index]


def _read(match: re.Match[str], sentence: str, language: str, base: date) -> FoundDate | None:
    named = match.groupdict()
    if named["iso"]:
        return _found(match, _day(int(named["y1"]), int(named["m1"]), int(named["d1"])))
    if named["dm"]:
        month = month_of(named["w3"], language)
        if month:
            return _found(match, _nearest(named["y3"], month, int(named["d3"]), base))
        numbers = re.compile(_NUMBERS).match(sentence, match.start())
        return _numeric(numbers, sentence, language, base) if numbers else None
    if named["num"]:
        return _numeric(match, sentence, language, base)
    if named["md"]:
        month = month_of(named["w4"], language)
        last = named["d5"] or named["d4"]
        if month:
            return _found(match, _nearest(named["y4"], month, int(last), base), bool(named["d5"]))
    if named["md"] or named["wd"]:
        weekday = re.compile(_WEEKDAY_DAY).match(sentence, match.start())
        return _of_weekday(weekday, sentence, language, base) if weekday else None
    return _found(match, _next_of_month(int(named["d6"]), base))


def _of_weekday(match: re.Match[str], sentence: str, language: str, base: date) -> FoundDate | None:
    """`Monday 14th`: the next such day that is one; None if its month stands behind it, or if there is none."""
    then = _THEN_WORD.match(sentence, match.end())
    ahead = days_ahead(match["w7"], language, base.weekday())
    if not ahead or (then is not None and month_of(then[1], language)):
        return None
    weekday = (base + timedelta(days=ahead)).weekday()
    months = ((base.month - 1 + more) for more in range(_MONTHS_AHEAD))
    days = (_day(base.year + month // 12, month % 12 + 1, int(match["d7"])) for month in months)
    day = next((one for one in days if one is not None and one >= base and one.weekday() == weekday), None)
    return _found(match, day) if day is not None else None


def _found(match: re.Match[str], day: date | None, ranged: bool = False) -> FoundDate:
    return FoundDate(match.start(), match.end(), day, ranged)


def _numeric(match: re.Match[str], sentence: str, language: str, base: date) -> FoundDate | None:
    first, second, separator = int(match["n1"]), int(match["n2"]), match["sep"]
    if not (1 <= first <= 31 and 1 <= second <= 31) or (separator == "-" and not match["y2"]):
        return None
    if (
        separator == "."
        and not match["y2"]
        and not match[0].rstrip().endswith(".")
        and language in ("en", "fr", "es", "it", "pt")
    ):
        return None
    if first > 12 or separator == "." or (language != "en" and second <= 12) or first == second:
        return _found(match, _nearest(match["y2"], second, first, base))
    if second > 12:
        return _found(match, _nearest(match["y2"], first, second, base))
    orders = {order for order in map(_order, re.finditer(_NUMBERS, sentence)) if order}
    readings = {_nearest(match["y2"], second, first, base), _nearest(match["y2"], first, second, base)}
    if len(orders) == 1:
        day_first = orders == {"day first"}
        day = _nearest(match["y2"], second if day_first else first, first if day_first else second, base)
        return _found(match, day)
    ahead = [day for day in readings if day is not None and day >= base]
    return _found(match, ahead[0] if len(ahead) == 1 else None)


def _order(other: re.Match[str]) -> str:
    """What another date of the sentence says of the order of day and month."""
    if int(other["n1"]) > 12 >= int(other["n2"]):
        return "day first"
    return "month first" if int(other["n2"]) > 12 >= int(other["n1"]) else ""


def _nearest(year: str | None, month: int, day: int, base: date) -> date | None:
    if year:
        return _day(int(year) if len(year) == 4 else 2000 + int(year), month, day)
    days = [found for shift in (-1, 0, 1) if (found := _day(base.year + shift, month, day)) is not None]
    nearest = min(days, key=lambda found: abs((found - base).days), default=None)
    return nearest if nearest is None or abs((nearest - base).days) <= _HALF_A_YEAR else None


def _next_of_month(day: int, base: date) -> date | None:
    """That day of this month, or of the next if it is past."""
    this = _day(base.year, base.month, day)
    if this is not None and this >= base:
        return this
    following = base.replace(day=28) + timedelta(days=4)
    return _day(following.year, following.month, day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
