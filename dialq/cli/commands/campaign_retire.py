"""`dialq campaign retire`: nobody enters a campaign any more."""

from __future__ import annotations

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import at_desk, wants_json


@click.command(cls=DialqCommand)
@click.argument("name")
def retire(name: str) -> None:
    """Let nobody enter a campaign any more; who is in it goes on, programmes pass it over."""
    from dialq.cli import output
    from dialq.desk.policy_state import retire_campaign

    with at_desk() as desk:
        path, leads = retire_campaign(desk, name)
    if wants_json():
        output.document({"name": name, "file": str(path), "leads": leads})
        return
    output.say(f"{path} says retired = true; {leads:,} leads in it go on")
