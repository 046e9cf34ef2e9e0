"""Find leads by what people know of them, and one lead by what a script names it."""

from __future__ import annotations

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.desk.ledger import around, read, stage_of
from dialq.desk.records import Number
from dialq.desk.views import FoundLead
from dialq.engine.judge import judge
from dialq.engine.rules import stamp
from dialq.engine.verdict import READY
from dialq.errors import UnknownLead

_LAST_DIGITS = 4
"""So many digits at least are looked for at the end of numbers."""


def find(desk: Desk, text: str, limit: int = 50) -> tuple[FoundLead, ...]:
    """Leads whose name, company, address or number begins with every word; last digits of a number serve too."""
    now = desk.now()
    ids = dict.fromkeys(desk.store.leads.search(text, limit))
    digits = "".join(c for c in text if c.isdigit())
    if len(digits) >= _LAST_DIGITS and len(digits) >= len(text.replace(" ", "")) - 4:
        ids |= dict.fromkeys(desk.store.leads.with_point_ending("p:", digits, limit))
    if text.strip().isdigit() and desk.store.dossier(int(text)) is not None:
        ids |= {int(text): None}
    return tuple(_hit(desk, read(desk, lead), now) for lead in list(ids)[:limit])


def _hit(desk: Desk, dossier: Dossier, now: Instant) -> FoundLead:
    lead = dossier.lead
    near = around(desk, lead, now, rep=desk.rep)
    verdict = judge(lead, dossier.state, desk.policy, now, near, desk.rep)
    until = f" until {stamp(verdict.until, desk.zone)}" if verdict.until is not None else ""
    said = (
        f"ready, {verdict.tier_name}"
        if verdict.status == READY
        else f"{verdict.status}: {verdict.rule}{until}"
    )
    phone = lead.phones[0].number if lead.phones else ""
    email = lead.emails[0] if lead.emails else ""
    return FoundLead(
        lead.id, lead.name, lead.company, lead.title, phone, email, stage_of(desk, dossier), said
    )


def resolve(desk: Desk, text: str) -> int:
    """The lead an id, an address or a number names. Raises UnknownLead if it is none, or several."""
    text = text.strip()
    if text.isdigit() and len(text) < 10:
        return read(desk, int(text)).lead.id
    if "@" in text:
        ids = desk.store.leads.with_point(f"e:{text.lower()}")
    else:
        number = desk.phones.parse_number(text, desk.settings.country)
        ids = desk.store.leads.with_point(f"p:{number.number}") if isinstance(number, Number) else []
    if len(ids) == 1:
        return ids[0]
    if ids:
        raise UnknownLead(f"{text} is shared by the leads {', '.join(map(str, ids))}", "Name one by its id.")
    raise UnknownLead(
        f"no lead is {text!r}", "A LEAD is an id, an address or a number; look it up with `dialq find`."
    )
