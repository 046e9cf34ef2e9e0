"""A mail that waited does not leave: the story says so, and why."""

from __future__ import annotations

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.kept import CANCELLED, Mail
from dialq.desk.ledger import next_event
from dialq.engine.events import MAIL_STOPPED, Event


def stop_mail(desk: Desk, mail: Mail, why: str, now: Instant, *, rep: str = "") -> None:
    """Stop a mail; its step stays done. Inside a write transaction, with no event half made."""
    desk.store.outbox.move(mail.message, CANCELLED, why)
    facts = {"message": mail.message, "subject": mail.subject, "why": why}
    event = Event(next_event(desk), mail.lead, MAIL_STOPPED, now, now, rep, facts, (), mail.event)
    desk.store.events.append(event)
