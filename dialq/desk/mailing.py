"""Mails by hand and by plan: draft, queue, deliver (R14.1, R14.2, R14.5)."""

from __future__ import annotations

import json

from dialq.clock import Instant
from dialq.desk.automatic import run_all_automatic, run_automatic
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.desk.kept import CANCELLED, FAILED, HOLD, SENDING, SENT, UNCONFIRMED, Mail
from dialq.desk.ledger import around, next_event, read, write
from dialq.desk.mail_making import Text, make, may_send, outgoing_of, put, require_sender
from dialq.desk.outgoing import still_blank
from dialq.desk.pairing import INFORMATION
from dialq.desk.views import Draft, Queued, Refused
from dialq.engine.acts import Act
from dialq.engine.campaign import EMAIL
from dialq.engine.channels import emails
from dialq.engine.events import MAIL_LEFT, Event
from dialq.engine.experiment import template_of
from dialq.engine.judge import mail_time, place
from dialq.engine.lead import Lead
from dialq.errors import BadInput, DialqError

__all__ = [
    "cancel_mail", "draft_mail", "outbox", "queue_mail", "queued_view", "run_all_automatic", "run_automatic",
    "run_outbox", "save_mail_draft", "template_names",
]  # fmt: skip

SENDING_STALE = 10 * 60
"""Seconds after which a mail that was being sent is nobody's any more: unconfirmed."""


def template_names(desk: Desk) -> tuple[str, ...]:
    """Templates that are mails: information first, good-byes last, so that none is sent by a habit of Enter."""
    return tuple(
        sorted(desk.templates.mails(), key=lambda name: (name != INFORMATION, "final" in name, name))
    )


def draft_mail(desk: Desk, lead: int, template: str = "") -> Draft:
    """A mail filled in for a lead: a named template, else the draft kept, else the open step's template."""
    now = desk.now()
    dossier = read(desk, lead)
    kept = "" if template else desk.store.tables.draft(desk.rep, lead, "mail")
    if kept:
        return Draft(**{**json.loads(kept), "missing": tuple(json.loads(kept)["missing"])})
    near = around(desk, dossier.lead, now)
    found = place(dossier.lead, dossier.state, desk.policy, now, near)
    step = found.road.step
    running = found.road.state
    planned = step is not None and step.channel == EMAIL
    own = template_of(desk.policy, running.campaign, step, lead, running.entered) if step and planned else ""
    name = template or own or template_names(desk)[0]
    filled = desk.templates.render(name, _fields(desk, dossier, running.campaign, now))
    to = emails(dossier.lead, dossier.state, near, now)
    return Draft(
        lead,
        name,
        to[0] if to else "",
        filled.subject,
        filled.body,
        filled.missing,
        desk.settings.sender.footer,
    )


def _fields(desk: Desk, dossier: Dossier, campaign: str, at: Instant) -> dict[str, str]:
    from dialq.desk.fields import merge_fields

    return merge_fields(desk, dossier, campaign, at)


def save_mail_draft(desk: Desk, draft: Draft) -> None:
    """Keep a mail as it is edited."""
    plain = draft._asdict()
    with desk.store.writing():
        text = json.dumps(plain, ensure_ascii=False) if draft.subject or draft.body else ""
        desk.store.tables.save_draft(desk.rep, draft.lead, "mail", text, desk.now())


def queue_mail(desk: Desk, draft: Draft, *, seen: int | None = None, override: str = "") -> Queued | Refused:
    """Put a mail into the outbox; it counts as the open mail step. Raises BadInput where a blank still stands."""
    now = desk.now()
    require_sender(desk)
    blanks = still_blank(draft.subject + draft.body, draft.missing)
    if blanks:
        raise BadInput(
            f"the mail still has blanks: {', '.join(blanks)}", "Fill them in, or choose another template."
        )
    with desk.store.writing():
        dossier = read(desk, draft.lead)
        if seen is not None and seen != dossier.state.seen:
            return Refused(
                "changed", "something happened to this lead since it was shown: look again", override=False
            )
        near = around(desk, dossier.lead, now, rep=desk.rep)
        refused = may_send(desk, dossier, near, now)
        if refused is not None and not override:
            return refused
        act = Act("sent", EMAIL, now, now, desk.rep, next_event(desk))
        text = Text(draft.template, draft.subject, draft.body)
        breach = refused.rule if refused is not None else ""
        made = make(desk, dossier, near, text, act, override=override, breach=breach)
        put(desk, dossier, made, now)
        desk.store.tables.save_draft(desk.rep, draft.lead, "mail", "", now)
        claim = desk.store.claims.on(draft.lead, now)
        if claim is not None and claim.rep == desk.rep:
            desk.store.claims.release(draft.lead)
    return queued_view(made.mail)


