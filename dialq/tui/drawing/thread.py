"""A thread to read: their mails and ours, oldest first, nothing cut."""

from __future__ import annotations

from collections.abc import Sequence

from dialq.desk.mail_views import ThreadLine
from dialq.tui.drawing.letter import text_lines
from dialq.tui.drawing.outbox import KINDS
from dialq.tui.spans import ACCENT, BOLD, DIM, WARN, Line, ends, line, span

STATES = {
    "hold": "waits", "sending": "is being sent", "sent": "left", "cancelled": "was stopped", "failed": "failed",
    "unconfirmed": "may have left",
}  # fmt: skip
"""What became of a mail of ours."""
DOUBTFUL = ("failed", "unconfirmed", "bounce", "complaint")


def thread_lines(thread: Sequence[ThreadLine], width: int) -> tuple[tuple[Line, ...], int]:
    """All lines of the thread, and the first line of its last mail."""
    lines: list[Line] = []
    last = 0
    for entry in thread:
        last = len(lines)
        lines.append(_head(entry, width))
        lines += text_lines(entry.text, width, indent=3, role=DIM if entry.ours else "")
        lines.append(())
    return tuple(lines), last


def _head(entry: ThreadLine, width: int) -> Line:
    what = STATES.get(entry.kind, entry.kind) if entry.ours else KINDS.get(entry.kind, entry.kind)
    who = span(f" WE    {entry.who}  ", BOLD) if entry.ours else span(f" THEY  {entry.who}  ", ACCENT)
    said = span(f"  {what} ", WARN if entry.kind in DOUBTFUL else DIM)
    return ends(line(who, span(f'"{entry.subject}"', BOLD), said), line(span(f"{entry.when} ", DIM)), width)
