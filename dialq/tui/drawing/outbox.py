"""The mails of the team: how the mailboxes stand, what a person must decide, what waits, what leaves by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from dialq.clock import HOUR, Instant
from dialq.desk.mail_views import LetterLine, MailboxView, MailLine, OutboxView, PlannedMail
from dialq.tui.drawing.meter import bar, is_full
from dialq.tui.formatting import day_and_clock, past_day, plural, stopwatch
from dialq.tui.spans import ACCENT, BOLD, DIM, KEY, MARKED, WARN, Line, Part, column, crop, line, span, wrap

UNCONFIRMED, FAILED, LETTERS = "unconfirmed", "failed", "letters"
HOLD, PLANNED = "hold", "planned"
TITLES = {
    UNCONFIRMED: "UNCONFIRMED, may have left", FAILED: "FAILED", LETTERS: "LETTERS TO LOOK AT",
    HOLD: "WAITING", PLANNED: "LEAVES BY ITSELF TODAY",
}  # fmt: skip
"""Parts of the page: what a person must decide stands first."""
KINDS = {
    "reply": "reply", "out-of-office": "out of office", "left-company": "left the company", "bounce": "bounced",
    "complaint": "spam complaint", "unsubscribe": "wants no mail", "calendar": "calendar", "loop": "a loop",
    "other": "other",
}  # fmt: skip
"""What a letter is, for people."""
WIDE = 120
"""Cells from which on a row says why it waits."""
DETAIL = 3
"""Lines that say all of the marked row."""
NO_MAILBOX = (
    "No mailbox is set up: mails go to the outbox folder, and no answers are fetched; see `dialq help mail`."
)


EDITED = "being edited"
"""Why a mail waits that somebody has open in an editor."""


class Row(NamedTuple):
    """One line that can be marked."""

    part: str
    entry: MailLine | PlannedMail | LetterLine


class Look(NamedTuple):
    """How to draw."""

    width: int
    height: int
    zone: str
    now: Instant
    key: Callable[[str], str]
    """Action id -> its key."""


def rows_of(view: OutboxView) -> tuple[Row, ...]:
    """Everything that can be marked, part after part."""
    parts: tuple[tuple[str, Sequence[MailLine | PlannedMail | LetterLine]], ...] = (
        (UNCONFIRMED, view.unconfirmed), (FAILED, view.failed), (LETTERS, view.look),
        (HOLD, view.hold), (PLANNED, view.planned),
    )  # fmt: skip
    return tuple(Row(part, entry) for part, entries in parts for entry in entries)


def outbox_lines(view: OutboxView, rows: Sequence[Row], mark: int, look: Look) -> tuple[Line, ...]:
    """The mailboxes above, the parts below around the marked row, all of that row at the foot."""
    head = (*mailbox_lines(view, look), ())
    if not rows:
        return (*head, *_empty(view, look))
    foot = _detail(rows[mark], look)
    room = max(1, look.height - len(head) - DETAIL)
    listed, at = _listed(rows, mark, look)
    top = max(0, min(at - room // 2, len(listed) - room))
    shown = listed[top : top + room]
    blank: list[Line] = [()] * (room - len(shown))
    return (*head, *shown, *blank, *foot)


def mailbox_lines(view: OutboxView, look: Look) -> tuple[Line, ...]:
    """Each mailbox with its meter; those that need a person first, as many as a third of the page takes."""
    if not view.mailboxes:
        return tuple(line(span(f" {part}", DIM)) for part in wrap(NO_MAILBOX, look.width - 2, 2))
    boxes = sorted(view.mailboxes, key=lambda box: (not box.stopped, not box.problem, not is_full(box)))
    lines: list[Line] = []
    room = max(2, look.height // 3)
    for place, box in enumerate(boxes):
        drawn = _mailbox(box, look)
        if len(lines) + len(drawn) > room - (place < len(boxes) - 1):
            return (*lines, line(span(f" and {len(boxes) - place} more", DIM)))
        lines += drawn
    return tuple(lines)


def _mailbox(box: MailboxView, look: Look) -> list[Line]:
    meter = span(f"{bar(box.sent, box.limit)} {box.sent}/{box.limit} today", WARN if is_full(box) else "")
    waits = f"   {box.waiting} waiting" if box.waiting else ""
    if box.waiting and box.next_at is not None:
        waits += f", next {'now' if box.next_at <= look.now else _clock(box.next_at, look)}"
    wide = look.width >= WIDE
    cells = column(f"{box.name} <{box.address}>" if wide else box.name, 40 if wide else 12, BOLD)
    lines = [crop(line(" ", cells, meter, waits, span(f"   {_who(box, look)}", DIM)), look.width)]
    if box.stopped:
        key = look.key("outbox.start")
        lines.append(
            crop(line(span(f"   ! STOPPED: {box.stopped}", WARN), f"   {key} starts it"), look.width)
        )
    elif box.problem:
        lines.append(crop(line(span(f"   ! {box.problem}", WARN)), look.width))
    return lines


def _who(box: MailboxView, look: Look) -> str:
    """Who sends and fetches; in few cells a name, and who is missing."""
    if look.width < WIDE:
        sends = f"{box.sender.partition(',')[0] or 'nobody'} sends"
        return sends if box.fetcher else f"{sends}, nobody fetches"
    fetched = f" {past_day(box.fetched, look.zone, look.now).split()[-1]}" if box.fetched else ""
    if box.sender == box.fetcher:
        return (
            f"{box.sender} sends and fetches{fetched}" if box.sender else f"nobody sends or fetches{fetched}"
        )
    return f"{box.sender or 'nobody'} sends, {box.fetcher or 'nobody'} fetches{fetched}"


def _empty(view: OutboxView, look: Look) -> tuple[Line, ...]:
    text = "No mail waits, none failed, none leaves by itself today, and no letter asks for a look."
    many = line(span(f" {look.key('outbox.many')}", KEY, act="outbox.many"), " writes one mail to many")
    return (*(line(span(f" {part}", BOLD)) for part in wrap(text, look.width - 2, 2)), (), many)


def _listed(rows: Sequence[Row], mark: int, look: Look) -> tuple[list[Line], int]:
    """All lines with their headings, and on which the mark stands."""
    lines: list[Line] = []
    at = 0
    for place, row in enumerate(rows):
        if place == 0 or rows[place - 1].part != row.part:
            count = sum(other.part == row.part for other in rows)
            lines.append(line(span(f" {TITLES[row.part]} ", _urgency(row.part)), span(f"{count}", DIM)))
        if place == mark:
            at = len(lines)
        lines.append(_row(row, place == mark, look))
    return lines, at


def _urgency(part: str) -> str:
    return WARN if part in (UNCONFIRMED, FAILED, LETTERS) else ACCENT


def _row(row: Row, marked: bool, look: Look) -> Line:
    role = MARKED if marked else ""
    wide = look.width >= WIDE
    entry = row.entry
    who = (
        f"{entry.name}, {entry.company}"
        if not isinstance(entry, LetterLine) and entry.company
        else entry.name
    )
    sender = entry.sender if isinstance(entry, LetterLine) else ""
    tail = 52 if wide else 11
    room = look.width - 3 - 10 - (34 if wide else 22) - tail
    cells: tuple[Part, ...] = (
        column(_when(row, look), 10, role),
        column(who or sender, 34 if wide else 22, role),
        column(f'"{entry.subject}"', room, role),
        column(_remark(row, wide=wide), tail, role or DIM),
    )
    return crop(line(span(" > " if marked else "   ", ACCENT), *cells), look.width)


def _when(row: Row, look: Look) -> str:
    """When it leaves, or how it stands: a countdown is a cell of its own."""
    entry = row.entry
    if isinstance(entry, LetterLine):
        return past_day(entry.at, look.zone, look.now)
    if isinstance(entry, PlannedMail):
        return "held" if entry.held_by else "! blank" if entry.problem else _clock(entry.at, look)
    if row.part != HOLD or entry.status == "sending":
        return {UNCONFIRMED: "?", FAILED: "failed"}.get(row.part, "sending")
    left = entry.leaves - look.now
    if EDITED in entry.why:
        return "in edit"
    if left <= 0:
        return "due"
    return stopwatch(left) if left < HOUR else _clock(entry.leaves, look)


def _remark(row: Row, *, wide: bool) -> str:
    """What kind of mail it is; with room also why it stands where it stands."""
    entry = row.entry
    if isinstance(entry, LetterLine):
        kind = KINDS.get(entry.kind, entry.kind)
        return f"{kind}   {entry.acted}" if wide else kind
    if isinstance(entry, PlannedMail):
        edited = f", edited by {entry.edited_by}" if entry.edited_by else ""
        held = f"held by {entry.held_by}" if entry.held_by else entry.problem
        return f"{entry.step}{edited}   {held}" if wide else "edited" if edited else entry.step
    kind = f"{entry.what} {entry.rep}".strip()
    return f"{kind:14} {entry.why}" if wide else kind


def _detail(row: Row, look: Look) -> tuple[Line, ...]:
    """All that the marked row has to say, in exactly `DETAIL` lines."""
    entry = row.entry
    told = _told_letter(entry, look) if isinstance(entry, LetterLine) else _told_mail(row, look)
    lines = [line(span(f" {part}", DIM)) for part in wrap(told, look.width - 2, DETAIL - 1)]
    return ((), *lines, *[()] * (DETAIL - 1 - len(lines)))


def _told_letter(letter: LetterLine, look: Look) -> str:
    kind = KINDS.get(letter.kind, letter.kind)
    acted = f" {letter.acted}." if letter.acted else ""
    return f"From {letter.sender}: {kind}.{acted} {look.key('outbox.left')} = seen, it leaves this list."


def _told_mail(row: Row, look: Look) -> str:
    entry, key = row.entry, look.key
    if isinstance(entry, PlannedMail):
        if entry.problem:
            return f"To {entry.to}: {entry.problem}. {key('outbox.edit')} fills it in."
        held = (
            f"held by {entry.held_by}; {key('outbox.stop')} lets it go"
            if entry.held_by
            else "leaves by itself"
        )
        anew = f", edited by {entry.edited_by}" if entry.edited_by else ""
        return f"To {entry.to} at {_clock(entry.at, look)}, {entry.step} by {entry.template}{anew}: {held}."
    assert isinstance(entry, MailLine)
    box = f"mailbox {entry.mailbox}" if entry.mailbox else "outbox folder"
    tries = f" ({plural(entry.tries, 'try').replace('trys', 'tries')})" if entry.tries else ""
    if row.part == UNCONFIRMED:
        why = entry.why or "nobody knows whether the server took it"
        return f"{why}. {key('outbox.left')} = it left, {key('outbox.again')} = send it again."
    if row.part == FAILED:
        ways = f"{key('outbox.again')} = try again, {key('outbox.stop')} = give it up"
        return f"To {entry.to}: {entry.why}{tries}. {ways}."
    batch = f" {key('outbox.batch')} stops all of its batch." if entry.what == "batch" else ""
    return (
        f"To {entry.to}, {box}: {entry.why or 'in hold until ' + _clock(entry.leaves, look)}{tries}.{batch}"
    )


def _clock(at: Instant, look: Look) -> str:
    return day_and_clock(at, look.zone, look.now)
