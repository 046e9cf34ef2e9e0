"""`dialq undo` and `dialq redo`: take the last outcome back, put it back."""

from __future__ import annotations

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.reporting import report
from dialq.cli.session import at_desk


@click.command(cls=DialqCommand)
def undo() -> None:
    """Take back your last outcome of today with all it changed; again goes further back."""
    from dialq.desk import undo as undoing

    with at_desk() as desk:
        report(desk, undoing.undo(desk))


@click.command(cls=DialqCommand)
def redo() -> None:
    """Put back what the last undo took."""
    from dialq.desk import undo as undoing

    with at_desk() as desk:
        report(desk, undoing.redo(desk))
