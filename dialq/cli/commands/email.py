"""`dialq email`: a mail written from a template, into the outbox."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import at_desk, wants_json
from dialq.errors import BadInput, WorldFailed

if TYPE_CHECKING:
    from dialq.desk.desk import Desk
    from dialq.desk.mail_preview import Look
    from dialq.desk.views import Draft, Queued


@click.command(cls=DialqCommand)
@click.argument("lead")
@click.option("--template", metavar="T", default="", help="The template; else that of the open step.")
@click.option("--preview", is_flag=True, help="Show it as they will see it; queue nothing.")
@click.option(
    "--html",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the HTML part to a file, to look at in a browser; queue nothing.",
)
@click.option("--raw", is_flag=True, help="Print it byte by byte as it would leave; queue nothing.")
@click.option("--override", metavar="REASON", default="", help="Queue it past a rule, marked as a breach.")
def email(lead: str, template: str, preview: bool, html: Path | None, raw: bool, override: str) -> None:
    """Write a mail to a LEAD from a template and queue it; it waits a minute so that undo can reach it."""
    from dialq.cli import diagnostics
    from dialq.cli.moments import here
    from dialq.desk import finding, mailing
    from dialq.desk.views import Refused

    if raw and (wants_json() or html is not None):
        raise BadInput(
            "--raw prints the mail itself, and nothing else with it", "Leave out --json and --html."
        )
    with at_desk() as desk:
        draft = mailing.draft_mail(desk, finding.resolve(desk, lead), template)
        if preview or raw or html is not None:
            _show(desk, draft, html, raw)
            return
        done = mailing.queue_mail(desk, draft, override=override)
        if isinstance(done, Refused):
            diagnostics.refuse(done, lambda at: here(desk, at))
        _show_queued(desk, done)


def _show(desk: Desk, draft: Draft, html: Path | None, raw: bool) -> None:
    """The mail as text, its HTML into a file, or its bytes."""
    from dialq.cli import diagnostics, output
    from dialq.cli.moments import here
    from dialq.desk.mail_preview import look_of, raw_mail

    look = look_of(desk, draft)
    if look.refused is not None and not draft.to and (raw or html is not None):
        # Without an address there is no mail yet to look into.
        diagnostics.refuse(look.refused, lambda at: here(desk, at))
    if raw:
        output.plain_bytes(raw_mail(desk, draft))
    else:
        if html is not None:
            _write_html(raw_mail(desk, draft), draft.template, html)
        _show_draft(draft, look)
    if look.refused is not None and not wants_json():
        diagnostics.note(f"would be refused by {look.refused.rule}: {look.refused.why}")
    if draft.missing:
        diagnostics.note(f"still blank, and so not to be sent: {', '.join(draft.missing)}")


def _show_draft(draft: Draft, look: Look) -> None:
    from dialq.cli import output, plain_mail

    sender = f"{look.sender.name} <{look.sender.address}>"
    if wants_json():
        output.document(
            {
                "message": None,
                "lead": draft.lead,
                "from": sender,
                "to": draft.to,
                "subject": draft.subject,
                "body": draft.body,
                "html": look.html,
                "status": "preview",
                "template": draft.template,
                "missing": list(draft.missing),
                "footer": look.sender.footer,
                "refused": plain_mail.refused(look.refused),
            }
        )
        return
    with_html = ("", "(with HTML: --html FILE writes it for a browser)") if look.html else ()
    text = f"{draft.body.rstrip()}\n\n{look.sender.footer}".rstrip()
    output.say(
        f"From: {sender}", f"To: {draft.to or '(nobody)'}", f"Subject: {draft.subject}", "", text, *with_html
    )


def _write_html(raw: bytes, template: str, path: Path) -> None:
    """The HTML part as a browser reads it, its footer too."""
    from email import message_from_bytes, policy

    part = message_from_bytes(raw, policy=policy.default).get_body(("html",))
    if part is None:
        raise BadInput(
            f"the template {template!r} has no HTML", f"Write templates/{template}.html beside its text."
        )
    try:
        # The mark at the beginning tells a browser that it is UTF-8, as the mail's own header does.
        path.write_text(part.get_content(), encoding="utf-8-sig")
    except OSError as error:
        raise WorldFailed(f"{path} cannot be written: {error.strerror}", "Name another file.") from error


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
