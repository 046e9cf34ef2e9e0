"""`dialq next` and `dialq release`: one lead in hand."""

from __future__ import annotations

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import at_desk, wants_json
from dialq.errors import NothingThere


@click.command("next", cls=DialqCommand)
def next_() -> None:
    """Claim the next lead for 30 minutes; it is the same one again until `log` or `release`."""
    from dialq.cli import output, people, plain
    from dialq.cli.moments import here, utc
    from dialq.desk.claiming import claim_next
    from dialq.desk.views import Empty

    with at_desk() as desk:
        found = claim_next(desk)
        if isinstance(found, Empty):
            raise NothingThere(found.text)
        if wants_json():
            more = {"seen": found.seen, "stage": found.stage, "unfinished": found.unfinished}
            output.document({**plain.item(found.item), **more, "claimed_until": utc(found.until)})
            return
        output.table([people.queue_row(found.item)[1:]])
        output.say(*(f"  {reason}" for reason in found.item.reasons))
        if found.unfinished:
            output.say("  You rang this lead and never said what came of it: log that first.")
        if found.until is not None:
            output.say(f"  yours until {here(desk, found.until)}: dialq log {found.item.lead} OUTCOME")


@click.command(cls=DialqCommand)
@click.argument("lead")
def release(lead: str) -> None:
    """Free a LEAD you hold."""
    from dialq.cli import output
    from dialq.desk import finding, take

    with at_desk() as desk:
        number = finding.resolve(desk, lead)
        take.release(desk, number)
        if wants_json():
            output.document({"lead": number, "released": True})
        else:
            output.say(f"lead {number} is free")
