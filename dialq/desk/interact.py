"""The lead did something: an answer to give, or one interaction more (R11.1)."""

from __future__ import annotations

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.kept import CANCELLED, HOLD
from dialq.desk.ledger import around, next_event, read, write
from dialq.desk.outcome_facts import touches_of
from dialq.desk.reading_acts import SKEW
from dialq.desk.views import Logged
from dialq.engine.events import RESPONDED, Event
from dialq.engine.judge import judge
from dialq.engine.qualify import interacted
from dialq.engine.state import Response
from dialq.errors import BadInput

RESPONSES = ("reply", "inbound-call", "form", "contact-me", "rsvp")
"""Interactions that ask for an answer."""
OTHERS = ("webinar", "download", "event", "visit", "opened")


def interact(desk: Desk, lead: int, kind: str, topic: str = "", at: Instant | None = None) -> Logged:
    """Put down what the lead did; a response stops automatic mails, ends rest and nurture, and asks for an answer."""
    now = desk.now()
    if kind not in (*RESPONSES, *OTHERS):
        raise BadInput(f"{kind!r} is no interaction", f"One of: {', '.join((*RESPONSES, *OTHERS))}.")
    moment = at if at is not None else now
    if moment > now + SKEW:
        raise BadInput("an interaction cannot lie in the future")
    with desk.store.writing():
        dossier = read(desk, lead)
        if moment < dossier.lead.arrived:
            raise BadInput("an interaction cannot lie before the lead arrived", "Give a later --at.")
        near = around(desk, dossier.lead, now)
        event = next_event(desk)
        response = Response(min(moment, now), kind, topic, event=event)
        effects = interacted(dossier.lead, dossier.state, desk.policy, near, response, now)
        if kind in RESPONSES:
            for mail in desk.store.outbox.of_lead(lead):
                if mail.status == HOLD and not mail.rep:
                    desk.store.outbox.move(mail.message, CANCELLED, "the lead answered first")
        facts = {"kind": kind, "topic": topic}
        dossier = write(
            desk, dossier, [Event(event, lead, RESPONDED, moment, now, desk.rep, facts, effects)], now, near
        )
    verdict = judge(dossier.lead, dossier.state, desk.policy, now, near, desk.rep)
    said = f"{dossier.lead.name}: {kind}" + (f", {topic}" if topic else "")
    return Logged(event, lead, dossier.state.stage, touches_of(desk, dossier, now), verdict, said)
