"""`dialq hand`: leads over to marketing, to a calmer programme, to their end, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import at_desk, wants_json
from dialq.errors import BadInput, NothingThere, RuleRefused

if TYPE_CHECKING:
    from dialq.desk.desk import Desk
    from dialq.desk.handing import How
    from dialq.desk.policy_views import Handed

NURTURE = "nurture"
SHOWN = 10
"""Refused leads that people are shown."""


@click.command(cls=DialqCommand)
@click.argument("leads", nargs=-1, metavar="[LEAD]…")
@click.option("--to", metavar="WHERE", default="", help="nurture, or the name of a programme.")
@click.option("--close", "closing", metavar="REASON", default="", help="Close them for good: disqualified.")
@click.option("--source", metavar="S", default="", help="Leads of this source.")
@click.option("--campaign", metavar="C", default="", help="Leads that are in this campaign now.")
@click.option("--tier", metavar="T", default="", help="Leads that stand in this tier of your queue.")
@click.option("--reason", metavar="TEXT", default="", help="Why; needed where a campaign ends early.")
@click.option("--dry-run", is_flag=True, help="Say how many would go; change nothing.")
@click.option(
    "--undo", metavar="BATCH", default="", help="Take a handing over back: again for leads that stayed."
)
@click.option("--list", "listing", is_flag=True, help="List the latest batches.")
def hand(
    leads: tuple[str, ...], to: str, closing: str, source: str, campaign: str, tier: str, reason: str,
    dry_run: bool, undo: str, listing: bool,
) -> None:  # fmt: skip
    """Hand many leads over in one act: to nurture, to a programme's start, or to their end.

    Name the leads, or choose them; several choices narrow each other. It prints a batch by which all can be
    taken back. Whoever is owed an answer, has a promise or is held by somebody stays, with the reason.
    """
    from dialq.desk.choosing import choose, still
    from dialq.desk.finding import resolve
    from dialq.desk.handing import How
    from dialq.desk.handing_back import undo_handing

    if [bool(undo), bool(to), bool(closing), listing].count(True) != 1:
        raise BadInput(
            "say one of --to WHERE, --close REASON, --undo BATCH, --list", "See `dialq hand --help`."
        )
    with at_desk() as desk:
        if listing:
            _list(desk)
            return
        if undo:
            report(undo_handing(desk, undo), "taken back", undone=True)
            return
        since = desk.store.events.last_id()
        named = [resolve(desk, lead) for lead in leads]
        chosen = choose(desk, leads=named, source=source, campaign=campaign, tier=tier)
        if not chosen:
            raise NothingThere("no lead is all of that", "Loosen --source, --campaign or --tier.")
        how = How(still(desk, since, campaign=campaign, tier=tier), _begun)
        done = _hand(desk, chosen, to, closing or reason, how, dry_run=dry_run)
        what = "closed" if closing else f"handed to {to}"
        report(done, f"would be {what}" if dry_run else what, dry_run=dry_run)


def _hand(desk: Desk, leads: tuple[int, ...], to: str, reason: str, how: How, *, dry_run: bool) -> Handed:
    from dialq.desk.handing import close, to_nurture, to_programme

    if not to:
        return close(desk, leads, reason, dry_run=dry_run, how=how)
    if to == NURTURE:
        return to_nurture(desk, leads, reason, dry_run=dry_run, how=how)
    return to_programme(desk, leads, to, reason, dry_run=dry_run, how=how)


def _begun(batch: str) -> None:
    """Name the batch before the work is done: it can be taken back even if it is cut off."""
    from dialq.cli import diagnostics

    diagnostics.note(f"batch {batch}")


def _list(desk: Desk) -> None:
    from dialq.cli import output
    from dialq.cli.moments import here, utc
    from dialq.desk.handing import handings

    found = handings(desk)
    if wants_json():
        output.document({"batches": [{**batch._asdict(), "at": utc(batch.at)} for batch in found]})
        return
    if not found:
        output.say("nobody was handed over yet")
    output.table(
        [
            (b.name, here(desk, b.at), b.rep or "by rule", b.what, "taken back" if b.undone else "")
            for b in found
        ]
    )


def report(done: Handed, what: str, *, dry_run: bool = False, undone: bool = False) -> None:
    """Print what a handing over did; if nobody could go the command is refused."""
    from dialq.cli import output

    if not done.done and done.refused:
        lead, name, why = done.refused[0]
        more = f" (and {len(done.refused) - 1} more)" if len(done.refused) > 1 else ""
        raise RuleRefused(f"nobody is {what}: {name or 'lead'} #{lead}: {why}{more}", "")
    if wants_json():
        output.document(plain(done) | {"dry_run": dry_run, "undone": undone})
        return
    leads = "1 lead" if len(done.done) == 1 else f"{len(done.done):,} leads"
    output.say(f"{leads} {what}" + (f", {len(done.refused):,} stay:" if done.refused else ""))
    output.table([(f"#{lead}", name, why) for lead, name, why in done.refused[:SHOWN]], indent="  ")
    if len(done.refused) > SHOWN:
        output.say(f"  … and {len(done.refused) - SHOWN:,} more")
    output.table(
        [
            (f"#{lead}", name, f'"{subject}" had left already and stays counted')
            for lead, name, subject in done.left[:SHOWN]
        ],
        indent="  ",
    )
    if undone and done.refused:
        output.say(f"once nothing stands in their way: dialq hand --undo {done.batch} again")
    if done.batch and not undone:
        output.say(f"batch {done.batch}: take it back with dialq hand --undo {done.batch}")


def plain(done: Handed) -> dict[str, Any]:
    """A handing over for programs."""
    refused = [{"lead": lead, "name": name, "why": why} for lead, name, why in done.refused]
    return {
        "batch": done.batch or None,
        "count": len(done.done),
        "leads": list(done.done),
        "refused": refused,
        "left": [{"lead": lead, "name": name, "subject": subject} for lead, name, subject in done.left],
    }
