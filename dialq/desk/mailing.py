"""Mails by hand: draft, queue, edit and stop (R14.1)."""

from __future__ import annotations

import json

from dialq.clock import DAY, Instant
from dialq.desk.automatic import run_all_automatic, run_automatic
from dialq.desk.delivering import run_outbox
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.desk.kept import FAILED, HOLD, SENDING, UNCONFIRMED
from dialq.desk.ledger import around, next_event, read
from dialq.desk.mail_making import Text, make, may_send, put, require_sender, was_sent
from dialq.desk.mail_sender import sender_of_rep
from dialq.desk.outgoing import still_blank
from dialq.desk.pairing import INFORMATION
from dialq.desk.views import Draft, Queued, Refused
from dialq.desk.waiting_mails import cancel_mail, edit_mail, hold_mail, queued_view, release_mail
from dialq.engine.acts import Act
from dialq.engine.campaign import EMAIL
from dialq.engine.channels import emails
from dialq.engine.experiment import template_of
from dialq.engine.judge import place
from dialq.engine.rules import stamp
from dialq.errors import BadInput

__all__ = [
    "cancel_mail", "draft_mail", "edit_mail", "hold_mail", "outbox", "queue_mail", "queued_view", "release_mail",
    "run_all_automatic", "run_automatic", "run_outbox", "save_mail_draft", "template_names",
]  # fmt: skip


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
        return _kept(kept)
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
        sender_of_rep(desk.settings, desk.rep).footer,
    )


def _kept(text: str) -> Draft:
    """A draft as it was saved."""
    plain = json.loads(text)
    lists = {name: tuple(plain.get(name, ())) for name in ("missing", "answers")}
    return Draft(**(plain | lists))


def _fields(desk: Desk, dossier: Dossier, campaign: str, at: Instant) -> dict[str, str]:
    from dialq.desk.fields import merge_fields

    return merge_fields(desk, dossier, campaign, at)


def _twice(desk: Desk, draft: Draft, now: Instant) -> Refused | None:
    """The very same mail to the same lead within a day is a slip: a key, or a line of a script, too many."""
    before = was_sent(desk, draft.lead, draft.subject, draft.body, Instant(now - DAY))
    return Refused("gap", f"this very mail was queued at {stamp(before, desk.zone)}") if before else None


def save_mail_draft(desk: Desk, draft: Draft) -> None:
    """Keep a mail as it is edited."""
    plain = draft._asdict()
    with desk.store.writing():
        text = json.dumps(plain, ensure_ascii=False) if draft.subject or draft.body else ""
        desk.store.tables.save_draft(desk.rep, draft.lead, "mail", text, desk.now())


def queue_mail(
    desk: Desk,
    draft: Draft,
    *,
    seen: int | None = None,
    override: str = "",
    rank: int | None = None,
    batch: str = "",
) -> Queued | Refused:
    """Put a mail into the outbox; it counts as the open mail step. Raises BadInput where a blank still stands.

    `rank`: its place among what waits; None: as the act says. `batch`: the mass sending it belongs to.
    """
    now = desk.now()
    require_sender(desk)
    blanks = still_blank(f"{draft.subject}\n{draft.body}", draft.missing)
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
        refused = may_send(desk, dossier, near, now, draft.to) or _twice(desk, draft, now)
        if refused is not None and not (override and refused.override):
            return refused
        act = Act("sent", EMAIL, now, now, desk.rep, next_event(desk))
        text = Text(draft.template, draft.subject, draft.body)
        breach = refused.rule if refused is not None else ""
        made = make(
            desk, dossier, near, text, act, override=override, breach=breach, rank=rank, batch=batch,
            in_reply_to=draft.answers, to=draft.to,
        )  # fmt: skip
        put(desk, dossier, made, now)
        desk.store.tables.save_draft(desk.rep, draft.lead, "mail", "", now)
        claim = desk.store.claims.on(draft.lead, now)
        if claim is not None and claim.rep == desk.rep:
            desk.store.claims.release(draft.lead)
    return queued_view(made.mail)


def outbox(desk: Desk) -> tuple[Queued, ...]:
    """Mails that have not left yet, the next one first."""
    return tuple(queued_view(m) for m in desk.store.outbox.with_status(HOLD, SENDING, FAILED, UNCONFIRMED))
