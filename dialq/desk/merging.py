"""A second record of the same person: blanks are filled, nothing that is known is overwritten."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from dialq.engine.lead import Lead, LeadRecord

_LISTS = ("phones", "emails", "tags")
_TEXTS = tuple(
    name for name in LeadRecord.__struct_fields__
    if name not in (*_LISTS, "row", "arrived", "opted_out", "custom", "zones", "zone_source", "temperature", "source",
                      "external_id", "doubtful")
)  # fmt: skip


def merged(lead: Lead, record: LeadRecord | Lead) -> Lead:
    """The lead with its blanks filled; the very same value if there was nothing to add."""
    changes: dict[str, Any] = {}
    for name in _TEXTS:
        value = getattr(record, name)
        if value and not getattr(lead, name):
            changes[name] = value
    numbers = {phone.number for phone in lead.phones}
    added = tuple(phone for phone in record.phones if phone.number not in numbers)
    if added:
        changes["phones"] = (*lead.phones, *added)
    addresses = {email.lower() for email in lead.emails}
    new = tuple(email for email in record.emails if email.lower() not in addresses)
    if new:
        changes["emails"] = (*lead.emails, *new)
    if not lead.zones and record.zones:
        changes |= {"zones": record.zones, "zone_source": record.zone_source}
    custom = {name: value for name, value in record.custom.items() if value and not lead.custom.get(name)}
    if custom:
        changes["custom"] = lead.custom | custom
    return replace(lead, **changes) if changes else lead


def changed_fields(old: Lead, new: Lead) -> dict[str, str]:
    """What differs, by field, in words for the story."""
    found = {}
    for name in Lead.__struct_fields__:
        value = getattr(new, name)
        if value != getattr(old, name):
            found[name] = _shown(value)
    return found


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(getattr(one, "number", str(one)) for one in value)
    return str(value)
