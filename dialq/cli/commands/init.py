"""`dialq init`: a folder to work in."""

from __future__ import annotations

from pathlib import Path

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import database, named_database, rep_name, wants_json
from dialq.errors import BadInput

DATABASE = "dialq.db"


@click.command(cls=DialqCommand)
@click.argument("folder", type=click.Path(path_type=Path), required=False, metavar="[DIR]")
@click.option("--zone", metavar="ZONE", default="", help="The team's zone; else this machine's.")
def init(folder: Path | None, zone: str) -> None:
    """Make a database, settings, campaigns and templates to edit in DIR; what is there stays as it is."""
    from dialq.bootstrap import local_zone, open_desk, write_config
    from dialq.cli import output

    path = _path(folder)
    if path.parent.exists() and not path.parent.is_dir():
        raise BadInput(f"{path.parent} is no folder", "Name a folder to make or to fill.")
    new = not path.exists()
    _check_zone(zone)
    written = write_config(path.parent, zone or local_zone())
    desk = open_desk(path, rep=rep_name(), zone=zone)
    team_zone = desk.zone
    desk.close()
    made = [path, *written] if new else written
    if wants_json():
        output.document({"database": str(path), "zone": team_zone, "files": [str(one) for one in made]})
        return
    output.say(f"the database is {path}, the team's zone {team_zone}")
    output.say(*(f"  made {one}" for one in written))
    if folder is not None:
        output.say(f"work with it: dialq --db {path}, or set DIALQ_DB={path}")
        if database() != path:
            output.say(f"until then commands work with {database()}")


def _path(folder: Path | None) -> Path:
    """The database to make. Raises BadInput if --db names one elsewhere."""
    named = named_database()
    if folder is None:
        return database()
    if named is None:
        return folder.expanduser() / DATABASE
    if named.parent.resolve() != folder.expanduser().resolve():
        raise BadInput(
            f"--db names {named}, which is not in {folder}", "Name a folder, or the database with --db."
        )
    return named


def _check_zone(zone: str) -> None:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(zone or "UTC")
    except (KeyError, ValueError, OSError) as error:
        raise BadInput(f"--zone {zone!r} is no time zone", "Name it like America/New_York.") from error
