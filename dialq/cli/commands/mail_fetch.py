"""`dialq mail fetch`: one look into every mailbox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import at_desk, wants_json
from dialq.errors import DONE, WORLD_FAILED, NothingThere

if TYPE_CHECKING:
    from dialq.desk.desk import Desk
    from dialq.settings import MailboxSettings


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of one turn."""

    kinds: dict[str, int]
    """So many letters of each kind were new."""
    problems: dict[str, str]
    """Mailbox -> why it could not be looked into; '' if it could."""
    said: tuple[str, ...]
    """What followed from each letter, and who else fetches for a mailbox."""

    @property
    def failed(self) -> bool:
        """Whether a mailbox could not be looked into."""
        return any(self.problems.values())


@click.command(cls=DialqCommand)
@click.option(
    "--mailbox", "names", metavar="NAME", multiple=True, help="Only this mailbox; as often as you like."
)
@click.pass_context
def fetch(context: click.Context, names: tuple[str, ...]) -> None:
    """Look once into every mailbox and act on the letters that are new: for cron. The mailboxes stay as they are."""
    from dialq.cli import output
    from dialq.cli.mail_boxes import NONE

    with at_desk() as desk:
        done = turn(desk, names)
    if not done.problems:
        raise NothingThere("there is nothing to fetch from", NONE)
    if wants_json():
        output.document(plain(done))
    else:
        report(done)
    context.exit(WORLD_FAILED if done.failed else DONE)


def turn(desk: Desk, names: Sequence[str] = ()) -> Fetched:
    """Take in what came."""
    from dialq.cli.mail_boxes import chosen
    from dialq.mail_runner import fetch_once

    boxes = [box for box in chosen(desk, names) if box.imap is not None]
    said: list[str] = []
    kinds = fetch_once(desk, said.append, tuple(box.name for box in boxes)) if boxes else {}
    problems = {box.name: _problem(desk, box) for box in boxes}
    news = tuple(line for line in said if line not in problems.values())
    return Fetched(kinds, problems, news)


def _problem(desk: Desk, box: MailboxSettings) -> str:
    from dialq.desk.inbox import cursor

    found = (cursor(desk, box.name, folder) for folder in box.folders)
    return "; ".join(one.problem for one in found if one is not None and one.problem)


def plain(done: Fetched) -> dict[str, Any]:
    """A turn for programs."""
    boxes = [{"name": name, "problem": problem or None} for name, problem in done.problems.items()]
    return {"kinds": done.kinds, "mailboxes": boxes, "said": list(done.said)}


def report(done: Fetched) -> None:
    """Print a turn for people."""
    from dialq.cli import diagnostics, output

    kinds = ", ".join(f"{count:,} {kind}" for kind, count in done.kinds.items() if count)
    output.say(*done.said)
    if done.problems:
        output.say(f"new letters: {kinds or 'none'}")
    for problem in done.problems.values():
        if problem:
            diagnostics.complain(problem)
