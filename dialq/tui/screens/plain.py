"""Pages of a few sentences: terminal too small, first run, failure."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events

from dialq.tui.keymap import AZERTY_DIGITS
from dialq.tui.remembered import AZERTY, PLAIN
from dialq.tui.screens.sheet import Sheet
from dialq.tui.spans import BOLD, WARN, Line, line, span, wrap

SMALLEST = (80, 24)
"""Columns and rows below which nothing useful fits."""


def too_small(width: int, height: int) -> bool:
    """Whether a terminal of this size shows one sentence instead of the work."""
    return width < SMALLEST[0] or height < SMALLEST[1]


class TooSmall(Sheet[None]):
    """One clear sentence until the terminal is large enough again."""

    def __init__(self) -> None:
        super().__init__("DIALQ", "nothing is lost")
        self._leaving = False

    def body_lines(self, width: int, height: int) -> Sequence[Line]:
        """The sentence."""
        size = self.app.size
        text = (
            f"Terminal too small: it is {size.width}x{size.height}, dialq needs {SMALLEST[0]}x{SMALLEST[1]}. "
            "Make the window larger or the letters smaller."
        )
        return [line(span(f" {part}", BOLD)) for part in wrap(text, max(10, width - 2), max(1, height))]

    def on_resize(self, event: events.Resize) -> None:
        """Large enough: back to what was there."""
        if too_small(self.app.size.width, self.app.size.height):
            super().on_resize(event)
        elif not self._leaving:
            self._leaving = True
            self.dismiss(None)

    def on_key(self, event: events.Key) -> None:
        """Keys mean nothing here."""
        event.stop()


class FirstRun(Sheet[str]):
    """Asks for the key labelled 1; returns `plain` or `azerty`."""

    def __init__(self) -> None:
        super().__init__("YOUR KEYBOARD", "asked once")
        self._wrong = ""

    def body_lines(self, width: int, height: int) -> Sequence[Line]:
        """The question."""
        lines = [(), line(span(" Press the key labelled 1, without Shift.", BOLD)), ()]
        lines += [line(" So dialq learns whether your digits need Shift (AZERTY: & é \" ' ( - è _ ç à).")]
        return [*lines, (), line(span(f" {self._wrong}", WARN))] if self._wrong else lines

    def on_key(self, event: events.Key) -> None:
        """`1` or what a French keyboard sends for it."""
        event.stop()
        if event.key in ("1", "escape", "enter"):
            self.dismiss(PLAIN)
        elif AZERTY_DIGITS.get(event.key) == "1":
            self.dismiss(AZERTY)
        elif event.key in ("ctrl+q", "ctrl+c"):
            self.app.exit(return_code=0)
        else:
            self._wrong = f"That was {event.character or event.key}, not 1. Enter goes on with plain digits."
            self.paint()


class Failure(Sheet[None]):
    """Something broke that no rule foresaw: says so, and leaves with exit code 4."""

    def __init__(self, what: str) -> None:
        super().__init__("DIALQ HAS FAILED", "any key = leave")
        self._what = what

    def body_lines(self, width: int, height: int) -> Sequence[Line]:
        """What broke and what is safe."""
        lines = [(), *(line(span(f" {part}", WARN)) for part in wrap(self._what, width - 2, 6)), ()]
        lines.append(line(" Every outcome that was shown as saved is saved; the note is kept as a draft."))
        lines.append(line(" Start dialq again: an unfinished call is asked first."))
        return lines

    def on_key(self, event: events.Key) -> None:
        """Any key leaves."""
        event.stop()
        self.app.exit(return_code=4)
