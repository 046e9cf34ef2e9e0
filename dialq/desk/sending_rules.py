"""When a mail may leave: limit and pace of its mailbox, the lead's hours, what happened since it was queued (R14.4)."""

from __future__ import annotations

from typing import NamedTuple

from dialq.clock import DAY, HOUR, MINUTE, Instant
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.desk.kept import ANSWER, AUTO, BATCH, HOLD, Mail
from dialq.desk.ledger import around
from dialq.desk.mail_making import may_be_written_to
from dialq.engine.channels import Around
from dialq.engine.effects import Rested, apply
from dialq.engine.events import SETTLED
from dialq.engine.judge import mail_time
from dialq.engine.settling import settle
from dialq.engine.state import RESTING, State
from dialq.settings import MailboxSettings


class Wait(NamedTuple):
    """A mail does not leave now."""

    until: Instant | None
    """When it is asked again; None: it never leaves."""
    why: str


def limit_at(mailbox: MailboxSettings, first_sent: Instant | None, at: Instant) -> int:
    """So many mails may leave in 24 hours: a new mailbox starts low and grows by the day (field.md 4)."""
    if not mailbox.ramp_step:
        return mailbox.daily_limit
    days = max(0, (at - first_sent) // DAY) if first_sent is not None else 0
    return min(mailbox.daily_limit, mailbox.ramp_from + mailbox.ramp_step * days)


class Allowance(NamedTuple):
    """What a mailbox may still send."""

    sent: int
    """In the last 24 hours."""
    limit: int
    free_at: Instant
    """When the next mail under the limit may leave; past or now if there is room."""

    @property
    def room(self) -> int:
        """How many more under the limit; answers are not held by it."""
        return max(0, self.limit - self.sent)


def allowance(desk: Desk, mailbox: MailboxSettings, now: Instant) -> Allowance:
    """How a mailbox stands against its limit of a rolling 24 hours."""
    limit = limit_at(mailbox, desk.store.mailboxes.get(mailbox.name).first_sent, now)
    since = Instant(now - DAY + 1)
    count = desk.store.outbox.count_left_since(mailbox.name, since)
    if count < limit:
        return Allowance(count, limit, now)
    left = desk.store.outbox.left_since(mailbox.name, since)
    return Allowance(count, limit, Instant(left[count - limit] + DAY))


AT_ONCE_FOR = HOUR
"""A minute step leaves at any hour (R14.4); put off for longer than this it is one like the others."""
READ_WITHIN = 10 * MINUTE
"""So long ago the inbox was read at most, where mails leave that nobody waits for: a "stop" may lie in it."""


def inbox_is_read(desk: Desk, mailbox: MailboxSettings, now: Instant) -> bool:
    """Whether answers to a mailbox have been looked for lately; one without an inbox has none."""
    if mailbox.imap is None:
        return True
    last = desk.store.claims.presence.last(f"fetch-{mailbox.name}")
    return last is not None and last >= now - READ_WITHIN


def paced_until(desk: Desk, mailbox: MailboxSettings, now: Instant) -> Instant:
    """Before this no mail leaves that nobody waits for; a clock that was ahead keeps nothing waiting for long."""
    return min(desk.store.mailboxes.get(mailbox.name).next_at, Instant(now + mailbox.pace_seconds[1]))


def is_paced(rank: int) -> bool:
    """Whether a mail keeps the pace: nobody waits for it."""
    return rank >= AUTO


def why_not_now(desk: Desk, mail: Mail, dossier: Dossier, now: Instant) -> Wait | None:
    """What keeps a mail whose hold is over from leaving now; None: nothing (R8.1, R14.4, R18.1)."""
    lead, state = dossier.lead, dossier.state
    near = around(desk, lead, now)
    if _is_overtaken(desk, mail, now):
        return Wait(None, "a later mail stands for it")
    if not may_be_written_to(desk, dossier, near, mail.recipient, now):
        return Wait(None, "the address may not be written to any more")
    if state.seen != mail.event and mail.rank != ANSWER:
        since = _since(desk, mail, dossier, near, now)
        if since is not None:
            return since
    opens = _opens(desk, mail, dossier, now)
    return Wait(opens, "it leaves between 08:00 and 20:00 where the lead is") if opens > now else None


def _since(desk: Desk, mail: Mail, dossier: Dossier, near: Around, now: Instant) -> Wait | None:
    """What happened to the lead after its mail was queued."""
    state = apply(dossier.state, settle(dossier.lead, dossier.state, desk.policy, near, now))
    if state.stage == RESTING and _was_sent_to_rest(desk, mail):
        return Wait(None, "the lead rests")
    if state.ended:
        return Wait(None, f"the lead is {state.stage}")
    if mail.rank < AUTO:
        return None
    if state.response is not None:
        return Wait(None, "the lead answered first")
    return _paused(state, now)


def _paused(state: State, now: Instant) -> Wait | None:
    if state.paused_until is None or state.paused_until <= now:
        return None
    return Wait(state.paused_until, f"paused: {state.reason}")


def _was_sent_to_rest(desk: Desk, mail: Mail) -> bool:
    """Whether the rest came by a later act; the rest after a campaign does not stop the campaign's own last mail."""
    later = (event for event in desk.store.events.of_lead(mail.lead) if event.id > mail.event)
    return any(
        event.kind != SETTLED and any(isinstance(effect, Rested) for effect in event.effects)
        for event in later
    )


def _opens(desk: Desk, mail: Mail, dossier: Dossier, now: Instant) -> Instant:
    """Automatic mails of day steps, and batches, leave between 08:00 and 20:00 where the lead is (R14.4)."""
    if mail.rank == BATCH:
        return mail_time(dossier.lead, now, desk.policy)
    event = desk.store.events.get(mail.event) if not mail.rep else None
    if event is None or not event.facts.get("auto"):
        return now
    if event.facts.get("side_step") and now - mail.queued < AT_ONCE_FOR:
        return now
    return mail_time(dossier.lead, now, desk.policy)


def _is_overtaken(desk: Desk, mail: Mail, now: Instant) -> bool:
    """After a standstill only the latest automatic mail of a lead leaves (R14.4)."""
    if mail.rep:
        return False
    others = desk.store.outbox.of_lead(mail.lead)
    return any(
        one.status == HOLD and not one.rep and one.leaves <= now and one.event > mail.event for one in others
    )
