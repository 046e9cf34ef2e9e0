"""Which ways to a lead are open, in which zones it may be, which day it is there."""

from __future__ import annotations

from dialq.clock import Instant
from dialq.engine.campaign import CALL, EMAIL, POST, RESEARCH, SOCIAL
from dialq.engine.lead import Phone
from tests.oracle.calendar import TeamCalendar
from tests.oracle.state import State

_ORDER = {"mobile": 0, "work": 1, "other": 2}


def company(name: str) -> str:
    """A company's name as it is compared; '' is no company."""
    return name.strip().casefold()


def _banned_address(state: State, address: str) -> bool:
    folded = address.casefold()
    return ("address", folded) in state.bans or ("domain", folded.rpartition("@")[2]) in state.bans


def phones(state: State, at: Instant) -> list[Phone]:
    """Numbers that are neither wrong, dead nor banned: mobile, work, other (R15.3)."""
    usable = [
        phone
        for phone in state.lead.phones
        if phone.number not in state.gone_numbers
        and at >= state.dead_numbers.get(phone.number, 0)
        and ("number", phone.number) not in state.bans
    ]
    return sorted(usable, key=lambda phone: _ORDER.get(phone.kind, 2))


def emails(state: State) -> list[str]:
    """Addresses that are neither bounced nor banned."""
    return [
        address
        for address in state.lead.emails
        if address.casefold() not in state.bounced and not _banned_address(state, address)
    ]


def usable(state: State, channel: str, at: Instant) -> bool:
    """Whether the lead can be reached by a channel."""
    ways = {
        CALL: bool(phones(state, at)),
        EMAIL: bool(emails(state)),
        SOCIAL: bool(state.lead.linkedin),
        POST: bool(state.lead.street and state.lead.city),
        RESEARCH: True,
    }
    return ways[channel]


def reachable(state: State, at: Instant) -> bool:
    """Whether any channel is left that reaches the lead (R4.6)."""
    return any(usable(state, channel, at) for channel in (CALL, EMAIL, SOCIAL, POST))


def reachable_again(state: State, at: Instant) -> Instant | None:
    """When a dead number comes back to a lead that has nothing else; None: never by itself."""
    backs = sorted(Instant(back) for back in state.dead_numbers.values() if back > at)
    return next((back for back in backs if reachable(state, back)), None)


def suppressed(state: State) -> bool:
    """Whether the person or company is banned, or every way the lead has (R2.1: no channel left)."""
    lead = state.lead
    if ("lead", str(lead.id)) in state.bans:
        return True
    if company(lead.company) and ("company", company(lead.company)) in state.bans:
        return True
    numbers = [phone.number for phone in lead.phones if phone.number not in state.gone_numbers]
    addresses = [address for address in lead.emails if address.casefold() not in state.bounced]
    free = [number for number in numbers if ("number", number) not in state.bans]
    free += [address for address in addresses if not _banned_address(state, address)]
    others = lead.linkedin or (lead.street and lead.city)
    return bool(numbers or addresses) and not free and not others


def zones(state: State, at: Instant, team: TeamCalendar) -> frozenset[str]:
    """The zones that must all be open for a call."""
    known = frozenset(state.lead.zones) or frozenset(z for phone in phones(state, at) for z in phone.zones)
    return known or frozenset({team.zone})


def home_zone(state: State, at: Instant, team: TeamCalendar) -> str:
    """The zone whose days are the lead's local days (R4.3)."""
    known = zones(state, at, team)
    return team.zone if team.zone in known else min(known)
