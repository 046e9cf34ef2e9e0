"""Reads times as people say them, in the lead's zone (R10.1)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from msgspec import Struct

from dialq.clock import HOUR, MINUTE, Instant, from_datetime
from dialq.engine.day import at_wall, local
from dialq.engine.spoken_times import times_of

_FILLERS = {"at", "on", "the", "around", "about", "by", "o'clock", "oclock"}
_HALF_OF_DAY = re.compile(r"(\d)\s*([ap])\.?m\b\.?")
_SPAN = re.compile(r"(\d{1,4}(?:\.\d)?) ?(hours?|hrs?|h|minutes?|mins?|m) ?")
_HOURS_AND = re.compile(r"(\d{1,3})h(\d{2})")
_EXACT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[t ](\d{2}:?\d{2}(?::?\d{2})?)(\.\d+)? ?(z|[+-]\d{2}:?\d{2})?", re.IGNORECASE
)
_SPOKEN_SPANS = {"an hour": HOUR, "half an hour": HOUR // 2, "half hour": HOUR // 2, "a minute": MINUTE}
_THIS_PART = {"morning", "afternoon", "evening"}
_TONIGHT = 19 * 60
_YEAR_NEEDED = timedelta(days=300)
_LONGEST = 60
_MOST_HOURS = 24 * 366


class Reading(Struct, frozen=True):
    """One moment that a text may mean."""

    at: Instant
    text: str
    """As people read it in the zone it was said in: `Fri 4 Dec 14:30`."""


def read_when(
    text: str, now: Instant, zone: str, *, default_time: tuple[int, int] = (9, 0), ahead: bool = True
) -> tuple[Reading, ...]:
    """Every moment `text` may mean in `zone`, earliest first; empty if it cannot be read.

    `default_time` (hour, minute) serves where only a date is said. What names no date or year is the
    nearest one after `now`, or before it where `ahead` is false. What is plainly past is returned so.
    """
    words = _words(text)
    if not words:
        return ()
    found = _exact(text.strip(), zone) or _span(words, now)
    if found is None:
        moments = _moments(words, now, zone, default_time[0] * 60 + default_time[1], ahead)
        return tuple(_reading(at, now, zone) for at in sorted(set(moments)))
    return (_reading(found, now, zone),)


def _words(text: str) -> list[str]:
    """Lower-case words without fillers; `2 p.m.` is one word."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    if len(plain) > _LONGEST:
        return []
    plain = _HALF_OF_DAY.sub(r"\1\2m ", plain.replace(",", " ").replace("@", " "))
    return [word for word in plain.split() if word not in _FILLERS]


def _exact(text: str, zone: str) -> Instant | None:
    """An ISO date and time; without an offset it is the zone's wall clock."""
    match = _EXACT.fullmatch(text)
    if match is None:
        return None
    try:
        moment = datetime.fromisoformat(f"{match[1]}T{match[2]}{(match[4] or '').upper()}")
        if moment.tzinfo is not None:
            return from_datetime(moment)
        return Instant(at_wall(moment.date(), moment.hour * 60 + moment.minute, zone) + moment.second)
    except (ValueError, OverflowError):
        return None


def _span(words: list[str], now: Instant) -> Instant | None:
    """`in 2h`, `+30 min`, `1h30`, `half an hour ago`: a length of time on the clock."""
    text = " ".join(words)
    if text == "now":
        return now
    back = text.endswith(" ago")
    span = text.removesuffix(" ago").removeprefix("in ").removeprefix("+").strip()
    if span != text:  # alone, `1h30` is a time of day
        span = _HOURS_AND.sub(r"\1h \2m", span)
    seconds = _SPOKEN_SPANS.get(span) or _sum_of_spans(span)
    return None if seconds is None else Instant(now - seconds if back else now + seconds)


def _sum_of_spans(text: str) -> int | None:
    total, end = 0.0, 0
    for match in _SPAN.finditer(text):
        if match.start() != end:
            return None
        total += float(match[1]) * (HOUR if match[2].startswith("h") else MINUTE)
        end = match.end()
    return int(total) if end and end == len(text) and total <= _MOST_HOURS * HOUR else None


def _moments(words: list[str], now: Instant, zone: str, default: int, ahead: bool) -> list[Instant]:
    """A date with a time behind it; failing that, a time with a date behind it."""
    here = local(now, zone)
    if words == ["tonight"]:
        return [at_wall(here.date(), _TONIGHT, zone)]
    if len(words) == 2 and words[0] == "this" and words[1] in _THIS_PART:
        return [at_wall(here.date(), minutes, zone) for minutes in times_of(words[1:])]
    today = here.date()
    pairs = list(_date_then_time(words, today, default, ahead)) or list(_time_then_date(words, today, ahead))
    return [_choose(days, minutes, now, zone, ahead) for days, minutes in pairs]


def _date_then_time(
    words: list[str], today: date, default: int, ahead: bool
) -> Iterator[tuple[tuple[date, ...], int]]:
    from dialq.engine.spoken_dates import dates_of

    nearest = (today, today + timedelta(days=1 if ahead else -1))
    yield from ((nearest, minutes) for minutes in times_of(words))
    yield from ((days, default) for days in dates_of(words, today, ahead=ahead))
    for cut in range(len(words) - 1, 0, -1):
        for minutes in times_of(words[cut:]):
            yield from ((days, minutes) for days in dates_of(words[:cut], today, ahead=ahead))


def _time_then_date(words: list[str], today: date, ahead: bool) -> Iterator[tuple[tuple[date, ...], int]]:
    from dialq.engine.spoken_dates import dates_of

    for cut in range(1, len(words)):
        for minutes in times_of(words[:cut]):
            yield from ((days, minutes) for days in dates_of(words[cut:], today, ahead=ahead))


def _choose(days: tuple[date, ...], minutes: int, now: Instant, zone: str, ahead: bool) -> Instant:
    """The first of these days on which the time is on the wanted side of now; failing that, the first."""
    moments = [at_wall(day, minutes, zone) for day in days]
    return next((at for at in moments if (at > now if ahead else at <= now)), moments[0])


def _reading(at: Instant, now: Instant, zone: str) -> Reading:
    moment = local(at, zone)
    far = abs(moment - local(now, zone)) >= _YEAR_NEEDED
    year = f" {moment.year}" if far else ""
    return Reading(at, f"{moment:%a} {moment.day} {moment:%b}{year} {moment:%H:%M}")
