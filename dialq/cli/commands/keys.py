"""`dialq keys`: every key of the screen."""

from __future__ import annotations

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import at_desk, database, wants_json


@click.command(cls=DialqCommand)
def keys() -> None:
    """List every key of the screen and what it does, your own bindings included."""
    from dialq.cli import output
    from dialq.tui.actions import GROUPS, all_actions
    from dialq.tui.keymap import build_keymap, shown_key

    keymap = build_keymap(_bindings())
    rows = [
        {
            "id": action.id,
            "keys": [" ".join(map(shown_key, key.split())) for key in keymap.keys[action.id]],
            "label": action.label.rstrip("."),
            "tooltip": action.tooltip,
            "group": action.group,
        }
        for action in all_actions()
    ]
    if wants_json():
        output.document({"keys": rows})
        return
    for group in GROUPS:
        output.say(group)
        mine = [row for row in rows if row["group"] == group]
        output.table([(", ".join(r["keys"]), str(r["tooltip"]), str(r["id"])) for r in mine], indent="  ")


def _bindings() -> dict[str, str | list[str]]:
    """The user's own keys, where there is a database with settings."""
    if not database().exists():
        return {}
    with at_desk() as desk:
        return {action: list(names) for action, names in desk.settings.keys.bindings.items()}
