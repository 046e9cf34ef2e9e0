"""`dialq campaign list`."""

from __future__ import annotations

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.commands.campaign_show import plain
from dialq.cli.session import at_desk, wants_json


@click.command("list", cls=DialqCommand)
def list_() -> None:
    """List all campaigns with the leads that are in them, and the programmes they make up."""
    from dialq.cli import output
    from dialq.desk.campaigns import campaign_lines

    with at_desk() as desk:
        lines = campaign_lines(desk)
        found = {line.name: desk.policy.newest(line.name) for line in lines}
        programmes = {name: list(one.campaigns) for name, one in sorted(desk.policy.programmes.items())}
    if wants_json():
        counted = [plain(found[one.name]) | {"in_it": one.in_it, "waiting": one.waiting} for one in lines]
        output.document({"campaigns": counted, "programmes": programmes})
        return
    output.table(
        (
            one.name,
            f"v{one.version}",
            f"{one.in_it} in it",
            f"{one.waiting} rest before it",
            f"{len(found[one.name].steps)} steps",
            f"{one.calls} calls",
            f"{one.goal} (retired)" if one.retired else one.goal,
        )
        for one in lines
    )
    for name, legs in programmes.items():
        road = [leg for leg in legs if leg in found and not found[leg].retired]
        output.say(f"{name}: {' -> '.join((*road, 'nurture'))}")
