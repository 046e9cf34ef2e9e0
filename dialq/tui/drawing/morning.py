"""The first five minutes: what is waiting, where the first lead will stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from dialq.clock import Instant
from dialq.desk.views import LogLine, PromiseView, Queued, StartView
from dialq.tui.formatting import SHORT_TIERS, day_and_clock, plural
from dialq.tui.spans import ACCENT, BOLD, DIM, KEY, WARN, Line, crop, line, span, wrap
from dialq.tui.state import WorkState

if TYPE_CHECKING:
    from dialq.desk.mail_views import PlannedMail

MAIL_PARTS = (
    ("MAY HAVE LEFT, unconfirmed: to be decided", ("unconfirmed",)),
    ("MAILS THAT FAILED", ("failed",)),
    ("MAILS IN HOLD", ("hold", "sending", "held")),
)
"""Mails by what they ask of a person; never is one that may have left counted as waiting (R14.2)."""
DOUBTFUL = 2
"""So many of these parts are a warning."""


class Part(NamedTuple):
    """A heading with its lines."""

    title: str
    role: str
    entries: Sequence[str]


def mails_by_fate(mails: Sequence[Queued]) -> list[tuple[str, str, list[Queued]]]:
    """(heading, role, mails) of the mails that have not surely left; headings without mails are left out."""
    parts = [
        (title, WARN if place < DOUBTFUL else ACCENT, [mail for mail in mails if mail.status in states])
        for place, (title, states) in enumerate(MAIL_PARTS)
    ]
    return [part for part in parts if part[2]]


def morning_lines(state: WorkState, view: StartView, width: int, height: int) -> tuple[Line, ...]:
    """Unfinished calls, answers owed, promises, mails, what slips, the queue; then Enter to work."""
    parts = [part for part in _parts(state, view) if part.entries]
    greeting: list[Line] = [line(span(f" GOOD DAY, {state.rep}", BOLD)), ()]
    foot = _foot(state, view, width)
    rooms = _rooms(parts, height - len(greeting) - len(foot) - len(parts))
    shown = [one for part, room in zip(parts, rooms, strict=True) for one in _part(part, room)]
    if len(greeting) + len(shown) + len(foot) > height:
        greeting, foot = greeting[:1], [one for one in foot if one]
    fitting = shown[: max(0, height - len(greeting) - len(foot))]
    return tuple(crop(one, width) for one in (*greeting, *fitting, *foot))


def _parts(state: WorkState, view: StartView) -> list[Part]:
    zone, now = state.zone, state.now
    calls = [_call(entry) for entry in view.unfinished]
    return [
        Part("CALLS WITHOUT AN OUTCOME, asked first", WARN, calls),
        Part("PROMISED TODAY", ACCENT, [promise_text(promise) for promise in view.promises]),
        *(
            Part(title, role, [mail_text(mail, zone, now) for mail in mails])
            for title, role, mails in mails_by_fate(view.mails)
        ),
        Part("LEAVE BY THEMSELVES TODAY", ACCENT, [planned_text(mail, zone, now) for mail in state.planned]),
    ]


def _rooms(parts: Sequence[Part], lines: int) -> list[int]:
    """How many lines each part may show: one at least, and what is left goes round to those that have more."""
    rooms = [1] * len(parts)
    left = lines - len(parts)
    while left > 0 and any(room < len(part.entries) for room, part in zip(rooms, parts, strict=True)):
        for place, part in enumerate(parts):
            if left > 0 and rooms[place] < len(part.entries):
                rooms[place] += 1
                left -= 1
    return rooms


def _foot(state: WorkState, view: StartView, width: int) -> list[Line]:
    """What is owed and late, the queue, the keys."""
    owed = f"{plural(view.responses, 'lead')} waiting for an answer" if view.responses else ""
    late = f"{plural(view.slipping, 'step')} overdue" if view.slipping else ""
    lines: list[Line] = [line(span(f" {title:<14}", role), text) for title, role, text in
              (("ANSWERED US", ACCENT, owed), ("SLIPPING", WARN, late)) if text]  # fmt: skip
    if state.overload:
        lines += [line(span(f" {part}", WARN)) for part in wrap(f"! {state.overload}", width - 2, 2)]
    filled = [(word, view.counts.get(tier, 0)) for tier, word in SHORT_TIERS.items()]
    counts = "   ".join(f"{word} {count}" for word, count in filled if count)
    lines += [(), line(span(" IN THE QUEUE  ", DIM), span(counts or "nobody is ready"))]
    return [*lines, (), _keys(state, view)]


def _keys(state: WorkState, view: StartView) -> Line:
    first = state.keymap.first
    what = "hold back or edit a mail" if _all_wait(view) else "decide, hold back or edit a mail"
    mails = (
        (span(f"   {first('mail.open')}", KEY, act="mail.open"), span(f" = {what}"))
        if view.mails or state.planned
        else ()
    )
    return line(span(f" {first('step.do')}", KEY, act="step.do"), " = to work", *mails)


def _all_wait(view: StartView) -> bool:
    """Whether no mail failed or may have left."""
    return all(title == MAIL_PARTS[DOUBTFUL][0] for title, _, _ in mails_by_fate(view.mails))


def _part(part: Part, room: int) -> list[Line]:
    more = f", {room} shown" if len(part.entries) > room else ""
    head = line(span(f" {part.title} ", part.role), span(f"{len(part.entries)}{more}", DIM))
    return [head, *(line(f"   {entry}") for entry in part.entries[:room])]


def _call(entry: LogLine) -> str:
    return f"{entry.when}  {entry.name}, {entry.company}"


def mail_text(mail: Queued, zone: str, now: Instant) -> str:
    """A mail as one line: when it leaves, or would have."""
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
