"""Where the note is written."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.message import Message

from dialq.tui.widgets.typing import TypedText


class NoteEditor(TypedText):
    """A note: text only while it is open; Enter, Esc or Tab ends it, Ctrl+J breaks the line."""

    @dataclass
    class Ended(Message):
        """Posted when the rep has done with the note."""

        note: NoteEditor

        @property
        def control(self) -> NoteEditor:
            """The note."""
            return self.note

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(
            "", id=id, compact=True, soft_wrap=True, show_line_numbers=False, highlight_cursor_line=False
        )
        self.cursor_blink = False
        self.can_focus = False

    def put(self, text: str) -> None:
        """Show a text, the cursor behind it."""
        if text != self.text:
            self.load_text(text)
        self.move_cursor(self.document.end)

    def open(self) -> None:
        """Take the keyboard."""
        self.can_focus = True
        self.move_cursor(self.document.end)
        self.focus()

    def close(self) -> None:
        """Give the keyboard back."""
        self.can_focus = False
        self.screen.set_focus(None)

    async def _on_key(self, event: events.Key) -> None:
        if event.key in ("enter", "escape", "tab"):
            event.stop()
            event.prevent_default()
            self.post_message(self.Ended(self))
        elif event.key in ("ctrl+j", "shift+enter"):
            event.stop()
            event.prevent_default()
            self.insert("\n")
