"""One line to type, with what it is about above it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Label

from dialq.tui.screens.sheet import Sheet
from dialq.tui.spans import Line, crop
from dialq.tui.widgets.typing import TypedLine


class AskLine(Sheet[str | None]):
    """Enter returns the text, Esc None."""

    def __init__(
        self, title: str, label: str, prefilled: str, above: Sequence[Line], refusal: Callable[[], str] = str
    ) -> None:
        """`refusal`: why the last key may not record; '' if it may (R9.4)."""
        super().__init__(title, "Enter does it   Esc back")
        self._label = label
        self._prefilled = prefilled
        self._lines = tuple(above)
        self._refusal = refusal

    def compose_above(self) -> ComposeResult:
        """The line."""
        typed = TypedLine(self._prefilled, id="ask-typed", compact=True, select_on_focus=True)
        typed.cursor_blink = False
        with Horizontal(id="ask-head"):
            yield Label(f" {self._label}  ", id="ask-label", markup=False)
            yield typed

    def on_mount(self) -> None:
        """The keyboard goes to the line."""
        self.query_one("#ask-typed", Input).focus()

    def body_lines(self, width: int, height: int) -> Sequence[Line]:
        """What it is about."""
        return [crop(shown, width) for shown in self._lines[:height]]

    @on(Input.Submitted)
    def _given(self, event: Input.Submitted) -> None:
        event.stop()
        refusal = self._refusal()
        if refusal:
            self._foot = f"Enter dropped: {refusal}"
            self.paint()
        else:
            self.dismiss(event.value.strip())

    def on_key(self, event: events.Key) -> None:
        """Esc goes back."""
        if event.key == "escape":
            event.stop()
            self.dismiss(None)
