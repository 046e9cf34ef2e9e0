"""`dialq experiment`: what is compared, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from dialq.cli.calling import DialqGroup
from dialq.cli.session import at_desk, wants_json

if TYPE_CHECKING:
    from dialq.desk.policy_views import Arm, ExperimentView, Rate


@click.group(cls=DialqGroup)
def experiment() -> None:
    """Compare templates, campaigns or programmes on leads that chance has split."""


@experiment.command("list")
def list_() -> None:
    """List the experiments: what varies, from when to when."""
    from dialq.cli import output
    from dialq.desk.experiments import experiment_lines

    with at_desk() as desk:
        lines = experiment_lines(desk)
    if wants_json():
        plain = [
            line._asdict() | {"first": line.first.isoformat(), "last": line.last.isoformat()}
            for line in lines
        ]
        output.document({"experiments": plain})
        return
    if not lines:
        output.say("no experiment is declared: write one into experiments.toml beside the database")
    output.table(
        (line.name, line.status, f"{line.first} to {line.last}", line.what, ", ".join(line.variants))
        for line in lines
    )


@experiment.command()
@click.argument("name")
def show(name: str) -> None:
    """Print an experiment's arms side by side, and what may be said of their difference."""
    from dialq.cli import output
    from dialq.desk.experiments import experiment_view
    from dialq.desk.trial_words import span_of, what_varies

    with at_desk() as desk:
        view = experiment_view(desk, name)
        first, last = span_of(view.experiment, desk.policy.calendar)
    if wants_json():
        output.document(_plain(view) | {"first": first.isoformat(), "last": last.isoformat()})
        return
    one = view.experiment
    output.say(f"{one.name}: {what_varies(one)}, {first} to {last}", *([one.goal] if one.goal else []))
    output.table(_rows(view), indent="  ")
    early = f"too early to say ({view.too_early}): read nothing from it yet"
    output.say(early if view.too_early else view.verdict, view.method)


def _rows(view: ExperimentView) -> list[tuple[str, ...]]:
    from dialq.desk.costs import money

    def between(low: float, high: float) -> str:
        return f"({money(round(low))} to {money(round(high))})"

    arms = view.arms
    return [
        ("", *(f"{arm.name}: {arm.value}" for arm in arms)),
        ("leads", *(f"{arm.leads:,}" for arm in arms)),
        ("reached", *(_share(arm.contacted) for arm in arms)),
        ("responded", *(_share(arm.responded) for arm in arms)),
        ("meeting set", *(_share(arm.converted) for arm in arms)),
        ("cost", *(money(arm.cost) for arm in arms)),
        ("a lead", *(f"{money(_each(arm) or 0)} {between(*arm.lead_cost)}" for arm in arms)),
        ("a meeting", *(f"{money(_per_meeting(arm) or 0)} {between(*arm.meeting_cost)}" if arm.meeting_cost else "none"
                        for arm in arms)),
    ]  # fmt: skip


def _share(rate: Rate) -> str:
    if not rate.of:
        return "nobody yet"
    return f"{rate.hits:,}, {rate.hits / rate.of:.1%} ({rate.low:.1%} to {rate.high:.1%})"


def _each(arm: Arm) -> int | None:
    return round(arm.cost / arm.leads) if arm.leads else None


def _per_meeting(arm: Arm) -> int | None:
    return round(arm.cost / arm.converted.hits) if arm.converted.hits else None


def _plain(view: ExperimentView) -> dict[str, Any]:
    one = view.experiment
    return {
        "name": one.name, "what": one.kind, "of": one.of, "step": one.step or None, "goal": one.goal,
        "arms": [_plain_arm(arm) for arm in view.arms], "verdict": view.verdict or None,
        "too_early": view.too_early or None, "method": view.method,
    }  # fmt: skip


def _plain_arm(arm: Arm) -> dict[str, Any]:
    rates = {name: getattr(arm, name)._asdict() for name in ("contacted", "responded", "converted")}
    costs = {
        "cost_cents": arm.cost, "lead_cents": _each(arm), "lead_cents_between": list(arm.lead_cost),
        "meeting_cents": _per_meeting(arm), "meeting_cents_between": list(arm.meeting_cost or ()) or None,
    }  # fmt: skip
    return {"name": arm.name, "value": arm.value, "leads": arm.leads, **rates, **costs}
