"""`dialq campaign`: the plans in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from dialq.cli.calling import DialqGroup
from dialq.cli.session import at_desk, wants_json
from dialq.errors import BadInput

if TYPE_CHECKING:
    from dialq.engine.campaign import Campaign


@click.group(cls=DialqGroup)
def campaign() -> None:
    """Show the campaigns that leads go through."""


@campaign.command("list")
def list_() -> None:
    """List all campaigns, and the programmes they make up."""
    from dialq.cli import output

    with at_desk() as desk:
        found = [desk.policy.newest(name) for name in sorted(desk.policy.current)]
        programmes = {name: list(one.campaigns) for name, one in sorted(desk.policy.programmes.items())}
    if wants_json():
        output.document({"campaigns": [_plain(one) for one in found], "programmes": programmes})
        return
    output.table(
        (one.name, f"v{one.version}", one.goal, f"{len(one.steps)} steps", f"{one.calls} calls", one.title)
        for one in found
    )
    output.say(*(f"{name}: {' -> '.join((*legs, 'nurture'))}" for name, legs in programmes.items()))


@campaign.command()
@click.argument("name")
def show(name: str) -> None:
    """Print a campaign step by step."""
    from dialq.cli import output

    with at_desk() as desk:
        if name not in desk.policy.current:
            raise BadInput(
                f"there is no campaign {name!r}", f"Campaigns: {', '.join(sorted(desk.policy.current))}."
            )
        found = desk.policy.newest(name)
    if wants_json():
        output.document(_plain(found))
        return
    output.say(f"{found.name} v{found.version}: {found.title}")
    output.say(f"goal {found.goal}, message {found.message}, approach {found.approach}")
    output.say(
        f"at most {found.max_touches} touches, {found.max_calls} calls; then {found.rest_days} days of rest"
    )
    output.table(
        [
            (str(number), step.key, step.channel, str(step.at), step.when, step.template or step.script,
             "automatic" if step.auto else "")
            for number, step in enumerate(found.steps, 1)
        ],
        indent="  ",
    )  # fmt: skip


def _plain(one: Campaign) -> dict[str, Any]:
    names = (
        "name",
        "version",
        "title",
        "goal",
        "message",
        "approach",
        "max_touches",
        "max_calls",
        "rest_days",
    )
    steps = [
        {
            "key": step.key,
            "number": number,
            "channel": step.channel,
            "at": str(step.at),
            "when": step.when,
            "template": step.template,
            "auto": step.auto,
            "script": step.script,
            "pair": step.pair,
        }
        for number, step in enumerate(one.steps, 1)
    ]
    return {**{name: getattr(one, name) for name in names}, "steps": steps}
