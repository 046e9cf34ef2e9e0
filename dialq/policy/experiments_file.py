"""Reads the experiments: what is compared, between which dates, on which variants (R20.1)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from itertools import combinations
from typing import NamedTuple

from dialq.engine.campaign import CALL, EMAIL, Campaign, Programme, Step
from dialq.engine.day import at_wall
from dialq.engine.experiment import CAMPAIGN, KINDS, PROGRAMME, TEMPLATE, Experiment, Variant
from dialq.policy.reading import Table, nearest, read_toml

_FEWEST_VARIANTS = 2
_HEAVIEST = 100


class Known(NamedTuple):
    """What an experiment may vary."""

    campaigns: Mapping[str, Campaign]
    programmes: Mapping[str, Programme]
    templates: Mapping[str, str]
    scripts: Mapping[str, str]


def parse_experiments(text: str, where: str, zone: str, known: Known) -> tuple[Experiment, ...]:
    """The experiments of a file, each an `[[experiment]]`; dates are days of the team's zone, the last one included."""
    root = read_toml(text, where)
    tables = root.tables("experiment")
    experiments = tuple(_read(table, zone, known) for table in tables)
    root.done()
    for (table, one), (_, earlier) in _pairs(tables, experiments):
        if one.name == earlier.name:
            raise table.wrong(
                "name", f"{one.name!r} is already taken by another experiment", "Names are unique."
            )
        same = (one.kind, one.of, one.step) == (earlier.kind, earlier.of, earlier.step)
        if same and one.starts < earlier.ends and earlier.starts < one.ends:
            raise table.wrong(
                "of",
                f"is varied by {earlier.name!r} in the same days",
                "One question at a time: move the dates.",
            )
    return experiments


def _pairs(
    tables: tuple[Table, ...], experiments: tuple[Experiment, ...]
) -> list[tuple[tuple[Table, Experiment], tuple[Table, Experiment]]]:
    """Each experiment with each one above it, the lower one first."""
    read = list(zip(tables, experiments, strict=True))
    return [(later, earlier) for earlier, later in combinations(read, 2)]


def _read(table: Table, zone: str, known: Known) -> Experiment:
    name, kind = table.text("name"), table.word("what", KINDS)
    of = table.text("of")
    step = table.text("step") if kind == TEMPLATE else table.text("step", "")
    first, last = table.day("starts"), table.day("ends")
    if last <= first:
        raise table.wrong("ends", f"is {last}, not after {first}", "An experiment needs days to run.")
    _check_place(table, kind, of, step, known)
    goal = table.text("goal", "")
    variants = _variants(table, kind, of, step, known)
    table.done()
    ends = at_wall(last + timedelta(days=1), 0, zone)
    return Experiment(name, kind, of, step, at_wall(first, 0, zone), ends, variants, goal)


def _check_place(table: Table, kind: str, of: str, step: str, known: Known) -> None:
    """What is varied must be there; a step must have a text to vary."""
    group: Collection[str] = known.programmes if kind == PROGRAMME else known.campaigns
    if of not in group:
        word = PROGRAMME if kind == PROGRAMME else CAMPAIGN
        raise table.wrong("of", f"is {of!r}, which is no {word}", nearest(of, group))
    if kind != TEMPLATE:
        if step:
            raise table.wrong("step", f"says nothing where a {kind} is varied", "Remove it.")
        return
    steps = known.campaigns[of].steps
    with_text = [one.key for one in steps if (one.script if one.channel == CALL else one.template)]
    if step not in with_text:
        raise table.wrong(
            "step", f"is {step!r}, which is no step of {of!r} with a text", nearest(step, with_text)
        )


def _variants(table: Table, kind: str, of: str, step: str, known: Known) -> tuple[Variant, ...]:
    table.require("variants")
    arms = table.table("variants")
    variants = tuple(_variant(arms, name) for name in arms.keys)
    if len(variants) < _FEWEST_VARIANTS:
        raise table.wrong("variants", f"has {len(variants)} in it", "Compare at least two.")
    for variant in variants:
        _check_value(arms, variant, kind, of, step, known)
        if sum(variant.value == other.value for other in variants) > 1:
            raise arms.wrong(
                variant.name, f"uses {variant.value!r} like another variant", "Two arms must differ."
            )
    return variants


def _variant(arms: Table, name: str) -> Variant:
    """`short = "x"` or `short = { use = "x", weight = 2 }`."""
    if not arms.is_table(name):
        return Variant(name, arms.text(name))
    arm = arms.table(name)
    variant = Variant(name, arm.text("use"), arm.number("weight", 1, 1, _HEAVIEST))
    arm.done()
    return variant


def _check_value(arms: Table, variant: Variant, kind: str, of: str, step: str, known: Known) -> None:
    """What a variant uses must be there, and fit where it is put."""
    varied = next((one for one in known.campaigns[of].steps if one.key == step), None) if step else None
    is_call = varied is not None and varied.channel == CALL
    groups: dict[str, Collection[str]] = {
        TEMPLATE: known.scripts if is_call else known.templates,
        CAMPAIGN: known.campaigns,
        PROGRAMME: known.programmes,
    }
    if variant.value not in groups[kind]:
        what = f"uses {variant.value!r}, which is no {'script' if is_call else kind}"
        raise arms.wrong(variant.name, what, nearest(variant.value, groups[kind]))
    if varied is not None and not is_call:
        _check_template(arms, variant, varied, known.templates[variant.value])
    if kind == CAMPAIGN:
        _check_campaign(arms, variant, of, known)


def _check_template(arms: Table, variant: Variant, step: Step, text: str) -> None:
    if step.channel == EMAIL and not text.lstrip().casefold().startswith("subject:"):
        raise arms.wrong(
            variant.name, f"uses {variant.value!r}, which has no subject", "Let its first line be Subject: …"
        )


def _check_campaign(arms: Table, variant: Variant, of: str, known: Known) -> None:
    """A campaign that stands in for another must be of its kind, open, and able to follow where that one does."""
    other, varied = known.campaigns[variant.value], known.campaigns[of]
    if other.kind != varied.kind:
        what = f"uses {other.name!r} of kind {other.kind!r}, but {of!r} is of kind {varied.kind!r}"
        raise arms.wrong(variant.name, what, "Compare campaigns of one kind.")
    if other.retired:
        raise arms.wrong(variant.name, f"uses {other.name!r}, which is retired", "Nobody would enter it.")
    follows = any(of in programme.campaigns[1:] for programme in known.programmes.values())
    if follows and not all(step.at.by_day for step in other.steps):
        what = f"uses {other.name!r}, which has steps in minutes, in place of {of!r}, which follows another"
        raise arms.wrong(variant.name, what, "Only the first campaign of a programme has steps in minutes.")
