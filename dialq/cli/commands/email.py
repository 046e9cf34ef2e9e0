"""`dialq email`: a mail written from a template, into the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import at_desk, wants_json

if TYPE_CHECKING:
    from dialq.desk.desk import Desk
    from dialq.desk.views import Draft, Queued


@click.command(cls=DialqCommand)
@click.argument("lead")
@click.option("--template", metavar="T", default="", help="The template; else that of the open step.")
@click.option("--preview", is_flag=True, help="Show it as they will see it; queue nothing.")
@click.option("--override", metavar="REASON", default="", help="Queue it past a rule, marked as a breach.")
def email(lead: str, template: str, preview: bool, override: str) -> None:
    """Write a mail to a LEAD from a template and queue it; it waits a minute so that undo can reach it."""
    from dialq.cli import diagnostics
    from dialq.cli.moments import here
    from dialq.desk import finding, mailing
    from dialq.desk.views import Refused

    with at_desk() as desk:
        draft = mailing.draft_mail(desk, finding.resolve(desk, lead), template)
        if preview:
            _show_draft(draft)
            return
        done = mailing.queue_mail(desk, draft, override=override)
        if isinstance(done, Refused):
            diagnostics.refuse(done, lambda at: here(desk, at))
        _show_queued(desk, done)


def _show_draft(draft: Draft) -> None:
    from dialq.cli import diagnostics, output

    if wants_json():
        output.document(
            {
                "message": None,
                "lead": draft.lead,
                "to": draft.to,
                "subject": draft.subject,
                "body": draft.body,
                "status": "preview",
                "template": draft.template,
                "missing": list(draft.missing),
                "footer": draft.footer,
            }
        )
    else:
        footer = f"\n\n-- \n{draft.footer}" if draft.footer else ""
        output.say(f"To: {draft.to}", f"Subject: {draft.subject}", "", f"{draft.body.rstrip()}{footer}")
    if draft.missing:
        diagnostics.note(f"still blank, and so not to be sent: {', '.join(draft.missing)}")


def _show_queued(desk: Desk, mail: Queued) -> None:
    from dialq.cli import output
    from dialq.cli.moments import here, utc

    if wants_json():
        output.document(
            {
                "message": mail.message,
                "lead": mail.lead,
                "to": mail.to,
                "subject": mail.subject,
                "body": mail.body,
                "status": mail.status,
                "leaves_at": utc(mail.leaves_at),
            }
        )
    else:
        output.say(f'"{mail.subject}" to {mail.to} leaves {here(desk, mail.leaves_at)}')
