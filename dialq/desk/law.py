"""May this number be called at this instant, and why: the calling window, as far as it is known."""

from __future__ import annotations

from msgspec import Struct

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.ledger import read
from dialq.desk.records import BadNumber
from dialq.engine.channels import window_class
from dialq.errors import BadInput

WINDOW_SOURCE = "08:00-21:00 where the lead is, every day; no law book is read yet"


class LegalRule(Struct, frozen=True):
    """One rule that was asked."""

    jurisdiction: str
    rule: str
    source: str
    verified: bool
    holds: bool


class Ruling(Struct, frozen=True):
    """What the rules say together; an unverified one is no legal advice."""

    allowed: bool
    until: Instant | None
    """When the answer changes."""
    jurisdictions: tuple[str, ...]
    zones: tuple[str, ...]
    zone_source: str
    rules: tuple[LegalRule, ...]


def may_call_lead(desk: Desk, lead: int, at: Instant | None = None) -> Ruling:
    """Whether a lead may be called at `at` (now, if None)."""
    facts = read(desk, lead).lead
    window = window_class(facts, desk.zone)
    source = facts.zone_source or "address" if facts.zones else "number"
    if not facts.zones and not any(phone.zones for phone in facts.phones):
        source = "team"
    jurisdictions = (facts.country,) if facts.country else ()
    return _ruling(desk, window, source, jurisdictions, at if at is not None else desk.now())


def may_call_number(
    desk: Desk, text: str, region: str = "", postal_code: str = "", at: Instant | None = None
) -> Ruling:
    """Whether a number may be called; its owner's region and postal code narrow the zones."""
    number = desk.phones.parse_number(text, desk.settings.country)
    if isinstance(number, BadNumber):
        raise BadInput(f"{text!r} is no phone number: {number.reason}", "Write it as +1 415 555 0142.")
    placed: tuple[str, ...] = ()
    if region or postal_code:
        placed = desk.phones.zones_for_address(number.region, region, postal_code)
    zones = placed or number.zones or (desk.zone,)
    source = "address" if placed else "number" if number.zones else "team"
    jurisdictions = (number.region,) if number.region.isalpha() else ()
    return _ruling(desk, "|".join(zones), source, jurisdictions, at if at is not None else desk.now())


def _ruling(desk: Desk, window: str, source: str, jurisdictions: tuple[str, ...], at: Instant) -> Ruling:
    allowed, until = desk.policy.windows.state(window, at, guard=False)
    rule = LegalRule(
        ", ".join(jurisdictions) or "any", "window", WINDOW_SOURCE, verified=False, holds=not allowed
    )
    return Ruling(allowed, until, jurisdictions, tuple(window.split("|")), source, (rule,))
