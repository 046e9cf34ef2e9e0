"""Dates and times as files write them, each column in one order of day and month."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from dialq.clock import Instant, from_datetime

DAY_FIRST, MONTH_FIRST = "dmy", "mdy"

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan ene", "feb fev fév", "mar mär mrz", "apr abr avr", "may mai", "jun jui", "jul", "aug ago aoû",
         "sep", "oct okt", "nov", "dec dez dic déc"), start=1)
    for name in names.split()
}  # fmt: skip
_CLOCK = (
    r"(?:[ ,T]+(?:at |um )?(?P<hour>\d{1,2})(?::(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?)?\s*(?P<offset>Z|UTC|GMT|[+-]\d{2}:?\d{2})?$"
)
_YEAR = r"(?P<year>\d{4}|\d{2})"
_MONTH = r"(?P<month>[^\W\d_]{3,})\.?"
_NUMERIC = re.compile(rf"^(?P<a>\d{{1,2}})(?P<mark>[/.\-])(?P<b>\d{{1,2}})(?P=mark){_YEAR}{_CLOCK}", re.I)
_DAY_MONTH = re.compile(
    rf"^(?:\w+,\s*)?(?P<a>\d{{1,2}})(?:st|nd|rd|th|\.)?[ \-/]+{_MONTH}[ \-/,]+{_YEAR}{_CLOCK}", re.I
)
_MONTH_DAY = re.compile(
    rf"^(?:\w+,\s*)?{_MONTH}\s+(?P<a>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}{_CLOCK}", re.I
)
_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_OFFSET_NAME = re.compile(r"\s*(?:UTC|GMT)$", re.I)
_BARE_NUMBER = re.compile(r"^\d{5}(?:\.\d+)?$|^\d{10}$|^\d{13}$")
_FIRST_YEAR, _LAST_YEAR = 1980, 2100
_EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's day count knows no zone


def decide_order(values: Iterable[str]) -> str:
    """`dmy` or `mdy`, from the first value that can only be one of them; '' if none tells."""
    for value in values:
        found = _NUMERIC.match(value.strip())
        if found is None:
            continue
        if found["mark"] == "." or int(found["a"]) > 12:
            return DAY_FIRST
        if int(found["b"]) > 12:
            return MONTH_FIRST
    return ""


def is_ambiguous(value: str) -> bool:
    """Could day and month be either way round?"""
    found = _NUMERIC.match(value.strip())
    return found is not None and found["mark"] != "." and int(found["a"]) <= 12 and int(found["b"]) <= 12


class DateReader:
    """Reads the dates of one column; times without a zone are read in `zone`."""

    def __init__(self, zone: tzinfo, order: str = MONTH_FIRST) -> None:
        self._zone = zone
        self._order = order

    def read(self, text: str) -> Instant | None:
        """The instant of a cell, a bare date at its midnight; None for no date between 1980 and 2100."""
        try:
            if text[:4].isdigit():
                moment = self._iso(text) or self._counted(text)
            else:
                moment = self._numeric(text) or self._named(text)
            if moment is None or not _FIRST_YEAR <= moment.year < _LAST_YEAR:
                return None
            return from_datetime(moment if moment.tzinfo else moment.replace(tzinfo=self._zone))
        except (ValueError, OverflowError):
            return None

    def _iso(self, text: str) -> datetime | None:
        """Year first, in all its spellings."""
        found = _ISO.match(text)
        if found is None:
            return None
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            year, month, day = found.groups()
            rest = text[found.end() :]
            aware = _OFFSET_NAME.sub("+00:00", rest).replace(" +", "+").replace(" -", "-")
            return datetime.fromisoformat(f"{year}-{int(month):02}-{int(day):02}{aware.rstrip()}")

    def _numeric(self, text: str) -> datetime | None:
        """Day, month and year as numbers."""
        found = _NUMERIC.match(text)
        if found is None:
            return None
        first, mark, second = int(found["a"]), found["mark"], int(found["b"])
        day_first = mark == "." or first > 12 or (self._order == DAY_FIRST and second <= 12)
        return self._moment(found, second, first) if day_first else self._moment(found, first, second)

    def _named(self, text: str) -> datetime | None:
        """With the month as a word."""
        found = _DAY_MONTH.match(text) or _MONTH_DAY.match(text)
        month = _MONTHS.get(found["month"][:3].lower()) if found else None
        return self._moment(found, month, int(found["a"])) if found and month else None

    def _counted(self, text: str) -> datetime | None:
        """Seconds or milliseconds since 1970, or a spreadsheet's days since 1900."""
        if not _BARE_NUMBER.match(text):
            return None
        if "." in text or len(text) == 5:
            return _EXCEL_EPOCH + timedelta(days=float(text))
        return datetime.fromtimestamp(int(text[:10]), UTC)

    def _moment(self, found: re.Match[str], month: int, day: int) -> datetime:
        """Date and time of a match, in its own offset or else in the reader's zone."""
        year, hour, minute, second, half, offset = found.group(
            "year", "hour", "minute", "second", "half", "offset"
        )
        clock = int(hour or 0)
        if half:
            clock = clock % 12 + (12 if half[0] in "pP" else 0)
        whole = int(year) + 2000 if len(year) == 2 else int(year)
        zone = _offset(offset) if offset else self._zone
        return datetime(whole, month, day, clock, int(minute or 0), int(second or 0), tzinfo=zone)


def _offset(text: str) -> tzinfo:
    """`Z`, `UTC`, `+0100` or `+01:00` as a zone."""
    if text[0] not in "+-":
        return UTC
    moved = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(moved if text[0] == "+" else -moved)
