"""Mails by hand and by plan: draft, queue, deliver (R14.1, R14.2, R14.5)."""

from __future__ import annotations

import json
from dataclasses import replace

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.desk.kept import AUTOMATIC, CANCELLED, FAILED, HOLD, SENDING, SENT, UNCONFIRMED, Mail, Placing
from dialq.desk.ledger import around, next_event, placing, read, write
from dialq.desk.mail_making import Made, Text, fill, make, outgoing_of, require_sender
from dialq.desk.outgoing import still_blank
from dialq.desk.pairing import INFORMATION
from dialq.desk.views import Draft, Queued, Refused
from dialq.engine.acts import Act
from dialq.engine.allowed import Deed, refusals
from dialq.engine.campaign import EMAIL, Step
from dialq.engine.channels import Around, emails
from dialq.engine.decide import settle
from dialq.engine.effects import SideStepDone, StepDone, apply
from dialq.engine.events import MAIL_LEFT, Event
from dialq.engine.judge import next_automatic, place
from dialq.engine.owed import is_answering
from dialq.engine.policy import Policy
from dialq.errors import BadInput, DialqError

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
    name = (
        template
        or (step.template if step is not None and step.channel == EMAIL else "")
        or template_names(desk)[0]
    )
    filled = desk.templates.render(name, _fields(desk, dossier, found.road.state.campaign, now))
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
        refused = _may_send(desk, dossier, near, now)
        if refused is not None and not override:
            return refused
        act = Act("sent", EMAIL, now, now, desk.rep, next_event(desk))
        text = Text(draft.template, draft.subject, draft.body)
        breach = refused.rule if refused is not None else ""
        made = make(desk, dossier, near, text, act, override=override, breach=breach)
        _put(desk, dossier, made, now)
        desk.store.tables.save_draft(desk.rep, draft.lead, "mail", "", now)
        claim = desk.store.claims.on(draft.lead, now)
        if claim is not None and claim.rep == desk.rep:
            desk.store.claims.release(draft.lead)
    return queued_view(made.mail)


def _may_send(desk: Desk, dossier: Dossier, near: Around, now: Instant) -> Refused | None:
    state = apply(dossier.state, settle(dossier.lead, dossier.state, desk.policy, near, now))
    answering = is_answering(state, now)
    deed = Deed(EMAIL, now, False, True)
    for refusal in refusals(dossier.lead, state, desk.policy, near, deed, answering=answering):
        return Refused(refusal.rule, refusal.why, refusal.until)
    return None


def _put(desk: Desk, dossier: Dossier, made: Made, now: Instant) -> None:
    desk.store.outbox.put(made.mail)
    write(desk, dossier, [made.event], now)


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
    for mail in desk.store.outbox.due(now):
        left += _deliver(desk, mail.message, now)
    return left


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


def run_automatic(desk: Desk) -> int:
    """Queue the automatic steps that have fallen due; returns how many. Any open screen does this, one at a time."""
    now = desk.now()
    if desk.settings.sender.missing or not desk.store.places.due_timers(AUTOMATIC, now, 1):
        return 0
    queued = 0
    for lead in desk.store.places.due_timers(AUTOMATIC, now, 200):
        with desk.store.writing():
            queued += _run_step(desk, lead, now)
    return queued


def _run_step(desk: Desk, lead: int, now: Instant) -> int:
    dossier = read(desk, lead)
    near = around(desk, dossier.lead, now)
    found = place(dossier.lead, dossier.state, desk.policy, now, near)
    key, at = next_automatic(dossier.lead, dossier.state, found.road, desk.policy, near, now)
    if not key or at is None or at > now or _may_send(desk, dossier, near, now) is not None:
        desk.store.replace_places(dossier, _later(desk, dossier, near, now), now)
        return 0
    step = _step(desk.policy, found.road.state.campaign, found.road.state.version, key)
    text, problem = fill(desk, dossier, step.template, found.road.state.campaign, now)
    event = next_event(desk)
    act = Act("sent", EMAIL, now, now, "", event, by_person=False, side_step=key if step.beside else "")
    if problem or not emails(dossier.lead, dossier.state, near, now):
        why = problem or "no address"
        skip = SideStepDone(now, key, why) if step.beside else StepDone(now, key, why)
        write(
            desk,
            dossier,
            [Event(event, lead, "skipped", now, now, "", {"step": key, "reason": why}, (skip,))],
            now,
        )
        return 0
    _put(desk, dossier, make(desk, dossier, near, text, act), now)
    return 1


def _later(desk: Desk, dossier: Dossier, near: Around, now: Instant) -> Placing:
    """The placing of a lead whose automatic step may not leave yet: asked again in an hour."""
    found, _ = placing(desk, dossier.lead, dossier.state, near, now)
    if found.automatic is not None and found.automatic <= now:
        return replace(found, automatic=Instant(now + 3600))
    return found


def _step(policy: Policy, campaign: str, version: int, key: str) -> Step:
    return next(step for step in policy.campaign(campaign, version).steps if step.key == key)
