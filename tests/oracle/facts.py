"""What the oracle is told: plain facts in the order of recording (R2.4)."""

from __future__ import annotations

from msgspec import Struct

from dialq.clock import Instant
from dialq.engine.lead import Lead, LeadId
from dialq.engine.outcome import OUTBOUND


class Arrived(Struct, frozen=True):
    """A lead came in, or was changed: the newest values count, the first one enters the programme."""

    lead: Lead
    recorded: Instant


class CallStarted(Struct, frozen=True):
    """A call was dialled here and has no outcome yet; it is a dial at once (R9.2)."""

    lead: LeadId
    rep: str
    recorded: Instant
    number: str


class Outcome(Struct, frozen=True):
    """What a person logged (R9). `happened` is the end of a call."""

    lead: LeadId
    rep: str
    code: str
    channel: str
    happened: Instant
    recorded: Instant
    number: str = ""
    """The number dialled, or the address for a bounce; '': the first usable one."""
    when: Instant | None = None
    scope: str = ""
    reason: str = ""
    direction: str = OUTBOUND
    anyone: bool = False
    """A promise that any rep may keep (R10.2)."""
    pair: bool = False
    """A mail that goes with a call and counts as the plan's next mail (R4.5)."""


class Responded(Struct, frozen=True):
    """The lead did something: `contact-me`, `reply`, `inbound-call`, `form`; others ask for no answer."""

    lead: LeadId
    kind: str
    happened: Instant
    recorded: Instant


class AutoSent(Struct, frozen=True):
    """An automatic mail of the open campaign left."""

    lead: LeadId
    step: str
    recorded: Instant


class Undone(Struct, frozen=True):
    """The fact with that index is taken back; undoing an `Undone` is the redo (R13.1)."""

    fact: int
    recorded: Instant


class Corrected(Struct, frozen=True):
    """An outcome is replaced; the new one takes its place and its two times (R13.4)."""

    fact: int
    outcome: Outcome
    recorded: Instant


class Suppressed(Struct, frozen=True):
    """A standing ban set by hand; scope `number`, `address`, `domain` or `company` (R18.1)."""

    value: str
    scope: str
    recorded: Instant


Fact = Arrived | CallStarted | Outcome | Responded | AutoSent | Undone | Corrected | Suppressed
