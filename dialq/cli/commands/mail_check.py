"""`dialq mail check`: logs in to the servers of a mailbox and sends nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import at_desk, wants_json
from dialq.errors import DONE, WORLD_FAILED, NothingThere

if TYPE_CHECKING:
    from dialq.mail_check import Tried
    from dialq.settings import MailboxSettings


@click.command(cls=DialqCommand)
@click.argument("mailbox", required=False)
@click.pass_context
def check(context: click.Context, mailbox: str | None) -> None:
    """Log in to the servers of each mailbox, or of one MAILBOX, and say what works; nothing is sent or changed.

    Ends with 4 and the server's own words where one does not let us in.
    """
    from dialq.cli import output
    from dialq.cli.mail_boxes import NONE, chosen
    from dialq.mail_check import try_mailbox

    with at_desk(judge=False) as desk:
        boxes, now = chosen(desk, [mailbox] if mailbox else ()), desk.now()
    if not boxes:
        raise NothingThere("there is nothing to log in to", NONE)
    tried = {}
    for box in boxes:
        tried[box.name] = try_mailbox(box, now)
        if not wants_json():
            output.say(f"{box.name} <{box.address}>")
            rows = (("ok" if one.ok else "BAD", one.what, one.where, one.said) for one in tried[box.name])
            output.table(rows, indent="  ")
    if wants_json():
        output.document({"mailboxes": [_plain(box, tried[box.name]) for box in boxes]})
    fine = all(one.ok for found in tried.values() for one in found)
    context.exit(DONE if fine else WORLD_FAILED)


def _plain(box: MailboxSettings, tried: tuple[Tried, ...]) -> dict[str, Any]:
    return {"name": box.name, "address": box.address, "checks": [one._asdict() for one in tried]}
