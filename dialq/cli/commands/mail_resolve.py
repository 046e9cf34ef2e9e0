"""`dialq mail resolve`: mails of which nobody knows whether they left (R14.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import at_desk, wants_json
from dialq.errors import BadInput

if TYPE_CHECKING:
    from dialq.desk.desk import Desk


@click.command(cls=DialqCommand)
@click.argument("message", required=False)
@click.option("--left", is_flag=True, help="It left: the server has it, or they do.")
@click.option("--again", is_flag=True, help="It did not leave: send it again.")
def resolve(message: str | None, left: bool, again: bool) -> None:
    """Say of an unconfirmed MESSAGE that it left, or have it sent again; without one, list them.

    The connection was lost just when the server had the whole mail, or the program ended there. dialq never sends
    such a mail again by itself: look into the mailbox's Sent folder or the server's log, and say what you found.
    MESSAGE is the beginning of its id, or its LEAD where that has only one.
    """
    from dialq.cli.one_mail import the_mail
    from dialq.desk.kept import UNCONFIRMED
    from dialq.desk.mail_fates import resolve_mail

    with at_desk() as desk:
        if message is None:
            if left or again:
                raise BadInput("say which mail", "`dialq mail resolve` alone lists them.")
            _list(desk)
            return
        if left == again:
            raise BadInput("say what became of it", "Add --left, or --again.")
        mail = the_mail(desk, message, UNCONFIRMED)
        resolve_mail(desk, mail.message, left=left)
        _report(mail.message, mail.subject, mail.recipient, left=left)


def _report(message: str, subject: str, to: str, *, left: bool) -> None:
    from dialq.cli import output
    from dialq.desk.kept import HOLD, SENT

    if wants_json():
        output.document({"message": message, "status": SENT if left else HOLD})
    else:
        output.say(f'"{subject}" to {to} ' + ("counts as sent" if left else "leaves again"))


def _list(desk: Desk) -> None:
    from dialq.cli import output
    from dialq.cli.moments import here, utc
    from dialq.cli.one_mail import mails_in, short_id
    from dialq.desk.kept import UNCONFIRMED

    found = mails_in(desk, UNCONFIRMED)
    if wants_json():
        output.document(
            {
                "mails": [
                    {
                        "message": m.message, "lead": m.lead, "to": m.recipient, "subject": m.subject,
                        "leaves_at": utc(m.leaves), "mailbox": m.mailbox or None, "why": m.problem,
                    }
                    for m in found
                ]
            }
        )  # fmt: skip
        return
    if not found:
        output.say("no mail is unconfirmed")
        return
    rows = (
        (
            short_id(m.message, found),
            f"lead {m.lead}",
            here(desk, m.leaves),
            m.recipient,
            m.subject,
            m.problem,
        )
        for m in found
    )
    output.table(rows)
    output.say("", "Did it leave? dialq mail resolve MESSAGE --left, or --again to send it once more.")
