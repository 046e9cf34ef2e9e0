"""How far a lead is: the fold of its events. `effects.apply` is the only maker of new states."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from dialq.clock import DAY, Instant

NAME = "name"
ACTIVE = "active"
RESTING = "resting"
NURTURE = "nurture"
MEETING = "meeting"
WON = "won"
LOST = "lost"
DISQUALIFIED = "disqualified"
SUPPRESSED = "suppressed"
ENDED = frozenset({WON, LOST, DISQUALIFIED, SUPPRESSED})

COUNTED = frozenset({"webinar", "download", "event"})
"""What a name does that counts towards becoming a lead…"""
IN_THEIR_WORDS = frozenset({"reply", "rsvp", "inbound-call"})
"""What comes with these is what they said, no topic to write to them about (R3.4)."""
COUNTED_WITHIN = 180 * DAY
"""…two of these within so long (R3.2)."""

ONLY_ME = "only me"
ANYONE = "anyone"

ASK_MEETING = "meeting"
"""The kind of a promise that asks, after a meeting, how it went."""
TASK = "task"
"""The kind of a promise that a person made to oneself: it asks nothing of the lead (SEED1-17)."""
REPLY = "reply"
MISSED = frozenset({"no-show", "cancelled"})
"""Kinds of a response that are a meeting which did not come about."""


class Entry(Struct, frozen=True):
    """One line of the ledger (R7.2): every channel, manual or automatic, counts together."""

    event: int
    at: Instant
    """The dial's start, or the moment of the touch."""
    end: Instant
    """The end of the call; `at` for other touches."""
    channel: str
    code: str
    dial: bool
    touch: bool
    human: str
    run: int
    """Which enrolment of the lead it belongs to; 0: none."""
    number: str = ""
    rep: str = ""
    cost: int = 0
    """What it cost, in cents (R19.1)."""


class Promise(Struct, frozen=True):
    """A dated next action that a person set."""

    at: Instant
    rep: str
    scope: str = ONLY_ME
    words: str = ""
    number: str = ""
    kind: str = "callback"
    """`callback`, `interested`, `info`, `task`, or `meeting` (ask how it went)."""
    tries: int = 0
    """How often it met nobody (R11.3)."""
    made: Instant = Instant(0)
    again: Instant = Instant(0)
    """Not before this, after a try that met nobody, a busy line, or `later`."""
    busy: int = 0
    """Busy signals since the last try."""


class Response(Struct, frozen=True):
    """Something the lead did that asks for an answer, open until a person has dealt with it."""

    at: Instant
    kind: str
    topic: str = ""
    tries: int = 0
    """How often it was answered and met nobody (R11.3)."""
    again: Instant = Instant(0)
    """Not before this, after a try that met nobody, a busy line, or `later`."""
    event: int = 0
    busy: int = 0
    """Busy signals since the last try."""

    @property
    def missed(self) -> bool:
        """Whether it is a meeting that did not come about: ours to mend, nothing the lead asked for (R2.1)."""
        return self.kind in MISSED


class OpenCall(Struct, frozen=True):
    """A call that was started and has no outcome yet (R9.2)."""

    event: int
    rep: str
    at: Instant
    number: str


class State(Struct, frozen=True):
    """Where one lead stands. Every field is a consequence of its events."""

    stage: str = ACTIVE
    reason: str = ""
    """Why it ended, rests or is with marketing, in words."""
    temperature: str = ""
    """`hot` once the lead turned hot; '': as it came."""
    hot_since: Instant | None = None
    """When it turned hot, or became a lead by itself: from then on it is fresh."""
    acts: tuple[Instant, ...] = ()
    """While it is a name: when it did something that counts towards becoming a lead (R3.2)."""
    programme: str = ""
    leg: int = 0
    """Index in the programme of the campaign that comes next."""
    campaign: str = ""
    """'' when no campaign runs."""
    version: int = 0
    run: int = 0
    """Counts enrolments; the ledger names it."""
    event: str = ""
    """The event that its event campaign invites to."""
    entered: Instant = Instant(0)
    day0: Instant = Instant(0)
    position: int = 0
    """Index in the campaign's line of the open step."""
    last_done: Instant | None = None
    """When the line step before it was done or skipped."""
    moved: int = 0
    """Seconds by which standstills moved the plan since day 0 (R11.3: gaps are kept)…"""
    moved_days: int = 0
    """…and days of the team's calendar."""
    done_moved: int = 0
    """The same since the line step before was done…"""
    done_moved_days: int = 0
    """…in days."""
    beside: tuple[str, ...] = ()
    """Keys of automatic side steps that are done or skipped."""
    last_call: tuple[str, Instant, bool] | None = None
    """The latest call step done in this run: key, when, whether it reached the lead."""
    reached: bool = False
    """Whether the last call of this run, on the plan or off it, reached the lead."""
    busy: int = 0
    not_before: Instant = Instant(0)
    """Busy: the same step again not before this."""
    later: Instant | None = None
    """Snoozed until then; counts for the order."""
    laters: int = 0
    rest_until: Instant | None = None
    paused_until: Instant | None = None
    stalled: Instant | None = None
    """Since when an open promise, a response or a pause keeps the campaign still."""
    promise: Promise | None = None
    response: Response | None = None
    """The newest one: whoever answers it answers the older ones with it."""
    last_response: Instant = Instant(0)
    """Campaign and day caps count touches since then."""
    dead: tuple[tuple[str, Instant | None], ...] = ()
    """Numbers and addresses that no longer serve, until when (None: for good)."""
    ledger: tuple[Entry, ...] = ()
    first_call: Instant | None = None
    touched: bool = False
    """Whether a person ever touched it."""
    last_rep: str = ""
    """Who logged the last outcome."""
    interactions: int = 0
    """What the lead did since it arrived."""
    topic: str = ""
    meeting: Instant | None = None
    call: OpenCall | None = None
    nurture_since: Instant | None = None
    items: tuple[str, ...] = ()
    """Templates of the nurture items it got: none is sent twice (R16.1)."""
    silent: Instant | None = None
    """Since when it does not answer though we owed it something: it went silent (SEED4-06)."""
    seen: int = 0
    """Id of the last event folded in."""

    @property
    def ended(self) -> bool:
        """Whether nothing but the lead itself can bring it back."""
        return self.stage in ENDED

    @property
    def owes(self) -> bool:
        """Whether something is promised or to be answered: the plan waits for it."""
        return self.promise is not None or self.response is not None


def but(state: State, **changes: Any) -> State:
    """The state with some fields changed."""
    return replace(state, **changes)
