"""`dialq campaign check`: what is wrong or unwise in the policy files, each with its evidence (R4.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.findings import report
from dialq.cli.session import at_desk, database, wants_json

if TYPE_CHECKING:
    from pathlib import Path

    from dialq.desk.findings import Finding


@click.command(cls=DialqCommand)
@click.argument("folder", required=False, type=click.Path(path_type=str))
def check(folder: str | None) -> None:
    """Check the policy files beside the database, laid over what dialq ships; or a FOLDER of edits.

    FOLDER, like that of `dialq campaign diff`, is laid over the policy in force. Where there is a database, taking
    away what leads are in is an error too. Nothing is taken up and nothing is written. A finding that a campaign
    file accepts, as [accept] finding = "reason", is shown with its reason and counts for nothing. Exit codes: 0
    nothing to do, 1 warnings that nobody accepted, 2 a file that cannot be used.
    """
    from pathlib import Path

    from dialq.errors import BadInput

    where = Path(folder).expanduser() if folder else database().parent
    if not where.is_dir():
        raise BadInput(f"there is no folder {where}", "Name the folder that your policy files are in.")
    report(_findings(where), as_json=wants_json(), nothing="nothing to find: the files are fine")


def _findings(where: Path) -> tuple[Finding, ...]:
    """With the database, if there is one; else what can be told from the files alone."""
    if not database().exists():
        from dialq.clock import SystemClock
        from dialq.policy_check import findings_in

        return findings_in(where, now=SystemClock().now())
    from dialq.desk.policy_state import check_files

    with at_desk(take_up=False) as desk:
        return check_files(desk, where)
