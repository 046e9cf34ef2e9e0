"""`dialq mail send`: one turn of sending."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import at_desk, wants_json
from dialq.errors import DONE, WORLD_FAILED

if TYPE_CHECKING:
    from dialq.desk.desk import Desk
    from dialq.desk.kept import MailboxState


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of one turn."""

    count: int
    """Mails that left."""
    hold: int
    """Mails that still wait."""
    mailboxes: tuple[MailboxState, ...]
    said: tuple[str, ...]
    """What else is worth knowing: who else sends for a mailbox."""

    @property
    def problems(self) -> tuple[str, ...]:
        """Mailboxes that could not send, and why."""
        faults = ((box.name, box.stopped or box.problem) for box in self.mailboxes)
        return tuple(f"mailbox {name}: {fault}" for name, fault in faults if fault)


@click.command(cls=DialqCommand)
@click.option(
    "--mailbox", "names", metavar="NAME", multiple=True, help="Only this mailbox; as often as you like."
)
@click.pass_context
def send(context: click.Context, names: tuple[str, ...]) -> None:
    """Send every mail that may leave now, each at most once, and end: for cron.

    Without a mailbox they go into the mail folder. What a server refused stands in `dialq mail status`.
    """
    from dialq.cli import output

    with at_desk() as desk:
        done = turn(desk, names)
        if wants_json():
            output.document(plain(done))
        else:
            report(done)
    context.exit(WORLD_FAILED if done.problems else DONE)


def turn(desk: Desk, names: Sequence[str] = ()) -> Sent:
    """Let leave what may leave now."""
    from dialq.cli.mail_boxes import chosen
    from dialq.desk.mail_counts import mail_counts
    from dialq.mail_runner import send_once

    boxes = [box.name for box in chosen(desk, names) if box.smtp is not None]
    said: list[str] = []
    count = send_once(desk, said.append, tuple(names))
    with desk.store.reading():
        states = tuple(desk.store.mailboxes.get(name) for name in boxes)
    return Sent(count, mail_counts(desk)["hold"], states, tuple(said))


def plain(done: Sent) -> dict[str, Any]:
    """A turn for programs."""
    document: dict[str, Any] = {"sent": done.count, "hold": done.hold}
    if not done.mailboxes:
        return document
    boxes = [
        {"name": box.name, "stopped": box.stopped or None, "problem": box.problem or None}
        for box in done.mailboxes
    ]
    return document | {"mailboxes": boxes, "said": list(done.said)}


def report(done: Sent) -> None:
    """Print a turn for people."""
    from dialq.cli import diagnostics, output

    output.say(f"{done.count:,} sent, {done.hold:,} still in hold", *done.said)
    for problem in done.problems:
        diagnostics.complain(problem)
