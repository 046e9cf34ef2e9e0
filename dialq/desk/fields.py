"""Merge fields of a lead, for mails and scripts (R14.1)."""

from __future__ import annotations

import re

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.desk.mail_sender import sender_of
from dialq.engine.channels import day_zone
from dialq.engine.day import local
from dialq.engine.entering import gathering_for
from dialq.engine.lead import Lead

NOT_OF_LEADS = frozenset(
    ("rep_name", "rep_email", "sender_company", "postal_address", "campaign", "day_part", "event_title",
     "event_place", "event_date")
)  # fmt: skip
"""Fields that settings, the hour and an event fill, whatever is known of the lead."""


def merge_fields(
    desk: Desk, dossier: Dossier, campaign: str, at: Instant, rep: str | None = None
) -> dict[str, str]:
    """Every merge field by name, custom fields of the lead too; what is not known is ''.

    `rep`: who it comes from, `ENGINE` of an automatic mail; None: whose desk it is.
    """
    lead, settings = dossier.lead, desk.settings
    sender = sender_of(desk, dossier, desk.rep if rep is None else rep)
    hour = local(at, day_zone(lead, desk.zone)).hour
    return _custom_fields(dossier.lead) | {
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
        "rep_email": sender.address,
        "sender_company": settings.sender.company,
        "postal_address": settings.sender.postal_address,
        "campaign": campaign,
        "phone": lead.phones[0].number if lead.phones else "",
        "email": lead.emails[0] if lead.emails else "",
        "day_part": "morning" if hour < 12 else "afternoon" if hour < 18 else "evening",
        **_event_fields(desk, dossier, campaign, at),
    }


def _custom_fields(lead: Lead) -> dict[str, str]:
    """The lead's own columns: `Contract End` is the field `contract_end`."""
    return {re.sub(r"\W+", "_", name.casefold()).strip("_"): value for name, value in lead.custom.items()}


def _event_fields(desk: Desk, dossier: Dossier, campaign: str, at: Instant) -> dict[str, str]:
    """What an invitation says of its event; empty in any other campaign."""
    state, policy = dossier.state, desk.policy
    if state.event and state.campaign == campaign:
        event = next((one for one in policy.gatherings if one.name == state.event), None)
    else:
        event = gathering_for(dossier.lead, campaign, at, policy)
    if event is None:
        return {"event_title": "", "event_place": "", "event_date": ""}
    begins = local(event.at, desk.zone)
    hour = f"{begins.hour % 12 or 12}:{begins:%M} {'a.m.' if begins.hour < 12 else 'p.m.'}"
    return {
        "event_title": event.title,
        "event_place": event.place,
        "event_date": f"{begins:%A}, {begins:%B} {begins.day}, {hour}",
    }
