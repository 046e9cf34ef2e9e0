"""Campaigns and programmes as values; the files they come from are read in `policy`."""

from __future__ import annotations

from functools import cached_property

from msgspec import Struct

from dialq.clock import DAY, MINUTE

ALWAYS = "always"
NO_RESPONSE = "no_response"
NO_CONTACT = "no_contact"

CALL = "call"
EMAIL = "email"
SOCIAL = "social"
POST = "post"
RESEARCH = "research"
CHANNELS = (CALL, EMAIL, SOCIAL, POST, RESEARCH, "invitation", "video")

SALES = "sales"
EVENT = "event"
NURTURE_ITEMS = "nurture"


class Offset(Struct, frozen=True):
    """How long after day 0 a step is planned: minutes on the clock, or days of the team's calendar."""

    minutes: int = 0
    days: int | None = None
    """None: a minute offset."""

    @property
    def by_day(self) -> bool:
        """Whether this offset counts days of the calendar, not minutes of the clock."""
        return self.days is not None

    @property
    def day(self) -> int:
        """The day it falls on; a minute offset counts as day 0 (R4.2)."""
        return self.days or 0

    @property
    def seconds(self) -> int:
        """The offset as a plain length of time, for showing and sorting."""
        return self.minutes * MINUTE + self.day * DAY

    def __str__(self) -> str:
        """As it is written in a campaign file: `30m`, `1h`, `5d`."""
        if self.by_day:
            return f"{self.day}d"
        hours, rest = divmod(self.minutes, 60)
        return f"{hours}h" if hours and not rest else f"{self.minutes}m"


class Step(Struct, frozen=True):
    """One planned action (R4.1)."""

    key: str
    """Unique in its campaign, stable over versions: `call-1`, `email-2`."""
    channel: str
    at: Offset
    when: str = NO_RESPONSE
    """`always`, `no_response` or `no_contact` (R4.4)."""
    template: str = ""
    """The mail, post card or social text; '' for none."""
    script: str = ""
    """What to say on a call; '' for none."""
    voicemail: str = ""
    """What to say after the beep."""
    auto: bool = False
    """Leaves without a keypress."""
    pair: str = ""
    """Template of the mail that goes with a call that reached nobody (R4.5); '' for none."""
    value: bool = False
    """Gives something of value that is not tied to the pitch: its text may not sell (SEED0-20, SEED2-18)."""
    cost: int | None = None
    """What it costs to do, in cents; None: what its channel costs (R19.1)."""

    @property
    def beside(self) -> bool:
        """Whether it runs beside the line of steps: automatic, with a minute offset (R4.2)."""
        return self.auto and not self.at.by_day


class Campaign(Struct, frozen=True, dict=True):
    """Ordered steps with one goal, message and approach and their own caps; immutable once started."""

    name: str
    version: int
    title: str
    goal: str
    message: str
    approach: str
    steps: tuple[Step, ...]
    max_touches: int = 10
    max_calls: int = 6
    rest_days: int = 30
    """Days nobody touches the lead after this campaign ended without an answer."""
    kind: str = SALES
    """`sales`; `event`: only who lives near a coming event enters; `nurture`: items of marketing."""
    min_touches: int = 6
    """A person who ends it earlier says why (R4.11)."""
    limit_days: int = 0
    """It ends so many days after day 0 at the latest (SEED4-25); 0: no limit."""
    retired: bool = False
    """Nobody enters it any more; who is in it goes on."""
    accept: tuple[tuple[str, str], ...] = ()
    """Findings of the check that the team accepts, each with its reason (R4.8)."""

    @cached_property
    def line(self) -> tuple[Step, ...]:
        """The steps that run in order, one open at a time."""
        return tuple(step for step in self.steps if not step.beside)

    @property
    def calls(self) -> int:
        """How many call steps it has."""
        return sum(step.channel == CALL for step in self.steps)


class Programme(Struct, frozen=True):
    """The campaigns a source's leads go through, with rests between and nurture at the end."""

    name: str
    campaigns: tuple[str, ...]
    max_cost: int | None = None
    """Leads that cost at most so many cents go through it, unless their source says otherwise (SEED4-21)."""
    silent: str = ""
    """The campaign for who showed interest and then fell silent (SEED4-06); '': the one it was in goes on."""
