"""`dialq mail status`: how far the mails are, and how the mailboxes stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import at_desk, wants_json

if TYPE_CHECKING:
    from dialq.desk.desk import Desk
    from dialq.desk.mail_views import MailboxView, OutboxView


@click.command(cls=DialqCommand)
def status() -> None:
    """Count the mails in each state; show the mailboxes with their limits, and what waits or failed and why."""
    from dialq.cli import output, plain_mail
    from dialq.cli.moments import utc
    from dialq.desk.kept import HOLD
    from dialq.desk.mail_counts import mail_counts
    from dialq.desk.outbox_view import outbox_view

    with at_desk() as desk:
        counts, view = mail_counts(desk), outbox_view(desk, planned=0)
        waiting = desk.store.outbox.with_status(HOLD, limit=1)
        lines = (*view.unconfirmed, *view.failed, *view.hold)
        if wants_json():
            document = {
                **counts,
                "next_leaves": utc(waiting[0].leaves) if waiting else None,
                "runner": view.runner,
                "mailboxes": [plain_mail.mailbox(box) for box in view.mailboxes],
                "mails": [plain_mail.mail(line) for line in lines],
                "to_look_at": len(view.look),
            }
            output.document(document)
            return
        output.say(", ".join(f"{count:,} {state}" for state, count in counts.items()))
        _mailboxes(desk, view)
        _mails(desk, view)


def _mailboxes(desk: Desk, view: OutboxView) -> None:
    from dialq.cli import output

    for box in view.mailboxes:
        output.say("", f"{box.name} <{box.address}>: {_meter(desk, box)}")
        told = (
            ("stopped", box.stopped and f"{box.stopped}; dialq mail start {box.name} starts it again"),
            ("problem", box.problem),
            ("sends", box.sender or "nobody"),
            ("fetches", _fetches(desk, box)),
        )
        output.table([(name, text) for name, text in told if text], indent="  ")
    if view.mailboxes and not view.runner:
        output.say("", "nobody sends now: dialq mail run, or an open screen, does")


def _meter(desk: Desk, box: MailboxView) -> str:
    from dialq.cli.moments import here

    opens = f", the next at {here(desk, box.next_at)}" if box.next_at is not None else ""
    return f"{box.sent:,} of {box.limit:,} in 24 hours, {box.waiting:,} waiting{opens}"


def _fetches(desk: Desk, box: MailboxView) -> str:
    from dialq.cli.moments import here

    last = f", last at {here(desk, box.fetched)}" if box.fetched is not None else ""
    return f"{box.fetcher or 'nobody'}{last}"


def _mails(desk: Desk, view: OutboxView) -> None:
    from dialq.cli import output
    from dialq.cli.moments import here

    lines = (*view.unconfirmed, *view.failed, *view.hold)
    if lines:
        output.say("")
    rows = ((m.status, here(desk, m.leaves), m.to, m.subject, f"lead {m.lead}", m.why) for m in lines)
    output.table(rows, indent="  ")
    if view.unconfirmed:
        output.say("", "unconfirmed mails may have left: dialq mail resolve says what to do")
    if view.look:
        output.say("", f"{len(view.look):,} letters want a look: dialq mail inbox")
