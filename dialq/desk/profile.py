"""Change a lead's facts in place."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from dialq.desk.card import card_of
from dialq.desk.desk import Desk
from dialq.desk.ledger import next_event, read, write
from dialq.desk.merging import changed_fields
from dialq.desk.qualifying import requalified
from dialq.desk.records import BadNumber
from dialq.desk.views import Card
from dialq.engine.events import CHANGED, Event
from dialq.engine.lead import Lead, Phone
from dialq.errors import BadInput

_TEXTS = (
    "name", "first_name", "last_name", "title", "company", "company_kind", "company_size", "industry", "website",
    "linkedin", "street", "city", "region", "postal_code", "country", "source", "topic", "notes",
)  # fmt: skip
FIELDS: tuple[str, ...] = (*_TEXTS, "phone", "mobile", "phone_other", "email", "timezone", "tags")
"""Fields that can be changed; a number or an address is added, or taken away with a `-` before it."""
_KINDS = {"phone": "work", "mobile": "mobile", "phone_other": "other"}


def modify(desk: Desk, lead: int, **fields: str) -> Card:
    """Set fields of a lead; whether it fits, and where it stands, is judged anew.

    Raises BadInput for an unknown field or an unreadable value.
    """
    now = desk.now()
    with desk.store.writing():
        dossier = read(desk, lead)
        new = dossier.lead
        for name, value in fields.items():
            new = _set(desk, new, name, value.strip())
        if new != dossier.lead:
            desk.store.leads.change(dossier.lead, new)
            facts = {"fields": changed_fields(dossier.lead, new)}
            dossier = replace(dossier, lead=new)
            effects = requalified(desk, dossier, now)
            event = Event(next_event(desk), lead, CHANGED, now, now, desk.rep, facts, effects)
            dossier = write(desk, dossier, [event], now)
    return card_of(desk, dossier, now, opened=True)


def _set(desk: Desk, lead: Lead, name: str, value: str) -> Lead:
    if name in _KINDS:
        return _number(desk, lead, _KINDS[name], value)
    if name == "email":
        return _address(lead, value)
    if name == "timezone":
        return _zone(lead, value)
    if name == "tags":
        return replace(lead, tags=tuple(tag.strip() for tag in value.split(",") if tag.strip()))
    if name not in _TEXTS:
        raise BadInput(f"{name!r} is no field of a lead", f"Fields: {', '.join(FIELDS)}.")
    changes: dict[str, Any] = {name: value}
    if name in ("country", "region", "postal_code"):
        placed = replace(lead, **changes)
        if lead.zone_source != "confirmed":
            zones = desk.phones.zones_for_address(placed.country, placed.region, placed.postal_code)
            changes |= {"zones": zones, "zone_source": "address" if zones else ""}
    return replace(lead, **changes)


def _number(desk: Desk, lead: Lead, kind: str, value: str) -> Lead:
    taken = value.startswith("-")
    read_as = desk.phones.parse_number(value.lstrip("-"), desk.settings.country)
    if isinstance(read_as, BadNumber):
        raise BadInput(f"{value!r} is no phone number: {read_as.reason}")
    others = tuple(phone for phone in lead.phones if phone.number != read_as.number)
    return replace(lead, phones=others if taken else (*others, Phone(read_as.number, kind, read_as.zones)))


def _address(lead: Lead, value: str) -> Lead:
    taken, address = value.startswith("-"), value.lstrip("-").strip()
    local, at, domain = address.rpartition("@")
    if not (local and at and "." in domain) or any(c.isspace() for c in address):
        raise BadInput(f"{address!r} is no mail address")
    others = tuple(email for email in lead.emails if email.lower() != address.lower())
    return replace(lead, emails=others if taken else (*others, address))


def _zone(lead: Lead, value: str) -> Lead:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadInput(f"{value!r} is no time zone", "Write it as America/New_York.") from error
    return replace(lead, zones=(value,), zone_source="confirmed")
