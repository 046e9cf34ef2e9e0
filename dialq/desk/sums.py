"""What the store counts over all leads for sources and events, as values and a protocol."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from dialq.clock import Instant


class Lot(NamedTuple):
    """The leads of one source in one stage."""

    source: str
    stage: str
    leads: int
    spent: int
    """Cents that following them up has cost."""
    met: int
    """How many of them a meeting was set with."""


class Invited(NamedTuple):
    """A lead that is or was in an event's campaign for it."""

    lead: int
    here: bool
    """Whether it is in it still."""
    touched: bool
    """Whether the invitation has reached out."""


class Sums(Protocol):
    """Sums over all leads."""

    def lots(self) -> list[Lot]:
        """All leads by source and stage, with what following them up cost and how many meetings were set."""
        ...

    def costs(self) -> list[tuple[str, str, int]]:
        """How many leads of a source cost how much, as their files say it: (source, cost, leads)."""
        ...

    def invited(self, event: str) -> list[Invited]:
        """Who is or was in an event's campaign for it."""
        ...

    def invitations(self, lead: int) -> list[str]:
        """The events a lead is or was in the campaign of."""
        ...

    def seats(self) -> list[tuple[str, int, str]]:
        """What leads said to invitations, in that order: (event, lead, kind of interaction)."""
        ...

    def imported_acts(self, batch: str) -> dict[int, list[int]]:
        """What an import said that known people did: lead -> events, in that order."""
        ...

    def rested(self, at: Instant) -> list[tuple[int, str, int, Instant]]:
        """Leads whose rest was over by an instant though nothing was written since: (lead, programme, leg, until)."""
        ...
