"""`dialq queue`: the ordered queue."""

from __future__ import annotations

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import at_desk, wants_json
from dialq.errors import NOTHING_THERE, NothingThere


@click.command(cls=DialqCommand)
@click.option(
    "--at", metavar="T", help="As of then: a past time as recorded, a future one if nothing happens."
)
@click.option(
    "--limit", type=click.IntRange(1), default=50, show_default=True, help="How many places to print."
)
@click.pass_context
def queue(context: click.Context, at: str | None, limit: int) -> None:
    """Print the leads that are ready for you, in order, and what holds the others."""
    from dialq.cli import diagnostics, output, people, plain
    from dialq.cli.moments import here, read_at, utc
    from dialq.desk import queue as waiting

    with at_desk() as desk:
        view = waiting.queue(desk, at=read_at(desk, at), limit=limit)
        if wants_json():
            output.document(
                {
                    "at": utc(view.at),
                    "rep": view.rep,
                    "ready": view.ready,
                    "held": dict(view.held),
                    "items": [plain.item(line) for line in view.items],
                    "tiers": dict(view.counts),
                    "next_at": utc(view.next_at),
                }
            )
        elif view.items:
            output.table((*people.queue_row(line), line.shared) for line in view.items)
            output.say(f"{view.ready:,} ready; {people.held_line(view.held)}")
        if not view.items:
            opens = (
                f"the next lead opens {here(desk, view.next_at)}"
                if view.next_at
                else "no lead opens by itself"
            )
            empty = NothingThere(f"nothing is ready: {opens}; {people.held_line(view.held)}")
            context.exit(diagnostics.explain(empty) or NOTHING_THERE)
