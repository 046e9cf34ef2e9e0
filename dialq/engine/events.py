"""What happened to a lead, append-only: who, when, why, and what it changed (R2.3)."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field

from dialq.clock import Instant
from dialq.engine.effects import Effect

ARRIVED = "arrived"
OUTCOME = "outcome"
CALL_STARTED = "call"
RESPONDED = "responded"
NOTED = "note"
CHANGED = "changed"
UNDONE = "undone"
REDONE = "redone"
MAIL_LEFT = "mail-left"
MAIL_STOPPED = "mail-stopped"
"""A mail that waited does not leave."""
OF_MAILS = (MAIL_LEFT, MAIL_STOPPED)
"""What becomes of a mail: it is no work on its lead, and changes no card."""
FREED = "freed"
HANDED = "handed"
"""Somebody, or a rule, handed the lead to marketing, to another programme, to its end."""
TASKED = "task"
"""Somebody set a task by hand."""
MOVED = "moved"
"""Somebody took the lead to a newer version of its campaign."""
PRINTED = "printed"
"""The lead's card is in a print batch that waits to be mailed, or does not any more."""
SETTLED = "settled"
"""What came by itself, written down because the lead's surroundings changed."""
ENGINE = ""
"""The rep of an event that no person caused."""


class Event(Struct, frozen=True):
    """One event of one lead. `facts` is what was reported, `effects` what it changed."""

    id: int
    lead: int
    kind: str
    happened: Instant
    recorded: Instant
    rep: str
    facts: dict[str, Any] = field(default_factory=dict)
    effects: tuple[Effect, ...] = ()
    cause: int = 0
    """The event that brought this one along (a mail with its call); 0: none."""
    slot: int = 0
    """Place in the order of recording: a correction takes that of what it replaces; 0: its own id."""

    @property
    def place(self) -> int:
        """Where it stands in the fold."""
        return self.slot or self.id
