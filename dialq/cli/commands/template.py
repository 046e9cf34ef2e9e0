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

    Looks for unknown merge fields and snippets, missing subjects and texts, lines that only look like headers, and
    blocks that do not close, and names file and line. With --leads it says how many leads lack a field, and takes
    the columns of your leads for merge fields. Exit codes: 0 nothing to do, 1 warnings, 2 a text that cannot be used.
    """
    from dialq.policy_check import text_findings_in

    found = text_findings_in(database().parent)
    if name or leads:
        with at_desk() as desk:
            known = _known(desk, name) if name else ""
            found = _with_leads(desk, known, found) if leads else found
    report(
        (one for one in found if not name or Path(one.file).stem == name),
        as_json=wants_json(),
        nothing="nothing to find: the texts are fine",
    )


def _with_leads(desk: Desk, name: str, found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings with what leads lack, and without fields that are columns of theirs."""
    from dialq.cli.diagnostics import Progress
    from dialq.desk.findings import WARNING, Finding
    from dialq.desk.template_check import walked

    bar = Progress("looking at leads")
    walk = walked(
        desk,
        (name,) if name else desk.templates.names(),
        lambda done, of: bar.show(done / of if of else 1.0, done),
    )
    bar.done()
    columns = tuple(f"{field!r} " for field in walk.columns)
    lacking = tuple(
        Finding(_file(desk, one, gap.field), "", "leads-lack-a-field", WARNING, _lack(gap))
        for one, lacked in walk.gaps.items()
        for gap in lacked
    )
    unknown = (one for one in found if one.rule != "unknown-merge-field" or not one.text.startswith(columns))
    return (*unknown, *lacking)


def _file(desk: Desk, name: str, field: str) -> str:
    """Where a template asks for a field: in its HTML, if its text does not."""
    in_html = desk.templates.has_html(name) and field not in desk.templates.text(name)
    return f"templates/{name}.{'html' if in_html else 'txt'}"


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
