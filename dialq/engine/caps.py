"""Caps and gaps over the ledger: how often, how soon again (R7)."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from dialq.clock import DAY, MINUTE, Instant
from dialq.engine.campaign import CALL, EMAIL, RESEARCH
from dialq.engine.channels import Around, day_zone
from dialq.engine.day import at_wall, local
from dialq.engine.lead import Lead
from dialq.engine.policy import Policy
from dialq.engine.state import Entry, State

NO_GAP_AFTER = frozenset({"busy", "wrong-number", "bad-number"})
"""Dials that ask for no pause before the next (R7.1)."""


class Block(Struct, frozen=True):
    """A stretch of time in which a cap or a gap keeps a channel of a lead shut: [begins, ends)."""

    rule: str
    begins: Instant
    """0 where it holds by what was done already; a gap may also begin later."""
    ends: Instant
    value: str
    limit: str
    own: bool = True
    """False where another lead's call causes it: it holds back, but does not count for how late a step is."""

    def holds(self, at: Instant) -> bool:
        """Whether it keeps the channel shut at `at`."""
        return self.begins <= at < self.ends


def blocks(lead: Lead, state: State, policy: Policy, around: Around, channel: str) -> list[Block]:
    """What each cap and gap keeps shut for a channel; `lead` has only the numbers that serve."""
    found: list[Block] = []
    if channel in ("", RESEARCH) or (not state.ledger and not around.rung):
        return found
    zone = day_zone(lead, policy.calendar.zone)
    found.extend(_day(state, policy, zone))
    if channel == CALL:
        found.extend(_dials(state, policy))
        found.extend(_call_gap(state, policy))
        found.extend(_neighbours(lead, policy, around))
    if channel == EMAIL:
        found.extend(_email_gap(state, policy, zone))
    return found


def _length(seconds: int) -> str:
    hours, minutes = divmod(seconds // MINUTE, 60)
    return f"{hours} h" if hours and not minutes else f"{minutes + 60 * hours} min"


def counted(state: State) -> list[Entry]:
    """Touches since the last response: what campaign and day caps count."""
    return [e for e in state.ledger if e.touch and e.end >= state.last_response]


def touches_on_day(state: State, at: Instant, zone: str) -> int:
    """Touches since the last response on the lead's local day of `at`."""
    day = local(at, zone).date()
    return sum(local(e.end, zone).date() == day for e in counted(state))


def is_first_call_day(state: State, at: Instant, zone: str) -> bool:
    """Whether `at` falls on the lead's local day of its first call: day and email caps do not count then."""
    return state.first_call is not None and local(state.first_call, zone).date() == local(at, zone).date()


def dials_before(state: State, at: Instant) -> list[Instant]:
    """Starts of the dials of the 24 hours before `at`, over all numbers, earliest first."""
    return sorted(e.at for e in state.ledger if e.dial and at - DAY < e.at <= at)


def _day(state: State, policy: Policy, zone: str) -> list[Block]:
    """The last local day with all its touches used, until its end."""
    allowed = policy.caps.day
    days = Counter(local(e.end, zone).date() for e in counted(state))
    first = None if state.first_call is None else local(state.first_call, zone).date()
    full = [day for day, count in days.items() if count >= allowed and day != first]
    if not full:
        return []
    last = max(full)
    value = f"{days[last]} touches that day"
    return [Block("cap.day", Instant(0), at_wall(last, 24 * 60, zone), value, f"{allowed} a day")]


def _dials(state: State, policy: Policy) -> list[Block]:
    dials, allowed = sorted(e.at for e in state.ledger if e.dial), policy.caps.dials
    if len(dials) < allowed:
        return []
    ends = Instant(dials[-allowed] + DAY)
    return [Block("cap.dials-24h", Instant(0), ends, f"{allowed} dials in 24 hours", f"{allowed} in 24 h")]


def _call_gap(state: State, policy: Policy) -> list[Block]:
    """25 minutes from the end of the last call; a third busy signal counts as one that nobody answered."""
    ended = [e.end for e in state.ledger if e.dial and (e.touch or e.code not in NO_GAP_AFTER)]
    if not ended:
        return []
    gap = policy.caps.call_gap
    return [
        Block("gap", Instant(0), Instant(max(ended) + gap), "the last call", f"{_length(gap)} between calls")
    ]


def _neighbours(lead: Lead, policy: Policy, around: Around) -> list[Block]:
    gap, mine = policy.caps.neighbour_gap, {"", *(phone.number for phone in lead.phones)}
    last = max((at for key, at in around.rung if key in mine), default=None)
    if last is None:
        return []
    value = "the same number or company was rung for another lead"
    return [Block("gap", Instant(0), Instant(last + gap), value, _length(gap), own=False)]


def _email_gap(state: State, policy: Policy, zone: str) -> list[Block]:
    """20 hours from the last mail, the local day of the first call apart."""
    sent = max((e.at for e in state.ledger if e.touch and e.channel == EMAIL), default=None)
    if sent is None:
        return []
    ends, value = Instant(sent + policy.caps.email_gap), "the last mail"
    limit = f"{_length(policy.caps.email_gap)} between mails"
    if state.first_call is None:
        return [Block("gap", Instant(0), ends, value, limit)]
    day = local(state.first_call, zone).date()
    begins, over = at_wall(day, 0, zone), at_wall(day, 24 * 60, zone)
    found = [
        Block("gap", Instant(0), min(ends, begins), value, limit),
        Block("gap", over, ends, value, limit),
    ]
    return [block for block in found if block.begins < block.ends]
