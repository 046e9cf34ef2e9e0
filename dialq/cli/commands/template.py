"""`dialq template`: the texts of the mails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dialq.cli.calling import DialqGroup
from dialq.cli.findings import report
from dialq.cli.session import at_desk, database, wants_json
from dialq.errors import BadInput

if TYPE_CHECKING:
    from dialq.desk.desk import Desk


@click.group(cls=DialqGroup)
def template() -> None:
    """Show the mail templates, as written or filled in, and check them."""


@template.command("list")
def list_() -> None:
    """List all templates; those without a subject are texts for other channels."""
    from dialq.cli import output

    with at_desk() as desk:
        mails = set(desk.templates.mails())
        found = [
            {"name": name, "kind": "mail" if name in mails else "text"} for name in desk.templates.names()
        ]
    if wants_json():
        output.document({"templates": found})
    else:
        output.table((one["name"], one["kind"]) for one in found)


@template.command()
@click.argument("name")
def show(name: str) -> None:
    """Print a template as it was written."""
    from dialq.cli import output

    with at_desk() as desk:
        text = desk.templates.text(_known(desk, name))
    if wants_json():
        output.document({"name": name, "text": text})
    else:
        output.say(text.rstrip("\n"))


@template.command()
@click.argument("name")
@click.argument("lead")
def render(name: str, lead: str) -> None:
    """Print a template filled in for a LEAD, naming what it lacks; exit code 2 for a mail without a subject."""
    from dialq.cli import diagnostics, output
    from dialq.desk import finding, mailing

    with at_desk() as desk:
        draft = mailing.draft_mail(desk, finding.resolve(desk, lead), _known(desk, name))
        mail = name in desk.templates.mails()
    if wants_json():
        body = {"subject": draft.subject, "body": draft.body, "missing": list(draft.missing)}
        output.document({"name": name, "lead": draft.lead, "to": draft.to, **body, "footer": draft.footer})
    else:
        head = (f"Subject: {draft.subject}", "") if mail or draft.subject else ()
        output.say(*head, draft.body.rstrip("\n"))
    if draft.missing:
        diagnostics.note(f"still blank: {', '.join(draft.missing)}")
    if mail and not draft.subject:
        raise BadInput(f"template {name!r} is a mail and has no subject", "Let its first line be Subject: …")


@template.command()
def check() -> None:
    """Check every template and script beside the database, and those that dialq ships.

    Looks for unknown merge fields, missing subjects and blocks that do not close, and names file and line.
    Exit codes: 0 nothing to do, 1 warnings, 2 a text that cannot be used.
    """
    from dialq.policy_check import text_findings_in

    report(
        text_findings_in(database().parent),
        as_json=wants_json(),
        nothing="nothing to find: the texts are fine",
    )


def _known(desk: Desk, name: str) -> str:
    names = desk.templates.names()
    if name not in names:
        raise BadInput(f"there is no template {name!r}", f"Templates: {', '.join(names)}.")
    return name
