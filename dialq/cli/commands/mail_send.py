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
    from dialq.desk.kept import Mail, MailboxState


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of one turn."""

    count: int
    """Mails that left."""
    hold: int
    """Mails that still wait."""
    mailboxes: tuple[MailboxState, ...]
    said: tuple[str, ...]
    """What else is worth knowing: who else sends for a mailbox, and what will not leave any more."""
    lost: tuple[Mail, ...] = ()
    """Mails that failed for good in this turn, or that nobody knows whether they left."""

    @property
    def problems(self) -> tuple[str, ...]:
        """Mailboxes that could not send, mails that failed or are in doubt, and why."""
        faults = ((box.name, box.stopped or box.problem) for box in self.mailboxes)
        boxes = (f"mailbox {name}: {fault}" for name, fault in faults if fault)
        return (*boxes, *map(_said_of, self.lost))


@click.command(cls=DialqCommand)
@click.option(
    "--mailbox", "names", metavar="NAME", multiple=True, help="Only this mailbox; as often as you like."
)
@click.pass_context
def send(context: click.Context, names: tuple[str, ...]) -> None:
    """Send every mail that may leave now, each at most once, and end: for cron.

    Without a mailbox they go into the mail folder. What a server refused, and what may have left or not, is said on
    stderr with exit code 4; `dialq mail status` lists it from then on.
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
    from dialq.desk.kept import CANCELLED, HOLD
    from dialq.desk.mail_counts import mail_counts
    from dialq.mail_runner import send_once

    boxes = [box.name for box in chosen(desk, names) if box.smtp is not None]
    said: list[str] = []
    before, stopped = {mail.message for mail in _lost(desk)}, mail_counts(desk)[CANCELLED]
    count = send_once(desk, said.append, tuple(names))
    counts = mail_counts(desk)
    if counts[CANCELLED] > stopped:
        said.append(
            f"{counts[CANCELLED] - stopped:,} will not leave any more: dialq show says why, at each lead"
        )
    with desk.store.reading():
        states = tuple(desk.store.mailboxes.get(name) for name in boxes)
    lost = tuple(mail for mail in _lost(desk) if mail.message not in before)
    return Sent(count, counts[HOLD], states, tuple(said), lost)


def _lost(desk: Desk) -> list[Mail]:
    from dialq.cli.one_mail import mails_in
    from dialq.desk.kept import FAILED, UNCONFIRMED

    return mails_in(desk, UNCONFIRMED, FAILED)


def _said_of(mail: Mail) -> str:
    """A mail that is lost or in doubt, why, and what to do."""
    from dialq.desk.kept import FAILED

    named = f'"{mail.subject}" to {mail.recipient}'
    if mail.status == FAILED:
        return f"{named} failed: {mail.problem}; dialq mail retry sends it again"
    return f"{named} may have left or not: {mail.problem}; dialq mail resolve says what to do"


def plain(done: Sent) -> dict[str, Any]:
    """A turn for programs."""
    document: dict[str, Any] = {"sent": done.count, "hold": done.hold}
    if not done.mailboxes:
        return document
    boxes = [
        {"name": box.name, "stopped": box.stopped or None, "problem": box.problem or None}
        for box in done.mailboxes
    ]
    lost = [{"message": mail.message, "status": mail.status, "why": mail.problem} for mail in done.lost]
    return document | {"mailboxes": boxes, "lost": lost, "said": list(done.said)}


def report(done: Sent) -> None:
    """Print a turn for people."""
    from dialq.cli import diagnostics, output

    output.say(f"{done.count:,} sent, {done.hold:,} still in hold", *done.said)
    for problem in done.problems:
        diagnostics.complain(problem)
