"""`dialq mail mass`: one template to many due leads (SEED1-16)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import at_desk, wants_json
from dialq.errors import BadInput, NothingThere, RuleRefused

if TYPE_CHECKING:
    from dialq.desk.desk import Desk
    from dialq.desk.mail_views import Mass, MassLine, MassSent

SHOWN = 20
"""Refused leads that people are shown."""


@click.command(cls=DialqCommand)
@click.option("--template", metavar="T", default="", help="The template, merged for each lead.")
@click.option(
    "--lead", "leads", metavar="LEAD", multiple=True, help="To these leads only; as often as you like."
)
@click.option("--campaign", metavar="C", default="", help="To due leads of this campaign.")
@click.option("--source", metavar="S", default="", help="To due leads of this source.")
@click.option("--exclude", metavar="LEAD", multiple=True, help="Not to this lead; as often as you like.")
@click.option(
    "--limit", type=click.IntRange(1, 5000), default=500, show_default=True, help="So many at most."
)
@click.option("--dry-run", is_flag=True, help="Show every mail and who gets none; queue nothing.")
@click.option("--stop", metavar="BATCH", default="", help="Stop what has not left of a mass sending.")
def mass(
    template: str, leads: tuple[str, ...], campaign: str, source: str, exclude: tuple[str, ...], limit: int,
    dry_run: bool, stop: str,
) -> None:  # fmt: skip
    """Send one template to many leads: those whose open step is a mail and is due, or those you name.

    Every rule that holds for one mail holds for each of them; who may not get it stays out, with the reason. They
    leave after all other mails, at the mailbox's pace. It prints a batch by which the rest can be stopped.
    """
    from dialq.desk.block import Block
    from dialq.desk.finding import resolve
    from dialq.desk.mass import mass_mail

    if bool(stop) == bool(template):
        raise BadInput("say one of --template T, --stop BATCH", "See `dialq mail mass --help`.")
    with at_desk() as desk:
        if stop:
            _stop(desk, stop)
            return
        block = Block(campaign=campaign, source=source) if campaign or source else None
        out = {resolve(desk, lead) for lead in exclude}
        named = [resolve(desk, lead) for lead in leads]
        found = mass_mail(desk, template, named, block, limit)
        found = found._replace(lines=tuple(line for line in found.lines if line.lead not in out))
        if not found.lines:
            raise NothingThere("nobody is due for a mail", "Name leads with --lead, or loosen the choice.")
        if dry_run:
            _show(found)
        else:
            _send(desk, found)


def _show(found: Mass) -> None:
    from dialq.cli import output, plain_mail

    if wants_json():
        lines = [plain_mail.mass_line(line) for line in found.lines]
        output.document({"template": found.template, "mails": lines, "going": len(found.going)})
        return
    for line in found.going:
        output.say(
            f"To: {line.to} (#{line.lead})", f"Subject: {line.subject}", "", line.body.rstrip(), "", "---"
        )
    output.say(f"mails that would go: {len(found.going):,}" + _but(len(found.lines) - len(found.going)))
    _refused(found.lines)


def _but(refused: int) -> str:
    return f", no mail for {refused:,}:" if refused else ""


def _refused(lines: tuple[MassLine, ...]) -> None:
    from dialq.cli import output
    from dialq.cli.people import named

    refused = [
        (f"#{line.lead}", named(line.name, line.company), f"{line.refused.rule}: {line.refused.why}")
        for line in lines
        if line.refused is not None
    ]
    output.table(refused[:SHOWN], indent="  ")
    if len(refused) > SHOWN:
        output.say(f"  … and {len(refused) - SHOWN:,} more")


def _send(desk: Desk, found: Mass) -> None:
    from dialq.desk.mass import send_mass

    done = send_mass(desk, found.template, found.going)
    late = dict(done.refused)
    lines = tuple(
        line._replace(refused=late.get(line.lead, line.refused))
        for line in found.lines
        if line.refused is not None or line.lead in late
    )
    if not done.queued:
        first = lines[0]
        assert first.refused is not None
        why = f"{first.name or 'lead'} #{first.lead}: {first.refused.why}"
        raise RuleRefused(f"nobody gets it: {why}" + (f" (and {len(lines) - 1} more)" if lines[1:] else ""))
    _report(desk, done, lines)


def _report(desk: Desk, done: MassSent, refused: tuple[MassLine, ...]) -> None:
    from dialq.cli import output
    from dialq.cli.moments import here, utc

    if wants_json():
        told = [
            {"lead": line.lead, "rule": line.refused.rule, "why": line.refused.why}
            for line in refused
            if line.refused is not None
        ]
        body = {"queued": len(done.queued), "leads": list(done.queued), "refused": told}
        output.document({"batch": done.batch, **body, "last_leaves": utc(done.last_leaves)})
        return
    last = f"; the last leaves {here(desk, done.last_leaves)}" if done.last_leaves is not None else ""
    output.say(f"queued: {len(done.queued):,}{last}{_but(len(refused))}")
    _refused(refused)
    output.say(f"batch {done.batch}: stop the rest with dialq mail mass --stop {done.batch}")


def _stop(desk: Desk, batch: str) -> None:
    from dialq.cli import output
    from dialq.desk.mass import stop_batch

    count = stop_batch(desk, batch)
    if wants_json():
        output.document({"batch": batch, "stopped": count})
    else:
        output.say(f"stopped of {batch}: {count:,}")
