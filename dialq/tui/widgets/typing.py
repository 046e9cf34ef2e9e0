"""Lines and texts to type in whose editing keys act in their turn, however fast they come."""

from __future__ import annotations

from textual import events
from textual.widget import Widget
from textual.widgets import Input, TextArea


class TypedLine(Input):
    """One line to type in."""

    async def _on_key(self, event: events.Key) -> None:
        await edit_at_once(self, event)


class TypedText(TextArea):
    """A text to type."""

    async def _on_key(self, event: events.Key) -> None:
        await edit_at_once(self, event)


async def edit_at_once(field: Widget, event: events.Key) -> None:
    """Do what the key edits, if it is an editing key.

    Textual does that when the key has come up to the app, when letters typed after it may stand already.
    """
    bindings = field._bindings.key_to_bindings.get(event.key, [])
    if bindings:
        event.stop()
        event.prevent_default()
        await field.run_action(bindings[0].action)
