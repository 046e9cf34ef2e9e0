"""A lead: one person at one company, as facts (what happened to it is `state`)."""

from __future__ import annotations

from typing import NewType

from msgspec import Struct, field

from dialq.clock import Instant

LeadId = NewType("LeadId", int)

HOT = "hot"
WARM = "warm"


class Phone(Struct, frozen=True):
    """A number of a lead."""

    number: str
    """E.164, with `;ext=N` behind it where there is an extension: `+14155550142;ext=7`."""
    kind: str = "work"
    """`mobile`, `work` or `other`: asked for in this order (R15.3)."""
    zones: tuple[str, ...] = ()
    """IANA zones the number may ring in; empty if the number tells nothing."""


class Lead(Struct, frozen=True):
    """The facts of one lead. Times are instants; an absent text is ''."""

    id: LeadId
    name: str
    arrived: Instant
    """When the lead came into being (form sent, row's own arrival time, else the import)."""
    recorded: Instant = Instant(0)
    """When this file first knew of it."""
    first_name: str = ""
    last_name: str = ""
    title: str = ""
    company: str = ""
    company_kind: str = ""
    company_size: str = ""
    industry: str = ""
    phones: tuple[Phone, ...] = ()
    emails: tuple[str, ...] = ()
    website: str = ""
    linkedin: str = ""
    street: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    """ISO 3166 two-letter code, or ''."""
    zones: tuple[str, ...] = ()
    """IANA zones the person may be in, from address or a confirmed time zone; empty: unknown."""
    zone_source: str = ""
    """Where `zones` comes from: `confirmed`, `address`, `number`, or '' (the team's zone serves)."""
    source: str = ""
    external_id: str = ""
    cost: str = ""
    temperature: str = WARM
    interaction: str = ""
    """What the lead did to arrive (`form`, `contact-me`, `webinar`…), '' if unsaid."""
    topic: str = ""
    interactions: int = 0
    owner: str = ""
    tags: tuple[str, ...] = ()
    notes: str = ""
    doubtful: str = ""
    """Why the data is in doubt (tier `questionable`), '' if it is not."""
    custom: dict[str, str] = field(default_factory=dict)


def name_point(name: str, company: str) -> str:
    """How somebody is recognised who has neither a number, an address nor an id: by name and company."""
    return f"n:{' '.join(name.casefold().split())}|{' '.join(company.casefold().split())}"


class LeadRecord(Struct, frozen=True):
    """One incoming lead as an adapter read it: cleaned, but no lead yet.

    `row` is where it stands in its file (1 = the first line), for messages.
    """

    row: int = 0
    name: str = ""
    first_name: str = ""
    last_name: str = ""
    title: str = ""
    company: str = ""
    company_kind: str = ""
    company_size: str = ""
    industry: str = ""
    phones: tuple[Phone, ...] = ()
    emails: tuple[str, ...] = ()
    website: str = ""
    linkedin: str = ""
    street: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    zones: tuple[str, ...] = ()
    zone_source: str = ""
    source: str = ""
    external_id: str = ""
    cost: str = ""
    temperature: str = ""
    interaction: str = ""
    topic: str = ""
    arrived: Instant | None = None
    owner: str = ""
    tags: tuple[str, ...] = ()
    notes: str = ""
    opted_out: bool = False
    """The file itself says this person opted out (e.g. HasOptedOutOfEmail, DoNotCall = true)."""
    doubtful: str = ""
    custom: dict[str, str] = field(default_factory=dict)
