"""A full page of lines with a title, keys at the foot, and nothing that moves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen

from dialq.tui.drawing.header import rule
from dialq.tui.screens.announcer import Announcer
from dialq.tui.spans import BOLD, DIM, Line, ends, line, span
from dialq.tui.widgets.pane import Pane

Result = TypeVar("Result")


class Sheet(Screen[Result], Generic[Result], inherit_bindings=False):
    """A page with a title row, a body and a foot row; subclasses fill them."""

    AUTO_FOCUS = ""
    TELLS_KEYS = True
    """Whether what is announced may name the work screen's key for it: not where that key does something of its own."""

    def __init__(self, title: str, foot: str) -> None:
        super().__init__()
        self._title_text = title
        self._foot = foot

    def compose(self) -> ComposeResult:
        """Title, body, foot."""
        yield Pane(id="sheet-title")
        yield from self.compose_above()
        yield Pane(id="sheet-body")
        yield Pane(id="sheet-foot")

    def compose_above(self) -> ComposeResult:
        """What stands between title and body."""
        yield from ()

    def on_resize(self, event: events.Resize) -> None:
        """Paint once sizes are known."""
        self.call_after_refresh(self.paint)

    def body_lines(self, width: int, height: int) -> Sequence[Line]:
        """The lines of the body."""
        raise NotImplementedError

    def paint(self) -> None:
        """Show the present lines; only what differs goes to the terminal."""
        width = self.size.width
        self.show_title()
        body = self.query_one("#sheet-body", Pane)
        body.show(self.body_lines(body.size.width, body.size.height))
        self.query_one("#sheet-foot", Pane).show(self.foot_lines(width))

    def show_title(self) -> None:
        """The title, and below it what is told at once, else a rule: no key and no focus is taken for it."""
        titles = self.query("#sheet-title").results(Pane)
        title = next(titles, None)
        if title is not None:
            width = self.size.width
            title.show((self.title_line(width), self._announced(width) or rule(width)))

    def _announced(self, width: int) -> Line:
        below = (screen for screen in self.app.screen_stack if isinstance(screen, Announcer))
        return next((screen.announcement(width, keys=self.TELLS_KEYS) for screen in below), ())

    def keep_without_loop(self) -> None:
        """The terminal goes away: keep what would be lost."""

    def title_line(self, width: int) -> Line:
        """What stands above."""
        return ends(line(span(f" {self._title_text}", BOLD)), (), width)

    def foot_lines(self, width: int) -> Sequence[Line]:
        """What stands below: two lines."""
        return rule(width), line(span(f" {self._foot}", DIM))

    def on_pane_clicked(self, event: Pane.Clicked) -> None:
        """Clicks mean nothing on a page unless a subclass says so."""
        event.stop()


class TextSheet(Sheet[str | None]):
    """Lines to read, longer than the page if need be."""

    CLOSING = ("escape", "enter", "q", "space", "question_mark", "f1")

    def __init__(
        self,
        title: str,
        draw: Callable[[int], Sequence[Line]],
        *,
        keys: Mapping[str, str] | None = None,
        foot: str = "",
    ) -> None:
        """`keys`: other keys that close it, and what they return; `foot` names them."""
        super().__init__(title, f"{foot}Up/Down, PgUp/PgDn scroll   Esc or Enter back")
        self._draw = draw
        self._keys = keys or {}
        self._top = 0

    def body_lines(self, width: int, height: int) -> Sequence[Line]:
        """The lines from where the reader has scrolled to."""
        lines = self._draw(width)
        self._top = max(0, min(self._top, len(lines) - height))
        return lines[self._top : self._top + height]

    def on_key(self, event: events.Key) -> None:
        """Scroll or close."""
        event.stop()
        page = max(1, self.query_one("#sheet-body", Pane).size.height - 1)
        moves = {
            "down": 1,
            "j": 1,
            "up": -1,
            "k": -1,
            "pagedown": page,
            "pageup": -page,
            "home": -9999,
            "end": 9999,
        }
        if event.key in self.CLOSING:
            self.dismiss(None)
        elif event.key in self._keys:
            self.dismiss(self._keys[event.key])
        elif event.key in moves:
            self._top = max(0, self._top + moves[event.key])
            self.paint()
