"""What keeps an act from being done or logged without a reason (R7.4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dialq.clock import Instant
from dialq.engine.campaign import CALL, EMAIL
from dialq.engine.caps import Block, blocks, dials_before, is_first_call_day, touches_on_day
from dialq.engine.channels import Around, day_zone, window_class
from dialq.engine.lead import Lead
from dialq.engine.plan import life_touches, run_touches
from dialq.engine.policy import Policy
from dialq.engine.state import RESTING, SUPPRESSED, State


@dataclass(frozen=True, slots=True)
class Refusal:
    """A rule that says no, why, and until when."""

    rule: str
    why: str
    until: Instant | None = None


@dataclass(frozen=True, slots=True)
class Deed:
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
    if state.stage == SUPPRESSED or deed.channel in around.banned or deed.number in around.banned:
        yield Refusal("suppressed", "a ban covers this channel")
    if not answering:
        if state.stage == RESTING and state.rest_until is not None and deed.at < state.rest_until:
            yield Refusal("resting", "the lead rests between campaigns", state.rest_until)
        yield from _caps(lead, state, policy, deed)
    if (
        deed.dial
        and not policy.windows.state(window_class(lead, policy.calendar.zone), deed.at, guard=False)[0]
    ):
        until = policy.windows.state(window_class(lead, policy.calendar.zone), deed.at, guard=False)[1]
        yield Refusal("window", "it is outside the calling hours where the lead is", until)
    if around.claimed_by:
        yield Refusal("claimed", f"{around.claimed_by} holds this lead", around.claimed_until)


def _caps(lead: Lead, state: State, policy: Policy, deed: Deed) -> Iterator[Refusal]:
    campaign = policy.campaigns.get((state.campaign, state.version))
    zone = day_zone(lead, policy.calendar.zone)
    if deed.touch and campaign is not None:
        if run_touches(state) >= campaign.max_touches:
            yield Refusal("cap.campaign.touches", f"the campaign allows {campaign.max_touches} touches")
        if deed.channel == CALL and run_touches(state, CALL) >= campaign.max_calls:
            yield Refusal("cap.campaign.calls", f"the campaign allows {campaign.max_calls} calls")
    if deed.touch and life_touches(state) >= policy.caps.life:
        yield Refusal("cap.life", f"a life allows {policy.caps.life} touches")
    if (
        deed.touch
        and not is_first_call_day(state, deed.at, zone)
        and (state.first_call is not None or not deed.dial)
    ):
        today = touches_on_day(state, deed.at, zone)
        if today >= policy.caps.day:
            ends = [
                b.ends for b in blocks(lead, state, policy, Around(), deed.channel) if b.rule == "cap.day"
            ]
            yield Refusal("cap.day", f"it had {today} touches today", max(ends, default=None))
    if deed.dial:
        dials = dials_before(state, deed.at)
        if len(dials) >= policy.caps.dials:
            until = Instant(dials[-policy.caps.dials] + 24 * 3600)
            yield Refusal("cap.dials-24h", f"it was rung {len(dials)} times within 24 hours", until)


def marks(lead: Lead, state: State, policy: Policy, around: Around, deed: Deed) -> tuple[str, ...]:
    """Rules that were not kept but ask for no reason: gaps and the window's guard."""
    found: list[str] = []
    shut: list[Block] = (
        blocks(lead, state, policy, around, deed.channel) if deed.channel in (CALL, EMAIL) else []
    )
    if any(b.rule == "gap" and b.holds(deed.at) for b in shut):
        found.append("gap")
    if deed.dial and not policy.windows.state(window_class(lead, policy.calendar.zone), deed.at)[0]:
        found.append("guard")
    return tuple(found)
