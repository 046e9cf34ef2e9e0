"""The person we were referred to, read from one line (R9 `0 r`)."""

from __future__ import annotations

from dialq.desk.desk import Desk
from dialq.desk.records import Number
from dialq.engine.lead import Lead, LeadRecord, Phone


def referred_record(desk: Desk, lead: Lead, line: str) -> LeadRecord:
    """`Kim Lee +1 415 555 0143 kim@example.com` at the same company, from the same place."""
    words = line.replace(",", " ").split()
    emails = tuple(word for word in words if "@" in word)
    rest = [word for word in words if "@" not in word]
    first_digit = next((i for i, w in enumerate(rest) if any(c.isdigit() for c in w)), len(rest))
    name, digits = " ".join(rest[:first_digit]), " ".join(rest[first_digit:])
    read = desk.phones.parse_number(digits, desk.settings.country) if digits else None
    numbers = (Phone(read.number, "work", read.zones),) if isinstance(read, Number) else ()
    return LeadRecord(
        name=name or line.strip(), first_name=name.partition(" ")[0], last_name=name.partition(" ")[2],
        company=lead.company, phones=numbers, emails=emails, website=lead.website, city=lead.city, region=lead.region,
        street=lead.street, postal_code=lead.postal_code, country=lead.country, zones=lead.zones,
        zone_source=lead.zone_source, source=f"referred by {lead.name}" if lead.name else "referral",
        notes="" if numbers or emails else line,
    )  # fmt: skip
