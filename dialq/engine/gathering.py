"""Events that leads are invited to: a place, a date, a number of seats, and who is near (SEED0-19)."""

from __future__ import annotations

from msgspec import Struct

from dialq.clock import DAY, Instant
from dialq.engine.lead import Lead

DIVIDED = frozenset({"US", "CA"})
"""Countries whose cities are told apart by state or province."""
LEAST_NOTICE = 14 * DAY
"""An event nearer in time than this takes nobody in any more (R4.9)."""


class Gathering(Struct, frozen=True):
    """One event. Who is near was worked out once, when the file was read."""

    name: str
    campaign: str
    """The campaign that invites to it."""
    title: str
    place: str
    at: Instant
    capacity: int
    """Seats."""
    radius: int
    """Kilometres."""
    postal: frozenset[str] = frozenset()
    """`US:021`: country and the first three characters of postal codes within the radius."""
    cities: frozenset[str] = frozenset()
    """`us:ma:boston` and, where no other city of the country is meant by the name, `us:boston`: within the radius."""
    full: bool = False
    """Every seat is promised to somebody."""

    def is_near(self, lead: Lead) -> bool:
        """Whether a lead's address lies within the radius; an unknown address does not."""
        country = lead.country or "US"
        code = lead.postal_code.replace(" ", "")[:3].upper()
        if len(code) == 3 and f"{country}:{code}" in self.postal:
            return True
        words = (
            (country, lead.region, lead.city) if country in DIVIDED and lead.region else (country, lead.city)
        )
        return (
            bool(lead.city) and ":".join(" ".join(word.casefold().split()) for word in words) in self.cities
        )

    def takes(self, lead: Lead, at: Instant) -> bool:
        """Whether a lead may enter its campaign at `at`: near, seats left, and two weeks ahead at least."""
        return not self.full and self.at >= at + LEAST_NOTICE and self.is_near(lead)
