"""Make a mail for a lead: filled in, addressed, and put into the outbox with its event (R14.1, R14.2)."""

from __future__ import annotations

import json
from typing import Any

from msgspec import Struct, to_builtins

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.desk.fields import merge_fields
from dialq.desk.kept import HOLD, Mail
from dialq.desk.ledger import write
from dialq.desk.outgoing import Outgoing
from dialq.desk.views import Refused
from dialq.engine.acts import Act, Decision
from dialq.engine.allowed import Deed, refusals
from dialq.engine.campaign import EMAIL
from dialq.engine.channels import Around, emails
from dialq.engine.decide import decide
from dialq.engine.effects import apply
from dialq.engine.events import OUTCOME, Event
from dialq.engine.owed import is_answering
from dialq.engine.plan import life_touches, run_touches
from dialq.engine.settling import settle
from dialq.engine.state import NURTURE
from dialq.errors import BadInput

THREAD = 12
"""So many mails a thread names at most."""


class Text(Struct, frozen=True):
    """Subject and body, ready to go."""

    template: str
    subject: str
    body: str


class Made(Struct, frozen=True):
    """A mail in the outbox and the event that says so."""

    mail: Mail
    event: Event
    decision: Decision


def fill(desk: Desk, dossier: Dossier, template: str, campaign: str, at: Instant) -> tuple[Text, str]:
    """A template filled in for a lead, and in a sentence what is missing ('' if nothing)."""
    filled = desk.templates.render(template, merge_fields(desk, dossier, campaign, at))
    return Text(template, filled.subject, filled.body), filled.problem


def make(
    desk: Desk,
    dossier: Dossier,
    near: Around,
    text: Text,
    act: Act,
    *,
    cause: int = 0,
    override: str = "",
    breach: str = "",
) -> Made:
    """Compose a mail and decide its consequences; nothing is written yet. Raises BadInput if it cannot be sent."""
    outgoing = _outgoing(desk, dossier, near, text, act.recorded)
    decision = decide(dossier.lead, dossier.state, desk.policy, near, act)
    state = apply(dossier.state, decision.effects)
    facts: dict[str, Any] = {
        "code": act.code, "label": act.outcome.label, "channel": act.channel, "direction": act.direction, "dial": False,
        "touch": True, "human": "", "step": decision.step.key if decision.step else act.side_step,
        "campaign": decision.campaign, "version": decision.version, "programme": state.programme,
        "touches_campaign": run_touches(state), "touches_life": life_touches(state), "message": outgoing.message_id,
        "subject": text.subject, "template": text.template, "number": outgoing.to_address,
        "attempt": sum(e.channel == act.channel and e.run == state.run for e in state.ledger),
        "auto": not act.by_person, "side_step": act.side_step, "override": override if breach else "", "breach": breach,
    }  # fmt: skip
    event = Event(
        act.event,
        dossier.lead.id,
        OUTCOME,
        act.happened,
        act.recorded,
        act.rep,
        facts,
        decision.effects,
        cause,
    )
    leaves = Instant(act.recorded + desk.policy.hold)
    mail = Mail(
        outgoing.message_id, dossier.lead.id, act.event, act.rep, HOLD, leaves, outgoing.to_address, text.subject,
        text.body, json.dumps(to_builtins(outgoing), ensure_ascii=False), act.recorded,
    )  # fmt: skip
    return Made(mail, event, decision)


def require_sender(desk: Desk) -> None:
    """Raise BadInput where the settings do not say who the mails come from (R14.4)."""
    missing = desk.settings.sender.missing
    if missing:
        raise BadInput(
            f"mails need {', '.join(missing)}", "Fill them in in settings.toml, beside the database."
        )


def may_send(desk: Desk, dossier: Dossier, near: Around, now: Instant) -> Refused | None:
    """The first rule that keeps a mail from a lead (R7.4); None: it may go."""
    state = apply(dossier.state, settle(dossier.lead, dossier.state, desk.policy, near, now))
    answering = is_answering(state, now)
    deed = Deed(EMAIL, now, False, True)
    for refusal in refusals(dossier.lead, state, desk.policy, near, deed, answering=answering):
        return Refused(refusal.rule, refusal.why, refusal.until)
    return None


def put(desk: Desk, dossier: Dossier, made: Made, now: Instant) -> None:
    """A mail and its event, written down."""
    desk.store.outbox.put(made.mail)
    write(desk, dossier, [made.event], now)


def _outgoing(desk: Desk, dossier: Dossier, near: Around, text: Text, at: Instant) -> Outgoing:
    sender = desk.settings.sender
    require_sender(desk)
    to = emails(dossier.lead, dossier.state, near, at)
    if not to:
        raise BadInput(f"{dossier.lead.name or 'the lead'} has no address that may be written to")
    if not text.subject.strip() or not text.body.strip():
        raise BadInput("a mail needs a subject and a text")
    outgoing = Outgoing(
        message_id=desk.mailer.new_message_id(sender.email), date=at, from_name=sender.name,
        from_address=sender.email, to_name=dossier.lead.name, to_address=to[0], subject=text.subject, body=text.body,
        footer=sender.footer, references=_thread(desk, dossier), token=desk.mailer.new_token(),
    )  # fmt: skip
    desk.mailer.compose(outgoing)
    return outgoing


def _thread(desk: Desk, dossier: Dossier) -> tuple[str, ...]:
    """Mails that left and that the new one continues: those of the campaign; of an answer all (R16.2: old thread).

    An item of nurture stands for itself.
    """
    state = dossier.state
    if state.response is None and (not state.campaign or state.stage == NURTURE):
        return ()
    since = state.entered if state.response is None else 0
    sent = [
        m.message
        for m in desk.store.outbox.of_lead(dossier.lead.id)
        if m.status == "sent" and m.queued >= since
    ]
    return tuple(sent[-THREAD:])


def outgoing_of(mail: Mail) -> Outgoing:
    """The value a stored mail's bytes are made of."""
    plain = json.loads(mail.mail)
    plain["references"] = tuple(plain["references"])
    return Outgoing(**plain)
