"""What came of a mail, put down; where nobody knows, a person says it (R14.2)."""

from __future__ import annotations

from collections.abc import Iterable

from dialq.clock import DAY, HOUR, MINUTE, Instant
from dialq.desk.bouncing import bounced
from dialq.desk.desk import Desk
from dialq.desk.kept import FAILED, UNCONFIRMED, Mail
from dialq.desk.ledger import next_event, read
from dialq.desk.mailbox_standing import stop_mailbox
from dialq.desk.sending_rules import why_not_now
from dialq.desk.sending_values import ACCEPTED, AGAIN, OF_MAILBOX, OF_RECIPIENT, REFUSED, UNKNOWN, Handed
from dialq.engine.events import MAIL_LEFT, Event
from dialq.errors import BadInput, RuleRefused

WAITS = (1 * MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR)
"""After which a mail that was not taken is tried again; the last one repeats (RFC 5321 4.5.4.1 asks for patience)."""
GIVE_UP = 2 * DAY
"""After so long a mail that no server takes has failed."""


CLAIMED, HANDED = "claimed", "handed"
"""Notes of a mail that is put down as being sent, and of one that is in the air."""


def noted(lines: Iterable[str]) -> dict[str, str]:
    """The last word on each mail that was put down as being sent; one without a word may be anywhere."""
    words = (line.split(" ", 1) for line in lines if " " in line)
    return {message: fate for fate, message in words}


_NOT_TAKEN = (CLAIMED, AGAIN, REFUSED)


def recover(desk: Desk, mail: Mail, fate: str, now: Instant) -> bool:
    """Put a mail that was being sent where its fate says; returns whether a person must decide."""
    if fate == ACCEPTED:
        put_down_left(desk, mail, now)
    elif fate in _NOT_TAKEN:
        desk.store.outbox.again(mail.message, now, "", counts=False)
    else:
        desk.store.outbox.in_doubt(mail.message, now, "the program ended while it was being sent")
    return fate not in (ACCEPTED, *_NOT_TAKEN)


def record(desk: Desk, mail: Mail, handed: Handed, now: Instant) -> None:
    """Put down what came of a mail."""
    outbox = desk.store.outbox
    if handed.fate == ACCEPTED:
        put_down_left(desk, mail, now)
    elif handed.fate == UNKNOWN:
        outbox.in_doubt(mail.message, now, handed.why)
    elif handed.about == OF_MAILBOX:
        outbox.again(mail.message, mail.leaves, handed.why, counts=False)
        if handed.fate == REFUSED:
            stop_mailbox(desk, mail.mailbox, handed.why)
    elif handed.fate == REFUSED:
        outbox.move(mail.message, FAILED, handed.why)
        if handed.about == OF_RECIPIENT:
            bounced(desk, mail, handed.status, handed.why, now)
    elif now - mail.queued >= GIVE_UP:
        outbox.move(mail.message, FAILED, f"given up after {GIVE_UP // DAY} days: {handed.why}")
    else:
        wait = WAITS[min(mail.tries, len(WAITS) - 1)]
        outbox.again(mail.message, Instant(now + wait), handed.why)


def put_down_left(desk: Desk, mail: Mail, now: Instant) -> None:
    """A mail has left: inside a write transaction."""
    desk.store.outbox.left(mail.message, now)
    facts = {"message": mail.message}
    desk.store.events.append(
        Event(next_event(desk), mail.lead, MAIL_LEFT, now, now, "", facts, (), mail.event)
    )


def resolve_mail(desk: Desk, message: str, *, left: bool) -> None:
    """A person says what became of an unconfirmed mail: it left, or it is sent again after another hold.

    Raises BadInput, and RuleRefused where the address may not be written to any more.
    """
    now = desk.now()
    with desk.store.writing():
        mail = _in(desk, message, UNCONFIRMED, "is not unconfirmed")
        if left:
            put_down_left(desk, mail, now)
        else:
            _hold_again(desk, mail, f"sent again by {desk.rep}", now)


def retry_mail(desk: Desk, message: str) -> None:
    """A failed mail is tried again after another hold (R13.3). Raises BadInput and RuleRefused."""
    with desk.store.writing():
        mail = _in(desk, message, FAILED, "has not failed")
        _hold_again(desk, mail, f"tried again by {desk.rep}", desk.now())


def _hold_again(desk: Desk, mail: Mail, why: str, now: Instant) -> None:
    found = why_not_now(desk, mail, read(desk, mail.lead), now)
    if found is not None and found.until is None:
        raise RuleRefused(f"the mail to {mail.recipient} does not leave: {found.why}")
    desk.store.outbox.again(mail.message, Instant(now + desk.policy.hold), why)


def _in(desk: Desk, message: str, status: str, else_it: str) -> Mail:
    mail = desk.store.outbox.get(message)
    if mail is None:
        raise BadInput(f"there is no mail {message}", "See `dialq mail status`.")
    if mail.status != status:
        raise BadInput(f"the mail {mail.subject!r} {else_it}: it is {mail.status}")
    return mail
