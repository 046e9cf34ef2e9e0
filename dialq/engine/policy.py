"""The team's policy as one value: calendar, windows, caps, campaigns, programmes."""

from __future__ import annotations

from dataclasses import dataclass, field

from dialq.clock import HOUR, MINUTE
from dialq.engine.campaign import Campaign, Programme
from dialq.engine.day import TeamCalendar
from dialq.engine.windows import Windows


@dataclass(frozen=True)
class Caps:
    """How often a lead may be touched (R7.1); campaigns bring their own touch and call caps."""

    life: int = 30
    day: int = 2
    dials: int = 3
    call_gap: int = 25 * MINUTE
    email_gap: int = 20 * HOUR
    neighbour_gap: int = 2 * HOUR
    """One number or company is not rung for different leads within this (R7.8)."""


@dataclass(frozen=True)
class Policy:
    """All that a verdict depends on besides the lead and the instant."""

    calendar: TeamCalendar = field(default_factory=TeamCalendar)
    windows: Windows = field(default_factory=Windows)
    caps: Caps = Caps()
    campaigns: dict[tuple[str, int], Campaign] = field(default_factory=dict)
    """Every version ever started, by name and version (R4.7)."""
    current: dict[str, int] = field(default_factory=dict)
    """The version a lead that enters now gets."""
    programmes: dict[str, Programme] = field(default_factory=dict)
    """`hot` and `warm`."""
    fresh_for: int = 4
    """Business days a hot, untouched lead counts as fresh."""
    slip_after: int = 2
    """Business days after which an overdue step slips."""
    nurture_review_days: int = 90
    rest_days: int = 30
    """The rest after an answer that came to nothing, where no campaign says otherwise."""
    hold: int = 60
    """Seconds a mail waits in the outbox so that undo can reach it."""
    meeting_grace: int = HOUR
    """How long after a meeting's time its rep is asked how it went."""
    unknown_call: int = 4 * HOUR
    """After this a started call without an outcome no longer keeps others off."""

    def campaign(self, name: str, version: int) -> Campaign:
        """The campaign a lead is in."""
        return self.campaigns[name, version]

    def newest(self, name: str) -> Campaign:
        """The campaign a lead enters now."""
        return self.campaigns[name, self.current[name]]
