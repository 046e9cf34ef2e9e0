"""The team's calendar: dates, open days and business days, always in the team's own zone (R4.3)."""

from __future__ import annotations

import datetime as dt
from datetime import datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from msgspec import Struct

from dialq.clock import Instant

_ONE_DAY = timedelta(days=1)


@lru_cache(maxsize=256)
def zone_of(name: str) -> ZoneInfo:
    """The zone of an IANA name."""
    return ZoneInfo(name)


def local(at: Instant, zone: str) -> datetime:
    """The wall clock at `at` in `zone`."""
    return datetime.fromtimestamp(at, zone_of(zone))


@lru_cache(maxsize=16384)
def at_wall(day: dt.date, minutes: int, zone: str) -> Instant:
    """The instant of a wall-clock time: `minutes` after midnight of `day` in `zone`.

    A time that a clock change skips is moved on by the gap; of a time that comes twice the first counts.
    """
    extra, minutes = divmod(minutes, 24 * 60)
    wall = time(minutes // 60, minutes % 60)
    return Instant(int(datetime.combine(day + extra * _ONE_DAY, wall, zone_of(zone)).timestamp()))


def midnight_after(at: Instant, zone: str) -> Instant:
    """The end of the local day that `at` falls in."""
    return at_wall(local(at, zone).date() + _ONE_DAY, 0, zone)


class TeamCalendar(Struct, frozen=True):
    """Which days the team works; the zone is stored in the file, never the machine's."""

    zone: str = "UTC"
    open_weekdays: frozenset[int] = frozenset(range(5))
    """Monday is 0."""
    holidays: frozenset[dt.date] = frozenset()
    day_starts: int = 8 * 60
    """Minutes after midnight."""

    def date(self, at: Instant) -> dt.date:
        """The team's date at an instant."""
        return local(at, self.zone).date()

    def is_open(self, day: dt.date) -> bool:
        """Whether the team works that day."""
        return day.weekday() in self.open_weekdays and day not in self.holidays

    def start(self, day: dt.date) -> Instant:
        """The moment the working day of a date starts."""
        return at_wall(day, self.day_starts, self.zone)

    def first_open(self, day: dt.date) -> dt.date:
        """The first open day on or after a date."""
        for _ in range(3660):
            if self.is_open(day):
                return day
            day += _ONE_DAY
        return day

    def opening(self, day: dt.date) -> Instant:
        """The start of the first open day on or after a date."""
        return self.start(self.first_open(day))

    def opening_after(self, at: Instant, days: int) -> Instant:
        """The start of the first open day on or after the date `days` after that of `at`."""
        return self.opening(self.date(at) + timedelta(days=days))

    def nth_open_day(self, at: Instant, count: int) -> dt.date:
        """The `count`th open day after the date of `at`."""
        day = self.date(at)
        for _ in range(count):
            day = self.first_open(day + _ONE_DAY)
        return day

    def business_days_after(self, at: Instant, count: int) -> Instant:
        """The end (midnight) of the `count`th open day after the date of `at`."""
        return self._end_of_business(self.date(at), count)

    def _end_of_business(self, day: dt.date, count: int) -> Instant:
        for _ in range(count):
            day = self.first_open(day + _ONE_DAY)
        return at_wall(day + _ONE_DAY, 0, self.zone)
