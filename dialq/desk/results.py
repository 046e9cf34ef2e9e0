"""What came of many leads, read in one pass over all events: for experiments and reports."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple, Protocol

from dialq.clock import Instant
from dialq.engine.events import Event


class Entry(NamedTuple):
    """A lead entered a campaign, or nurture."""

    event: int
    """The event that wrote it down…"""
    kind: str
    """…and of what kind it is."""
    lead: int
    at: Instant
    programme: str
    """'' in nurture."""
    leg: int
    """Which campaign of the programme it is, from 1; 0 in nurture."""
    campaign: str


class Results(Protocol):
    """Readings of the whole log."""

    def entries(self, since: Instant) -> Iterator[Entry]:
        """Every entry that was recorded since an instant, in the order of recording."""
        ...

    def told(self, leads: Collection[int]) -> Iterator[Event]:
        """What people and these leads did, what was taken back, and mails that left, in the order of recording.

        Of their effects only the lines of the ledger are there.
        """
        ...

    def set_aside(self) -> set[int]:
        """Leads that no report counts: test inquiries (tag `test`), and leads of an import that was undone."""
        ...
