"""The last five minutes: what is left open today."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import events

from dialq.clock import Instant
from dialq.desk.views import LogLine, WrapUpView
from dialq.tui.drawing.morning import mail_text, mails_by_fate, promise_text
from dialq.tui.formatting import plural
from dialq.tui.screens.sheet import Sheet
from dialq.tui.spans import ACCENT, BOLD, DIM, MARKED, WARN, Line, crop, line, span, wrap

LEAVE = 0
"""What is returned in the place of a lead when the day is over."""


class End(NamedTuple):
    """A line of the page; one with a lead can be opened."""

    shown: Line
    lead: int = 0


class WrapUpScreen(Sheet[int | None]):
    """Returns the lead to open, `LEAVE`, or None to go back to work."""

    def __init__(self, view: WrapUpView, zone: str, now: Instant, warning: str = "", alone: str = "") -> None:
        """`alone`: what becomes of the mails in hold when nobody is here any more."""
        super().__init__("WRAP-UP", "q = leave all the same   Up/Down, Enter = open that lead   Esc = back")
        self._view = view
        self._zone = zone
        self._now = now
        self._warning = warning
        self._alone = alone
        self._mark = -1

    @property
    def _ends(self) -> list[End]:
        view = self._view
        lines: list[End] = []
        lines += _part("TALKS WITHOUT A NOTE", [(_logged(entry), entry.lead) for entry in view.without_note])
        lines += _part(
            "TALKS WITHOUT A NEXT STEP", [(_logged(entry), entry.lead) for entry in view.without_next]
        )
        lines += _part("DRAFTS", list(zip(view.drafts, view.drafted, strict=True)))
        for title, role, mails in mails_by_fate(view.mails):
            alone = f"! {self._alone}" if self._alone and role != WARN else ""
            shown = [(mail_text(mail, self._zone, self._now), mail.lead) for mail in mails]
            lines += _part(title, shown, alone)
        lines += _part(
            "PROMISES BEFORE YOUR NEXT DAY",
            [(promise_text(promise), promise.lead) for promise in view.promises],
        )
        return lines

    def body_lines(self, width: int, height: int) -> Sequence[Line]:
        """Each kind of loose end with its lines, the marked one `>`; then the day's figures."""
        openable = [place for place, end in enumerate(self._ends) if end.lead]
        at = openable[self._mark] if 0 <= self._mark < len(openable) else -1
        lines = [_marked(end.shown) if place == at else end.shown for place, end in enumerate(self._ends)]
        lines += [line(span(" TODAY", DIM)), line(span(f"   {self._total}", BOLD))]
        if self._warning:
            lines += [
                (),
                *(line(span(f" {part}", WARN)) for part in wrap(f"! {self._warning}", width - 2, 2)),
            ]
        top = max(0, min(at - height + 3, len(lines) - height))
        return [crop(shown, width) for shown in lines[top : top + height]]

    @property
    def _total(self) -> str:
        figures = self._view.figures
        return "  ".join(
            [plural(figures.dials, "dial"), plural(figures.talks, "talk"), plural(figures.meetings, "meeting"),
             plural(figures.touches, "touch").replace("touchs", "touches")]
        )  # fmt: skip

    def on_key(self, event: events.Key) -> None:
        """Leave, stay, walk the lines, open one."""
        event.stop()
        leads = [end.lead for end in self._ends if end.lead]
        if event.key in ("q", "ctrl+q") or (event.key == "enter" and self._mark < 0):
            self.dismiss(LEAVE)
        elif event.key == "enter":
            self.dismiss(leads[self._mark])
        elif event.key == "escape":
            self.dismiss(None)
        elif event.key in ("down", "up", "j", "k"):
            step = 1 if event.key in ("down", "j") else -1
            self._mark = max(-1, min(len(leads) - 1, self._mark + step))
            self.paint()


def _part(title: str, entries: Sequence[tuple[str, int]], warning: str = "") -> list[End]:
    if not entries:
        return []
    head = [End(line(span(f" {title} ", WARN), span(str(len(entries)), WARN)))]
    head += [End(line(span(f"   {warning}", WARN)))] if warning else []
    return [*head, *(End(line(f"   {text}"), lead) for text, lead in entries), End(())]


def _marked(shown: Line) -> Line:
    text = "".join(piece.text for piece in shown).strip()
    return line(span(" > ", ACCENT), span(text, MARKED))


def _logged(entry: LogLine) -> str:
    return f"{entry.when}  {entry.name}, {entry.company}  {entry.label}"
