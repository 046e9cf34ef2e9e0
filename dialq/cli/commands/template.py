"""`dialq template`: the texts of the mails."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dialq.cli.calling import DialqGroup
from dialq.cli.findings import report
from dialq.cli.session import at_desk, database, wants_json
from dialq.errors import BadInput

if TYPE_CHECKING:
    from dialq.desk.desk import Desk
    from dialq.desk.findings import Finding
    from dialq.desk.template_check import Gap


@click.group(cls=DialqGroup)
def template() -> None:
    """Show the mail templates, as written or filled in, and check them."""


@template.command("list")
def list_() -> None:
    """List all templates, those without a subject are texts for other channels; and the snippets they can hold."""
    from dialq.cli import output

    with at_desk() as desk:
        book = desk.templates
        mails = set(book.mails())
        kinds = {name: "mail" if name in mails else "text" for name in book.names()}
        html = {name: book.has_html(name) for name in kinds}
        snippets = {name: f"{{{{ snippet.{name} }}}}" for name in book.snippets()}
    if wants_json():
        found = [{"name": name, "kind": kind, "html": html[name]} for name, kind in kinds.items()]
        written = [{"name": name, "write": words} for name, words in snippets.items()]
        output.document({"templates": found, "snippets": written})
        return
    output.table(
        [
            *((name, f"{kind}, with HTML" if html[name] else kind) for name, kind in kinds.items()),
            *((name, f"snippet: {words}") for name, words in snippets.items()),
        ]
    )


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
@click.argument("name", default="")
@click.option("--leads", is_flag=True, help="Look too at what the leads lack that may still get it.")
def check(name: str, leads: bool) -> None:
    """Check every template, snippet and script beside the database, and those that dialq ships; or the one NAMEd.

    Looks for unknown merge fields and snippets, missing subjects and blocks that do not close, and names file and
    line. With --leads it says how many leads lack a field. Exit codes: 0 nothing to do, 1 warnings, 2 a text that
    cannot be used.
    """
    from dialq.policy_check import text_findings_in

    found = text_findings_in(database().parent)
    if name or leads:
        with at_desk() as desk:
            known = _known(desk, name) if name else ""
            found += _lacking(desk, known) if leads else ()
    report(
        (one for one in found if not name or Path(one.file).stem == name),
        as_json=wants_json(),
        nothing="nothing to find: the texts are fine",
    )


def _lacking(desk: Desk, name: str) -> tuple[Finding, ...]:
    """What leads lack, as findings."""
    from dialq.cli.diagnostics import Progress
    from dialq.desk.findings import WARNING, Finding
    from dialq.desk.template_check import gaps

    bar = Progress("looking at leads")
    found = gaps(
        desk,
        (name,) if name else desk.templates.names(),
        lambda done, of: bar.show(done / of if of else 1.0, done),
    )
    bar.done()
    return tuple(
        Finding(f"templates/{one}.txt", "", "leads-lack-a-field", WARNING, _lack(gap))
        for one, lacked in found.items()
        for gap in lacked
    )


def _lack(gap: Gap) -> str:
    """`12 leads have no first_name (for example 17, 23, 40)`."""
    leads = "1 lead has" if gap.leads == 1 else f"{gap.leads:,} leads have"
    examples = ", ".join(map(str, gap.examples))
    like = f"for example {examples}" if gap.leads > len(gap.examples) else examples
    return (
        f'{leads} no {gap.field} ({like}): their mails do not leave; a fallback helps, as in | default("…")'
    )


def _known(desk: Desk, name: str) -> str:
    names = desk.templates.names()
    if name not in names:
        raise BadInput(f"there is no template {name!r}", f"Templates: {', '.join(names)}.")
    return name
