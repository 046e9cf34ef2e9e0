"""`dialq init`: a folder to work in."""

from __future__ import annotations

from pathlib import Path

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import database, wants_json


@click.command(cls=DialqCommand)
@click.argument("folder", type=click.Path(path_type=Path), required=False, metavar="[DIR]")
def init(folder: Path | None) -> None:
    """Make a database with settings, campaigns and templates to edit in DIR; what is there stays as it is."""
    from dialq.bootstrap import make_folder
    from dialq.cli import output

    made = make_folder(folder if folder is not None else database().parent)
    if wants_json():
        output.document({"files": [str(path) for path in made]})
    elif made:
        output.say("made:", *(f"  {path}" for path in made))
    else:
        output.say("everything was there already")
