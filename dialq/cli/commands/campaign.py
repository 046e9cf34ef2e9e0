"""`dialq campaign`: the plans that leads go through. Each of its commands is loaded when it is called."""

from __future__ import annotations

import click

from dialq.cli.calling import LazyGroup

COMMANDS = {
    "list": "campaign_list:list_",
    "show": "campaign_show:show",
    "check": "campaign_check:check",
    "diff": "campaign_diff:diff",
    "new": "campaign_new:new",
    "copy": "campaign_copy:copy",
    "move": "campaign_move:move",
    "retire": "campaign_retire:retire",
    "judge": "campaign_judge:judge",
}
"""Command -> its module, and its name there."""


@click.group(cls=LazyGroup, table=COMMANDS)
def campaign() -> None:
    """Show, check and change the campaigns that leads go through."""
