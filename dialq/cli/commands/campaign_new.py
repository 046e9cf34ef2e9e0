"""`dialq campaign new`: a campaign to edit, made from one that works."""

from __future__ import annotations

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import at_desk, wants_json


@click.command(cls=DialqCommand)
@click.argument("name")
@click.option(
    "--from",
    "preset",
    metavar="CAMPAIGN",
    default="follow-up-21",
    show_default=True,
    help="What it starts from.",
)
def new(name: str, preset: str) -> None:
    """Write a new campaign file to edit; nobody enters it until a programme names it."""
    from dialq.cli import output
    from dialq.desk.policy_state import copy_campaign

    with at_desk() as desk:
        path = copy_campaign(desk, preset, name)
    if wants_json():
        output.document({"name": name, "from": preset, "file": str(path)})
        return
    output.say(f"{path} is there, made from {preset}: edit it, ask `dialq campaign check`,")
    output.say("then name it in programmes.toml")
