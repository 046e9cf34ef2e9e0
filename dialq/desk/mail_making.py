"""Make a mail for a lead: filled in, addressed, and put into the outbox with its event (R14.1, R14.2)."""

from __future__ import annotations

import json
from typing import Any

from msgspec import Struct, convert, to_builtins
from msgspec.structs import replace

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.desk.fields import merge_fields
from dialq.desk.kept import ANSWER, AUTO, BY_HAND, HOLD, PAIR, SENDING, SENT, UNCONFIRMED, Mail
from dialq.desk.ledger import write
from dialq.desk.mail_bans import mail_ban
from dialq.desk.mail_ports import Filled
from dialq.desk.mail_sender import Sender, sender_of
from dialq.desk.outgoing import Outgoing, is_message_id
from dialq.desk.views import Refused
from dialq.engine.acts import Act, Decision
from dialq.engine.allowed import Deed, refusals
from dialq.engine.campaign import EMAIL
from dialq.engine.channels import Around, emails, is_dead
from dialq.engine.decide import decide
from dialq.engine.effects import apply
from dialq.engine.events import ENGINE, OUTCOME, Event
from dialq.engine.judge import place
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
    html: str = ""
    """The same as HTML; '': plain text, or as the template has it while nobody changed the text."""


class Made(Struct, frozen=True):
    """A mail in the outbox and the event that says so."""

    mail: Mail
    event: Event
    decision: Decision


def fill(
    desk: Desk, dossier: Dossier, template: str, campaign: str, at: Instant, rep: str | None = None
) -> tuple[Text, str]:
    """A template filled in for a lead, and in a sentence what is missing ('' if nothing).

    `rep`: who it comes from, `ENGINE` of an automatic mail; None: whose desk it is.
    """
    filled = desk.templates.render(template, merge_fields(desk, dossier, campaign, at, rep))
    return Text(template, filled.subject, filled.body, filled.html), filled.problem


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
    rank: int | None = None,
    batch: str = "",
    in_reply_to: tuple[str, ...] = (),
    to: str = "",
) -> Made:
    """Compose a mail and decide its consequences; nothing is written yet. Raises BadInput if it cannot be sent.

    `rank`: its place among what waits; None: as the act says. `in_reply_to`: ids of the letter it answers, which end
    its thread. `to`: another address than the lead's first, one that a letter of theirs came from.
    """
    sender = sender_of(desk, dossier, act.rep if act.by_person else ENGINE)
    outgoing = _outgoing(desk, dossier, near, sender, text, act.recorded, in_reply_to, to)
    raw = desk.mailer.compose(outgoing)
    decision = decide(dossier.lead, dossier.state, desk.policy, near, act)
    facts = _facts(dossier, text, act, decision, outgoing) | {
        "override": override if breach else "", "breach": breach,
    }  # fmt: skip
    event = Event(
        act.event, dossier.lead.id, OUTCOME, act.happened, act.recorded, act.rep, facts, decision.effects, cause,
    )  # fmt: skip
    mail = Mail(
        outgoing.message_id, dossier.lead.id, act.event, act.rep, HOLD, Instant(act.recorded + desk.policy.hold),
        outgoing.to_address, text.subject, text.body, json.dumps(to_builtins(outgoing), ensure_ascii=False),
        act.recorded, mailbox=sender.mailbox, rank=_rank(dossier, act, in_reply_to) if rank is None else rank,
        token=outgoing.token, batch=batch, raw=raw.decode("ascii"),
    )  # fmt: skip
    return Made(mail, event, decision)


def _facts(dossier: Dossier, text: Text, act: Act, decision: Decision, outgoing: Outgoing) -> dict[str, Any]:
    """What the event remembers of the mail."""
    state = apply(dossier.state, decision.effects)
    return {
        "code": act.code, "label": act.outcome.label, "channel": act.channel, "direction": act.direction, "dial": False,
        "touch": True, "human": "", "step": decision.step.key if decision.step else act.side_step,
        "campaign": decision.campaign, "version": decision.version, "programme": state.programme,
        "touches_campaign": run_touches(state), "touches_life": life_touches(state), "message": outgoing.message_id,
        "subject": text.subject, "template": text.template, "number": outgoing.to_address,
        "attempt": sum(e.channel == act.channel and e.run == state.run for e in state.ledger),
        "auto": not act.by_person, "side_step": act.side_step,
    }  # fmt: skip


def require_sender(desk: Desk) -> None:
    """Raise BadInput where the settings do not say who the mails come from (R14.4)."""
    missing = desk.settings.mail_lacks
    if missing:
        raise BadInput(
            f"mails need {', '.join(missing)}", "Fill them in in settings.toml, beside the database."
        )


def may_send(desk: Desk, dossier: Dossier, near: Around, now: Instant, to: str = "") -> Refused | None:
    """The first rule that keeps a mail from a lead, or from its address `to` (R7.4); None: it may go.

    No reason gets a mail past a ban (R18.1).
    """
    banned = mail_ban(desk, dossier, near, now, to)
    if banned:
        return Refused("suppressed", banned, override=False)
    state = apply(dossier.state, settle(dossier.lead, dossier.state, desk.policy, near, now))
    answering = is_answering(state, now)
    deed = Deed(EMAIL, now, False, True)
    for refusal in refusals(dossier.lead, state, desk.policy, near, deed, answering=answering):
        return Refused(refusal.rule, refusal.why, refusal.until)
    return None


