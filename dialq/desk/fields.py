"""Merge fields of a lead, for mails and scripts (R14.1)."""

from __future__ import annotations

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.engine.channels import day_zone
from dialq.engine.day import local


def merge_fields(desk: Desk, dossier: Dossier, campaign: str, at: Instant) -> dict[str, str]:
    """Every merge field by name; what is not known is ''."""
    lead, sender = dossier.lead, desk.settings.sender
    hour = local(at, day_zone(lead, desk.zone)).hour
    return {
        "first_name": lead.first_name or lead.name.partition(" ")[0],
        "last_name": lead.last_name or lead.name.rpartition(" ")[2],
        "name": lead.name,
        "title": lead.title,
        "company": lead.company,
        "industry": lead.industry,
        "city": lead.city,
        "region": lead.region,
        "country": lead.country,
        "source": lead.source,
        "topic": dossier.state.topic or lead.topic,
        "interaction": lead.interaction,
        "website": lead.website,
        "rep_name": sender.name or desk.rep,
        "rep_email": sender.email,
        "sender_company": sender.company,
        "postal_address": sender.postal_address,
        "campaign": campaign,
        "phone": lead.phones[0].number if lead.phones else "",
        "email": lead.emails[0] if lead.emails else "",
        "day_part": "morning" if hour < 12 else "afternoon" if hour < 18 else "evening",
    }
