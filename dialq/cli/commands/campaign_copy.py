"""`dialq campaign copy`: the same campaign under another name."""

from __future__ import annotations

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import at_desk, wants_json


@click.command(cls=DialqCommand)
@click.argument("campaign")
@click.argument("name")
def copy(campaign: str, name: str) -> None:
    """Write the file of CAMPAIGN again as NAME; what is there is never written over."""
    from dialq.cli import output
    from dialq.desk.policy_state import copy_campaign

    with at_desk() as desk:
        path = copy_campaign(desk, campaign, name)
    if wants_json():
        output.document({"name": name, "from": campaign, "file": str(path)})
        return
    output.say(f"{path} is there, the same as {campaign}")
