"""The team's calendar and the calling windows, by plain datetime arithmetic (R4.3, R15.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from dialq.clock import Instant

ONE_DAY = timedelta(days=1)
WEEK = (0, 1, 2, 3, 4, 5, 6)

Span = tuple[time, time]
"""Opening and closing time of one day; the close may be `time.max` for midnight."""
Hours = Mapping[int, Span]
"""Weekday (0 = Monday) -> span; a weekday that is absent is closed."""


def every_day(opens: time, closes: time) -> Hours:
    """The same span on all seven weekdays."""
    return dict.fromkeys(WEEK, (opens, closes))


DEFAULT_HOURS = every_day(time(8), time(21))


def local(at: Instant, zone: str) -> datetime:
    """The wall clock of a zone at an instant."""
    return datetime.fromtimestamp(at, ZoneInfo(zone))


@lru_cache(maxsize=100_000)
def at_wall(day: date, clock: time, zone: str) -> Instant:
    """The instant at which a zone's clock shows a time of a day."""
    return Instant(int(datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC).timestamp()))


def day_in(at: Instant, zone: str) -> date:
    """The date a zone's calendar shows at an instant."""
    return local(at, zone).date()


def next_midnight(at: Instant, zone: str) -> Instant:
    """The end of the zone's day that contains the instant."""
    return at_wall(day_in(at, zone) + ONE_DAY, time(0), zone)


@dataclass(frozen=True, slots=True)
class TeamCalendar:
    """Open days, day starts and business days, all in the team's zone (R4.3)."""

    zone: str = "America/New_York"
    holidays: frozenset[date] = frozenset()
    weekdays: frozenset[int] = frozenset(range(5))
    day_start: time = time(8)

    def day_of(self, at: Instant) -> date:
        """The team's date at an instant."""
        return day_in(at, self.zone)

    def start(self, day: date) -> Instant:
        """08:00 of a day."""
        return at_wall(day, self.day_start, self.zone)

    def is_open(self, day: date) -> bool:
        """Whether the team works on a day."""
        return day.weekday() in self.weekdays and day not in self.holidays

    def open_from(self, day: date) -> date:
        """The first open day on or after a day."""
        while not self.is_open(day):
            day += ONE_DAY
        return day

    def open_after(self, day: date, count: int = 1) -> date:
        """The nth open day strictly after a day."""
        for _ in range(count):
            day = self.open_from(day + ONE_DAY)
        return day

    def start_from(self, day: date) -> Instant:
        """08:00 of the first open day on or after a day."""
        return self.start(self.open_from(day))

    def business_days_after(self, at: Instant, count: int) -> Instant:
        """The end of the nth open day after the instant's date."""
        return at_wall(self.open_after(self.day_of(at), count) + ONE_DAY, time(0), self.zone)


@dataclass(frozen=True, slots=True)
class Windows:
    """When a zone may be rung: all zones of a lead must be open at once (R15.1)."""

    by_zone: Mapping[str, Hours] = field(default_factory=dict)
    """Zones with hours of their own; others have 08:00-21:00 every day."""
    guard: int = 180
    """Seconds before closing in which nothing is offered any more (R15.2)."""

    def spans(self, zone: str, day: date) -> tuple[tuple[Instant, Instant], ...]:
        """The offered span [opens, closes - guard) of one local day, or none."""
        span = self.by_zone.get(zone, DEFAULT_HOURS).get(day.weekday())
        if span is None:
            return ()
        closes = at_wall(day + ONE_DAY, time(0), zone) if span[1] == time.max else at_wall(day, span[1], zone)
        return ((at_wall(day, span[0], zone), Instant(closes - self.guard)),)

    def is_open(self, zones: frozenset[str], at: Instant) -> bool:
        """Whether a call may be offered at an instant."""
        spans = (self.spans(zone, day_in(at, zone)) for zone in zones)
        return all(any(opens <= at < closes for opens, closes in day) for day in spans)

    def opens(self, zones: frozenset[str], at: Instant) -> Instant | None:
        """The first instant from `at` on at which every zone is open; None: not within two weeks."""
        if self.is_open(zones, at):
            return at
        edges = [edge for edge in self._edges(zones, at, 0) if edge > at]
        return next((edge for edge in edges if self.is_open(zones, edge)), None)

    def closes(self, zones: frozenset[str], at: Instant) -> Instant | None:
        """The first instant after `at` at which some zone is shut."""
        edges = [edge for edge in self._edges(zones, at, 1) if edge > at]
        return next((edge for edge in edges if not self.is_open(zones, edge)), None)

    def _edges(self, zones: frozenset[str], at: Instant, side: int) -> list[Instant]:
        """All openings (side 0) or closings (side 1) of the next two weeks."""
        return sorted(
            span[side]
            for zone in zones
            for ahead in range(15)
            for span in self.spans(zone, day_in(at, zone) + ahead * ONE_DAY)
        )
