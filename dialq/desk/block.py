"""A block: what a rep narrows the queue to for a while (R5.6)."""

from __future__ import annotations

from msgspec import Struct

from dialq.engine.channels import zones
from dialq.engine.lead import Lead


class Block(Struct, frozen=True):
    """Only these channels, this campaign, source or zone; '' and () mean any. Tiers 1-3 still break in."""

    channels: tuple[str, ...] = ()
    campaign: str = ""
    source: str = ""
    zone: str = ""

    def takes(self, lead: Lead, campaign: str, team_zone: str) -> bool:
        """Whether a lead belongs to the block, its channel aside."""
        if self.source and lead.source.casefold() != self.source.casefold():
            return False
        if self.campaign and campaign != self.campaign:
            return False
        return not self.zone or self.zone in zones(lead, team_zone)
