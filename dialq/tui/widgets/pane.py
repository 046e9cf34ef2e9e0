"""A region of painted lines that sends to the terminal only what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from dialq.tui.spans import ROLES, Line, Span, width_of


class Pane(Widget):
    """Shows the lines it was given last; `show` repaints only the cells that differ."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"pane--{role}" for role in ROLES}

    @dataclass
    class Clicked(Message):
        """Posted when a piece of text with an action was clicked."""

        pane: Pane
        act: str

        @property
        def control(self) -> Pane:
            """The pane that was clicked."""
            return self.pane

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lines: tuple[Line, ...] = ()
        self._looks: dict[str, Style] = {}

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is shown."""
        return self._lines

    @property
    def text(self) -> str:
        """What is shown, as plain text."""
        return "\n".join("".join(piece.text for piece in shown) for shown in self._lines)

    def show(self, lines: Sequence[Line]) -> None:
        """Show these lines from the top; what does not fit is not shown."""
        new = tuple(lines)
        old, self._lines = self._lines, new
        changed = [
            Region(first, row, last - first, 1)
            for row, (before, after) in enumerate(zip_longest(old, new, fillvalue=()))
            if before != after
            for first, last in (_changed_cells(before, after),)
        ]
        if changed:
            self.refresh(*changed)

    def render_line(self, y: int) -> Strip:
        """One row of the screen."""
        pieces = self._lines[y] if y < len(self._lines) else ()
        segments = [Segment(piece.text, self._style_of(piece)) for piece in pieces]
        return Strip(segments).simplify().adjust_cell_length(self.size.width, self._style(""))

    def _style_of(self, piece: Span) -> Style:
        style = self._style(piece.role)
        if piece.link:
            style += Style(link=piece.link)
        return style + Style(meta={"act": piece.act}) if piece.act else style

    def _style(self, role: str) -> Style:
        """How a role looks; reckoned once, since every line of every frame asks."""
        if role not in self._looks:
            style = self.rich_style
            if role:
                style += self.get_component_rich_style(f"pane--{role}", partial=True)
            self._looks[role] = _lean(style)
        return self._looks[role]

    def notify_style_update(self) -> None:
        """Another theme, another look."""
        super().notify_style_update()
        self._looks.clear()

    def on_click(self, event: events.Click) -> None:
        """A click on a piece of text with an action asks for that action."""
        act = event.style.meta.get("act", "")
        if act:
            event.stop()
            self.post_message(self.Clicked(self, act))


def _lean(style: Style) -> Style:
    """The style without the terminal's own colours: naming them costs bytes and changes nothing."""
    color = None if style.color is not None and style.color.is_default else style.color
    ground = None if style.bgcolor is not None and style.bgcolor.is_default else style.bgcolor
    return Style(
        color=color, bgcolor=ground, bold=style.bold or None, dim=style.dim or None, reverse=style.reverse or None,
        underline=style.underline or None, italic=style.italic or None,
    )  # fmt: skip


def _changed_cells(before: Line, after: Line) -> tuple[int, int]:
    """The columns [first, last) in which two different lines differ, at the grain of their pieces."""
    first = 0
    for one, two in zip(before, after, strict=False):
        if one != two:
            break
        first += one.width
    ending = 0
    if width_of(before) == width_of(after):
        for one, two in zip(reversed(before), reversed(after), strict=False):
            if one != two:
                break
            ending += one.width
    return first, max(width_of(before), width_of(after)) - ending
