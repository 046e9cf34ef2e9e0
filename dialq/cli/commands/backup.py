"""`dialq backup` and `dialq restore`: a copy of the file, there and back."""

from __future__ import annotations

from pathlib import Path

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import at_desk, database, wants_json


@click.command(cls=DialqCommand)
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Copy the database into FILE while everybody works on."""
    from dialq.cli import output
    from dialq.desk import health

    with at_desk() as desk:
        health.backup(desk, file)
    if wants_json():
        output.document({"file": str(file), "bytes": file.stat().st_size})
    else:
        output.say(f"the database is saved in {file}")


@click.command(cls=DialqCommand)
@click.argument("file", type=click.Path(path_type=Path))
def restore(file: Path) -> None:
    """Put a backup FILE in the place of the database; the old one is kept beside it."""
    from dialq.cli import output
    from dialq.restoring import restore as put_back

    target = database()
    kept, in_doubt, bans = put_back(file, target)
    if wants_json():
        old = str(kept) if kept is not None else None
        more = {"in_doubt": in_doubt, "bans": bans}
        output.document({"file": str(file), "database": str(target), "old": old, **more})
    else:
        output.say(f"{target} is now what {file} holds")
        output.say(*(f"the old database is kept as {one}" for one in (kept,) if one is not None))
        if bans:
            output.say(f"{bans} bans made since the backup hold on")
        if in_doubt:
            output.say(f"{in_doubt} mails may have left since the backup: dialq mail resolve")
