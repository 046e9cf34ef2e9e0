"""What the desk needs of the store to take letters in: each is remembered, and how far a folder was read."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from dialq.clock import Instant
from dialq.desk.letters import Cursor


class KeptLetter(Struct, frozen=True):
    """A letter that was handled. Of one that concerns no lead of ours neither subject nor text is kept."""

    id: int
    """0 until it is written down."""
    message: str
    sender: str
    mailbox: str
    folder: str
    validity: int
    uid: int
    arrived: Instant
    taken: Instant
    kind: str
    lead: int = 0
    """0: nobody we know."""
    event: int = 0
    """What it became in the lead's story; 0: nothing."""
    subject: str = ""
    text: str = ""
    matched: str = ""
    """By what its lead was found, one of `matching.HOW`."""
    acted: str = ""
    look: bool = False
    """Whether a person should look at it, and has not yet."""
    digest: str = ""
    """A short sum of what it says: another mail may bear the same Message-ID."""


class LetterBook(Protocol):
    """Letters by what finds them, and how far each folder was read."""

    def known(self, message: str, sender: str, digest: str) -> KeptLetter | None:
        """The same letter as it was handled before, in whatever mailbox; None: it is new."""
        ...

    def put(self, letter: KeptLetter) -> int:
        """Remember a letter; returns its id."""
        ...

    def of_lead(self, lead: int) -> list[KeptLetter]:
        """A lead's letters, in the order in which they were taken in."""
        ...

    def to_look_at(self, limit: int) -> list[KeptLetter]:
        """Letters that a person should look at, the newest first."""
        ...

    def seen(self, letter: int) -> None:
        """A person has looked at it."""
        ...

    def cursor(self, mailbox: str, folder: str) -> Cursor | None:
        """How far a folder was read; None: it never was."""
        ...

    def keep_cursor(self, mailbox: str, folder: str, cursor: Cursor) -> None:
        """Put down how far a folder was read."""
        ...
