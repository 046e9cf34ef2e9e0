"""Find an action by its name."""

from __future__ import annotations

from collections.abc import Sequence

from dialq.tui.actions import Action
from dialq.tui.keymap import Keymap
from dialq.tui.screens.pick import Pick, Row


def palette(title: str, actions: Sequence[Action], keymap: Keymap) -> Pick[str]:
    """A page that finds these actions by the words of their names and sentences; returns an action id."""
    names = {action.id: f"{action.id} {action.label} {action.tooltip}".lower() for action in actions}
    rows = [Row(action.id, action.tooltip, keymap.first(action.id)) for action in actions]

    async def search(text: str) -> list[Row[str]]:
        wanted = text.lower().split()
        return [row for row in rows if all(word in names[row.value] for word in wanted)]

    return Pick(title, rows, search=search)
