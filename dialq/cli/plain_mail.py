"""What programs read of mails: the desk's values as JSON."""

from __future__ import annotations

from typing import Any

from dialq.cli.moments import utc
from dialq.desk.mail_views import LetterLine, MailboxView, MailLine, MassLine, PlannedMail, ThreadLine
from dialq.desk.views import Refused

Document = dict[str, Any]


def mailbox(view: MailboxView) -> Document:
    """A mailbox, and how it stands."""
    told = {name: getattr(view, name) or None for name in ("stopped", "problem", "sender", "fetcher")}
    counts = {"sent": view.sent, "limit": view.limit, "waiting": view.waiting}
    times = {"next_at": utc(view.next_at), "fetched_at": utc(view.fetched)}
    return {"name": view.name, "address": view.address, **counts, **times, **told}


def mail(line: MailLine) -> Document:
    """A mail of the outbox."""
    return {
        "message": line.message,
        "lead": line.lead,
        "to": line.to,
        "subject": line.subject,
        "status": line.status,
        "leaves_at": utc(line.leaves),
        "mailbox": line.mailbox or None,
        "what": line.what,
        "rep": line.rep or None,
        "why": line.why or None,
        "tries": line.tries,
    }


def planned(one: PlannedMail) -> Document:
    """An automatic mail that is to leave."""
    told = {name: getattr(one, name) or None for name in ("held_by", "edited_by", "problem")}
    texts = {"template": one.template, "subject": one.subject, "body": one.body}
    return {"lead": one.lead, "to": one.to, "step": one.step, "at": utc(one.at), **texts, **told}


def letter(line: LetterLine) -> Document:
    """A mail that came in."""
    return {
        "id": line.id,
        "lead": line.lead or None,
        "at": utc(line.at),
        "kind": line.kind,
        "from": line.sender,
        "subject": line.subject,
        "text": line.text,
        "acted": line.acted,
    }


def thread_line(line: ThreadLine) -> Document:
    """One mail of a thread."""
    return {
        "at": utc(line.at),
        "ours": line.ours,
        "who": line.who,
        "kind": line.kind,
        "subject": line.subject,
        "text": line.text,
        "message": line.message,
        "event": line.event or None,
    }


def mass_line(line: MassLine) -> Document:
    """One merged mail of many."""
    texts = {"subject": line.subject, "body": line.body}
    return {"lead": line.lead, "to": line.to, **texts, "refused": refused(line.refused)}


def refused(by: Refused | None) -> Document | None:
    """The rule that keeps a mail from leaving."""
    return {"rule": by.rule, "why": by.why} if by is not None else None