def queued_view(mail: Mail) -> Queued:
    """A mail of the outbox, as it is shown."""
    return Queued(mail.message, mail.lead, mail.recipient, mail.subject, mail.body, mail.status, mail.leaves)


def outbox(desk: Desk) -> tuple[Queued, ...]:
    """Mails that have not left yet, the next one first."""
    return tuple(queued_view(m) for m in desk.store.outbox.with_status(HOLD, SENDING, FAILED, UNCONFIRMED))


def cancel_mail(desk: Desk, message: str) -> None:
    """Stop a mail that waits; its step stays done. Raises BadInput if it has left."""
    with desk.store.writing():
        mail = desk.store.outbox.get(message)
        if mail is None or mail.status not in (HOLD, FAILED):
            raise BadInput("this mail is not waiting any more")
        desk.store.outbox.move(message, CANCELLED, f"stopped by {desk.rep}")


def run_outbox(desk: Desk) -> int:
    """Deliver the mails whose hold is over, each at most once; returns how many left (R14.2)."""
    now = desk.now()
    left = 0
    _find_unconfirmed(desk, now)
    _stop_overtaken(desk, now)
    for mail in desk.store.outbox.due(now):
        left += _deliver(desk, mail.message, now)
    return left


def _stop_overtaken(desk: Desk, now: Instant) -> None:
    """After a standstill only the latest automatic mail of a lead leaves (R14.4)."""
    latest: dict[int, Mail] = {}
    overtaken = []
    for mail in desk.store.outbox.due(now):
        if not mail.rep:
            overtaken += [latest[mail.lead]] if mail.lead in latest else []
            latest[mail.lead] = mail
    if overtaken:
        with desk.store.writing():
            for mail in overtaken:
                desk.store.outbox.move(mail.message, CANCELLED, "a later mail stands for it")


def _opens(desk: Desk, mail: Mail, lead: Lead, now: Instant) -> Instant:
    """When a mail may leave: an automatic one of a day step between 08:00 and 20:00 where the lead is (R14.4)."""
    event = desk.store.events.get(mail.event) if not mail.rep else None
    if event is None or not event.facts.get("auto") or event.facts.get("side_step"):
        return now
    return mail_time(lead, now, desk.policy)


def _find_unconfirmed(desk: Desk, now: Instant) -> None:
    stale = [m for m in desk.store.outbox.with_status(SENDING) if m.leaves < now - SENDING_STALE]
    if stale:
        with desk.store.writing():
            for mail in stale:
                desk.store.outbox.move(mail.message, UNCONFIRMED, "the program ended while it was being sent")


def _deliver(desk: Desk, message: str, now: Instant) -> int:
    """Commit that it is being sent, send, commit the result; suppression is asked once more."""
    with desk.store.writing():
        mail = desk.store.outbox.get(message)
        if mail is None or mail.status != HOLD or mail.leaves > now:
            return 0
        dossier = read(desk, mail.lead)
        if mail.recipient not in emails(dossier.lead, dossier.state, around(desk, dossier.lead, now), now):
            desk.store.outbox.move(message, CANCELLED, "the address may not be written to any more")
            return 0
        opens = _opens(desk, mail, dossier.lead, now)
        if opens > now:
            desk.store.outbox.postpone(message, opens)
            return 0
        desk.store.outbox.move(message, SENDING)
    try:
        desk.mailer.deliver(message, desk.mailer.compose(outgoing_of(mail)))
    except DialqError as error:
        with desk.store.writing():
            desk.store.outbox.move(message, FAILED, str(error))
        raise
    with desk.store.writing():
        desk.store.outbox.move(message, SENT)
        event = Event(
            next_event(desk), mail.lead, MAIL_LEFT, now, now, "", {"message": message}, (), mail.event
        )
        write(desk, read(desk, mail.lead), [event], now)
    return 1
