"""`dialq mail thread` and `dialq mail answer`: what both sides wrote, and the next word."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.one_mail import one_line
from dialq.cli.session import at_desk, wants_json

if TYPE_CHECKING:
    from dialq.desk.desk import Desk
    from dialq.desk.mail_views import ThreadLine
    from dialq.desk.views import Queued


@click.command(cls=DialqCommand)
@click.argument("lead")
def thread(lead: str) -> None:
    """Print the mails from and to a LEAD, the oldest first."""
    from dialq.cli import output, plain_mail
    from dialq.desk.finding import resolve
    from dialq.desk.threads import thread as thread_of

    with at_desk() as desk:
        number = resolve(desk, lead)
        lines = thread_of(desk, number)
    if wants_json():
        output.document({"lead": number, "mails": [plain_mail.thread_line(line) for line in lines]})
        return
    if not lines:
        output.say("no mail was written yet")
    for line in lines:
        _print(line)


def _print(line: ThreadLine) -> None:
    from dialq.cli import output

    who = line.who if line.ours else f"THEY, {line.who}"
    output.say(f"{line.when}  {who}  ({line.kind})  {line.subject}")
    output.say(*(f"    {part}".rstrip() for part in line.text.strip().split("\n")), "")


@click.command(cls=DialqCommand)
@click.argument("lead")
@click.option(
    "--body-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    required=True,
    help="The text; - is stdin.",
)
@click.option("--subject", metavar="TEXT", callback=one_line, help='The subject, if not "Re: …" of theirs.')
@click.option("--override", metavar="REASON", default="", help="Queue it past a rule, marked as a breach.")
def answer(lead: str, body_file: Path, subject: str | None, override: str) -> None:
    """Answer a LEAD's latest mail in its thread; an answer leaves before all other mails."""
    from dialq.cli import diagnostics
    from dialq.cli.moments import here
    from dialq.cli.one_mail import text_of
    from dialq.desk.finding import resolve
    from dialq.desk.mailing import queue_mail
    from dialq.desk.threads import answer_draft
    from dialq.desk.views import Refused

    text = text_of(body_file)
    with at_desk() as desk:
        draft = answer_draft(desk, resolve(desk, lead))
        # What is quoted of theirs has no empty line: it is the last paragraph.
        quoted = draft.body.rpartition("\n\n")[2]
        draft = draft._replace(body=f"{text.rstrip()}\n\n{quoted}", subject=subject or draft.subject)
        done = queue_mail(desk, draft, override=override)
        if isinstance(done, Refused):
            diagnostics.refuse(done, lambda at: here(desk, at))
        _report(desk, done)


def _report(desk: Desk, mail: Queued) -> None:
    from dialq.cli import output
    from dialq.cli.moments import here, utc

    if wants_json():
        texts = {"to": mail.to, "subject": mail.subject, "body": mail.body}
        times = {"status": mail.status, "leaves_at": utc(mail.leaves_at)}
        output.document({"message": mail.message, "lead": mail.lead, **texts, **times})
    else:
        output.say(f'"{mail.subject}" to {mail.to} leaves {here(desk, mail.leaves_at)}')
