"""The outbox as people look at it: how each mailbox stands, what waits and why, what failed (R14.4)."""

from __future__ import annotations

from typing import NamedTuple

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.inbox import letters_to_look_at
from dialq.desk.kept import ANSWER, FAILED, RANK_NAMES, SENDING, UNCONFIRMED, Mail, MailboxState
from dialq.desk.mail_views import MailboxView, MailLine, OutboxView
from dialq.desk.mailbox_standing import next_send_at, sent_in_24h
from dialq.desk.planned import planned_mails
from dialq.desk.sending_rules import Allowance, allowance, inbox_is_read, is_paced
from dialq.engine.day import local
from dialq.engine.rules import stamp
from dialq.settings import MailboxSettings

SHOWN = 100
"""Lines of each section: screens ask for them every few seconds."""
_EVER = Instant(1 << 40)


def meter(desk: Desk, rep: str = "") -> tuple[int, int] | None:
    """(sent in the last 24 hours, its limit) of a rep's mailbox, of this desk's without a name; None: no mailbox."""
    box = desk.settings.mail.mailbox_of(rep or desk.rep)
    return sent_in_24h(desk, box) if box is not None else None


def mailboxes(desk: Desk) -> tuple[MailboxView, ...]:
    """The mailboxes of the settings: sent and limit, what waits, who sends and fetches, what went wrong."""
    now = desk.now()
    with desk.store.reading():
        waiting = desk.store.outbox.waiting_mailboxes()
        return tuple(
            _mailbox(desk, box, waiting.get(box.name, 0), now) for box in desk.settings.mail.mailboxes
        )


def _mailbox(desk: Desk, box: MailboxSettings, waiting: int, now: Instant) -> MailboxView:
    state, room = desk.store.mailboxes.get(box.name), allowance(desk, box, now)
    return MailboxView(
        box.name, box.address, room.sent, room.limit, waiting, next_send_at(desk, box), state.stopped,
        state.problem or _fetch_problem(desk, box), desk.store.leases.holder(f"send-{box.name}"),
        desk.store.leases.holder(f"fetch-{box.name}"), desk.store.claims.presence.last(f"fetch-{box.name}"),
    )  # fmt: skip


def _fetch_problem(desk: Desk, box: MailboxSettings) -> str:
    """Why the last look into one of its folders failed."""
    if box.imap is None:
        return ""
    known = (desk.store.letters.cursor(box.name, folder) for folder in box.folders)
    return next((cursor.problem for cursor in known if cursor is not None and cursor.problem), "")


def outbox_view(desk: Desk, *, planned: int = SHOWN) -> OutboxView:
    """All of the mail screen, at most a hundred lines a section; `planned` of the day's automatic mails (0: none)."""
    now = desk.now()
    with desk.store.reading():
        boxes = mailboxes(desk)
        ways = {
            box.name: _way(desk, box, now) for box in desk.settings.mail.mailboxes if box.smtp is not None
        }
        runner = any(way.sender for way in ways.values()) or (not ways and bool(desk.session))
        return OutboxView(
            boxes,
            tuple(_line(desk, mail, _why_it_waits(desk, mail, ways, now)) for mail in _waiting(desk, ways)),
            tuple(
                _line(desk, mail, mail.problem) for mail in desk.store.outbox.with_status(FAILED, limit=SHOWN)
            ),
            tuple(
                _line(desk, mail, f"it may have left: {mail.problem}" if mail.problem else "it may have left")
                for mail in desk.store.outbox.with_status(UNCONFIRMED, limit=SHOWN)
            ),
            planned_mails(desk, limit=planned) if planned else (),
            letters_to_look_at(desk)[:SHOWN],
            runner,
        )


class _Way(NamedTuple):
    """What decides when the mails of a mailbox leave."""

    state: MailboxState
    room: Allowance
    sender: str


def _way(desk: Desk, box: MailboxSettings, now: Instant) -> _Way:
    state = desk.store.mailboxes.get(box.name)
    return _Way(state, allowance(desk, box, now), desk.store.leases.holder(f"send-{box.name}"))


def _waiting(desk: Desk, ways: dict[str, _Way]) -> list[Mail]:
    """What is being sent, then what waits in the order in which it leaves, of every mailbox."""
    outbox = desk.store.outbox
    waiting = [mail for name in outbox.waiting_mailboxes() for mail in outbox.due(name, _EVER, SHOWN)]
    waiting.sort(key=lambda mail: (mail.rank, mail.leaves, mail.message))
    return [*outbox.with_status(SENDING, limit=SHOWN), *waiting][:SHOWN]


def _line(desk: Desk, mail: Mail, why: str) -> MailLine:
    lead = desk.store.leads.get(mail.lead)
    assert lead is not None
    return MailLine(
        mail.message, mail.lead, lead.name, lead.company, mail.recipient, mail.subject, mail.status, mail.leaves,
        mail.mailbox, RANK_NAMES[mail.rank], mail.rep, why, mail.tries,
    )  # fmt: skip


def _why_it_waits(desk: Desk, mail: Mail, ways: dict[str, _Way], now: Instant) -> str:
    """Why a mail has not left yet, in words."""
    if mail.status == SENDING:
        return "it is being sent"
    way = ways.get(mail.mailbox)
    if way is not None and way.state.stopped:
        return f"mailbox {mail.mailbox} is stopped: {way.state.stopped}"
    if mail.leaves > now:
        until = _clock(desk, mail.leaves, now)
        return f"{mail.problem}: again at {until}" if mail.problem else f"in hold until {until}"
    if way is None:
        box = desk.settings.mail.mailbox(mail.mailbox)
        if mail.mailbox and box is None:
            return f"its mailbox {mail.mailbox} is not in the settings any more: name it there again, or stop the mail"
        return "it leaves with the next run"
    if mail.rank != ANSWER and not way.room.room:
        free = _clock(desk, way.room.free_at, now)
        return f"{way.room.sent} of {way.room.limit} left in 24 hours: next at {free}"
    if is_paced(mail.rank) and way.state.next_at > now:
        return f"in its turn: next at {_clock(desk, way.state.next_at, now)}"
    box = desk.settings.mail.mailbox(mail.mailbox)
    if is_paced(mail.rank) and box is not None and not inbox_is_read(desk, box, now):
        return "it leaves as soon as the inbox has been read: a stop may lie there"
    if not way.sender:
        return "nobody sends: open a screen, or run `dialq mail run`"
    return way.state.problem or mail.problem or "it leaves now"


def _clock(desk: Desk, at: Instant, now: Instant) -> str:
    """`10:21` of today, else `Wed 2 Dec 10:21`, in the team's zone."""
    wall = local(at, desk.zone)
    return f"{wall:%H:%M}" if wall.date() == local(now, desk.zone).date() else stamp(at, desk.zone)
