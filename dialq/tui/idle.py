"""R12.2: a lead that nobody touches is passed on."""

from __future__ import annotations

from dataclasses import dataclass

ASK = "ask"
PASS_ON = "pass on"
URGENT = ("callback", "now", "response", "fresh")
"""Tiers where a waiting person loses interest by the minute."""


@dataclass(frozen=True, slots=True)
class IdleRule:
    """After how many quiet seconds the screen asks, and when it passes the lead on."""

    ask: int = 60
    pass_on: int = 90
    others: int = 600
    """Tiers slipping and below."""

    def verdict(self, tier: str, quiet: float, *, on_call: bool) -> str:
        """`ask`, `pass on` or '' after `quiet` seconds without a key; a started call is never passed on."""
        if on_call:
            return ""
        passes = self.passes_on(tier)
        if quiet >= passes:
            return PASS_ON
        return ASK if quiet >= passes - (self.pass_on - self.ask) else ""

    def passes_on(self, tier: str) -> int:
        """After how many quiet seconds a lead of this tier goes to the others."""
        return self.pass_on if tier in URGENT else self.others
