"""Which ways to a lead are open: numbers and addresses that serve, zones, window classes."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from dialq.clock import Instant
from dialq.engine.campaign import CALL, EMAIL, POST, RESEARCH, SOCIAL
from dialq.engine.lead import Lead, Phone
from dialq.engine.state import SUPPRESSED, State

_KIND_ORDER = {"mobile": 0, "work": 1, "other": 2}
EVERY_CHANNEL = frozenset({CALL, EMAIL, SOCIAL, POST})
"""What a ban on a person or a company covers."""


class Around(Struct, frozen=True):
    """What the rest of the file says about a lead: bans, neighbours, claims."""

    banned: frozenset[str] = frozenset()
    """Channels, numbers and addresses of this lead that a suppression covers."""
    rung: tuple[tuple[str, Instant], ...] = ()
    """Numbers of this lead ('': its company) that were rung for another lead, and when (R7.8)."""
    claimed_by: str = ""
    """The rep who holds it, if that is somebody else."""
    claimed_until: Instant | None = None


NOTHING_AROUND = Around()


def is_dead(point: str, state: State, at: Instant) -> bool:
    """Whether a number or address was found not to serve (R9: wrong and bad numbers, bounces)."""
    return any(dead == point and (until is None or at < until) for dead, until in state.dead)


def phones(lead: Lead, state: State, around: Around, at: Instant) -> tuple[Phone, ...]:
    """The numbers that may be rung, in the order they are asked for (R15.3): last answered first."""
    if CALL in around.banned:
        return ()
    if not state.ledger and not state.dead and not around.banned and len(lead.phones) < 2:
        return lead.phones
    answered = [entry.number for entry in state.ledger if entry.human]
    usable = [p for p in lead.phones if p.number not in around.banned and not is_dead(p.number, state, at)]
    best = answered[-1] if answered else ""
    usable.sort(key=lambda p: (p.number != best, _KIND_ORDER.get(p.kind, 2)))
    return tuple(usable)


def emails(lead: Lead, state: State, around: Around, at: Instant) -> tuple[str, ...]:
    """The addresses that may be written to."""
    if EMAIL in around.banned:
        return ()
    return tuple(e for e in lead.emails if e not in around.banned and not is_dead(e, state, at))


def usable(lead: Lead, state: State, around: Around, at: Instant) -> frozenset[str]:
    """The channels that reach this lead."""
    open_ways = set()
    if phones(lead, state, around, at):
        open_ways.add(CALL)
    if emails(lead, state, around, at):
        open_ways.add(EMAIL)
    if lead.linkedin and SOCIAL not in around.banned:
        open_ways.add(SOCIAL)
    if lead.street and lead.city and POST not in around.banned:
        open_ways.add(POST)
    if open_ways:
        open_ways.add(RESEARCH)
    return frozenset(open_ways)


def reachable_from(lead: Lead, state: State, around: Around, at: Instant) -> Instant | None:
    """The first instant from `at` on at which some channel reaches the lead; None: never by itself."""
    if usable(lead, state, around, at):
        return at
    backs = sorted(until for _, until in state.dead if until is not None and until > at)
    return next((back for back in backs if usable(lead, state, around, back)), None)


def is_barred(lead: Lead, state: State, around: Around) -> bool:
    """Whether bans leave no way to the lead (R2.1: `suppressed`)."""
    if state.stage == SUPPRESSED or around.banned >= EVERY_CHANNEL:
        return True
    if not around.banned or lead.linkedin or (lead.street and lead.city):
        return False
    lost = {point for point, until in state.dead if until is None}
    numbers = [p.number for p in lead.phones if p.number not in lost]
    addresses = [e for e in lead.emails if e not in lost]
    free = any(n not in around.banned for n in numbers) and CALL not in around.banned
    free |= any(e not in around.banned for e in addresses) and EMAIL not in around.banned
    return bool(numbers or addresses) and not free


def serving(lead: Lead, state: State, around: Around, at: Instant) -> Lead:
    """The lead with only the numbers that serve: its zones hang on them."""
    if not state.dead and not around.banned:
        return lead
    return replace(lead, phones=phones(lead, state, around, at))


def zones(lead: Lead, team_zone: str) -> tuple[str, ...]:
    """The zones the person may be in: the address's, else the numbers', else the team's."""
    if lead.zones:
        return lead.zones
    found = sorted({zone for phone in lead.phones for zone in phone.zones})
    return tuple(found) or (team_zone,)


def day_zone(lead: Lead, team_zone: str) -> str:
    """The zone whose calendar day counts as the lead's (R4.3)."""
    among = zones(lead, team_zone)
    return team_zone if team_zone in among else min(among)


def window_class(lead: Lead, team_zone: str) -> str:
    """The zones that must all be open for a call, as one key."""
    return "|".join(zones(lead, team_zone))
