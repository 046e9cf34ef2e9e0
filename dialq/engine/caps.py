"""Caps and gaps over the ledger: how often, how soon again (R7)."""

from __future__ import annotations

from dataclasses import dataclass

from dialq.clock import DAY, MINUTE, Instant
from dialq.engine.campaign import CALL, EMAIL, RESEARCH
from dialq.engine.channels import Around, day_zone
from dialq.engine.day import local, midnight_after
from dialq.engine.lead import Lead
from dialq.engine.policy import Policy
from dialq.engine.state import Entry, State

NO_GAP_AFTER = frozenset({"busy", "wrong-number", "bad-number"})
"""Dials that ask for no pause before the next (R7.1)."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of time in which a cap or a gap keeps a channel of a lead shut: [begins, ends)."""

    rule: str
    begins: Instant
    ends: Instant
    value: str
    limit: str

    def holds(self, at: Instant) -> bool:
        """Whether it keeps the channel shut at `at`."""
        return self.begins <= at < self.ends


def blocks(lead: Lead, state: State, policy: Policy, around: Around, channel: str) -> list[Block]:
    """The latest stretch of each cap and gap for a channel; earlier ones ended before."""
    found: list[Block] = []
    if channel == RESEARCH or (not state.ledger and around.rung_until is None):
        return found
    zone = day_zone(lead, policy.calendar.zone)
    found.extend(_day(state, policy, zone))
    if channel == CALL:
        found.extend(_dials(state, policy))
        found.extend(_call_gap(state, policy))
        if around.rung_until is not None:
            begins = Instant(around.rung_until - policy.caps.neighbour_gap)
            value = "the same number or company was rung for another lead"
            found.append(Block("gap", begins, around.rung_until, value, _length(policy.caps.neighbour_gap)))
    if channel == EMAIL:
        found.extend(_email_gap(state, policy, zone))
    return found


def _length(seconds: int) -> str:
    hours, minutes = divmod(seconds // MINUTE, 60)
    return f"{hours} h" if hours and not minutes else f"{minutes + 60 * hours} min"


def counted(state: State) -> list[Entry]:
    """Touches since the last response: what campaign and day caps count."""
    return [e for e in state.ledger if e.touch and e.at >= state.last_response]


def touches_on_day(state: State, at: Instant, zone: str) -> int:
    """Touches since the last response on the lead's local day of `at`."""
    day = local(at, zone).date()
    return sum(local(e.at, zone).date() == day for e in counted(state))


def is_first_call_day(state: State, at: Instant, zone: str) -> bool:
    """Whether `at` falls on the lead's local day of its first call: day and email caps do not count then."""
    return state.first_call is not None and local(state.first_call, zone).date() == local(at, zone).date()


def dials_before(state: State, at: Instant) -> list[Instant]:
    """Starts of the dials of the 24 hours before `at`, over all numbers, earliest first."""
    return sorted(e.at for e in state.ledger if e.dial and at - DAY < e.at <= at)


def _day(state: State, policy: Policy, zone: str) -> list[Block]:
    touches = sorted(e.at for e in counted(state))
    allowed = policy.caps.day
    for index in range(len(touches) - 1, allowed - 2, -1):
        last, first = touches[index], touches[index - allowed + 1]
        same_day = local(first, zone).date() == local(last, zone).date()
        if same_day and not is_first_call_day(state, last, zone):
            value = f"{touches_on_day(state, last, zone)} touches that day"
            return [Block("cap.day", last, midnight_after(last, zone), value, f"{allowed} a day")]
    return []


def _dials(state: State, policy: Policy) -> list[Block]:
    dials = sorted(e.at for e in state.ledger if e.dial)
    allowed = policy.caps.dials
    for index in range(len(dials) - 1, allowed - 2, -1):
        last, first = dials[index], dials[index - allowed + 1]
        if last - first < DAY:
            value = f"{allowed} dials in 24 hours"
            return [Block("cap.dials-24h", last, Instant(first + DAY), value, f"{allowed} in 24 h")]
    return []


def _call_gap(state: State, policy: Policy) -> list[Block]:
    last = max(
        (e for e in state.ledger if e.dial and e.code not in NO_GAP_AFTER), key=lambda e: e.end, default=None
    )
    if last is None:
        return []
    ends = Instant(last.end + policy.caps.call_gap)
    return [Block("gap", last.at, ends, "the last call", f"{_length(policy.caps.call_gap)} between calls")]


def _email_gap(state: State, policy: Policy, zone: str) -> list[Block]:
    sent = max((e.at for e in state.ledger if e.touch and e.channel == EMAIL), default=None)
    if sent is None:
        return []
    begins, ends = sent, Instant(sent + policy.caps.email_gap)
    if is_first_call_day(state, sent, zone):
        begins = midnight_after(sent, zone)
    if begins >= ends:
        return []
    return [Block("gap", begins, ends, "the last mail", f"{_length(policy.caps.email_gap)} between mails")]
