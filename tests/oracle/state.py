"""What one lead's facts add up to, as plain mutable records."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from dialq.clock import Instant
from dialq.engine.campaign import Campaign, Step
from dialq.engine.lead import WARM, Lead

PROMISE, RESPONSE, MEETING = "promise", "response", "meeting"
NO_SHOW = "no-show"

NAME, ACTIVE, RESTING, NURTURE = "name", "active", "resting", "nurture"
MET, WON, LOST, DISQUALIFIED = "meeting", "won", "lost", "disqualified"
ENDED = (WON, LOST, DISQUALIFIED)


@dataclass(slots=True)
class Mark:
    """An instant and the team's date it stands for; a pause moves both (gaps kept)."""

    at: Instant
    day: date


@dataclass(slots=True)
class Dial:
    """One attempt to ring one number. `ended` is its start while it has no outcome."""

    start: Instant
    ended: Instant
    number: str
    rep: str
    company: str
    code: str = ""
    """The outcome; '' while it is open."""


@dataclass(slots=True)
class Touch:
    """Something we did that reached out."""

    at: Instant
    channel: str


@dataclass(slots=True)
class Matter:
    """What we owe the lead: a promise, an answer to a response, or the question how a meeting went."""

    kind: str
    at: Instant
    """The promised time, the response's own time, or one hour after the meeting began."""
    what: str = ""
    """A response's kind."""
    rep: str = ""
    """Whose promise or meeting it is."""
    anyone: bool = False
    again: Instant | None = None
    """Not before: set by a try that met nobody, by a busy line or by `later`."""
    fails: int = 0
    busy: int = 0

    @property
    def opens(self) -> Instant:
        """From when on it is asked (two minutes before a promise)."""
        own = self.at - 120 if self.kind == PROMISE else self.at
        return Instant(max(own, self.again or 0))

    @property
    def tries(self) -> int:
        """How many calls that meet nobody settle it (R11.3, R2.1)."""
        return 2 if self.what == NO_SHOW else 4


@dataclass(slots=True)
class Enrolment:
    """One lead in one campaign."""

    campaign: Campaign
    entered: Instant
    day0: Mark
    done: list[Mark] = field(default_factory=list)
    """When each line step was done or skipped; the open step is the next one."""
    met: dict[str, bool] = field(default_factory=dict)
    """Call steps that are over, by key -> whether the lead was reached."""
    sent: set[str] = field(default_factory=set)
    """Keys of mails that left beside the line or together with a call."""
    stopped: Instant | None = None
    """Since when a promise, a response or a pause stops it (P0)."""
    later: Instant | None = None
    retry: Instant | None = None
    busy: int = 0
    laters: int = 0
    touches: list[Touch] = field(default_factory=list)
    met_last: bool = False
    """Whether the last call in it reached the lead."""

    @property
    def step(self) -> Step | None:
        """The open step of the line."""
        line = self.campaign.line
        return line[len(self.done)] if len(self.done) < len(line) else None

    @property
    def number(self) -> int:
        """The open step's place in the plan, from 1."""
        return self.campaign.steps.index(self.campaign.line[len(self.done)]) + 1


@dataclass(slots=True)
class State:
    """All that the facts of one lead up to an instant come to."""

    lead: Lead
    clock: Instant
    """Recording time of the last fact that was taken in."""
    stage: str = ACTIVE
    programme: str = ""
    """The one it goes through, or would if it were no name."""
    place: int = -1
    """Which campaign of the programme it is in or was in last; -1: it comes to the first."""
    temperature: str = WARM
    born: Instant = Instant(0)
    """The arrival, or when a name became a lead or a warm lead turned hot: day 0 counts from here."""
    turned: bool = False
    """Whether it became a lead, or hot, after it came in."""
    acts: list[Instant] = field(default_factory=list)
    """When it did what by itself makes no lead: webinar, download, event (R3.2)."""
    items: set[str] = field(default_factory=set)
    """Items of marketing it had: never the same twice (R16.1)."""
    enrolment: Enrolment | None = None
    rest_until: Instant | None = None
    nurture_since: Instant | None = None
    paused_until: Instant | None = None
    matters: list[Matter] = field(default_factory=list)
    dials: list[Dial] = field(default_factory=list)
    touches: list[Touch] = field(default_factory=list)
    life: int = 0
    """Touches made while in a campaign, over its life."""
    by_hand: int = 0
    """Touches by a person, over its life."""
    responded: Instant | None = None
    """The lead's last response."""
    interactions: int = 0
    """What it did since it arrived."""
    last_rep: str = ""
    gone_numbers: set[str] = field(default_factory=set)
    dead_numbers: dict[str, Instant] = field(default_factory=dict)
    """Number -> until when it is dead."""
    bounced: set[str] = field(default_factory=set)
    bans: set[tuple[str, str]] = field(default_factory=set)
    """(scope, value): `lead`, `number`, `address`, `domain`, `company`."""

    def matter(self, kind: str) -> Matter | None:
        """The open matter of a kind."""
        return next((matter for matter in self.matters if matter.kind == kind), None)
