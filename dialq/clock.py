"""The only reader of the wall clock."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import NewType, Protocol

Instant = NewType("Instant", int)
"""A moment: whole seconds since 1970-01-01 00:00 UTC. All of dialq counts in these (R21.1)."""

MINUTE = 60
HOUR = 3600
DAY = 86400


class Clock(Protocol):
    """Tells the time; read once per use case, then passed down."""

    def now(self) -> Instant:
        """The present moment."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> Instant:
        """The present moment, from the operating system."""
        return Instant(int(time.time()))


class ManualClock:
    """A clock that moves only when told: for tests, demos and `--at`."""

    def __init__(self, at: Instant) -> None:
        self.at = at

    def now(self) -> Instant:
        """The moment it was last set to."""
        return self.at

    def advance(self, seconds: int) -> None:
        """Move on by `seconds` (negative: back)."""
        self.at = Instant(self.at + seconds)


def to_utc_text(at: Instant) -> str:
    """An instant as fixed-width UTC text, `2026-11-22T01:09:00Z`: text order is time order."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def from_datetime(moment: datetime) -> Instant:
    """The instant of an aware datetime, its fraction of a second dropped."""
    if moment.tzinfo is None:
        raise ValueError("a datetime without a zone is no instant")
    return Instant(int(moment.timestamp()))
