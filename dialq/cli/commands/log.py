"""`dialq log`: what came of a step."""

from __future__ import annotations

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.reporting import answer_of, outcome_options, report
from dialq.cli.session import at_desk


@click.command(cls=DialqCommand)
@click.argument("lead")
@click.argument("outcome")
@outcome_options
def log(lead: str, outcome: str, at: str | None, **texts: str) -> None:
    """Log an OUTCOME of a LEAD, claimed or not, due or not.

    `dialq help outcomes` lists them. Past a cap, a rest, the law, a ban or another's claim nothing is written
    until you say why with --override.
    """
    from dialq.desk import finding
    from dialq.desk.answer import answer

    with at_desk() as desk:
        given = answer_of(desk, finding.resolve(desk, lead), outcome, at, texts)
        report(desk, answer(desk, given), when=texts["when"])
