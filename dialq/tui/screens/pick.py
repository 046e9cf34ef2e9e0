"""A list to pick from, with or without a line to type in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Input

from dialq.errors import DialqError
from dialq.tui.screens.sheet import Sheet
from dialq.tui.spans import ACCENT, BOLD, DIM, KEY, MARKED, WARN, Line, Span, ends, line, span
from dialq.tui.widgets.typing import TypedLine

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Row(Generic[Value]):
    """One choice: what it is, what it says, and a dim remark at the right."""

    value: Value
    text: str
    remark: str = ""
    dim: bool = False


Search = Callable[[str], Awaitable[Sequence[Row[Value]]]]


class Pick(Sheet[Value | None], Generic[Value]):
    """Arrows and Enter pick a row; digits too where nothing is typed. Esc returns None."""

    def __init__(
        self,
        title: str,
        rows: Sequence[Row[Value]],
        *,
        search: Search[Value] | None = None,
        nothing: str = "nothing",
    ) -> None:
        super().__init__(
            title, "Up/Down and Enter pick   Esc back" if search else "a digit or Enter picks   Esc back"
        )
        self._rows = tuple(rows)
        self._search = search
        self._nothing = nothing
        self._mark = 0
        self._wrong = ""

    def compose_above(self) -> ComposeResult:
        """The line to type in, where there is a search."""
        if self._search is not None:
            typed = TypedLine(id="pick-typed", compact=True, placeholder="type to find")
            typed.cursor_blink = False
            yield typed

    def on_mount(self) -> None:
        """The keyboard goes to the search, if there is one."""
        if self._search is not None:
            self.query_one("#pick-typed", Input).focus()

    @property
    def rows(self) -> tuple[Row[Value], ...]:
        """What can be picked now."""
        return self._rows

    def body_lines(self, width: int, height: int) -> Sequence[Line]:
        """The rows around the marked one."""
        if self._wrong:
            return (line(span(f" ! {self._wrong}", WARN)),)
        if not self._rows:
            return (line(span(f" {self._nothing}", DIM)),)
        top = max(0, min(self._mark - height + 2, len(self._rows) - height))
        shown = list(enumerate(self._rows))[top : top + height]
        return tuple(self._row(place, row, width) for place, row in shown)

    def _row(self, place: int, row: Row[Value], width: int) -> Line:
        marked = place == self._mark
        digit = f"{place + 1} " if self._search is None and place < 9 else "  "
        role = MARKED if marked else DIM if row.dim else ""
        left = (Span("> " if marked else "  ", ACCENT), span(digit, KEY), span(f"{row.text} ", role))
        return ends(left, line(span(f"{row.remark} ", BOLD if marked else DIM)), width)

    def on_key(self, event: events.Key) -> None:
        """Move the mark, pick, or leave."""
        moves = {"down": 1, "up": -1, "pagedown": 10, "pageup": -10}
        if self._search is None:
            moves |= {"j": 1, "k": -1}
        if event.key in moves:
            event.stop()
            self._mark = max(0, min(len(self._rows) - 1, self._mark + moves[event.key]))
            self.paint()
        elif event.key == "escape":
            event.stop()
            self.dismiss(None)
        elif event.key == "enter":
            event.stop()
            self._pick(self._mark)
        elif self._search is None and event.key.isdigit() and event.key != "0":
            event.stop()
            self._pick(int(event.key) - 1)

    def _pick(self, place: int) -> None:
        if 0 <= place < len(self._rows):
            self.dismiss(self._rows[place].value)

    @on(Input.Submitted)
    def _picked_by_enter(self, event: Input.Submitted) -> None:
        event.stop()
        self._pick(self._mark)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.run_worker(self._find(event.value), exclusive=True, group="view")

    async def _find(self, text: str) -> None:
        if self._search is None:
            return
        try:
            self._rows, self._wrong = tuple(await self._search(text)), ""
        except DialqError as failure:
            self._wrong = str(failure)
        self._mark = 0
        self.paint()
