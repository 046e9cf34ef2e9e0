"""`dialq campaign check`: what is wrong or unwise in the policy files, each with its evidence (R4.8)."""

from __future__ import annotations

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.findings import report
from dialq.cli.session import database, wants_json


@click.command(cls=DialqCommand)
@click.argument("folder", required=False, type=click.Path(path_type=str))
def check(folder: str | None) -> None:
    """Check the policy files beside the database (or in FOLDER), laid over what dialq ships.

    Nothing is taken up and nothing is written. A finding that a campaign file accepts, as
    [accept] finding = "reason", is shown with its reason and counts for nothing. Exit codes: 0 nothing
    to do, 1 warnings that nobody accepted, 2 a file that cannot be used.
    """
    from pathlib import Path

    from dialq.errors import BadInput
    from dialq.policy_check import findings_in

    where = Path(folder).expanduser() if folder else database().parent
    if not where.is_dir():
        raise BadInput(f"there is no folder {where}", "Name the folder that your policy files are in.")
    report(findings_in(where), as_json=wants_json(), nothing="nothing to find: the files are fine")
