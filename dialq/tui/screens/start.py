"""The first five minutes: what is waiting, before the first lead."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events

from dialq.clock import Instant
from dialq.desk.views import LogLine, StartView
from dialq.tui.formatting import SHORT_TIERS, plural
from dialq.tui.screens.sheet import Sheet
from dialq.tui.screens.wrapup import mail_text, promise_text
from dialq.tui.spans import ACCENT, BOLD, DIM, WARN, Line, crop, line, span

TO_WORK, MAILS = "work", "m"
SHOWN = 6
"""Lines of each kind before `and N more`."""


class StartScreen(Sheet[str]):
    """Returns `work`, or `mails` when a mail in hold is to be taken back."""

    def __init__(self, view: StartView, rep: str, zone: str, now: Instant) -> None:
        mails = f"   {MAILS} = take back a mail in hold" if view.mails else ""
        super().__init__(f"GOOD DAY, {rep}", f"Enter = to work{mails}   q = leave")
        self._view = view
        self._zone = zone
        self._now = now

    def body_lines(self, width: int, height: int) -> Sequence[Line]:
        """Unfinished calls, replies, promises, mails of the day, slipping, and the queue by tier."""
        view = self._view
        lines: list[Line] = [()]
        lines += _part(
            "CALLS WITHOUT AN OUTCOME (asked first)", [_call(entry) for entry in view.unfinished], WARN
        )
        if view.responses:
            waiting = span(f"   {plural(view.responses, 'lead')} waiting for an answer")
            lines += [line(span(" ANSWERED US", ACCENT), waiting), ()]
        lines += _part("PROMISED TODAY", [promise_text(promise) for promise in view.promises], ACCENT)
        lines += _part(
            "MAILS IN HOLD", [mail_text(mail, self._zone, self._now) for mail in view.mails], ACCENT
        )
        if view.slipping:
            lines += [line(span(" SLIPPING", WARN), span(f"   {plural(view.slipping, 'step')} overdue")), ()]
        filled = [(word, view.counts.get(tier, 0)) for tier, word in SHORT_TIERS.items()]
        counts = "   ".join(f"{word} {count}" for word, count in filled if count)
        lines += [line(span(" IN THE QUEUE", DIM), span(f"   {counts or 'nobody is ready'}", BOLD))]
        return [crop(shown, width) for shown in lines[:height]]

    def on_key(self, event: events.Key) -> None:
        """Enter begins; q leaves."""
        event.stop()
        if event.key in ("enter", "space", "escape"):
            self.dismiss(TO_WORK)
        elif event.key == MAILS and self._view.mails:
            self.dismiss("mails")
        elif event.key in ("q", "ctrl+q", "ctrl+c"):
            self.app.exit(return_code=0)


def _part(title: str, entries: Sequence[str], role: str) -> list[Line]:
    if not entries:
        return []
    more = [line(span(f"   and {len(entries) - SHOWN} more", DIM))] if len(entries) > SHOWN else []
    head = line(span(f" {title} ", role), span(str(len(entries)), role))
    return [head, *(line(f"   {entry}") for entry in entries[:SHOWN]), *more, ()]


def _call(entry: LogLine) -> str:
    return f"{entry.when}  {entry.name}, {entry.company}"
