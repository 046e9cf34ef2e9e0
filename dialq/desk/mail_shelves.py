"""What the desk needs of the store to send mail: the outbox, the mailboxes, and locks for what only one may do."""

from __future__ import annotations

from typing import Protocol

from dialq.clock import Instant
from dialq.desk.kept import Mail, MailboxState


class MailBox(Protocol):
    """Mails by state."""

    def put(self, mail: Mail) -> None:
        """A new mail, in hold."""
        ...

    def get(self, message: str) -> Mail | None:
        """One mail, or None."""
        ...

    def with_status(self, *statuses: str, rep: str = "", limit: int = 1000) -> list[Mail]:
        """Mails in one of these states, the next to leave first."""
        ...

    def count(self, status: str) -> int:
        """How many mails are in a state."""
        ...

    def due(self, mailbox: str, at: Instant, limit: int = 200) -> list[Mail]:
        """Mails of a mailbox whose hold is over, the next to leave first: by rank, then by time."""
        ...

    def next_leaves(self, mailbox: str) -> list[tuple[int, Instant]]:
        """Of each rank that waits in a mailbox the earliest moment one of its mails leaves."""
        ...

    def waiting_mailboxes(self) -> dict[str, int]:
        """How many mails wait in each mailbox."""
        ...

    def count_left_since(self, mailbox: str, at: Instant) -> int:
        """How many mails left a mailbox since an instant."""
        ...

    def left_since(self, mailbox: str, at: Instant) -> list[Instant]:
        """When each mail left a mailbox since an instant, the earliest first."""
        ...

    def with_token(self, token: str) -> Mail | None:
        """The mail that carries a word of ours."""
        ...

    def sent_to(self, address: str) -> list[Mail]:
        """Mails that left to an address, in whatever case it is written, oldest first."""
        ...

    def of_batch(self, batch: str) -> list[Mail]:
        """The mails of a mass sending."""
        ...

    def of_event(self, event: int) -> Mail | None:
        """The mail that an event queued."""
        ...

    def of_lead(self, lead: int) -> list[Mail]:
        """A lead's mails, oldest first."""
        ...

    def postpone(self, message: str, leaves: Instant) -> None:
        """A waiting mail leaves later."""
        ...

    def move(self, message: str, status: str, problem: str = "") -> None:
        """A mail's new state."""
        ...

    def being_sent(self, messages: list[str]) -> None:
        """These are handed to a server now: one try more each."""
        ...

    def left(self, message: str, at: Instant) -> None:
        """The server, or the folder, took it."""
        ...

    def in_doubt(self, message: str, at: Instant, problem: str) -> None:
        """It may have left: it counts as if it had, until a person says."""
        ...

    def again(self, message: str, leaves: Instant, problem: str, *, counts: bool = True) -> None:
        """It was not taken: it waits again; `counts` says whether that was a try."""
        ...

    def rewrite(self, mail: Mail) -> None:
        """Another text of a mail that waits."""
        ...


class MailboxBook(Protocol):
    """How each mailbox stands."""

    def get(self, name: str) -> MailboxState:
        """How a mailbox stands; one that never sent has nothing to say."""
        ...

    def keep(self, state: MailboxState) -> None:
        """Put down how a mailbox stands."""
        ...


class LeaseHeld(Protocol):
    """A lock that is held until it is given back, or until the process ends; its notes outlive that."""

    @property
    def left_behind(self) -> tuple[str, ...]:
        """What was noted since the machine was started and not cleared, in its order."""
        ...

    @property
    def is_ours(self) -> bool:
        """Whether the lock still keeps others off."""
        ...

    def note(self, *lines: str) -> None:
        """Put lines down for whoever takes the lock after this process died."""
        ...

    def clear(self) -> None:
        """What was noted is in the database now."""
        ...

    def give_back(self) -> None:
        """Let the next one have it."""
        ...


class LeaseBook(Protocol):
    """Locks by name: one holder at a time on the whole machine."""

    def take(self, name: str, who: str) -> LeaseHeld | None:
        """The lock of that name; None: somebody else has it."""
        ...

    def holder(self, name: str) -> str:
        """Who holds it, `ana, process 4711`; '' if nobody does."""
        ...
