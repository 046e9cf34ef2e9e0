"""A rep who takes one lead whenever it is ready, against anything that judges and logs.

The same driver plays the oracle and the real engine: what has an `EnginePort` can be driven.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import time
from itertools import chain, repeat
from typing import Protocol

from dialq.clock import DAY, HOUR, Instant
from dialq.engine.campaign import CALL, EMAIL
from tests.oracle.calendar import ONE_DAY, TeamCalendar, at_wall

Planned = tuple[str, Instant]
"""A touch (or a dial): channel, and when it began."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the driver has to know of a verdict."""

    ready: bool
    until: Instant | None
    """Held: when nothing holds any more; None: never by itself. Not read when ready."""
    channel: str
    """The channel of the open step; '' if there is none."""
    campaign: str
    """The campaign the lead is in; '' between and after campaigns."""
    rule: str = ""
    """Held or closed: the deciding rule."""
    tier: int = 0


WHEN = {"callback": 26 * HOUR, "interested": 26 * HOUR, "info-sent": 74 * HOUR, "meeting": 50 * HOUR}
"""How long after a call's end the driver's promises and meetings are; other codes take their defaults."""


class EnginePort(Protocol):
    """One lead in one engine, for one rep. Instants never go back from call to call."""

    def verdict(self, now: Instant) -> Seen:
        """The verdict on the lead at an instant."""
        ...

    def automatic(self, now: Instant) -> Instant | None:
        """When the next automatic mail leaves (past: at once); None: none is planned."""
        ...

    def send_automatic(self, now: Instant) -> None:
        """The mail that `automatic` named leaves now."""
        ...

    def call(self, code: str, started: Instant, ended: Instant) -> None:
        """A call to the lead's next number was started and ended with an outcome (`when`: see `WHEN`)."""
        ...

    def do(self, channel: str, now: Instant) -> None:
        """The open step that is no call is done now."""
        ...


@dataclass(frozen=True, slots=True)
class Shift:
    """When the rep is at work, on the team's clock."""

    calendar: TeamCalendar = field(default_factory=TeamCalendar)
    opens: time = time(8)
    closes: time = time(18)
    every_day: bool = False
    """Works on closed days too."""

    def at_work(self, at: Instant) -> Instant:
        """The first instant from `at` on at which the rep is there."""
        zone = self.calendar.zone
        day = self.calendar.day_of(at)
        while True:
            closes = at_wall(day + ONE_DAY, time(0), zone) if self.closes == time.max else None
            ends = closes if closes is not None else at_wall(day, self.closes, zone)
            if (self.every_day or self.calendar.is_open(day)) and at < ends:
                return Instant(max(at, at_wall(day, self.opens, zone)))
            day += ONE_DAY


@dataclass(frozen=True, slots=True)
class Habits:
    """How the rep works: how long a call takes, how late each step is taken, what calls come to."""

    shift: Shift = field(default_factory=Shift)
    call_takes: int = 60
    late: int = 0
    """Seconds between a step's being takeable and the rep's taking it."""
    codes: tuple[str, ...] = ()
    """Outcomes of the first calls; all later ones are no-answers."""


def play(
    port: EnginePort, habits: Habits, start: Instant, *, life: bool = False, days: int = 400
) -> list[Planned]:
    """The plan as it happened, to the end of the lead's first campaign, or of all its `life`."""
    return list(_play(port, habits, start, Instant(start + days * DAY), life=life))


def _play(port: EnginePort, habits: Habits, start: Instant, end: Instant, *, life: bool) -> Iterator[Planned]:
    codes = chain(habits.codes, repeat("no-answer"))
    now, takes, name = start, None, port.verdict(start).campaign
    while now < end:
        mail = port.automatic(now)
        if mail is not None and mail <= now:
            port.send_automatic(now)
            yield EMAIL, now
            continue
        seen = port.verdict(now)
        if seen.campaign != name and not life:
            return
        at_work = habits.shift.at_work(now)
        if seen.ready and takes is None and at_work == now:
            takes = Instant(now + habits.late)
        if seen.ready and takes is not None and takes <= now == at_work:
            yield seen.channel, now
            now, takes = _take(port, seen.channel, codes, now, habits), None
        else:
            now = _sleep(seen, at_work, takes, mail, end)


def _take(port: EnginePort, channel: str, codes: Iterator[str], now: Instant, habits: Habits) -> Instant:
    """Do the step; the instant at which the rep is free again. Only calls use up codes."""
    if channel != CALL:
        port.do(channel, now)
        return now
    ended = Instant(now + habits.call_takes)
    port.call(next(codes), now, ended)
    return ended


def _sleep(
    seen: Seen, at_work: Instant, takes: Instant | None, mail: Instant | None, end: Instant
) -> Instant:
    """The next instant at which something may be done; `end` if there is none."""
    rep = max(at_work, takes or at_work) if seen.ready else seen.until
    return min((at for at in (rep, mail) if at is not None), default=end)
