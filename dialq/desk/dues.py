"""What is due over all leads and reps, counted on the gates: for the load of a day."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from dialq.clock import Instant


class StepDue(NamedTuple):
    """So many leads that stand before a step of a campaign today."""

    campaign: str
    version: int
    position: int
    """Index of the step in the campaign's line."""
    leads: int


class Dues(Protocol):
    """Counts of what is due."""

    def by_channel(self, begins: Instant, ends: Instant) -> dict[str, int]:
        """Leads by channel that are ready at some moment of [begins, ends), for any rep; timers aside."""
        ...

    def falling_due(self, begins: Instant, ends: Instant) -> int:
        """Leads that become ready in (begins, ends) and were not before; timers aside."""
        ...

    def timed(self, begins: Instant, ends: Instant) -> int:
        """How many leads that wait for a moment of their own have it in (begins, ends)."""
        ...

    def timed_leads(self, begins: Instant, ends: Instant, limit: int) -> list[int]:
        """The first of these leads."""
        ...

    def by_step(self, begins: Instant, ends: Instant, channel: str) -> list[StepDue]:
        """Leads of one channel that are ready in [begins, ends), by the step they stand before."""
        ...

    def hastening(self, begins: Instant, ends: Instant) -> list[StepDue]:
        """Fresh leads that are ready in [begins, ends) or wait for a moment then, by the step they stand before."""
        ...

    def answers(self, since: Instant) -> dict[str, int]:
        """How much each rep logged since an instant, what was taken back aside."""
        ...
