"""What a team decided, as the oracle reads it: campaigns, programmes, sources, whom it sells to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dialq.engine.campaign import EVENT, Campaign
from dialq.engine.lead import HOT, Lead
from tests.oracle.calendar import TeamCalendar
from tests.oracle.presets import ALL, NURTURE_MONTHLY, PROGRAMMES

YES, NO, UNKNOWN = "yes", "no", "unknown"
ASKED = ("form", "inbound-call", "contact-me")


@dataclass(frozen=True, slots=True)
class Team:
    """The settings a lead's way depends on, plain."""

    calendar: TeamCalendar = field(default_factory=TeamCalendar)
    campaigns: Mapping[str, Campaign] = field(default_factory=lambda: ALL)
    programmes: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: PROGRAMMES)
    silent: Mapping[str, str] = field(default_factory=dict)
    """Programme -> the campaign for who showed interest and then fell silent (SEED4-06)."""
    names: frozenset[str] = frozenset()
    """Sources that give names, not leads (R3.3)."""
    cheap: Mapping[str, int] = field(default_factory=dict)
    """Programme -> what a lead may cost at most, in cents, to go through it (R19.1)."""
    fits: Mapping[str, str] = field(default_factory=dict)
    """Title -> whether it fits whom the team sells to (R3.1); empty: the team has set nothing."""
    nurture: str = NURTURE_MONTHLY.name
    """The campaign of marketing's items; '': leads in nurture only wait."""
    warm_share: int = 5

    def fit(self, lead: Lead) -> str:
        """Whether a lead fits; a title nobody thought of is unknown."""
        return self.fits.get(lead.title, UNKNOWN) if self.fits else YES

    def questionable(self, lead: Lead) -> bool:
        """Whether its data or its fit is in doubt (R5.1)."""
        return bool(lead.doubtful) or self.fit(lead) == UNKNOWN

    def programme(self, lead: Lead, temperature: str) -> str:
        """A cheap one if it cost little and did not ask for us, else by temperature (R19.1)."""
        cost = None if lead.interaction in ASKED else _cents(lead.cost)
        for name, most in self.cheap.items():
            if cost is not None and cost <= most:
                return name
        return "hot" if temperature == HOT else "warm"

    def legs(self, programme: str) -> tuple[Campaign, ...]:
        """Its campaigns in order, those passed over included."""
        return tuple(self.campaigns[name] for name in self.programmes[programme])

    def passed_over(self, campaign: Campaign) -> bool:
        """Whether nobody enters it: an event campaign, as no event is near, or a retired one."""
        return campaign.retired or campaign.kind == EVENT


def _cents(text: str) -> int | None:
    """`2.50` as 250; the oracle's leads cost nothing more difficult."""
    return int(text.replace(".", "")) if text else None
