"""What the mail screens and commands show: plain values. Times are instants, ready-made texts are local."""

from __future__ import annotations

from typing import NamedTuple

from dialq.clock import Instant
from dialq.desk.views import Refused


class MailLine(NamedTuple):
    """One mail of the outbox."""

    message: str
    lead: int
    name: str
    company: str
    to: str
    subject: str
    status: str
    """`hold`, `sending`, `sent`, `cancelled`, `failed`, `unconfirmed` (kept.py)."""
    leaves: Instant
    """Of a mail in hold: the earliest moment it leaves."""
    mailbox: str
    """'' is the Maildir outbox."""
    what: str
    """`answer`, `pair`, `mail`, `automatic`, `batch`: in this order they leave."""
    rep: str
    """Who sent it; '' is an automatic one."""
    why: str = ""
    """Why it still waits (`40 of 50 left today: next at 14:10`), failed, or what to decide of an unconfirmed one."""
    tries: int = 0


class MailboxView(NamedTuple):
    """One mailbox, and how it stands."""

    name: str
    address: str
    sent: int
    """Mails in the last 24 hours…"""
    limit: int
    """…of so many."""
    waiting: int
    next_at: Instant | None
    """When its next mail may leave; None: nothing waits or it is stopped."""
    stopped: str = ""
    """Why it sends nothing until a person starts it again; '' if it sends."""
    problem: str = ""
    """Why the last try to send or fetch failed; '' if it did not."""
    sender: str = ""
    """Who sends for it now (`ana, process 4711`); '' if nobody does."""
    fetcher: str = ""
    """Who fetches its answers now; '' if nobody does."""
    fetched: Instant | None = None
    """When its answers were last looked for."""


class PlannedMail(NamedTuple):
    """An automatic mail that is to leave today, and can be held or edited until it does (SEED1-18)."""

    lead: int
    name: str
    company: str
    to: str
    step: str
    at: Instant
    template: str
    subject: str
    body: str
    held_by: str = ""
    """Who holds it back; '' if nobody does."""
    edited_by: str = ""
    """Who wrote its text anew; '' if it is the template's."""
    problem: str = ""
    """What keeps it from leaving: a field without a value, a rule."""


class LetterLine(NamedTuple):
    """A mail that came in."""

    id: int
    lead: int
    """0: nobody we know."""
    name: str
    at: Instant
    kind: str
    sender: str
    subject: str
    text: str
    acted: str
    """What followed: `the campaign stops, an answer is owed`."""
    look: bool
    """Whether a person should look at it: a forged reply, a bounce that names no mail of ours."""


class OutboxView(NamedTuple):
    """The mail screen."""

    mailboxes: tuple[MailboxView, ...]
    hold: tuple[MailLine, ...]
    failed: tuple[MailLine, ...]
    unconfirmed: tuple[MailLine, ...]
    planned: tuple[PlannedMail, ...]
    look: tuple[LetterLine, ...]
    runner: bool
    """Whether anybody sends at all: an open screen or `dialq mail run`."""


class ThreadLine(NamedTuple):
    """One mail of a thread, theirs or ours, oldest first."""

    at: Instant
    when: str
    """`Tue 10:12` in the team's zone."""
    ours: bool
    who: str
    """`ana`, `automatic`, or their name or address."""
    kind: str
    """Of theirs one of letters.KINDS; of ours the status of the mail."""
    subject: str
    text: str
    message: str
    event: int = 0


class MassLine(NamedTuple):
    """One mail of a mass sending, merged."""

    lead: int
    name: str
    company: str
    to: str
    subject: str
    body: str
    seen: int
    """Last event of the lead when it was merged: a mail to a lead that changed since is refused."""
    refused: Refused | None = None
    """Why it does not go; None: it does."""


class Mass(NamedTuple):
    """One template for many due leads, to be looked through before it goes (SEED1-16)."""

    template: str
    lines: tuple[MassLine, ...]

    @property
    def going(self) -> tuple[MassLine, ...]:
        """Those that can go."""
        return tuple(one for one in self.lines if one.refused is None)


class MassSent(NamedTuple):
    """What came of a mass sending."""

    batch: str
    """Its name; `stop_batch` stops what has not left of it."""
    queued: tuple[int, ...]
    """Leads."""
    refused: tuple[tuple[int, Refused], ...]
    last_leaves: Instant | None = None
    """When, by the pace of the mailbox, the last of them leaves."""


class TakenIn(NamedTuple):
    """What was made of a letter."""

    kind: str
    lead: int
    """0: nobody we know."""
    acted: str
    """In a sentence, for the log."""
    new: bool = True
    """False: it was handled before."""
