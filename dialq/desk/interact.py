"""The lead did something: it counts towards a lead, turns it hot, or asks for an answer (R3, R11.1)."""

from __future__ import annotations

from typing import Any, NamedTuple

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.desk.gatherings import CAME, COMES, DECLINES, check_said, count_seats, gathering_meant, seats_left
from dialq.desk.interactions import Told
from dialq.desk.kept import BATCH, HOLD
from dialq.desk.ledger import around, next_event, read, write
from dialq.desk.outcome_facts import touches_of
from dialq.desk.qualifying import came_of
from dialq.desk.reading_acts import SKEW
from dialq.desk.stopping import stop_mail
from dialq.desk.views import Logged
from dialq.engine.channels import Around
from dialq.engine.effects import CampaignEnded, Effect, Responded
from dialq.engine.events import ENGINE, RESPONDED, Event
from dialq.engine.gathering import Gathering
from dialq.engine.judge import judge
from dialq.engine.qualify import RESPONSES, interacted
from dialq.engine.state import Response
from dialq.errors import BadInput

OTHERS = ("webinar", "download", "event", "visit", "opened", "declined")
"""Interactions that ask for no answer."""
KINDS = (*RESPONSES, *OTHERS)


class Noted(NamedTuple):
    """An interaction that was put down."""

    event: Event
    before: Dossier
    after: Dossier
    near: Around
    gathering: Gathering | None
    """The event it says something of."""


def interact(desk: Desk, lead: int, kind: str, topic: str = "", at: Instant | None = None) -> Logged:
    """Put down what the lead did, and say what came of it.

    A response stops automatic mails, ends rest and nurture, and asks for an answer. Raises BadInput.
    """
    now = desk.now()
    if kind not in KINDS:
        raise BadInput(f"{kind!r} is no interaction", f"One of: {', '.join(KINDS)}.")
    moment = at if at is not None else now
    if moment > now + SKEW:
        raise BadInput("an interaction cannot lie in the future")
    with desk.store.writing():
        dossier = read(desk, lead)
        if moment < dossier.lead.arrived:
            raise BadInput("an interaction cannot lie before the lead arrived", "Give a later --at.")
        check_said(desk, kind, topic, moment)
        noted = put_down(desk, dossier, Told(kind, topic, min(moment, now)), now)
    said, warning = _said(desk, noted, kind, topic, now)
    after = noted.after
    verdict = judge(after.lead, after.state, desk.policy, now, noted.near, desk.rep)
    touches = touches_of(desk, after, now)
    return Logged(noted.event.id, lead, after.state.stage, touches, verdict, said, warning=warning)


def put_down(
    desk: Desk,
    dossier: Dossier,
    told: Told,
    now: Instant,
    batch: str = "",
    letter: dict[str, Any] | None = None,
) -> Noted:
    """Write one interaction and all that follows from it, inside a write transaction.

    `letter`: what is known of the mail it came by; nobody of ours put that down.
    """
    near = around(desk, dossier.lead, now)
    number = next_event(desk)
    response = Response(told.at, told.kind, told.topic, event=number)
    effects = interacted(dossier.lead, dossier.state, desk.policy, near, response, now)
    gathering = gathering_meant(desk, dossier, told.kind, told.topic, told.at)
    facts: dict[str, Any] = {"kind": told.kind, "topic": told.topic}
    more = {
        "undated": not told.dated, "source": told.source, "batch": batch,
        "gathering": gathering.name if gathering is not None else "",
    }  # fmt: skip
    facts |= {name: value for name, value in (more | (letter or {})).items() if value}
    rep = desk.rep if letter is None else ENGINE
    event = Event(number, dossier.lead.id, RESPONDED, told.at, now, rep, facts, effects)
    after = write(desk, dossier, [event], now, near)
    _stop_mails(desk, dossier.lead.id, effects, now)
    if gathering is not None and told.kind in (COMES, DECLINES):
        count_seats(desk)
    return Noted(event, dossier, after, near, gathering)


def _stop_mails(desk: Desk, lead: int, effects: tuple[Effect, ...], now: Instant) -> None:
    """What would leave by itself, or in a batch, does not: the lead asked something, or its campaign is over."""
    if not any(isinstance(effect, Responded | CampaignEnded) for effect in effects):
        return
    for mail in desk.store.outbox.of_lead(lead):
        if mail.status == HOLD and (not mail.rep or mail.rank == BATCH):
            stop_mail(desk, mail, "the lead answered first", now)


def _said(desk: Desk, noted: Noted, kind: str, topic: str, now: Instant) -> tuple[str, str]:
    """What happened, and what to mind."""
    did = f"{noted.after.lead.name}: {kind}" + (f", {topic}" if topic else "")
    came = came_of(desk, noted.before.state, noted.after, noted.event.effects, noted.near, now)
    one = noted.gathering
    if one is None:
        return f"{did}. {_sentence(came)}", ""
    left = seats_left(desk, one)
    seat = {
        COMES: f"seat {one.capacity - left} of {one.capacity} at {one.title}",
        DECLINES: f"does not come to {one.title}, {max(0, left)} seats left",
        CAME: f"was at {one.title}",
    }[kind]
    warning = f"{one.title} has {one.capacity} seats, {one.capacity - left} are promised" if left < 0 else ""
    return f"{did}. {_sentence(came)}. {_sentence(seat)}", warning


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
