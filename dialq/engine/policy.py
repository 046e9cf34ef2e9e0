"""The team's policy as one value: calendar, windows, caps, campaigns, programmes."""

from __future__ import annotations

from msgspec import Struct, field

from dialq.clock import HOUR, MINUTE
from dialq.engine.campaign import Campaign, Programme
from dialq.engine.day import TeamCalendar
from dialq.engine.experiment import Experiment
from dialq.engine.gathering import Gathering
from dialq.engine.persona import Persona
from dialq.engine.source import UNSAID, Source
from dialq.engine.windows import Windows


class Caps(Struct, frozen=True):
    """How often a lead may be touched (R7.1); campaigns bring their own touch and call caps."""

    life: int = 30
    day: int = 2
    dials: int = 3
    call_gap: int = 25 * MINUTE
    email_gap: int = 20 * HOUR
    neighbour_gap: int = 2 * HOUR
    """One number or company is not rung for different leads within this (R7.8)."""


class NurtureRule(Struct, frozen=True):
    """A rule that hands leads to marketing (R16.1, SEED4-11)."""

    name: str = "untouched"
    untouched_days: int = 45
    """Days without a touch by a person, with nothing dated ahead."""
    sources: tuple[str, ...] = ()
    """Leads of these sources only; empty: of all."""
    campaigns: tuple[str, ...] = ()
    """Leads in these campaigns only; empty: in any."""


class Policy(Struct, frozen=True):
    """All that a verdict depends on besides the lead and the instant."""

    calendar: TeamCalendar = field(default_factory=TeamCalendar)
    windows: Windows = field(default_factory=Windows)
    caps: Caps = Caps()
    campaigns: dict[tuple[str, int], Campaign] = field(default_factory=dict)
    """Every version ever started, by name and version (R4.7)."""
    current: dict[str, int] = field(default_factory=dict)
    """The version a lead that enters now gets."""
    programmes: dict[str, Programme] = field(default_factory=dict)
    """`hot`, `warm` and the team's own."""
    sources: dict[str, Source] = field(default_factory=dict)
    """By name in lower case."""
    personas: tuple[Persona, ...] = ()
    gatherings: tuple[Gathering, ...] = ()
    """Events that event campaigns invite to, the earliest first."""
    experiments: tuple[Experiment, ...] = ()
    costs: dict[str, int] = field(default_factory=dict)
    """What a touch costs in cents, by channel (R19.1)."""
    nurture: str = ""
    """The campaign of the items that leads in nurture get; '': they only wait."""
    nurture_rules: tuple[NurtureRule, ...] = (NurtureRule(),)
    warm_share: int = 5
    """Every so many-th lead a rep answers in a day is a warm one (R5.5); 0: none."""
    capacity: int = 60
    """Touches one rep makes in a day: what the overload warning compares with (SEED1-14); our choice."""
    fresh_for: int = 4
    """Business days a hot, untouched lead counts as fresh."""
    slip_after: int = 2
    """Business days after which an overdue step slips."""
    rest_days: int = 30
    """The rest after an answer that came to nothing, where no campaign says otherwise."""
    hold: int = 60
    """Seconds a mail waits in the outbox so that undo can reach it."""
    meeting_grace: int = HOUR
    """How long after a meeting's time its rep is asked how it went."""
    unknown_call: int = 4 * HOUR
    """After this a started call without an outcome no longer keeps others off."""

    def campaign(self, name: str, version: int) -> Campaign:
        """The campaign a lead is in."""
        return self.campaigns[name, version]

    def newest(self, name: str) -> Campaign:
        """The campaign a lead enters now."""
        return self.campaigns[name, self.current[name]]

    def legs(self, programme: str) -> tuple[str, ...]:
        """The campaigns of a programme that exist; none of a programme that is gone."""
        found = self.programmes.get(programme)
        return tuple(name for name in found.campaigns if name in self.current) if found is not None else ()

    def source(self, name: str) -> Source:
        """What the team said of a source; nothing of one it does not know."""
        return self.sources.get(name.casefold().strip(), UNSAID)
