"""`dialq mail retry`, `stop`, `edit` and `start`: what a person does about a mail or a mailbox."""

from __future__ import annotations

from pathlib import Path

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.one_mail import one_line
from dialq.cli.session import at_desk, wants_json
from dialq.errors import BadInput


@click.command(cls=DialqCommand)
@click.argument("message")
def retry(message: str) -> None:
    """Try a failed MESSAGE again: the beginning of its id, or its LEAD."""
    from dialq.cli.one_mail import the_mail
    from dialq.desk.kept import FAILED, HOLD
    from dialq.desk.mail_fates import retry_mail

    with at_desk() as desk:
        mail = the_mail(desk, message, FAILED)
        retry_mail(desk, mail.message)
    _report(mail.message, HOLD, f'"{mail.subject}" to {mail.recipient} is tried again')


@click.command(cls=DialqCommand)
@click.argument("message")
def stop(message: str) -> None:
    """Stop a MESSAGE that waits or failed: the beginning of its id, or its LEAD. It was no touch then."""
    from dialq.cli.one_mail import the_mail
    from dialq.desk.kept import CANCELLED, FAILED, HOLD
    from dialq.desk.mailing import cancel_mail

    with at_desk() as desk:
        mail = the_mail(desk, message, HOLD, FAILED)
        cancel_mail(desk, mail.message)
    _report(mail.message, CANCELLED, f'"{mail.subject}" to {mail.recipient} will not leave')


@click.command(cls=DialqCommand)
@click.argument("message")
@click.option("--subject", metavar="TEXT", callback=one_line, help="Its new subject.")
@click.option(
    "--body-file", type=click.Path(path_type=Path), metavar="FILE", help="Its new text; - is stdin."
)
def edit(message: str, subject: str | None, body_file: Path | None) -> None:
    """Write a MESSAGE that waits anew: the beginning of its id, or its LEAD."""
    from dialq.cli.one_mail import text_of, the_mail
    from dialq.desk.kept import HOLD
    from dialq.desk.mailing import edit_mail

    if subject is None and body_file is None:
        raise BadInput("nothing is to change", "Give --subject, --body-file, or both.")
    body = text_of(body_file) if body_file is not None else None
    with at_desk() as desk:
        mail = the_mail(desk, message, HOLD)
        new_subject = mail.subject if subject is None else subject
        edit_mail(desk, mail.message, new_subject, mail.body if body is None else body)
    _report(mail.message, HOLD, f'"{new_subject}" to {mail.recipient} leaves as you wrote it')


@click.command(cls=DialqCommand)
@click.argument("mailbox")
def start(mailbox: str) -> None:
    """Let a stopped MAILBOX send again: what its server refused has been put right."""
    from dialq.cli import output
    from dialq.cli.mail_boxes import chosen
    from dialq.desk.mailbox_standing import restart_mailbox

    with at_desk() as desk:
        chosen(desk, [mailbox])
        restart_mailbox(desk, mailbox)
    if wants_json():
        output.document({"mailbox": mailbox, "stopped": None})
    else:
        output.say(f"{mailbox} sends again")


def _report(message: str, status: str, said: str) -> None:
    from dialq.cli import output

    if wants_json():
        output.document({"message": message, "status": status})
    else:
        output.say(said)
