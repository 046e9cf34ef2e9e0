"""An address does not take mail: the outcome `bounced`, put down by the program itself (R14.3)."""

from __future__ import annotations

from typing import Any

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.kept import Mail
from dialq.desk.ledger import around, next_event, read, write
from dialq.engine.acts import Act
from dialq.engine.campaign import EMAIL
from dialq.engine.decide import decide
from dialq.engine.events import ENGINE, OUTCOME, Event
from dialq.engine.plan import life_touches, run_touches


def bounced(desk: Desk, mail: Mail, status: str, why: str, now: Instant) -> Event:
    """Kill the address of a mail for its lead; inside a write transaction."""
    dossier = read(desk, mail.lead)
    near = around(desk, dossier.lead, now)
    act = Act(
        "bounced",
        EMAIL,
        now,
        now,
        ENGINE,
        next_event(desk),
        number=mail.recipient,
        by_person=False,
        received=True,
    )
    decision = decide(dossier.lead, dossier.state, desk.policy, near, act)
    facts: dict[str, Any] = {
        "code": act.code, "label": act.outcome.label, "channel": EMAIL, "direction": act.direction, "dial": False,
        "touch": False, "human": "", "number": mail.recipient, "note": why, "status": status, "auto": True,
        "touches_campaign": run_touches(dossier.state), "touches_life": life_touches(dossier.state),
        "of_message": mail.message, "received": True,
    }  # fmt: skip
    event = Event(act.event, mail.lead, OUTCOME, now, now, ENGINE, facts, decision.effects)
    write(desk, dossier, [event], now)
    return event
