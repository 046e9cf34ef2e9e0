"""One template to many leads: merged, looked through, queued by the rules of single mails (SEED1-16)."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from dialq.clock import Instant
from dialq.desk.block import Block
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.desk.fields import merge_fields
from dialq.desk.kept import BATCH, FAILED, HOLD
from dialq.desk.last_leaving import last_leaving
from dialq.desk.ledger import around, read
from dialq.desk.mail_making import fill, may_send, require_sender
from dialq.desk.mail_views import Mass, MassLine, MassSent
from dialq.desk.mailing import queue_mail
from dialq.desk.outgoing import still_blank
from dialq.desk.queue import queue
from dialq.desk.turns import ANSWERS
from dialq.desk.views import Draft, Item, Refused
from dialq.desk.waiting_mails import take_back_mail
from dialq.engine.campaign import EMAIL
from dialq.engine.caps import blocks
from dialq.engine.channels import Around, emails, serving
from dialq.engine.day import local
from dialq.engine.effects import apply
from dialq.engine.events import OUTCOME
from dialq.engine.history import standing_events
from dialq.engine.judge import place
from dialq.engine.settling import settle
from dialq.engine.state import NAME, State
from dialq.engine.tell import length
from dialq.errors import BadInput, NothingThere

CHUNK = 20
"""Mails a commit: others get their turn in between."""
_NEVER_BY_MASS = "write to it by itself"


def mass_mail(
    desk: Desk, template: str, leads: Sequence[int] = (), block: Block | None = None, limit: int = 500
) -> Mass:
    """A template merged for many leads, to be looked through; nothing is written.

    The given leads, else those whose open step is a mail and is due, in the order of the queue; a block narrows the
    latter. Each line says why its mail does not go, if it does not. Raises BadInput for an unknown template.
    """
    now = desk.now()
    known = desk.templates.mails()
    if template not in known:
        raise BadInput(f"there is no mail template {template!r}", f"Choose one of: {', '.join(known)}.")
    with desk.store.reading():
        chosen = list(dict.fromkeys(leads)) or _due(desk, now, block, limit)
        return Mass(template, tuple(_line(desk, lead, template, now) for lead in chosen[:limit]))


def _due(desk: Desk, now: Instant, block: Block | None, limit: int) -> list[int]:
    """Leads that are ready for a mail: what stands before them in the queue is read over."""
    counted = desk.store.places.counts(now, desk.rep)
    before = sum(count for tier, count in counted.items() if tier <= ANSWERS)
    wanted = replace(block if block is not None else Block(), channels=(EMAIL,))
    items = queue(desk, limit=limit + before, block=wanted).items
    return [item.lead for item in items if _is_wanted(desk, item, wanted)]


def _is_wanted(desk: Desk, item: Item, block: Block) -> bool:
    """Whether a lead waits for a mail and is in the block, which tiers 1-3 break into."""
    if item.step is None or item.step.channel != EMAIL or item.owed:
        return False
    lead = desk.store.leads.get(item.lead)
    return lead is not None and block.takes(lead, item.campaign, desk.zone)


def _line(desk: Desk, lead: int, template: str, now: Instant) -> MassLine:
    dossier = read(desk, lead)
    near = around(desk, dossier.lead, now, rep=desk.rep)
    campaign = place(dossier.lead, dossier.state, desk.policy, now, near).road.state.campaign
    text, problem = fill(desk, dossier, template, campaign, now)
    to = emails(dossier.lead, dossier.state, near, now)
    refused = _refusal(desk, dossier, near, template, now)
    if refused is None and problem:
        refused = Refused("fields", problem, override=False)
    return MassLine(
        lead, dossier.lead.name, dossier.lead.company, to[0] if to else "", text.subject, text.body,
        dossier.state.seen, refused,
    )  # fmt: skip


def _refusal(desk: Desk, dossier: Dossier, near: Around, template: str, now: Instant) -> Refused | None:
    """The first rule that keeps a mail of many from a lead: those of any mail, and those that a person may waive."""
    lead = dossier.lead
    refused = may_send(desk, dossier, near, now)
    if refused is not None:
        return refused._replace(override=False)
    if not emails(lead, dossier.state, near, now):
        return Refused("needs-contact", "it has no address that may be written to", override=False)
    state = apply(dossier.state, settle(lead, dossier.state, desk.policy, near, now))
    return _stands_apart(state, now) or _too_soon(desk, dossier, state, near, template, now)


def _stands_apart(state: State, now: Instant) -> Refused | None:
    """Leads that get no mail of many: what was said between us and them stands before."""
    if state.ended or state.stage == NAME:
        return Refused("ended" if state.ended else "not-a-lead", f"it is {state.stage}", override=False)
    if state.response is not None:
        return Refused("response", f"we owe it an answer: {_NEVER_BY_MASS}", override=False)
    if state.promise is not None:
        return Refused("callback-later", f"a promise stands: {_NEVER_BY_MASS}", override=False)
    if state.paused_until is not None and state.paused_until > now:
        why = f"it is paused: {state.reason}" if state.reason else "it is paused"
        return Refused("paused", why, state.paused_until, override=False)
    return None


def _too_soon(
    desk: Desk, dossier: Dossier, state: State, near: Around, template: str, now: Instant
) -> Refused | None:
    """The gap between mails; on the day of the first call, which knows none, the same mail again."""
    for block in blocks(serving(dossier.lead, state, near, now), state, desk.policy, near, EMAIL):
        if block.rule == "gap" and block.holds(now):
            return Refused("gap", f"{block.value}: {block.limit}", block.ends, override=False)
    since = now - desk.policy.caps.email_gap
    if not any(entry.channel == EMAIL and entry.at > since for entry in state.ledger):
        return None
    for event in standing_events(desk.store.events.of_lead(dossier.lead.id)):
        if event.kind == OUTCOME and event.recorded > since and event.facts.get("template") == template:
            return Refused("gap", f"it had this mail {length(now - event.recorded)} ago", override=False)
    return None


def send_mass(desk: Desk, template: str, lines: Sequence[MassLine]) -> MassSent:
    """Queue these mails as they stand in the lines, some a commit; each is judged again when it is queued.

    Whoever had something happen since, or is held by another rep, is refused; so is an edited text with blanks.
    """
    require_sender(desk)
    batch, queued, refused = "", list[int](), list[tuple[int, Refused]]()
    for start in range(0, len(lines), CHUNK):
        with desk.store.writing():
            batch = batch or _name(desk)
            for line in lines[start : start + CHUNK]:
                why = _queue(desk, template, line, batch)
                if why is None:
                    queued.append(line.lead)
                else:
                    refused.append((line.lead, why))
    last = last_leaving(desk, desk.store.outbox.of_batch(batch)) if queued else None
    return MassSent(batch, tuple(queued), tuple(refused), last)


def _name(desk: Desk) -> str:
    """A name that no batch has: inside the transaction that uses it."""
    begins, number = f"mass-{local(desk.now(), desk.zone):%Y%m%d-%H%M}", 1
    while desk.store.outbox.of_batch(f"{begins}-{number:02}"):
        number += 1
    return f"{begins}-{number:02}"


def _queue(desk: Desk, template: str, line: MassLine, batch: str) -> Refused | None:
    """Queue one mail, by the way of every mail; returns why not."""
    now = desk.now()
    dossier = read(desk, line.lead)
    if dossier.state.seen != line.seen:
        return Refused("changed", "something happened to this lead since: look again", override=False)
    near = around(desk, dossier.lead, now, rep=desk.rep)
    refused = _refusal(desk, dossier, near, template, now)
    if refused is not None:
        return refused
    campaign = place(dossier.lead, dossier.state, desk.policy, now, near).road.state.campaign
    missing = desk.templates.render(template, merge_fields(desk, dossier, campaign, now)).missing
    blanks = still_blank(f"{line.subject}\n{line.body}", missing)
    if blanks:
        return Refused("fields", f"blanks still stand: {', '.join(blanks)}", override=False)
    draft = Draft(line.lead, template, line.to, line.subject, line.body, missing)
    try:
        came = queue_mail(desk, draft, seen=line.seen, batch=batch, rank=BATCH)
    except BadInput as error:
        return Refused("mail", error.title, override=False)
    return came if isinstance(came, Refused) else None


def stop_batch(desk: Desk, batch: str) -> int:
    """Take back what has not left of a mass sending: its leads stand as before. Returns how many."""
    with desk.store.writing():
        mails = desk.store.outbox.of_batch(batch)
        if not mails:
            raise NothingThere(f"there is no mass sending {batch!r}", "Its name was said when it was queued.")
        waiting = [mail for mail in mails if mail.status in (HOLD, FAILED)]
        for mail in waiting:
            take_back_mail(desk, mail, desk.now())
    return len(waiting)
