"""The rules of R6, each asked in order: what it found, what it allows, until when it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dialq.clock import DAY, Instant
from dialq.engine.campaign import CALL, EMAIL, Step
from dialq.engine.caps import Block, blocks, dials_before, is_first_call_day, touches_on_day
from dialq.engine.channels import Around, day_zone, usable, window_class
from dialq.engine.day import local
from dialq.engine.lead import Lead
from dialq.engine.order import CALLBACK_BEFORE, base_time
from dialq.engine.plan import life_touches, run_touches
from dialq.engine.policy import Policy
from dialq.engine.state import ENDED, NURTURE, RESTING, SUPPRESSED, State
from dialq.engine.verdict import RuleLine

if TYPE_CHECKING:
    from dialq.engine.judge import Place


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the rules look at."""

    lead: Lead
    state: State
    """As recorded."""
    now: State
    """As it is at `at`: with the changes that came by themselves."""
    found: Place
    policy: Policy
    at: Instant
    around: Around
    rep: str

    @property
    def answering(self) -> bool:
        """Whether an open response or a due promise is to be dealt with: our own holds do not count (R7.5)."""
        if any(response.again <= self.at for response in self.state.responses):
            return True
        return self.state.promise is not None and self.promise_opens <= self.at

    @property
    def promise_opens(self) -> Instant:
        """When the promise is handed out."""
        promise = self.state.promise
        assert promise is not None
        return promise.at if promise.kind == "meeting" else Instant(promise.at - CALLBACK_BEFORE)

    @property
    def step(self) -> Step | None:
        """The open step of the line."""
        return self.found.road.step

    @property
    def channel(self) -> str:
        """The channel of what is to be done now: an answer calls if it can."""
        if self.state.responses or self.state.promise is not None:
            ways = usable(self.lead, self.state, self.around, self.at)
            if self.state.responses and all(r.kind == "reply" for r in self.state.responses):
                return EMAIL
            if self.state.promise is not None and self.state.promise.kind == "meeting":
                return EMAIL
            return CALL if CALL in ways else EMAIL
        return self.step.channel if self.step else ""


def rule_lines(facts: Facts) -> tuple[RuleLine, ...]:
    """Every rule in the order of R6."""
    return tuple(line for ask in _ASKED for line in ask(facts))


def stamp(at: Instant | None, zone: str) -> str:
    """An instant in words, `Mon 7 Dec 08:00`, in a zone; '' for none."""
    if at is None:
        return ""
    wall = local(at, zone)
    return f"{wall:%a} {wall.day} {wall:%b %H:%M}"


def _line(
    rule: str, value: str, holds: bool, until: Instant | None = None, limit: str = ""
) -> Iterator[RuleLine]:
    yield RuleLine(rule, value, limit, holds, until if holds else None)


def _suppressed(facts: Facts) -> Iterator[RuleLine]:
    banned = sorted(facts.around.banned)
    holds = facts.state.stage == SUPPRESSED
    value = "every channel is banned" if holds else f"banned: {', '.join(banned)}" if banned else "no ban"
    yield from _line("suppressed", value, holds)


def _ended(facts: Facts) -> Iterator[RuleLine]:
    stage = facts.now.stage
    value = f"{stage}: {facts.now.reason}" if facts.now.reason and stage in ENDED else stage
    yield from _line("ended", value, stage in ENDED and stage != SUPPRESSED)


def _not_a_lead(facts: Facts) -> Iterator[RuleLine]:
    yield from _line("not-a-lead", "is a lead", False)


def _resting(facts: Facts) -> Iterator[RuleLine]:
    holds = facts.now.stage == RESTING and not facts.answering
    until = facts.now.rest_until
    zone = facts.policy.calendar.zone
    yield from _line("resting", f"rests until {stamp(until, zone)}" if holds else "not resting", holds, until)


def _nurture(facts: Facts) -> Iterator[RuleLine]:
    holds = facts.now.stage == NURTURE and not facts.answering
    yield from _line("nurture", "with marketing" if holds else "not in nurture", holds, nurture_review(facts))


def nurture_review(facts: Facts) -> Instant | None:
    """When a lead in nurture is looked at next: every 90 days."""
    since = facts.now.nurture_since
    if since is None:
        return None
    days = facts.policy.nurture_review_days
    passed = (facts.at - since) // (days * DAY)
    return facts.policy.calendar.opening_after(since, days * (passed + 1))


def _paused(facts: Facts) -> Iterator[RuleLine]:
    until = facts.now.paused_until
    holds = until is not None and facts.at < until and not facts.answering
    yield from _line("paused", facts.now.reason or "paused" if holds else "not paused", holds, until)


def _callback_later(facts: Facts) -> Iterator[RuleLine]:
    dates = [r.again for r in facts.state.responses if r.again > facts.at]
    if facts.state.promise is not None and facts.promise_opens > facts.at:
        dates.append(facts.promise_opens)
    holds = bool(dates) and not facts.answering
    zone = facts.policy.calendar.zone
    value = f"promised for {stamp(min(dates), zone)}" if dates else "no promise ahead"
    yield from _line("callback-later", value, holds, min(dates, default=None))


def _not_due(facts: Facts) -> Iterator[RuleLine]:
    road, zone = facts.found.road, facts.policy.calendar.zone
    if facts.state.promise is not None or facts.state.responses:
        yield from _line("not-due", "an answer or a promise comes first", False)
        return
    if road.step is None or road.due is None:
        yield from _line("not-due", "no step ahead", facts.now.stage not in (*ENDED, NURTURE, RESTING))
        return
    base = base_time(road.state, road.due)
    value = f"{road.step.key} due {stamp(road.due, zone)}"
    if road.state.later is not None:
        value += f", put off to {stamp(road.state.later, zone)}"
    if road.state.not_before > road.due:
        value += f", busy: again {stamp(road.state.not_before, zone)}"
    holds = facts.at < base or road.step.auto
    yield from _line("not-due", value, holds, base if facts.at < base else None)


