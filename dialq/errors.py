"""What went wrong, in one clear sentence, with the exit code it deserves."""

from __future__ import annotations

DONE = 0
REFUSED = 1
BAD_INPUT = 2
NOTHING_THERE = 3
WORLD_FAILED = 4


class DialqError(Exception):
    """A failure a person can act on.

    `title` says what is wrong and where (file, row, key), `hint` what to do about it.
    """

    exit_code = WORLD_FAILED

    def __init__(self, title: str, hint: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.hint = hint

    def __str__(self) -> str:
        """The sentence shown to the user: title, then hint."""
        return f"{self.title}. {self.hint}" if self.hint else self.title


class RuleRefused(DialqError):
    """A rule of the queue forbids it: names the rule, why, and until when."""

    exit_code = REFUSED


class BadInput(DialqError):
    """What was given cannot be used: names the file, row or field."""

    exit_code = BAD_INPUT


class BadSetting(BadInput):
    """A policy or settings file has a word or value dialq does not know."""


class UnknownLead(BadInput):
    """No lead, or more than one, answers to what was given."""


class NothingThere(DialqError):
    """The queue is empty, or there is nothing to take back."""

    exit_code = NOTHING_THERE


class WorldFailed(DialqError):
    """The disk, a lock or a server let us down; nothing was lost."""


class StoreBusy(WorldFailed):
    """Another process held the database for too long."""


class StoreUnusable(WorldFailed):
    """The database file cannot be opened, read or written."""
