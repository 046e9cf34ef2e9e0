"""`dialq interact`: the lead did something."""

from __future__ import annotations

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import at_desk, wants_json


@click.command(cls=DialqCommand)
@click.argument("lead")
@click.argument("kind")
@click.option("--topic", metavar="TEXT", default="", help="What it was about: the reason to call.")
@click.option("--at", metavar="T", help="When it happened, if not just now; never ahead.")
def interact(lead: str, kind: str, topic: str, at: str | None) -> None:
    """Put down that a LEAD did something, and say what that made of it.

    KIND: reply, inbound-call, form, contact-me or rsvp ask for an answer; webinar, download and event make a lead of
    a name when there are two within 180 days; visit, opened; declined gives an event's seat back.
    """
    from dialq.cli import output, plain
    from dialq.cli.moments import read_at
    from dialq.desk import finding
    from dialq.desk.interact import interact as put_down

    with at_desk() as desk:
        number = finding.resolve(desk, lead)
        done = put_down(desk, number, kind, topic, read_at(desk, at, ahead=False))
        if wants_json():
            verdict = plain.verdict(number, done.stands)
            told = {"lead": number, "stage": done.stage, "status": done.stands.status}
            more = {"event": done.event, "said": done.toast, "warning": done.warning or None}
            output.document({**told, **more, "next": verdict})
            return
        output.say(f"{done.toast}: {done.stands.tier_name or done.stands.rule} (lead {number})")
        if done.warning:
            output.say(done.warning)
