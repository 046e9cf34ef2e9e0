"""Mails that wait in the outbox: stopped, kept back while somebody edits them, written anew."""

from __future__ import annotations

import json

from msgspec import to_builtins
from msgspec.structs import replace

from dialq.clock import HOUR, Instant
from dialq.desk.automatic import pass_over
from dialq.desk.desk import Desk
from dialq.desk.kept import AUTO, CANCELLED, FAILED, HOLD, Mail
from dialq.desk.ledger import read
from dialq.desk.mail_making import outgoing_of
from dialq.desk.outgoing import still_blank
from dialq.desk.stopping import stop_mail
from dialq.desk.undo import take_back
from dialq.desk.views import Queued
from dialq.errors import BadInput

EDITING = HOUR
"""So long a mail is kept back for an editor that was never closed."""
_EDITED = "is being edited by"


def queued_view(mail: Mail) -> Queued:
    """A mail of the outbox, as it is shown."""
    return Queued(mail.message, mail.lead, mail.recipient, mail.subject, mail.body, mail.status, mail.leaves)


def cancel_mail(desk: Desk, message: str) -> None:
    """Stop a mail that waits: it was no touch; an automatic one is passed over. Raises BadInput if it has left."""
    with desk.store.writing():
        take_back_mail(desk, _waiting(desk, message, HOLD, FAILED), desk.now())


def take_back_mail(desk: Desk, mail: Mail, now: Instant) -> None:
    """As if a mail had never been queued; where its lead was worked since, it is only stopped."""
    why, event = f"stopped by {desk.rep}", desk.store.events.get(mail.event)
    dossier = read(desk, mail.lead)
    if event is None or event.cause or dossier.state.seen != mail.event:
        stop_mail(desk, mail, why, now, rep=desk.rep)
        return
    after, _ = take_back(desk, dossier, event)
    desk.store.outbox.move(mail.message, CANCELLED, why)
    state = after.state
    if mail.rank == AUTO and state.campaign:
        steps = desk.policy.campaign(state.campaign, state.version).steps
        pass_over(desk, after, [step for step in steps if step.key == event.facts.get("step")], why, now)


def hold_mail(desk: Desk, message: str) -> Queued:
    """Keep a mail back while somebody edits it, an hour at most. Raises BadInput if it has left."""
    with desk.store.writing():
        mail = _waiting(desk, message, HOLD)
        desk.store.outbox.again(message, Instant(desk.now() + EDITING), f"it {_EDITED} {desk.rep}")
    return queued_view(mail)


def release_mail(desk: Desk, message: str) -> None:
    """The editor was closed: the mail waits its hold again. One that is not kept back stays as it is."""
    with desk.store.writing():
        mail = desk.store.outbox.get(message)
        if mail is not None and mail.status == HOLD and _EDITED in mail.problem:
            desk.store.outbox.again(message, Instant(desk.now() + desk.policy.hold), "")


def edit_mail(desk: Desk, message: str, subject: str, body: str) -> Queued:
    """Another subject and text for a mail that waits, and a new hold; who wrote it stays. Raises BadInput."""
    if not subject.strip() or not body.strip() or "\n" in subject or "\r" in subject:
        raise BadInput("a mail needs a subject of one line, and a text")
    blanks = still_blank(f"{subject}\n{body}", ())
    if blanks:
        raise BadInput(f"the mail still has blanks: {', '.join(blanks)}", "Fill them in.")
    with desk.store.writing():
        mail = _waiting(desk, message, HOLD)
        outgoing = replace(outgoing_of(mail), subject=subject, body=body, html="")
        raw = desk.mailer.compose(outgoing).decode("ascii")
        text = json.dumps(to_builtins(outgoing), ensure_ascii=False)
        leaves = Instant(desk.now() + desk.policy.hold)
        desk.store.outbox.rewrite(replace(mail, subject=subject, body=body, mail=text, raw=raw))
        desk.store.outbox.again(message, leaves, "")
    return queued_view(replace(mail, subject=subject, body=body, leaves=leaves))


def _waiting(desk: Desk, message: str, *statuses: str) -> Mail:
    mail = desk.store.outbox.get(message)
    if mail is None or mail.status not in statuses:
        raise BadInput("this mail is not waiting any more")
    return mail
