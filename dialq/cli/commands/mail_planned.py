"""`dialq mail planned`: automatic mails before they leave (SEED1-18)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dialq.cli.calling import DialqGroup
from dialq.cli.one_mail import one_line
from dialq.cli.session import at_desk, wants_json
from dialq.errors import BadInput, NothingThere

if TYPE_CHECKING:
    from dialq.desk.desk import Desk
    from dialq.desk.mail_views import PlannedMail

_STEP = click.option("--step", metavar="KEY", default="", help="Which one, if not the next.")


@click.group(cls=DialqGroup)
def planned() -> None:
    """Show the automatic mails that are about to leave; hold them back, let them go, write them anew."""


@planned.command("list")
@click.option("--until", metavar="T", help="Those that leave until then.  [default: the end of today]")
@click.option("--limit", type=click.IntRange(1), default=200, show_default=True, help="So many at most.")
def list_(until: str | None, limit: int) -> None:
    """List the automatic mails of today, the next one first: when, to whom, what, and what keeps one back."""
    from dialq.cli import output, plain_mail
    from dialq.cli.moments import here, read_at
    from dialq.cli.people import named
    from dialq.desk.planned import planned_mails

    with at_desk() as desk:
        found = planned_mails(desk, read_at(desk, until), limit)
        if wants_json():
            output.document({"planned": [plain_mail.planned(one) for one in found]})
            return
        if not found:
            output.say("no automatic mail leaves until then")
        rows = (
            (here(desk, p.at), f"#{p.lead}", named(p.name, p.company), p.step, p.subject, _note(p))
            for p in found
        )
        output.table(rows)


def _note(one: PlannedMail) -> str:
    told = (
        one.held_by and f"held by {one.held_by}",
        one.edited_by and f"edited by {one.edited_by}",
        one.problem,
    )
    return "; ".join(text for text in told if text)


@planned.command()
@click.argument("lead")
@_STEP
def hold(lead: str, step: str) -> None:
    """Hold back the next automatic mail to a LEAD until it is released."""
    from dialq.desk.planned import hold_planned

    with at_desk() as desk:
        one = _the_planned(desk, lead, step)
        hold_planned(desk, one.lead, one.step)
        _report(desk, one, f'"{one.subject}" to {one.to} is held back; dialq mail planned release {one.lead}')


@planned.command()
@click.argument("lead")
@_STEP
def release(lead: str, step: str) -> None:
    """Let the automatic mail to a LEAD go that was held back."""
    from dialq.desk.planned import release_planned

    with at_desk() as desk:
        one = _the_planned(desk, lead, step, held=True)
        release_planned(desk, one.lead, one.step)
        _report(desk, one, f'"{one.subject}" to {one.to} leaves as planned')


@planned.command()
@click.argument("lead")
@_STEP
@click.option("--subject", metavar="TEXT", callback=one_line, help="Its new subject.")
@click.option(
    "--body-file", type=click.Path(path_type=Path), metavar="FILE", help="Its new text; - is stdin."
)
@click.option("--reset", is_flag=True, help="Take the template's text again.")
def edit(lead: str, step: str, subject: str | None, body_file: Path | None, reset: bool) -> None:
    """Write the next automatic mail to a LEAD anew, for this lead only."""
    from dialq.cli.one_mail import text_of
    from dialq.desk.planned import edit_planned, unedit_planned

    if reset == (subject is not None or body_file is not None):
        raise BadInput("say what is to change", "Give --subject, --body-file, or both; or --reset alone.")
    body = text_of(body_file) if body_file is not None else None
    with at_desk() as desk:
        one = _the_planned(desk, lead, step)
        if reset:
            unedit_planned(desk, one.lead, one.step)
            _report(desk, one, f"{one.step} to {one.to} has its template's text again")
            return
        new_subject = one.subject if subject is None else subject
        edit_planned(desk, one.lead, one.step, new_subject, one.body if body is None else body)
        _report(desk, one, f'"{new_subject}" to {one.to} leaves as you wrote it')


def _the_planned(desk: Desk, text: str, step: str, *, held: bool = False) -> PlannedMail:
    """The next automatic mail of a lead, or the one of a step; `held`: of those that are held back.

    Raises NothingThere where there is none.
    """
    from dialq.desk.finding import resolve
    from dialq.desk.planned import planned_of

    lead = resolve(desk, text)
    ahead = planned_of(desk, lead)
    found = [one for one in ahead if step in ("", one.step) and (one.held_by or not held)]
    if found:
        return found[0]
    which = "held back" if held else "ahead"
    asked = f" of step {step!r}" if step else ""
    steps = ", ".join(one.step for one in ahead)
    hint = f"Ahead: {steps}." if steps else "`dialq why` says what comes next."
    raise NothingThere(f"lead {lead} has no automatic mail{asked} {which}", hint)


def _report(desk: Desk, one: PlannedMail, said: str) -> None:
    """Print how that mail stands now."""
    from dialq.cli import output, plain_mail
    from dialq.desk.planned import planned_of

    if wants_json():
        [now] = [each for each in planned_of(desk, one.lead) if each.step == one.step]
        output.document(plain_mail.planned(now))
    else:
        output.say(said)
