"""What the store keeps of automatic mails that a person held back or wrote anew before they left (SEED1-18)."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from dialq.clock import Instant


class PlannedNote(Struct, frozen=True):
    """What a person said of one automatic step of one lead, in one enrolment."""

    lead: int
    run: int
    """The enrolment (`State.run`): another one has steps of its own."""
    step: str
    held: str = ""
    """Who holds it back; '' if nobody does."""
    editor: str = ""
    """Who wrote its text anew; '' if it is the template's."""
    subject: str = ""
    body: str = ""
    at: Instant = Instant(0)
    """When that was said."""

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing any more."""
        return not self.held and not self.editor


class PlannedBook(Protocol):
    """Notes on automatic steps."""

    def of_lead(self, lead: int) -> list[PlannedNote]:
        """The notes on a lead's steps."""
        ...

    def leads(self, limit: int) -> list[int]:
        """Leads with a step that somebody holds back, the earliest held first."""
        ...

    def oldest(self, before: Instant, limit: int) -> list[PlannedNote]:
        """Notes that were made before an instant, the oldest first."""
        ...

    def keep(self, note: PlannedNote) -> None:
        """Put a note down in place of what was said before; an empty one is forgotten."""
        ...

    def forget(self, note: PlannedNote) -> None:
        """The step left, or will never come."""
        ...
