"""`dialq campaign list`."""

from __future__ import annotations

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.commands.campaign_show import plain
from dialq.cli.session import at_desk, wants_json


@click.command("list", cls=DialqCommand)
def list_() -> None:
    """List all campaigns, and the programmes they make up."""
    from dialq.cli import output

    with at_desk() as desk:
        found = [desk.policy.newest(name) for name in sorted(desk.policy.current)]
        programmes = {name: list(one.campaigns) for name, one in sorted(desk.policy.programmes.items())}
    if wants_json():
        output.document({"campaigns": [plain(one) for one in found], "programmes": programmes})
        return
    output.table(
        (
            one.name,
            f"v{one.version}",
            one.goal,
            f"{len(one.steps)} steps",
            f"{one.calls} calls",
            f"{one.title} (retired)" if one.retired else one.title,
        )
        for one in found
    )
    output.say(*(f"{name}: {' -> '.join((*legs, 'nurture'))}" for name, legs in programmes.items()))
