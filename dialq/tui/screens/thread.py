"""A lead's mails and ours, whole; one key answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dialq.desk.mail_views import ThreadLine
from dialq.tui.actions import THREAD
from dialq.tui.acts.command import Command
from dialq.tui.drawing.thread import thread_lines
from dialq.tui.keymap import Keymap
from dialq.tui.screens.place import Place
from dialq.tui.spans import DIM, Line, line, span, wrap

ANSWERABLE = ("reply", "calendar")
"""Kinds of letters that a person waits for an answer to."""
NOTHING = "No mail has gone to them and none came from them. What they did otherwise stands in their story."


class ThreadScreen(Place[str | None]):
    """Begins at the newest mail; the mark scrolls. Returns the action to do next, or None."""

    PLACE = THREAD

    def __init__(self, name: str, thread: Sequence[ThreadLine], keymap: Keymap) -> None:
        super().__init__(f"THREAD with {name}", keymap)
        self._thread = tuple(thread)
        self._drawn: tuple[int, tuple[Line, ...], int] = (0, (), 0)
        """Drawn once a width: a long thread takes longer than a key may."""
        self._furthest = 0
        self._begun = False

    def commands(self) -> dict[str, Command]:
        """Action id -> what it does."""
        return {
            "thread.answer": lambda: self._go_on("mail.answer"),
            "thread.write": lambda: self._go_on("mail.write"),
        }

    def offered(self) -> Mapping[str, str]:
        """Answering, where a person wrote; another mail anyway."""
        wrote = any(not one.ours and one.kind in ANSWERABLE for one in self._thread)
        return ({"thread.answer": "answer"} if wrote else {}) | {"thread.write": "other mail"}

    def _go_on(self, action: str) -> None:
        self.dismiss(action)

    @property
    def rows(self) -> int:
        """Lines one can scroll to."""
        return self._furthest + 1

    def body_lines(self, width: int, height: int) -> Sequence[Line]:
        """The thread from where it was scrolled to, at first from its last mail."""
        if not self._thread:
            return tuple(line(span(f" {part}", DIM)) for part in wrap(NOTHING, width - 2, 3))
        if self._drawn[0] != width:
            self._drawn = (width, *thread_lines(self._thread, width))
        _, lines, last = self._drawn
        self._furthest = max(0, len(lines) - height)
        if not self._begun and height > 0:
            self._begun, self.mark = True, last
        self.mark = max(0, min(self.mark, self._furthest))
        return lines[self.mark : self.mark + height]
