"""`dialq source`: where leads come from, what they cost, what came of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from dialq.cli.calling import DialqGroup
from dialq.cli.session import at_desk, wants_json

if TYPE_CHECKING:
    from dialq.desk.costs import SourceView


@click.group(cls=DialqGroup)
def source() -> None:
    """Show where leads come from, what they cost and what came of them."""


@source.command("list")
def list_() -> None:
    """List all sources: leads, what one cost, what following up cost, meetings."""
    from dialq.cli import output
    from dialq.desk import costs

    with at_desk() as desk:
        found = costs.sources(desk)
    if wants_json():
        output.document({"sources": [_plain(view) for view in found]})
        return
    if not found:
        output.say("no lead names a source yet")
        return
    head = ("source", "kind", "leads", "cost each", "follow-up", "meetings", "per meeting", "stages")
    output.table([head, *(_row(view) for view in found)])


@source.command()
@click.argument("name")
def show(name: str) -> None:
    """Print one source: what the team said of it, its leads by stage, and what they cost."""
    from dialq.cli import output
    from dialq.desk import costs

    with at_desk() as desk:
        view = costs.source_view(desk, name)
    if wants_json():
        output.document(_plain(view))
        return
    said = view.source
    output.say(view.name or "(no source named)")
    rows = [
        ("kind", said.kind or "lead, unless a row names an interaction"),
        ("temperature", said.temperature or "by the arrival"),
        ("programme", said.programme or "by cost and temperature"),
        ("cost per lead", _money(view.cost)),
        ("paid", costs.money(view.paid)),
        ("spent on follow-up", costs.money(view.spent)),
        ("leads", f"{view.leads:,}"),
        *(("", f"{count:,} {stage}") for stage, count in view.stages.items()),
        ("meetings", f"{view.met:,}" + (f", {_money(view.per_meeting)} each" if view.met else "")),
    ]
    if not costs.is_set_up(view):
        output.say("  nothing is said of it in sources.toml")
    output.table(rows, indent="  ")


def _row(view: SourceView) -> tuple[str, ...]:
    from dialq.desk.costs import money

    stages = ", ".join(f"{count:,} {stage}" for stage, count in view.stages.items())
    return (
        view.name or "(none)", view.source.kind or "lead", f"{view.leads:,}", _money(view.cost), money(view.spent),
        f"{view.met:,}", _money(view.per_meeting), stages,
    )  # fmt: skip


def _money(amount: int | None) -> str:
    from dialq.desk.costs import money

    return money(amount) if amount is not None else "-"


def _plain(view: SourceView) -> dict[str, Any]:
    said = view.source
    return {
        "name": view.name,
        "kind": said.kind or None,
        "temperature": said.temperature or None,
        "programme": said.programme or None,
        "cost": _units(view.cost),
        "leads": view.leads,
        "stages": view.stages,
        "paid": _units(view.paid),
        "spent": _units(view.spent),
        "meetings": view.met,
        "cost_per_meeting": _units(view.per_meeting),
    }


def _units(amount: int | None) -> float | None:
    """Cents as an amount of money."""
    return amount / 100 if amount is not None else None
