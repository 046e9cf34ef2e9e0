"""The last five minutes: what is left open today."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events

from dialq.clock import Instant
from dialq.desk.views import LogLine, WrapUpView
from dialq.tui.drawing.morning import mail_text, promise_text
from dialq.tui.formatting import plural
from dialq.tui.screens.sheet import Sheet
from dialq.tui.spans import BOLD, DIM, WARN, Line, crop, line, span


class WrapUpScreen(Sheet[bool]):
    """Returns whether to leave."""

    def __init__(self, view: WrapUpView, zone: str, now: Instant) -> None:
        super().__init__("WRAP-UP", "Enter or q = leave all the same   Esc = back to work")
        self._view = view
        self._zone = zone
        self._now = now
        self._top = 0

    def body_lines(self, width: int, height: int) -> Sequence[Line]:
        """Each kind of loose end with its lines, then the day's figures."""
        view = self._view
        lines: list[Line] = []
        lines += _part("TALKS WITHOUT A NOTE", [_logged(entry) for entry in view.without_note])
        lines += _part("TALKS WITHOUT A NEXT STEP", [_logged(entry) for entry in view.without_next])
        lines += _part("DRAFTS", list(view.drafts))
        lines += _part("MAILS IN HOLD", [mail_text(mail, self._zone, self._now) for mail in view.mails])
        lines += _part("PROMISES BEFORE YOUR NEXT DAY", [promise_text(promise) for promise in view.promises])
        figures = view.figures
        total = "  ".join(
            [plural(figures.dials, "dial"), plural(figures.talks, "talk"), plural(figures.meetings, "meeting"),
             plural(figures.touches, "touch").replace("touchs", "touches")]
        )  # fmt: skip
        lines += [line(span(" TODAY", DIM)), line(span(f"   {total}", BOLD))]
        self._top = max(0, min(self._top, len(lines) - height))
        return [crop(shown, width) for shown in lines[self._top : self._top + height]]

    def on_key(self, event: events.Key) -> None:
        """Leave, stay, or scroll."""
        event.stop()
        if event.key in ("enter", "q", "ctrl+q"):
            self.dismiss(True)
        elif event.key == "escape":
            self.dismiss(False)
        elif event.key in ("down", "up", "j", "k"):
            self._top = max(0, self._top + (1 if event.key in ("down", "j") else -1))
            self.paint()


def _part(title: str, entries: Sequence[str]) -> list[Line]:
    if not entries:
        return []
    head = line(span(f" {title} ", WARN), span(str(len(entries)), WARN))
    return [head, *(line(f"   {entry}") for entry in entries), ()]


def _logged(entry: LogLine) -> str:
    return f"{entry.when}  {entry.name}, {entry.company}  {entry.label}"
