"""Experiments: leads split between variants by a hash that never changes its mind (R20.1, SEED4-23)."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from msgspec import Struct

from dialq.clock import Instant
from dialq.engine.campaign import CALL, Step

if TYPE_CHECKING:
    from dialq.engine.policy import Policy

TEMPLATE = "template"
CAMPAIGN = "campaign"
PROGRAMME = "programme"
KINDS = (TEMPLATE, CAMPAIGN, PROGRAMME)


class Variant(Struct, frozen=True):
    """One arm."""

    name: str
    value: str
    """The template, campaign or programme that its leads get."""
    weight: int = 1


class Experiment(Struct, frozen=True):
    """One question with a fixed end. Leads take part that enter what it varies within [starts, ends)."""

    name: str
    kind: str
    """What varies: `template`, `campaign` or `programme`."""
    of: str
    """The campaign whose step or plan varies, or the programme."""
    step: str
    """The step whose template varies; '' for the other kinds."""
    starts: Instant
    ends: Instant
    variants: tuple[Variant, ...]
    goal: str = ""
    """What is to be found out, in words."""

    def runs_at(self, at: Instant) -> bool:
        """Whether who enters at `at` takes part."""
        return self.starts <= at < self.ends


def variant_of(experiment: Experiment, lead: int) -> Variant:
    """The arm of a lead: the same on every machine, for ever, however many leads there are."""
    total = sum(variant.weight for variant in experiment.variants)
    digest = blake2b(f"{experiment.name}\n{lead}".encode(), digest_size=8).digest()
    point = int.from_bytes(digest, "big") % total
    for variant in experiment.variants:
        point -= variant.weight
        if point < 0:
            return variant
    raise AssertionError("weights are positive")


def chosen(
    experiments: tuple[Experiment, ...], kind: str, of: str, lead: int, entered: Instant, *, step: str = ""
) -> str:
    """What a lead gets in the place of `of` (or of a step's template); '' where no experiment touches it."""
    for one in experiments:
        if (one.kind, one.of, one.step) == (kind, of, step) and one.runs_at(entered):
            return variant_of(one, lead).value
    return ""


def template_of(policy: Policy, campaign: str, step: Step, lead: int, entered: Instant) -> str:
    """The text of a step for a lead that entered its campaign then: a call's script, else what is sent (R20.1)."""
    own = step.script if step.channel == CALL else step.template
    return chosen(policy.experiments, TEMPLATE, campaign, lead, entered, step=step.key) or own
