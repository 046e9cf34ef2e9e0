"""`dialq correct`: one of today's outcomes replaced."""

from __future__ import annotations

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.reporting import answer_of, outcome_options, report
from dialq.cli.session import at_desk


@click.command(cls=DialqCommand)
@click.argument("event", type=int)
@click.argument("outcome")
@outcome_options
def correct(event: int, outcome: str, at: str | None, **texts: str) -> None:
    """Replace the outcome EVENT, one of yours of today, by another OUTCOME."""
    from dialq.desk import undo

    with at_desk() as desk:
        report(desk, undo.correct(desk, event, answer_of(desk, 0, outcome, at, texts)), when=texts["when"])
