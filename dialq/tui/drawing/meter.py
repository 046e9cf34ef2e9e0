"""How a mailbox stands: the meter, and in words what is wrong with it (R14.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialq.tui.formatting import day_and_clock, plural
from dialq.tui.spans import DIM, WARN, Line, line, span
from dialq.tui.state import WorkState

if TYPE_CHECKING:
    from dialq.desk.mail_views import MailboxView

CELLS = 10
"""Cells of a meter's bar."""


def bar(used: int, allowed: int, cells: int = CELLS) -> str:
    """`[####......]`: how much of a limit is used up."""
    full = min(cells, round(cells * used / allowed)) if allowed > 0 else cells
    return f"[{'#' * full}{'.' * (cells - full)}]"


def is_full(box: MailboxView) -> bool:
    """Whether the mailbox has sent all it may in 24 hours."""
    return box.sent >= box.limit


def header_forms(state: WorkState, *, wide: bool) -> tuple[Line, ...]:
    """What the header says of mails, the fullest form first; empty where there is nothing to say."""
    hold = state.figures.in_hold if state.figures is not None else 0
    waiting = f"{hold} in hold" if hold else ""
    box = state.mailbox
    gap = "   " if wide else "  "
    if box is None:
        return (line(span(f"{gap}mail: {waiting}" if wide else f"{gap}{waiting}", DIM)),) if waiting else ()
    role = WARN if box.stopped or is_full(box) or state.nobody_sends else DIM
    short = span(f"  mail {box.sent}/{box.limit}", role)
    return (line(short, span(f", {waiting}", DIM)), line(short)) if waiting else (line(short),)


def mailbox_warning(state: WorkState) -> str:
    """One sentence about my mailbox that a person should know; '' if all is well."""
    box = state.mailbox
    if box is None:
        return _to_decide(state)
    if box.stopped:
        return f"the mailbox {box.name} is stopped: {box.stopped}"
    if state.nobody_sends:
        wait = f"{plural(box.waiting, 'mail')} {'waits' if box.waiting == 1 else 'wait'}"
        return f"{wait} and nobody sends: start `dialq mail run`"
    if state.failed or state.doubtful:
        return _to_decide(state)
    if is_full(box) and box.waiting:
        at = f": the next leaves {day_and_clock(box.next_at, state.zone, state.now)}" if box.next_at else ""
        return f"{box.sent} of {box.limit} mails of the day have left{at}"
    return f"the mailbox {box.name}: {box.problem}" if box.problem else ""


def _to_decide(state: WorkState) -> str:
    """What a person has to decide about mails; '' if nothing."""
    failed = f"{state.failed} of yours failed" if state.failed else ""
    doubtful = f"{state.doubtful} may have left, unconfirmed" if state.doubtful else ""
    both = ", ".join(part for part in (failed, doubtful) if part)
    return f"{both}: {state.keymap.first('mail.open')} decides" if both else ""
