"""What keeps an act from being done or logged without a reason (R7.4)."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from dialq.clock import DAY, Instant
from dialq.engine.campaign import CALL, EMAIL, RESEARCH
from dialq.engine.caps import Block, blocks, dials_before, is_first_call_day, touches_on_day
from dialq.engine.channels import Around, day_zone, serving, window_class
from dialq.engine.day import midnight_after
from dialq.engine.lead import Lead
from dialq.engine.plan import life_touches, run_touches
from dialq.engine.policy import Policy
from dialq.engine.state import NURTURE, RESTING, SUPPRESSED, State, but


class Refusal(Struct, frozen=True):
    """A rule that says no, why, and until when."""

    rule: str
    why: str
    until: Instant | None = None


class Deed(Struct, frozen=True):
    """A touch or a dial, asked for or logged."""

    channel: str
    at: Instant
    """When it happened: a call's dial."""
    dial: bool
    touch: bool
    number: str = ""
    """The number or address it went to, if it is known."""


def refusals(
    lead: Lead, state: State, policy: Policy, around: Around, deed: Deed, *, answering: bool
) -> Iterator[Refusal]:
    """Every rule that asks for a reason, in the order of R6; answering is not chasing (R7.5)."""
    window = window_class(serving(lead, state, around, deed.at), policy.calendar.zone)
    if state.stage == SUPPRESSED or deed.channel in around.banned or deed.number in around.banned:
        yield Refusal("suppressed", "a ban covers this channel")
    if not answering:
        if state.stage == RESTING and state.rest_until is not None and deed.at < state.rest_until:
            yield Refusal("resting", "the lead rests between campaigns", state.rest_until)
        yield from _caps(serving(lead, state, around, deed.at), state, policy, deed)
    is_open, opens = policy.windows.state(window, deed.at, guard=False)
    if deed.dial and not is_open:
        yield Refusal("window", "it is outside the calling hours where the lead is", opens)
    if around.claimed_by:
        yield Refusal("claimed", f"{around.claimed_by} holds this lead", around.claimed_until)


def _caps(lead: Lead, state: State, policy: Policy, deed: Deed) -> Iterator[Refusal]:
    sales = state.stage != NURTURE
    campaign = policy.campaigns.get((state.campaign, state.version)) if sales else None
    touch = deed.touch and deed.channel != RESEARCH
    if touch and campaign is not None:
        if run_touches(state) >= campaign.max_touches:
            yield Refusal("cap.campaign.touches", f"the campaign allows {campaign.max_touches} touches")
        if deed.channel == CALL and run_touches(state, CALL) >= campaign.max_calls:
            yield Refusal("cap.campaign.calls", f"the campaign allows {campaign.max_calls} calls")
    if touch and sales and life_touches(state) >= policy.caps.life:
        yield Refusal("cap.life", f"a life allows {policy.caps.life} touches")
    if touch:
        yield from _day_cap(lead, state, policy, deed)
    if deed.dial:
        dials = dials_before(state, deed.at)
        if len(dials) >= policy.caps.dials:
            until = Instant(dials[-policy.caps.dials] + DAY)
            yield Refusal("cap.dials-24h", f"it was rung {len(dials)} times within 24 hours", until)


def _day_cap(lead: Lead, state: State, policy: Policy, deed: Deed) -> Iterator[Refusal]:
    """The day's cap at the deed's own time; the day of the first call, this one's too, is free of it."""
    zone = day_zone(lead, policy.calendar.zone)
    first = state.first_call is None and deed.dial
    if first or is_first_call_day(state, deed.at, zone):
        return
    today = touches_on_day(state, deed.at, zone)
    if today >= policy.caps.day:
        yield Refusal("cap.day", f"it had {today} touches today", midnight_after(deed.at, zone))


def marks(lead: Lead, state: State, policy: Policy, around: Around, deed: Deed) -> tuple[str, ...]:
    """Rules that were not kept but ask for no reason: gaps and the window's guard."""
    found: list[str] = []
    lead = serving(lead, state, around, deed.at)
    before = but(state, ledger=tuple(e for e in state.ledger if e.at <= deed.at))
    shut: list[Block] = []
    if deed.channel in (CALL, EMAIL):
        shut = blocks(lead, before, policy, around, deed.channel)
    if any(b.rule == "gap" and b.holds(deed.at) for b in shut):
        found.append("gap")
    if deed.dial and not policy.windows.state(window_class(lead, policy.calendar.zone), deed.at)[0]:
        found.append("guard")
    return tuple(found)
