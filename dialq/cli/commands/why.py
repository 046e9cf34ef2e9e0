"""`dialq why`: the verdict with every rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import at_desk, wants_json

if TYPE_CHECKING:
    from dialq.clock import Instant
    from dialq.desk.desk import Desk
    from dialq.desk.views import Item

PLACES = 200
"""So far the queue is looked through for the lead's place."""


@click.command(cls=DialqCommand)
@click.argument("lead")
@click.option(
    "--at", metavar="T", help="As of then: a past time as recorded, a future one if nothing happens."
)
def why(lead: str, at: str | None) -> None:
    """Say why a LEAD stands where it stands: every rule, the deciding one, and when that changes."""
    from msgspec.structs import replace

    from dialq.cli import output, people, plain
    from dialq.cli.moments import read_at
    from dialq.desk import experiments, explain, finding
    from dialq.engine.verdict import READY

    with at_desk() as desk:
        number, moment = finding.resolve(desk, lead), read_at(desk, at)
        verdict = explain.why(desk, number, moment)
        line = _line(desk, number, moment) if verdict.status == READY else None
        if line is not None and line.shared and line.shared not in verdict.reasons:
            verdict = replace(verdict, reasons=(line.shared, *verdict.reasons))
        place = line.place if line is not None else None
        fit, arms = explain.fit(desk, number), experiments.arms_of(desk, number)
        if wants_json():
            more = {"fit": plain.fit(fit), "experiments": [plain.arm(arm) for arm in arms]}
            output.document({**plain.verdict(number, verdict, place), **more})
            return
        people.verdict(desk, verdict, place)
        if fit.checks:
            output.say("", f"fit to {fit.persona}: {people.fit_word(fit)}")
            output.table([(check.name, check.answer, check.reason) for check in fit.checks], indent="  ")
        people.arms(desk, arms)


def _line(desk: Desk, lead: int, at: Instant | None) -> Item | None:
    """The lead's line of the queue; None behind the first of them."""
    from dialq.desk.queue import queue

    return next((line for line in queue(desk, at=at, limit=PLACES).items if line.lead == lead), None)
