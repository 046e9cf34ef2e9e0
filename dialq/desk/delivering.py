"""Mails that leave into the Maildir outbox, where no server is set up: each at most once (R14.2)."""

from __future__ import annotations

from dialq.clock import MINUTE, Instant
from dialq.desk.desk import Desk
from dialq.desk.kept import FAILED, HOLD, SENDING
from dialq.desk.mail_fates import put_down_left
from dialq.desk.sending import bytes_of, may_leave
from dialq.errors import DialqError

SENDING_STALE = 10 * MINUTE
"""After which a mail that was being written to the folder is nobody's any more: unconfirmed."""
AT_ONCE = 200
"""Mails of one run: a screen does this between two keys."""


def run_outbox(desk: Desk) -> int:
    """Put the mails whose hold is over into the folder; returns how many left."""
    now = desk.now()
    _find_unconfirmed(desk, now)
    due = [mail for name in _folder_mailboxes(desk) for mail in desk.store.outbox.due(name, now, AT_ONCE)]
    return sum(_deliver(desk, mail.message, now) for mail in due)


def _folder_mailboxes(desk: Desk) -> list[str]:
    """Mailboxes without a server of their own."""
    return ["", *(box.name for box in desk.settings.mail.mailboxes if box.smtp is None)]


def _find_unconfirmed(desk: Desk, now: Instant) -> None:
    names = _folder_mailboxes(desk)
    sending = desk.store.outbox.with_status(SENDING)
    gone = {m.mailbox for m in sending if m.mailbox and desk.settings.mail.mailbox(m.mailbox) is None}
    nobodys = {name for name in gone if not desk.store.leases.holder(f"send-{name}")}
    stale = [m for m in sending if m.mailbox in {*names, *nobodys} and m.leaves < now - SENDING_STALE]
    if stale:
        with desk.store.writing():
            for mail in stale:
                desk.store.outbox.in_doubt(mail.message, now, "the program ended while it was being sent")


def _deliver(desk: Desk, message: str, now: Instant) -> int:
    """Commit that it is being sent, send, commit the result; suppression is asked once more."""
    with desk.store.writing():
        mail = desk.store.outbox.get(message)
        if mail is None or mail.status != HOLD or mail.leaves > now or not may_leave(desk, mail, now):
            return 0
        desk.store.outbox.being_sent([message])
    try:
        desk.mailer.deliver(message, bytes_of(desk, mail))
    except DialqError as error:
        with desk.store.writing():
            desk.store.outbox.move(message, FAILED, str(error))
        raise
    with desk.store.writing():
        put_down_left(desk, mail, now)
    return 1
