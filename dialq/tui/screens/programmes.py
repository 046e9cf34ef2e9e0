"""The flow of a programme, one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from dialq.desk.policy_views import ProgrammeFlow
from dialq.tui.actions import PROGRAMMES
from dialq.tui.acts.command import Command
from dialq.tui.drawing.flow import flow_lines
from dialq.tui.screens.office import Office
from dialq.tui.screens.place import Place
from dialq.tui.spans import DIM, Line, line, span


class ProgrammesScreen(Place[None]):
    """A picture a programme; the mark scrolls it."""

    PLACE = PROGRAMMES

    def __init__(self, office: Office) -> None:
        super().__init__("PROGRAMME", office.keymap)
        self._office = office
        self._names: tuple[str, ...] = ()
        self._at = 0
        self._flow: ProgrammeFlow | None = None
        self._lines: tuple[Line, ...] = ()

    def commands(self) -> dict[str, Command]:
        """Action id -> what it does."""
        return {"programmes.next": self._next}

    def on_mount(self) -> None:
        """The first programme."""
        self.start(self._read())

    @property
    def rows(self) -> int:
        """Lines to scroll through."""
        return len(self._lines)

    async def _read(self) -> None:
        self._names = await self._office.ask(self._office.words.programme_names)
        await self._show()

    async def _next(self) -> None:
        self._at = (self._at + 1) % max(1, len(self._names))
        self.mark = 0
        await self._show()

    async def _show(self) -> None:
        if self._names:
            name = self._names[self._at]
            self._flow = await self._office.ask(self._office.words.programme_flow, name)
            others = ", ".join(other for other in self._names if other != name)
            self._title_text = f"PROGRAMME {name}" + (f"   (also: {others})" if others else "")
        self.paint()

    def body_lines(self, width: int, height: int) -> Sequence[Line]:
        """The picture from where it was scrolled to."""
        if self._flow is None:
            return (line(span(" reading the programmes", DIM)),)
        lines = flow_lines(self._flow, width, ascii_only=self._office.ascii)
        self._lines = lines[: max(0, len(lines) - height) + 1]  # So far the mark can go.
        self.mark = max(0, min(self.mark, len(self._lines) - 1))
        return lines[self.mark : self.mark + height]
