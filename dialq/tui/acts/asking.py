"""The one-line form: who asked it, what is typed, what Enter does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from dialq.tui.forms import Form, read_back
from dialq.tui.widgets.form_bar import FormBar
from dialq.tui.widgets.note import NoteEditor

if TYPE_CHECKING:
    from dialq.tui.screens.work import WorkScreen

Filled = Callable[[Form, dict[str, str]], Awaitable[None]]
"""What is done with a form's values."""


class Asking:
    """Opens and closes the form of the work screen."""

    def __init__(self, work: WorkScreen) -> None:
        self._work = work
        self._then: Filled | None = None

    @property
    def _bar(self) -> FormBar:
        return self._work.query_one("#form", FormBar)

    @property
    def form(self) -> Form | None:
        """The form that has the keyboard."""
        return self._bar.form if self._work.state.asking else None

    def ask(self, form: Form, then: Filled) -> None:
        """Open the one-line form; `then` gets its values on Enter."""
        self._then = then
        self._work.state.asking, self._work.state.reading = True, ""
        self._work.query_one("#note", NoteEditor).display = False
        self._bar.display = True
        self._bar.open(form)
        self._work.paint()

    def close(self) -> None:
        """Give the keyboard back to the keys."""
        if not self._work.state.asking:
            return
        self._work.state.asking, self._then = False, None
        self._bar.close()
        self._bar.display = False
        self._work.query_one("#note", NoteEditor).display = True

    def committed(self, event: FormBar.Committed) -> None:
        """Enter: its values go to who asked, unless the key was stray."""
        work = self._work
        refusal = work.guard_refusal() or ("the last one is still being saved" if work.busy else "")
        if refusal:
            work.state.say(f"Enter dropped: {refusal}", warn=True)
            work.paint()
        elif self._then is not None:
            work.state.say("")
            work.start(self._fill(self._then, event))

    async def _fill(self, then: Filled, event: FormBar.Committed) -> None:
        await then(event.form, event.form.values(event.typed))

    def edited(self, event: FormBar.Edited) -> None:
        """A time that is being typed is read back at once (R10.1)."""
        state = self._work.state
        card = state.corrected or state.card
        is_time = event.at == "when" and not event.form.field("when").choices
        state.reading = ""
        if is_time and card is not None:
            state.reading = read_back(
                event.typed.get("when", ""), card, state.zone, state.now, own=event.form.code == "task"
            )
        self._work.paint()

    def cancelled(self) -> None:
        """Esc: as if nothing had been asked."""
        self.close()
        self._work.state.say("")
        self._work.paint()
