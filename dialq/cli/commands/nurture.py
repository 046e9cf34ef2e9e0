"""`dialq nurture`: what marketing has, the rules that hand it over, its items."""

from __future__ import annotations

import click

from dialq.cli.calling import DialqGroup
from dialq.cli.session import at_desk, wants_json


@click.group(cls=DialqGroup)
def nurture() -> None:
    """See who is with marketing and why; run its rules; put leads in and take them back."""


@nurture.command()
def run() -> None:
    """Apply the rules and queue the items that are due: for cron, as often as you like.

    The mails wait their hold in the outbox: `dialq mail send` delivers them. Items that go by post wait for
    `dialq post export`.
    """
    from dialq.cli import output
    from dialq.desk.nurture import nurture_run

    with at_desk() as desk:
        done = nurture_run(desk)
        if wants_json():
            output.document({"entered": done.entered, "queued": done.queued, "posts": done.posts})
            return
        rules = ", ".join(f"{count:,} by {rule}" for rule, count in done.entered.items())
        output.say(f"to nurture: {rules or 'nobody new'}")
        output.say(f"{done.queued:,} mails queued, {done.posts:,} cards for the print batch")


@nurture.command("list")
@click.option("--limit", type=click.IntRange(1), default=200, show_default=True, help="So many at most.")
def list_(limit: int) -> None:
    """List who is with marketing: since when, by which rule, which item comes when."""
    from dialq.cli import output
    from dialq.cli.moments import here, utc
    from dialq.cli.people import named
    from dialq.desk.nurture import nurture_list

    with at_desk() as desk:
        view = nurture_list(desk, limit)
        if wants_json():
            lines = [
                {**line._asdict(), "since": utc(line.since), "next_at": utc(line.next_at)}
                for line in view.lines
            ]
            output.document({"total": view.total, "by_rule": view.by_rule, "leads": lines})
            return
        rules = ", ".join(f"{count:,} {rule}" for rule, count in view.by_rule.items())
        output.say(f"{view.total:,} in nurture" + (f": {rules}" if rules else ""))
        output.table(
            [
                (
                    f"#{line.lead}", named(line.name, line.company), f"since {here(desk, line.since)}",
                    f"{line.item} of {line.items}", f"next {here(desk, line.next_at)}" if line.next_at else "",
                    line.why, line.waits,
                )
                for line in view.lines
            ],
            indent="  ",
        )  # fmt: skip


@nurture.command()
@click.argument("leads", nargs=-1, required=True, metavar="LEAD…")
@click.option("--reason", metavar="TEXT", default="", help="Why; needed where a campaign ends early.")
def add(leads: tuple[str, ...], reason: str) -> None:
    """Give LEADs to marketing by hand."""
    from dialq.cli.commands.hand import report
    from dialq.desk.finding import resolve
    from dialq.desk.handing import to_nurture

    with at_desk() as desk:
        named = [resolve(desk, lead) for lead in leads]
        report(to_nurture(desk, named, reason), "handed to nurture")


@nurture.command()
@click.argument("lead")
@click.option(
    "--when", metavar="T", default="", help="Back at this time, as your task, not in its next campaign."
)
@click.option(
    "--words", metavar="TEXT", default="back from nurture", show_default=True, help="What to do then."
)
def back(lead: str, when: str, words: str) -> None:
    """Take a LEAD back: its programme's next campaign starts now, or you set yourself a time.

    A campaign that was cut short when the lead went to nurture starts anew.
    """
    from dialq.cli import output
    from dialq.cli.commands.task import set_task
    from dialq.desk.explain import why
    from dialq.desk.finding import resolve
    from dialq.desk.nurture import nurture_back

    with at_desk() as desk:
        number = resolve(desk, lead)
        if when:
            set_task(desk, number, words, when, replace=False)
            return
        said = nurture_back(desk, number)
        if wants_json():
            verdict = why(desk, number)
            output.document(
                {"lead": number, "said": said, "status": verdict.status, "campaign": verdict.campaign}
            )
        else:
            output.say(said)