def was_sent(desk: Desk, lead: int, subject: str, body: str, since: Instant) -> Instant | None:
    """When the very same mail was queued for a lead, if it left since, or waits to."""
    for mail in reversed(desk.store.outbox.of_lead(lead)):
        same = (mail.subject, mail.body.strip()) == (subject, body.strip())
        if same and mail.queued >= since and mail.status in (HOLD, SENDING, SENT, UNCONFIRMED):
            return mail.queued
    return None


def put(desk: Desk, dossier: Dossier, made: Made, now: Instant) -> None:
    """A mail and its event, written down."""
    desk.store.outbox.put(made.mail)
    write(desk, dossier, [made.event], now)


def preview(
    desk: Desk, dossier: Dossier, near: Around, text: Text, at: Instant, in_reply_to: tuple[str, ...], to: str
) -> Outgoing:
    """A mail of this desk's rep as it would leave now; its ids are made anew when it is queued. Raises BadInput."""
    return _outgoing(desk, dossier, near, sender_of(desk, dossier, desk.rep), text, at, in_reply_to, to)


def may_be_written_to(desk: Desk, dossier: Dossier, near: Around, address: str, at: Instant) -> bool:
    """Whether an address serves for this lead: one of its own that may be written to, or one they wrote from."""
    if address in dossier.lead.emails:
        return address in emails(dossier.lead, dossier.state, near, at)
    banned = desk.store.bans.covering(replace(dossier.lead, emails=(*dossier.lead.emails, address)))
    return EMAIL not in banned and address not in banned and not is_dead(address, dossier.state, at)


def _outgoing(
    desk: Desk,
    dossier: Dossier,
    near: Around,
    sender: Sender,
    text: Text,
    at: Instant,
    in_reply_to: tuple[str, ...],
    to: str,
) -> Outgoing:
    require_sender(desk)
    lead = dossier.lead
    if not text.subject.strip() or not text.body.strip():
        raise BadInput("a mail needs a subject and a text")
    answered = tuple(one for one in in_reply_to if is_message_id(one))
    thread = tuple(one for one in _thread(desk, dossier) if one not in answered)
    token = desk.mailer.new_token(lead.id)
    address = _recipient(desk, dossier, near, to, at)
    # Who wrote from another address may be somebody else, and would be called by the lead's name.
    own = address.lower() in [email.lower() for email in lead.emails]
    return Outgoing(
        message_id=desk.mailer.new_message_id(sender.address), date=at, from_name=sender.name,
        from_address=sender.address, to_name=lead.name if own else "", to_address=address,
        subject=text.subject, body=text.body, footer=sender.footer, references=(*thread, *answered), token=token,
        html=text.html or _html(desk, dossier, near, sender.rep, text, at),
        reply_to=sender.reply_to(token),
        unsubscribe_url=desk.settings.mail.unsubscribe_url.replace("{token}", token),
    )  # fmt: skip


def _recipient(desk: Desk, dossier: Dossier, near: Around, to: str, at: Instant) -> str:
    """The address it goes to. Raises BadInput where there is none."""
    if to and not may_be_written_to(desk, dossier, near, to, at):
        raise BadInput(f"{to} may not be written to")
    usable = (to,) if to else emails(dossier.lead, dossier.state, near, at)
    if not usable:
        raise BadInput(f"{dossier.lead.name or 'the lead'} has no address that may be written to")
    return usable[0]


def with_html(desk: Desk, dossier: Dossier, near: Around, rep: str, text: Text, at: Instant) -> Filled | None:
    """The template of a text, filled in; None of one without HTML, or whose text a person changed."""
    if not desk.templates.has_html(text.template):
        return None
    running = place(dossier.lead, dossier.state, desk.policy, at, near).road.state
    filled = desk.templates.render(text.template, merge_fields(desk, dossier, running.campaign, at, rep))
    same = (filled.subject, filled.body.strip()) == (text.subject.strip(), text.body.strip())
    return filled if same else None


def _html(desk: Desk, dossier: Dossier, near: Around, rep: str, text: Text, at: Instant) -> str:
    """The HTML that goes with a text; '' if it goes alone."""
    filled = with_html(desk, dossier, near, rep, text, at)
    if filled is None:
        return ""
    if filled.missing:
        raise BadInput(
            f"the HTML of template {text.template!r} still has blanks: {filled.problem}",
            "Change the text and it goes as plain text, or choose another template.",
        )
    return filled.html


def _rank(dossier: Dossier, act: Act, in_reply_to: tuple[str, ...]) -> int:
    """An answer before a pair before a mail by hand before an automatic one (R14.4)."""
    if not act.by_person:
        return AUTO
    if act.paired:
        return PAIR
    return ANSWER if in_reply_to or is_answering(dossier.state, act.recorded) else BY_HAND


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
        if m.status == SENT and m.queued >= since
    ]
    return tuple(sent[-THREAD:])


def outgoing_of(mail: Mail) -> Outgoing:
    """The value a stored mail's bytes are made of, as this program or an earlier one put it down."""
    return convert(json.loads(mail.mail), Outgoing)
