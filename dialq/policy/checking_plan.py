"""A campaign as the check looks at it: what of its plan really comes about under the caps (R4.8)."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from dialq.desk.findings import ERROR, WARNING, Finding
from dialq.engine.campaign import CALL, NURTURE_ITEMS, RESEARCH, Campaign, Step
from dialq.policy.policy_files import PolicyFiles
from dialq.settings import Settings

FAR_APART = 20
"""Days between two touches from which a plan may have up to 12 of them (R4.8)."""


class Plan(NamedTuple):
    """One campaign, its file, and all that stands around it."""

    campaign: Campaign
    file: str
    files: PolicyFiles
    settings: Settings

    @property
    def nurture(self) -> bool:
        """Whether its items are those of marketing."""
        return self.campaign.kind == NURTURE_ITEMS

    @property
    def touches(self) -> tuple[Step, ...]:
        """The steps that reach out."""
        return tuple(step for step in self.campaign.steps if step.channel != RESEARCH)

    @property
    def calls(self) -> tuple[Step, ...]:
        """The calls."""
        return tuple(step for step in self.campaign.steps if step.channel == CALL)

    @property
    def most_touches(self) -> int:
        """Touches after which it ends."""
        cap = self.campaign.max_touches
        return cap if self.nurture else min(cap, self.settings.caps.campaign)

    @property
    def most_calls(self) -> int:
        """Calls after which further ones are skipped."""
        return min(self.campaign.max_calls, self.settings.caps.calls)

    @property
    def spread(self) -> bool:
        """Whether its touches lie so far apart that there may be more of them."""
        return all(b.at.day - a.at.day >= FAR_APART for a, b in pairwise(self.touches))

    def found(self, step: Step | None, rule: str, text: str, severity: str = WARNING) -> Finding:
        """A finding in this campaign; the reason that its file gives to live with it goes along."""
        accepted = "" if severity == ERROR else dict(self.campaign.accept).get(rule, "")
        return Finding(self.file, step.key if step else "", rule, severity, text, accepted)


def plans(files: PolicyFiles, settings: Settings) -> dict[str, Plan]:
    """All campaigns by name; retired ones too, since leads may be in them."""
    return {
        name: Plan(campaign, files.labels.get(name, f"campaigns/{name}.toml"), files, settings)
        for name, campaign in files.campaigns.items()
    }
