"""What the store keeps for the desk, as values."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

from dialq.clock import Instant
from dialq.engine.verdict import Piece


class Claim(Struct, frozen=True):
    """Who holds a lead, until when if no further sign of life comes."""

    lead: int
    rep: str
    session: str
    since: Instant
    expires: Instant
    parked: int
    """0: in hand; 1…3: parked, the highest last."""


class Mail(Struct, frozen=True):
    """One mail of the outbox and how far it is."""

    message: str
    lead: int
    event: int
    rep: str
    status: str
    leaves: Instant
    recipient: str
    subject: str
    body: str
    mail: str
    """All that its bytes are made of, as JSON."""
    queued: Instant
    problem: str = ""
    mailbox: str = ""
    """The mailbox it leaves from; '' is the Maildir outbox."""
    rank: int = 2
    """ANSWER…BATCH: the lower leaves first (R14.4)."""
    tries: int = 0
    """How often the server did not take it."""
    left_at: Instant | None = None
    """When the server took it."""
    token: str = ""
    """Our own word in it that replies and opt-outs carry back."""
    batch: str = ""
    """The mass sending it belongs to."""
    raw: str = ""
    """Its bytes as they will leave; '' once they left, or of a mail of an older program."""


class MailboxState(Struct, frozen=True):
    """How a mailbox stands."""

    name: str
    first_sent: Instant | None = None
    """When its first mail left: its ramp counts from here."""
    next_at: Instant = Instant(0)
    """Before this no mail leaves that nobody waits for: the pace, or a server that could not be reached."""
    stopped: str = ""
    """Why it sends nothing until a person starts it again."""
    problem: str = ""
    """Why the last try failed; '' if it did not."""
    at: Instant = Instant(0)
    """When that was written."""


class Placing(Struct, frozen=True):
    """A lead's places in the queue: its pieces, or the rule that keeps it out."""

    lead: int
    pieces: tuple[Piece, ...]
    rule: str = ""
    """The rule that holds it when it has no piece."""
    review: Instant | None = None
    """When to judge it again though nothing happens to it."""
    automatic: Instant | None = None
    """When its next automatic step leaves."""
    post: Instant | None = None
    """When its next item of nurture falls due that goes by post, in a print batch."""
    arrived: Instant | None = None
    """Given where `pieces` is shared by leads that differ in their arrival alone: it goes into cadence ranks."""


class Spread(NamedTuple):
    """So many leads stand at one place of one plan."""

    stage: str
    programme: str
    leg: int
    campaign: str
    version: int
    position: int
    rest_until: Instant | None
    leads: int


class Stand(NamedTuple):
    """One lead of many, as the file has it: texts are taken apart only where they must be."""

    lead: int
    source: str
    arrived: Instant
    company_key: str
    facts: str
    """The other facts of the lead, as JSON."""
    seen: int
    stage: str
    places: str
    state: str | None
    """Its state as JSON; None: it is the fold of…"""
    effects: str | None
    """…the effects of its arrival, as JSON."""


HOLD, SENDING, SENT, CANCELLED, FAILED, UNCONFIRMED = (
    "hold",
    "sending",
    "sent",
    "cancelled",
    "failed",
    "unconfirmed",
)
"""States of a mail in the outbox."""

ANSWER, PAIR, BY_HAND, AUTO, BATCH = range(5)
"""Ranks of a mail in the outbox: answers and pairs leave before batches (R14.4)."""
RANK_NAMES = ("answer", "pair", "mail", "automatic", "batch")

JUDGE, AUTOMATIC, POST_ITEM = 0, 1, 2
"""What a timer asks for."""
