"""The first five minutes: what is waiting, where the first lead will stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dialq.clock import Instant
from dialq.desk.views import LogLine, PromiseView, Queued, StartView
from dialq.tui.formatting import SHORT_TIERS, day_and_clock, plural
from dialq.tui.spans import ACCENT, BOLD, DIM, KEY, WARN, Line, crop, line, span, wrap
from dialq.tui.state import WorkState

if TYPE_CHECKING:
    from dialq.desk.mail_views import PlannedMail

OTHER_LINES = 10
"""Lines that are not promises, mails or calls."""


def morning_lines(state: WorkState, view: StartView, width: int, height: int) -> tuple[Line, ...]:
    """Unfinished calls, answers owed, promises, mails in hold, what slips, the queue; then Enter to work."""
    kinds = sum(bool(entries) for entries in (view.unfinished, view.promises, view.mails, state.planned))
    room = max(1, (height - OTHER_LINES - 2 * kinds) // max(1, kinds))
    lines: list[Line] = [line(span(f" GOOD DAY, {state.rep}", BOLD)), ()]
    lines += _part(
        "CALLS WITHOUT AN OUTCOME, asked first", [_call(entry) for entry in view.unfinished], WARN, room
    )
    lines += _part("PROMISED TODAY", [promise_text(promise) for promise in view.promises], ACCENT, room)
    lines += _part(
        "MAILS IN HOLD", [mail_text(mail, state.zone, state.now) for mail in view.mails], ACCENT, room
    )
    lines += _part(
        "LEAVE BY THEMSELVES TODAY", [planned_text(mail, state.zone, state.now) for mail in state.planned], ACCENT,
        room,
    )  # fmt: skip
    owed = f"{plural(view.responses, 'lead')} waiting for an answer" if view.responses else ""
    late = f"{plural(view.slipping, 'step')} overdue" if view.slipping else ""
    lines += [line(span(f" {title:<14}", role), text) for title, role, text in
              (("ANSWERED US", ACCENT, owed), ("SLIPPING", WARN, late)) if text]  # fmt: skip
    if state.overload:
        lines += [line(span(f" {part}", WARN)) for part in wrap(f"! {state.overload}", width - 2, 2)]
    filled = [(word, view.counts.get(tier, 0)) for tier, word in SHORT_TIERS.items()]
    counts = "   ".join(f"{word} {count}" for word, count in filled if count)
    lines += [(), line(span(" IN THE QUEUE  ", DIM), span(counts or "nobody is ready"))]
    lines += [(), _keys(state, view)]
    return tuple(crop(shown, width) for shown in lines)


def _keys(state: WorkState, view: StartView) -> Line:
    first = state.keymap.first
    mails = (
        (span(f"   {first('mail.open')}", KEY, act="mail.open"), span(" = hold back or edit a mail"))
        if view.mails or state.planned
        else ()
    )
    return line(span(f" {first('step.do')}", KEY, act="step.do"), " = to work", *mails)


def _part(title: str, entries: Sequence[str], role: str, room: int) -> list[Line]:
    if not entries:
        return []
    more = f", {room} shown" if len(entries) > room else ""
    head = line(span(f" {title} ", role), span(f"{len(entries)}{more}", DIM))
    return [head, *(line(f"   {entry}") for entry in entries[:room])]


def _call(entry: LogLine) -> str:
    return f"{entry.when}  {entry.name}, {entry.company}"


def mail_text(mail: Queued, zone: str, now: Instant) -> str:
    """A mail in hold as one line."""
    return f'{day_and_clock(mail.leaves_at, zone, now)}  to {mail.to}  "{mail.subject}"'


def planned_text(mail: PlannedMail, zone: str, now: Instant) -> str:
    """An automatic mail of today as one line."""
    state = f"held by {mail.held_by}" if mail.held_by else "! " + mail.problem if mail.problem else ""
    at = day_and_clock(mail.at, zone, now)
    return f'{at}  to {mail.name}, {mail.company}  "{mail.subject}"  {state}'.rstrip()


def promise_text(promise: PromiseView) -> str:
    """A promise as one line."""
    words = f'  "{promise.words}"' if promise.words else ""
    return f"{promise.text}  {promise.name}, {promise.company}{words}"
