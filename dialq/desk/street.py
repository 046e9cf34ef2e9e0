"""Where a lead gets its post."""

from __future__ import annotations

from dialq.engine.lead import Lead


def street_of(lead: Lead) -> tuple[str, ...]:
    """Street, town and country, a line each; without the name."""
    place = " ".join(part for part in (lead.region, lead.postal_code) if part)
    town = ", ".join(part for part in (lead.city, place) if part)
    return tuple(line for line in (lead.street, town, lead.country) if line)
