"""When the last of many mails will have left, by the pace and the limit of its mailbox (R14.4)."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from dialq.clock import DAY, Instant
from dialq.desk.desk import Desk
from dialq.desk.kept import Mail
from dialq.desk.sending_rules import limit_at
from dialq.engine.channels import day_zone
from dialq.engine.judge import mail_time
from dialq.engine.lead import Lead
from dialq.settings import MailboxSettings


def last_leaving(desk: Desk, mails: Sequence[Mail]) -> Instant | None:
    """About when the last of these leaves if somebody sends all the time and nothing comes in between.

    It plays the mailbox forward: everything that waits goes along with them, one mail a middling pause, within the
    limit of each 24 hours, and each in the hours of its own lead while the others go on.
    """
    if not mails:
        return None
    last = max(mails, key=lambda mail: (mail.leaves, mail.message))
    box = desk.settings.mail.mailbox(last.mailbox)
    if box is None or box.smtp is None:
        return last.leaves
    return max(last.leaves, _played(desk, box, mails))


def _played(desk: Desk, box: MailboxSettings, mails: Sequence[Mail]) -> Instant:
    """The mailbox, mail by mail: whichever may leave first goes next."""
    now, state = desk.now(), desk.store.mailboxes.get(box.name)
    sent = deque(desk.store.outbox.left_since(box.name, Instant(now - DAY)))
    begins = min(mail.leaves for mail in mails)
    first = state.first_sent if state.first_sent is not None else begins
    pause = sum(box.pace_seconds) // 2
    leads, counts = _by_zone(desk, box, mails)
    at = left = max(begins, state.next_at)
    while counts:
        zone, opens = min(
            ((zone, mail_time(leads[zone], at, desk.policy)) for zone in counts), key=lambda pair: pair[1]
        )
        free = _under_limit(box, sent, first, opens)
        if free != opens:
            at = free  # By then it may be night where this one goes, and day elsewhere.
            continue
        left = opens
        sent.append(left)
        counts[zone] -= 1
        counts = {zone: count for zone, count in counts.items() if count}
        at = Instant(left + pause)
    return left


def _by_zone(
    desk: Desk, box: MailboxSettings, mails: Sequence[Mail]
) -> tuple[dict[str, Lead], dict[str, int]]:
    """One lead of each zone, and how many mails go there; what waits besides is taken to go where the first goes."""
    leads: dict[str, Lead] = {}
    counts: dict[str, int] = {}
    for mail in mails:
        lead = desk.store.leads.get(mail.lead)
        assert lead is not None
        zone = day_zone(lead, desk.policy.calendar.zone)
        leads.setdefault(zone, lead)
        counts[zone] = counts.get(zone, 0) + 1
    others = desk.store.outbox.waiting_mailboxes().get(box.name, 0) - len(mails)
    counts[next(iter(counts))] += max(0, others)
    return leads, counts


def _under_limit(box: MailboxSettings, left: deque[Instant], first: Instant, at: Instant) -> Instant:
    """The first instant from `at` on at which the mails of the 24 hours before are fewer than the limit."""
    while True:
        while left and left[0] <= at - DAY:
            left.popleft()
        limit = limit_at(box, first, at)
        if len(left) < limit:
            return at
        at = Instant(left[len(left) - limit] + DAY)
