"""How far a lead is: the fold of its events. `effects.apply` is the only maker of new states."""

from __future__ import annotations

from dataclasses import dataclass

from dialq.clock import Instant

ACTIVE = "active"
RESTING = "resting"
NURTURE = "nurture"
MEETING = "meeting"
WON = "won"
LOST = "lost"
DISQUALIFIED = "disqualified"
SUPPRESSED = "suppressed"
ENDED = frozenset({WON, LOST, DISQUALIFIED, SUPPRESSED})

ONLY_ME = "only me"
ANYONE = "anyone"


@dataclass(frozen=True, slots=True)
class Entry:
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


@dataclass(frozen=True, slots=True)
class Promise:
    """A dated next action that a person set."""

    at: Instant
    rep: str
    scope: str = ONLY_ME
    words: str = ""
    number: str = ""
    kind: str = "callback"
    """`callback`, `interested`, `info`, or `meeting` (ask how it went)."""
    tries: int = 0
    """How often it met nobody (R11.3)."""
    made: Instant = Instant(0)


@dataclass(frozen=True, slots=True)
class Response:
    """Something the lead did that asks for an answer, open until a person has dealt with it."""

    at: Instant
    kind: str
    topic: str = ""
    rep: str = ""
    """Who it goes to for the first half hour; '' is the pool."""
    tries: int = 0
    again: Instant = Instant(0)
    """Not before this, after a try that met nobody."""
    event: int = 0


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A call that was started and has no outcome yet (R9.2)."""

    event: int
    rep: str
    at: Instant
    number: str


@dataclass(frozen=True, slots=True)
class State:
    """Where one lead stands. Every field is a consequence of its events."""

    stage: str = ACTIVE
    reason: str = ""
    """Why it ended, rests or is with marketing, in words."""
    programme: str = ""
    leg: int = 0
    """Index in the programme of the campaign that comes next."""
    campaign: str = ""
    """'' when no campaign runs."""
    version: int = 0
    run: int = 0
    """Counts enrolments; the ledger names it."""
    entered: Instant = Instant(0)
    day0: Instant = Instant(0)
    position: int = 0
    """Index in the campaign's line of the open step."""
    last_done: Instant | None = None
    """When the line step before it was done or skipped."""
    beside: tuple[str, ...] = ()
    """Keys of automatic side steps that are done or skipped."""
    last_call: tuple[str, Instant, bool] | None = None
    """The latest call step done in this run: key, when, whether it reached the lead."""
    busy: int = 0
    not_before: Instant = Instant(0)
    """Busy: the same step again not before this."""
    later: Instant | None = None
    """Snoozed until then; counts for the order."""
    laters: int = 0
    rest_until: Instant | None = None
    paused_until: Instant | None = None
    stalled: Instant | None = None
    """Since when an open promise or response keeps the campaign still."""
    promise: Promise | None = None
    responses: tuple[Response, ...] = ()
    last_response: Instant = Instant(0)
    """Campaign and day caps count touches since then."""
    dead: tuple[tuple[str, Instant | None], ...] = ()
    """Numbers and addresses that no longer serve, until when (None: for good)."""
    ledger: tuple[Entry, ...] = ()
    first_call: Instant | None = None
    touched: bool = False
    """Whether a person ever worked it."""
    last_rep: str = ""
    interactions: int = 0
    """What the lead did since it arrived."""
    topic: str = ""
    meeting: Instant | None = None
    call: OpenCall | None = None
    nurture_since: Instant | None = None
    seen: int = 0
    """Id of the last event folded in."""

    @property
    def ended(self) -> bool:
        """Whether nothing but the lead itself can bring it back."""
        return self.stage in ENDED
