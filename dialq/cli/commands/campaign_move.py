"""`dialq campaign move`: leads in flight to the newest version of their campaign (R4.7)."""

from __future__ import annotations

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import at_desk, wants_json

_SHOWN = 10


@click.command(cls=DialqCommand)
@click.argument("name")
@click.argument("leads", nargs=-1, metavar="[LEAD]...")
@click.option("--all", "everybody", is_flag=True, help="Everybody in an older version.")
@click.option("--from-version", type=int, default=0, metavar="N", help="Everybody in this one version.")
@click.option("--dry-run", is_flag=True, help="Count only, change nothing.")
@click.pass_context
def move(
    context: click.Context,
    name: str,
    leads: tuple[str, ...],
    everybody: bool,
    from_version: int,
    dry_run: bool,
) -> None:
    """Take leads to the newest version of campaign NAME: what was done stays done, steps never bunch."""
    from dialq.cli import output
    from dialq.desk.finding import resolve
    from dialq.desk.moving import leads_to_move, move_to_version
    from dialq.errors import DONE, REFUSED, BadInput

    if (bool(leads), everybody, bool(from_version)).count(True) != 1:
        raise BadInput("say which leads to move", "Name leads, or give --all or --from-version N.")
    with at_desk() as desk:
        chosen = [resolve(desk, lead) for lead in leads] if leads else leads_to_move(desk, name, from_version)
        moved = move_to_version(desk, chosen, name, dry_run=dry_run)
    if wants_json():
        refused = [{"lead": lead, "name": who, "why": why} for lead, who, why in moved.refused]
        output.document(
            {"campaign": name, "version": moved.version, "moved": list(moved.done), "refused": refused}
        )
    else:
        went = "would go" if dry_run else "went"
        output.say(f"{len(moved.done):,} leads {went} to version {moved.version} of {name}")
        output.table(((f"{lead}", who, why) for lead, who, why in moved.refused[:_SHOWN]), indent="  stays: ")
        if len(moved.refused) > _SHOWN:
            output.say(f"  and {len(moved.refused) - _SHOWN:,} more stay")
    context.exit(REFUSED if moved.refused and not moved.done else DONE)
