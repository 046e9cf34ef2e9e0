"""The one-line form under the card."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label

from dialq.tui.forms import Form
from dialq.tui.terminal import visible
from dialq.tui.widgets.typing import TypedLine

BLANKS = 3
"""The most fields a form has."""


class Blank(TypedLine):
    """One field; it leaves Enter, Esc and Tab to its form."""

    async def _on_key(self, event: events.Key) -> None:
        if event.key in ("enter", "escape", "tab", "shift+tab", "up", "down"):
            event.stop()
            event.prevent_default()
            self.post_message(FormBar.Pressed(event.key))


class FormBar(Horizontal):
    """Asks the fields of one form in one line; Enter commits, Esc goes back, Tab goes on."""

    @dataclass
    class Pressed(Message):
        """A key that means the form, not the field."""

        key: str

    @dataclass
    class Committed(Message):
        """Posted on Enter, with what was typed by field name."""

        form: Form
        typed: dict[str, str]

    @dataclass
    class Edited(Message):
        """Posted when the text of a field changed, or another field got the keyboard."""

        form: Form
        typed: dict[str, str]
        at: str
        """The field that has the keyboard."""

    @dataclass
    class Cancelled(Message):
        """Posted on Esc."""

        form: Form

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._form = Form("", "", ())

    @property
    def form(self) -> Form:
        """The form being asked."""
        return self._form

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the fields now."""
        fields = self._form.fields
        return {field.name: self._blank(place).value for place, field in enumerate(fields)}

    def compose(self) -> ComposeResult:
        """Fields are made once and reused."""
        for place in range(BLANKS):
            yield Label("", id=f"title-{place}", markup=False)
            blank = Blank(id=f"blank-{place}", compact=True, select_on_focus=True)
            blank.cursor_blink = False
            yield blank

    def open(self, form: Form) -> None:
        """Ask this form, its first field selected."""
        self._form = form
        for place in range(BLANKS):
            field = form.fields[place] if place < len(form.fields) else None
            blank, title = self._blank(place), self.query_one(f"#title-{place}", Label)
            blank.display = title.display = field is not None
            if field is None:
                continue
            title.update(f" {visible(field.title)} ")
            blank.value = visible(field.value)
            blank.placeholder = field.hint
            blank.set_class(field.wide, "-wide")
        first = self._blank(0)
        first.focus()
        first.action_select_all()

    def close(self) -> None:
        """Give the keyboard back."""
        self.screen.set_focus(None)

    def on_form_bar_pressed(self, event: FormBar.Pressed) -> None:
        """Enter commits, Esc cancels, Tab walks the fields."""
        event.stop()
        if event.key == "enter":
            self.post_message(self.Committed(self._form, self.typed))
        elif event.key == "escape":
            self.post_message(self.Cancelled(self._form))
        else:
            self._walk(-1 if event.key in ("shift+tab", "up") else 1)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell how far the form is."""
        event.stop()
        self._tell(self._focused)

    def on_descendant_focus(self) -> None:
        """Another field has the keyboard."""
        self._tell(self._focused)

    def _tell(self, place: int) -> None:
        if self.display and place < len(self._form.fields):
            self.post_message(self.Edited(self._form, self.typed, self._form.fields[place].name))

    @property
    def _focused(self) -> int:
        return next((place for place in range(len(self._form.fields)) if self._blank(place).has_focus), 0)

    def _walk(self, step: int) -> None:
        self._blank((self._focused + step) % len(self._form.fields)).focus()

    def _blank(self, place: int) -> Blank:
        return self.query_one(f"#blank-{place}", Blank)
