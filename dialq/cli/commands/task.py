"""`dialq task`: a dated task of your own on a lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dialq.cli.calling import DialqGroup
from dialq.cli.session import at_desk, wants_json
from dialq.errors import RuleRefused

if TYPE_CHECKING:
    from dialq.desk.desk import Desk

_SET = "set"


class _Tasks(DialqGroup):
    """A group whose first word may be a LEAD: then a task is set."""

    def resolve_command(
        self, context: click.Context, given: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """`set` where no command is named."""
        if given and given[0] not in self.commands and not given[0].startswith("-"):
            given = [_SET, *given]
        return super().resolve_command(context, given)


@click.group(cls=_Tasks)
def task() -> None:
    """Set a task: dialq task LEAD "send the drawing" --when "fri 10". See and finish them."""


@task.command(_SET)
@click.argument("lead")
@click.argument("words")
@click.option(
    "--when", metavar="T", default="", help='When it is to be done: "fri 10", "tomorrow 9", "in 2h".'
)
@click.option("--replace", is_flag=True, help="Put it in the place of the promise there is.")
def set_(lead: str, words: str, when: str, replace: bool) -> None:
    """Set yourself a task on a LEAD: at its time it is on top of your queue, with your WORDS."""
    from dialq.desk.finding import resolve

    with at_desk() as desk:
        set_task(desk, resolve(desk, lead), words, when, replace=replace)


def set_task(desk: Desk, lead: int, words: str, when: str, *, replace: bool) -> None:
    """Set a task and print it; a refusal and a time with two readings end the command."""
    from dialq.cli.reporting import report
    from dialq.desk.tasks import add_task
    from dialq.desk.views import Refused

    done = add_task(desk, lead, words, when, replace=replace)
    if isinstance(done, Refused) and done.override:
        hint = "To put the task in its place, add --replace."
        raise RuleRefused(f"refused by {done.rule}: {done.why}", hint)
    report(desk, done, when=when)


@task.command("list")
@click.option("--everybody", is_flag=True, help="Not only yours.")
def list_(everybody: bool) -> None:
    """List the tasks that are not done, the next one first."""
    from dialq.cli import output
    from dialq.cli.moments import here, utc
    from dialq.cli.people import named
    from dialq.desk.tasks import tasks

    with at_desk() as desk:
        found = tasks(desk, everybody=everybody)
        if wants_json():
            output.document({"tasks": [{**line._asdict(), "at": utc(line.at)} for line in found]})
            return
        if not found:
            output.say("no task is open")
        rows = [(here(desk, t.at), f"#{t.lead}", named(t.name, t.company), t.rep, t.words) for t in found]
        output.table(rows)


@task.command()
@click.argument("lead")
@click.option("--note", metavar="TEXT", default="", help="What came of it.")
def done(lead: str, note: str) -> None:
    """Finish the task on a LEAD; its campaign goes on where it stood."""
    from dialq.cli.reporting import report
    from dialq.desk.finding import resolve
    from dialq.desk.tasks import finish_task

    with at_desk() as desk:
        report(desk, finish_task(desk, resolve(desk, lead), note))