def _caps(facts: Facts) -> Iterator[RuleLine]:
    state, policy = facts.now, facts.policy
    campaign = policy.campaigns.get((state.campaign, state.version))
    most_touches = campaign.max_touches if campaign else 0
    most_calls = campaign.max_calls if campaign else 0
    if campaign:
        touches, calls = run_touches(state), run_touches(state, CALL)
        calls_shut = facts.channel == CALL and calls >= most_calls and not facts.answering
        full = touches >= most_touches and not facts.answering
        yield from _line("cap.campaign.touches", f"{touches} touches", full, None, f"{most_touches}")
        yield from _line("cap.campaign.calls", f"{calls} calls", calls_shut, None, f"{most_calls}")
    life = life_touches(state)
    full = life >= policy.caps.life and bool(state.campaign) and not facts.answering
    yield from _line("cap.life", f"{life} touches", full, None, f"{policy.caps.life}")


def _day_caps(facts: Facts) -> Iterator[RuleLine]:
    state, policy, at = facts.state, facts.policy, facts.at
    zone = day_zone(facts.lead, policy.calendar.zone)
    shut = {b.rule: b for b in _shut(facts) if b.rule.startswith("cap.")}
    today = touches_on_day(state, at, zone)
    free = " (day of the first call)" if is_first_call_day(state, at, zone) else ""
    yield from _block("cap.day", f"{today} touches today{free}", shut, f"{policy.caps.day}")
    dials = len(dials_before(state, at))
    yield from _block("cap.dials-24h", f"{dials} dials", shut, f"{policy.caps.dials}")
    yield from _line("cap.law", "no cap in law is known here", False)


def _shut(facts: Facts) -> list[Block]:
    if facts.answering or not facts.channel or (not facts.state.ledger and facts.around.rung_until is None):
        return []
    found = blocks(facts.lead, facts.state, facts.policy, facts.around, facts.channel)
    return [b for b in found if b.holds(facts.at)]


def _block(rule: str, value: str, shut: dict[str, Block], limit: str) -> Iterator[RuleLine]:
    block = shut.get(rule)
    yield from _line(rule, value, block is not None, block.ends if block else None, limit)


def _gap(facts: Facts) -> Iterator[RuleLine]:
    shut = [b for b in _shut(facts) if b.rule == "gap"]
    last = max(shut, key=lambda b: b.ends, default=None)
    if last is None:
        yield from _line("gap", "no gap to keep", False)
    else:
        yield from _line("gap", last.value, True, last.ends, last.limit)


def _needs_location(facts: Facts) -> Iterator[RuleLine]:
    yield from _line("needs-location", "zone known" if facts.lead.zones else "the team's zone serves", False)


def _needs_contact(facts: Facts) -> Iterator[RuleLine]:
    ways = usable(facts.lead, facts.state, facts.around, facts.at)
    if facts.answering or facts.state.promise is not None or facts.state.responses:
        meeting = facts.state.promise is not None and facts.state.promise.kind == "meeting"
        holds = not ways & {CALL, EMAIL} and not meeting
    else:
        holds = not ways
    value = ", ".join(sorted(ways)) if ways else "no number, address, link or street"
    yield from _line("needs-contact", value, holds and facts.now.stage not in ENDED)


def _window(facts: Facts) -> Iterator[RuleLine]:
    zone = facts.policy.calendar.zone
    if facts.channel != CALL:
        yield from _line("window", "asked of calls only", False)
        return
    window = window_class(facts.lead, zone)
    is_open, change = facts.policy.windows.state(window, facts.at)
    value = f"{local(facts.at, window.split('|')[0]):%H:%M} in {window.replace('|', ' and ')}"
    yield from _line("window", value, not is_open, change, "08:00-21:00, the last 3 minutes kept free")


def _not_yours(facts: Facts) -> Iterator[RuleLine]:
    others = [
        p for p in facts.found.pieces if p.opens <= facts.at and (p.closes is None or facts.at < p.closes)
    ]
    mine = [p for p in others if p.rep in ("", facts.rep)]
    holds = bool(others) and not mine
    until = min(
        (p.opens for p in facts.found.pieces if p.rep in ("", facts.rep) and p.opens > facts.at), default=None
    )
    yield from _line("not-yours", f"waits for {others[0].rep}" if holds else "open to you", holds, until)


def _claimed(facts: Facts) -> Iterator[RuleLine]:
    call = facts.state.call
    if facts.around.claimed_by:
        yield from _line("claimed", f"held by {facts.around.claimed_by}", True, facts.around.claimed_until)
    elif call is not None and facts.at < call.at + facts.policy.unknown_call and call.rep != facts.rep:
        until = Instant(call.at + facts.policy.unknown_call)
        zone = facts.policy.calendar.zone
        yield from _line(
            "claimed", f"called by {call.rep} {stamp(call.at, zone)}, outcome unknown", True, until
        )
    else:
        yield from _line("claimed", "free", False)


_ASKED: tuple[Callable[[Facts], Iterator[RuleLine]], ...] = (
    _suppressed, _ended, _not_a_lead, _resting, _nurture, _paused, _callback_later, _not_due, _caps, _day_caps, _gap,
    _needs_location, _needs_contact, _window, _not_yours, _claimed,
)  # fmt: skip
