"""`dialq export`: the daily file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import at_desk, wants_json
from dialq.errors import BadInput


@click.command(cls=DialqCommand)
@click.option(
    "--day", metavar="D", help="today, yesterday or 2026-12-04, by the team's calendar.  [default: today]"
)
@click.option("--from", "first", metavar="D", help="The first day, 2026-12-01.")
@click.option("--to", "last", metavar="D", help="The last day, 2026-12-04.")
@click.option(
    "--what",
    type=click.Choice(["outcomes", "touches", "leads"]),
    default="outcomes",
    show_default=True,
    help="Outcomes, only those that were a dial or a touch, or one row for each lead.",
)
@click.option(
    "--format",
    "fmt",
    type=click.Choice(["csv", "jsonl"]),
    default="csv",
    show_default=True,
    help="The kind of file.",
)
@click.option("-o", "--out", metavar="FILE", help="Where to; else named after its content, in this folder.")
@click.option("--close", is_flag=True, help="Make the day final: the same bytes for ever.")
@click.option("--with-undone", is_flag=True, help="Keep outcomes that were taken back or replaced, marked.")
def export(
    day: str | None, first: str | None, last: str | None, what: str, fmt: str, out: str | None, close: bool,
    with_undone: bool,
) -> None:  # fmt: skip
    """Write the file of a day's outcomes, whole or not at all; the same day twice gives the same bytes."""
    from dialq.cli import output
    from dialq.desk import exporting

    with at_desk() as desk:
        done = exporting.export(
            desk, day=day, first=_date("--from", first), last=_date("--to", last), what=what, fmt=fmt,
            out=Path(out).expanduser() if out is not None else None, close=close, with_undone=with_undone,
        )  # fmt: skip
        if wants_json():
            output.document({"rows": done.rows, "file": done.file})
        else:
            output.say(f"{done.rows:,} rows in {done.file}")


def _date(option: str, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"{option} {text} is no day", "Write it as 2026-12-04.") from None
