"""Who is in nurture; a person can take one back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from dialq.desk.policy_views import Handed, NurtureLine, NurtureView
from dialq.tui.actions import NURTURE
from dialq.tui.acts.command import Command
from dialq.tui.drawing.nurture import nurture_lines
from dialq.tui.screens.office import Office
from dialq.tui.screens.place import Place
from dialq.tui.spans import DIM, Line, line, span


class NurtureScreen(Place[int | None]):
    """Returns the lead to open, or None."""

    PLACE = NURTURE

    def __init__(self, office: Office) -> None:
        super().__init__("IN NURTURE", office.keymap)
        self._office = office
        self._view: NurtureView | None = None

    def commands(self) -> dict[str, Command]:
        """Action id -> what it does."""
        return {
            "nurture.lead": self._open,
            "nurture.back": self._back,
            "nurture.undo": partial(self.take_back, self._office, self._read),
        }

    def on_mount(self) -> None:
        """Read the list."""
        self.start(self._read())

    async def _read(self) -> None:
        self._view = await self._office.ask(self._office.words.nurture_list)
        self.mark = max(0, min(self.mark, self.rows - 1))

    @property
    def rows(self) -> int:
        """Leads listed."""
        return len(self._view.lines) if self._view else 0

    @property
    def marked(self) -> NurtureLine | None:
        """The lead under the mark."""
        return self._view.lines[self.mark] if self._view and self.mark < self.rows else None

    def body_lines(self, width: int, height: int) -> Sequence[Line]:
        """The list."""
        if self._view is None:
            return (line(span(" reading the list", DIM)),)
        office = self._office
        return nurture_lines(self._view, self.mark, office.zone, office.clock.now(), width, height)

    def _open(self) -> None:
        if self.marked is not None:
            self.dismiss(self.marked.lead)

    async def _back(self) -> None:
        marked, refusal = self.marked, self._office.refusal()
        if refusal:
            self.say(f"Key dropped: {refusal}", warn=True)
        elif marked is not None:
            said = await self._office.ask(self._office.words.nurture_back, marked.lead)
            self._office.remember(Handed((marked.lead,), (), ""))
            await self._read()
            self.say(said)
