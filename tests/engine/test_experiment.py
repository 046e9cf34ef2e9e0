"""R20.1: chance splits leads, the same way on every machine and for ever."""

from __future__ import annotations

from collections import Counter
from math import sqrt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialq.clock import Instant
from dialq.engine.campaign import Offset, Step
from dialq.engine.experiment import (
    CAMPAIGN,
    PROGRAMME,
    TEMPLATE,
    Experiment,
    Variant,
    chosen,
    template_of,
    variant_of,
)
from dialq.engine.policy import Policy

names = st.text(min_size=1, max_size=12)
weights = st.lists(st.integers(1, 5), min_size=2, max_size=4)
STARTS, ENDS = Instant(1_000), Instant(2_000)
SPLIT = "aaaaaaabaabbbbbabbab"
UNEVEN = "bbaaaabbbabcbbcaccbc"


def trial(name: str = "subject", shares: tuple[int, ...] = (1, 1), kind: str = TEMPLATE) -> Experiment:
    """An experiment with arms `a`, `b`…, worth `text-a`, `text-b`…"""
    arms = tuple(Variant(arm, f"text-{arm}", share) for arm, share in zip("abcd", shares, strict=False))
    return Experiment(name, kind, "inbound", "email-1" if kind == TEMPLATE else "", STARTS, ENDS, arms)


@given(names, weights)
def test_the_split_is_binomial(name: str, shares: list[int]) -> None:
    """Each arm gets its weight of 4,000 leads, within six standard deviations."""
    leads, whole = 4_000, sum(shares)
    experiment = trial(name, tuple(shares))
    counted = Counter(variant_of(experiment, lead).name for lead in range(1, leads + 1))
    for arm, share in zip("abcd", shares, strict=False):
        expected = share / whole
        assert abs(counted[arm] - leads * expected) <= 6 * sqrt(leads * expected * (1 - expected))


@given(names, names, st.integers(1, 10**7))
def test_two_experiments_split_independently(name: str, other: str, first: int) -> None:
    """Knowing one arm tells nothing about the other: all four pairs come up."""
    if name == other:
        return
    one, two = trial(name), trial(other)
    pairs = {(variant_of(one, lead).name, variant_of(two, lead).name) for lead in range(first, first + 200)}
    assert len(pairs) == 4


@given(st.lists(st.integers(1, 10**9), unique=True, min_size=2), st.randoms(use_true_random=False))
def test_neither_order_nor_number_of_leads_matters(leads: list[int], random: Random) -> None:
    """More leads, in any order, change nobody's arm."""
    experiment = trial()
    alone = {lead: variant_of(experiment, lead).name for lead in leads[:1]}
    shuffled = random.sample(leads, len(leads))
    together = {lead: variant_of(experiment, lead).name for lead in shuffled}
    assert together == {lead: variant_of(experiment, lead).name for lead in leads}
    assert together[leads[0]] == alone[leads[0]]


def test_the_hash_is_for_ever() -> None:
    """Leads that were split years ago stay where they are: these arms may never change."""
    assert "".join(variant_of(trial(), lead).name for lead in range(1, 21)) == SPLIT
    assert "".join(variant_of(trial(shares=(1, 2, 1)), lead).name for lead in range(1, 21)) == UNEVEN


@pytest.mark.parametrize(
    ("entered", "takes_part"), [(999, False), (1_000, True), (1_999, True), (2_000, False)]
)
def test_who_enters_within_its_days_takes_part(entered: int, takes_part: bool) -> None:
    """The days are half-open: who enters at the end is in no arm."""
    found = chosen((trial(),), TEMPLATE, "inbound", 7, Instant(entered), step="email-1")
    assert bool(found) is takes_part


@pytest.mark.parametrize(
    ("kind", "of", "step"),
    [(CAMPAIGN, "inbound", "email-1"), (TEMPLATE, "light", "email-1"), (TEMPLATE, "inbound", "email-2"),
     (PROGRAMME, "inbound", "")],
)  # fmt: skip
def test_it_touches_nothing_else(kind: str, of: str, step: str) -> None:
    """Another kind, campaign or step gets what it always got."""
    assert chosen((trial(),), kind, of, 7, STARTS, step=step) == ""


def test_the_text_of_a_step() -> None:
    """A mail gets its arm's template, a call its arm's script; outside the days both get their own."""
    mail = Step("email-1", "email", Offset(minutes=20), template="thanks")
    call = Step("email-1", "call", Offset(minutes=1), script="opening", template="never")
    policy = Policy(experiments=(trial(),))
    arm = variant_of(trial(), 7).value
    assert template_of(policy, "inbound", mail, 7, STARTS) == arm
    assert template_of(policy, "inbound", call, 7, STARTS) == arm
    assert template_of(policy, "inbound", mail, 7, ENDS) == "thanks"
    assert template_of(policy, "inbound", call, 7, ENDS) == "opening"
