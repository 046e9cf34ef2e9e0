"""When the last of many mails will have left, by the pace and the limit of its mailbox (R14.4)."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from dialq.clock import DAY, Instant
from dialq.desk.desk import Desk
from dialq.desk.kept import Mail
from dialq.desk.ledger import read
from dialq.engine.judge import mail_time
from dialq.engine.lead import Lead
from dialq.settings import MailboxSettings


def last_leaving(desk: Desk, mails: Sequence[Mail]) -> Instant | None:
    """About when the last of these leaves if somebody sends all the time and nothing comes in between.

    It plays the mailbox forward: everything that waits goes before them, one mail a middling pause, within the limit
    of each 24 hours and the hours of their last lead.
    """
    if not mails:
        return None
    last = max(mails, key=lambda mail: (mail.leaves, mail.message))
    box = desk.settings.mail.mailbox(last.mailbox)
    if box is None or box.smtp is None:
        return last.leaves
    count = desk.store.outbox.waiting_mailboxes().get(box.name, 0)
    return _played(desk, box, read(desk, last.lead).lead, min(mail.leaves for mail in mails), count)


def _played(desk: Desk, box: MailboxSettings, lead: Lead, begins: Instant, count: int) -> Instant:
    now, state = desk.now(), desk.store.mailboxes.get(box.name)
    left = deque(desk.store.outbox.left_since(box.name, Instant(now - DAY)))
    first = state.first_sent if state.first_sent is not None else begins
    pause = sum(box.pace_seconds) // 2
    at = max(begins, state.next_at)
    for number in range(count):
        at = Instant(at + pause) if number else at
        at = mail_time(lead, at, desk.policy)
        free = _under_limit(box, left, first, at)
        at = at if free == at else mail_time(lead, free, desk.policy)
        left.append(at)
    return at


def _under_limit(box: MailboxSettings, left: deque[Instant], first: Instant, at: Instant) -> Instant:
    """The first instant from `at` on at which the mails of the 24 hours before are fewer than the limit."""
    while True:
        while left and left[0] <= at - DAY:
            left.popleft()
        ramp = box.ramp_from + box.ramp_step * ((at - first) // DAY) if box.ramp_step else box.daily_limit
        limit = max(1, min(box.daily_limit, ramp))
        if len(left) < limit:
            return at
        at = Instant(left[len(left) - limit] + DAY)
