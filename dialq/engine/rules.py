"""The rules of R6, each asked in order: what it found, what it allows, until when it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dialq.clock import Instant
from dialq.engine.campaign import CALL, EMAIL, POST
from dialq.engine.caps import dials_before, is_first_call_day, touches_on_day
from dialq.engine.channels import day_zone, is_barred, reachable_from, window_class
from dialq.engine.day import local
from dialq.engine.facts import Facts
from dialq.engine.order import base_time
from dialq.engine.owed import ANSWER, ASKS_NOTHING, MEETING, OWN_TASK, Owed
from dialq.engine.persona import NO, fit_of
from dialq.engine.plan import life_touches, run_touches, skip_reason
from dialq.engine.state import COUNTED_WITHIN, ENDED, NAME, NURTURE, RESTING, SUPPRESSED
from dialq.engine.verdict import RuleLine


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
    holds = is_barred(facts.lead, facts.state, facts.around)
    value = "every channel is banned" if holds else f"banned: {', '.join(banned)}" if banned else "no ban"
    yield from _line("suppressed", value, holds)


def _ended(facts: Facts) -> Iterator[RuleLine]:
    stage = facts.now.stage
    value = f"{stage}: {facts.now.reason}" if facts.now.reason and stage in ENDED else stage
    yield from _line("ended", value, stage in ENDED and stage != SUPPRESSED)


def _not_a_lead(facts: Facts) -> Iterator[RuleLine]:
    """A name that has not acted twice, or a misfit (R3.1, R3.2)."""
    fit = fit_of(facts.lead, facts.policy.personas)
    wrong = next((check for check in fit.checks if check.answer == NO), None)
    if wrong is not None:
        yield from _line("not-a-lead", f"misfit, {wrong.name}: {wrong.reason}", True)
    elif facts.now.stage == NAME:
        yield from _line("not-a-lead", _name_lacks(facts), True)
    else:
        yield from _line("not-a-lead", "is a lead", False)


def _name_lacks(facts: Facts) -> str:
    """What makes a lead of this name, in words."""
    acts = facts.now.acts
    if not acts:
        return f"a name: {facts.now.reason}; a form or two of webinar, download, event make it a lead"
    last = max(acts)
    by = stamp(Instant(last + COUNTED_WITHIN), facts.team_zone)
    count = f"{sum(last - at <= COUNTED_WITHIN for at in acts)} of 2 interactions"
    return f"a name: {count}, the last on {stamp(last, facts.team_zone)}; one more by {by} makes it a lead"


def _resting(facts: Facts) -> Iterator[RuleLine]:
    holds, until = facts.now.stage == RESTING, facts.now.rest_until
    value = f"rests until {stamp(until, facts.team_zone)}" if holds else "not resting"
    yield from _line("resting", value, holds, until)


def _nurture(facts: Facts) -> Iterator[RuleLine]:
    """It ends by a response only; marketing sends its items meanwhile (R16)."""
    holds, now = facts.now.stage == NURTURE, facts.now
    if not holds:
        yield from _line("nurture", "not in nurture", False)
        return
    since = stamp(now.nurture_since, facts.team_zone)
    campaign = facts.policy.campaigns.get((now.campaign, now.version))
    items = f", item {now.position + 1} of {len(campaign.line)} next" if campaign is not None else ""
    yield from _line("nurture", f"with marketing since {since}: {now.reason}{items}", True)


def _paused(facts: Facts) -> Iterator[RuleLine]:
    """What falls due for the lead in the meantime lifts it."""
    until = facts.now.paused_until
    holds = until is not None and facts.at < until and not facts.live
    value = facts.now.reason or "paused" if holds else "not paused"
    ends = [end for end in (until, *(one.opens for one in facts.owed)) if end is not None]
    yield from _line("paused", value, holds, min(ends, default=None))


def _callback_later(facts: Facts) -> Iterator[RuleLine]:
    first = min(facts.owed, key=lambda one: one.opens, default=None)
    if first is None or facts.live:
        yield from _line("callback-later", "no promise ahead", False)
        return
    yield from _line("callback-later", _ahead(facts, first), True, first.opens)


def _ahead(facts: Facts, one: Owed) -> str:
    """What is owed later, in words: a promise, a task of one's own, or the next try of what met nobody."""
    promise, response = facts.state.promise, facts.state.response
    when = stamp(one.opens, facts.team_zone)
    if one.kind == ANSWER:
        tries = response.tries if response is not None else 0
        return f"an answer is owed: try {tries + 1} at {when}"
    if one.kind == MEETING:
        return f"asked how the meeting went at {when}"
    if promise is not None and promise.again > promise.at:
        again = f"try {promise.tries + 1} at {when}" if promise.tries else f"again at {when}"
        return f"a task: {again}" if one.kind == OWN_TASK else f"a promise is owed: {again}"
    return f"a task for {when}" if one.kind == OWN_TASK else f"promised for {when}"


def _not_due(facts: Facts) -> Iterator[RuleLine]:
    step, due, now = facts.own_step, facts.own_due, facts.now
    if facts.owed:
        yield from _line("not-due", "an answer or a promise comes first", False)
    elif step is None or due is None:
        yield from _line("not-due", "no step is open", False)
    else:
        base = base_time(now, due)
        value = f"{step.key} due {stamp(due, facts.team_zone)}"
        if now.later is not None:
            value += f", put off to {stamp(now.later, facts.team_zone)}"
        if now.not_before > due:
            why = "its card is printed" if step.channel == POST else "busy"
            value += f", {why}: again {stamp(now.not_before, facts.team_zone)}"
        campaign = facts.policy.campaign(now.campaign, now.version)
        if step.auto and not skip_reason(step, now, campaign, facts.ways):
            yield from _line("not-due", f"{value}, automatic", True)
        else:
            yield from _line("not-due", value, facts.at < base, base)


def _campaign_caps(facts: Facts) -> Iterator[RuleLine]:
    """A used-up campaign ends and a call too many is skipped (R7.6): these tell how far it is."""
    state, policy = facts.now, facts.policy
    sales = state.stage != NURTURE
    campaign = policy.campaigns.get((state.campaign, state.version)) if sales else None
    touches, calls = (run_touches(state), run_touches(state, CALL)) if campaign else (0, 0)
    most, most_calls = (str(campaign.max_touches), str(campaign.max_calls)) if campaign else ("", "")
    yield from _line("cap.campaign.touches", f"{touches} touches", False, None, most)
    yield from _line("cap.campaign.calls", f"{calls} calls", False, None, most_calls)
    yield from _line("cap.life", f"{life_touches(state)} touches", False, None, f"{policy.caps.life}")


def _day_caps(facts: Facts) -> Iterator[RuleLine]:
    state, at = facts.now, facts.at
    zone = day_zone(facts.serving, facts.team_zone)
    free = " (day of the first call)" if is_first_call_day(state, at, zone) else ""
    today = f"{touches_on_day(state, at, zone)} touches today{free}"
    yield from _block(facts, "cap.day", today, f"{facts.policy.caps.day}")
    dials = f"{len(dials_before(state, at))} dials"
    yield from _block(facts, "cap.dials-24h", dials, f"{facts.policy.caps.dials}")
    yield from _line("cap.law", "no cap in law is known here", False)


def _block(facts: Facts, rule: str, value: str, limit: str) -> Iterator[RuleLine]:
    until = max((b.ends for b in facts.shut if b.rule == rule), default=None)
    yield from _line(rule, value, until is not None, until, limit)


def _gap(facts: Facts) -> Iterator[RuleLine]:
    last = max((b for b in facts.shut if b.rule == "gap"), key=lambda b: b.ends, default=None)
    if last is None:
        yield from _line("gap", "no gap to keep", False)
    else:
        yield from _line("gap", last.value, True, last.ends, last.limit)


def _needs_location(facts: Facts) -> Iterator[RuleLine]:
    yield from _line("needs-location", "zone known" if facts.lead.zones else "the team's zone serves", False)


def _needs_contact(facts: Facts) -> Iterator[RuleLine]:
    """A meeting and a task ask nothing of the lead; an item of nurture goes by mail or post only (R16.1)."""
    ways = facts.ways & {EMAIL, POST} if facts.now.stage == NURTURE else facts.ways
    holds = not ways and (facts.asked is None or facts.asked.kind not in ASKS_NOTHING)
    until = (
        reachable_from(facts.lead, facts.state, facts.around, facts.at) if holds and not facts.ways else None
    )
    lacking = "no address or street" if facts.ways else "no number, address, link or street"
    yield from _line("needs-contact", ", ".join(sorted(ways)) or lacking, holds, until)


def _window(facts: Facts) -> Iterator[RuleLine]:
    if facts.channel != CALL:
        yield from _line("window", "asked of calls only", False)
        return
    window = window_class(facts.serving, facts.team_zone)
    is_open, change = facts.policy.windows.state(window, facts.at)
    value = f"{local(facts.at, window.split('|')[0]):%H:%M} in {window.replace('|', ' and ')}"
    yield from _line("window", value, not is_open, change, "08:00-21:00, the last 3 minutes kept free")


def _not_yours(facts: Facts) -> Iterator[RuleLine]:
    """Everything that is due stands in another rep's lane."""
    holds = bool(facts.live) and not facts.mine
    moments = [one.opens_for(facts.rep) for one in facts.owed]
    until = min((moment for moment in moments if moment is not None), default=None)
    yield from _line("not-yours", f"waits for {facts.live[0].rep}" if holds else "open to you", holds, until)


def _claimed(facts: Facts) -> Iterator[RuleLine]:
    call = facts.state.call
    if facts.around.claimed_by:
        yield from _line("claimed", f"held by {facts.around.claimed_by}", True, facts.around.claimed_until)
    elif call is not None and facts.at < call.at + facts.policy.unknown_call and call.rep != facts.rep:
        until = Instant(call.at + facts.policy.unknown_call)
        value = f"called by {call.rep} {stamp(call.at, facts.team_zone)}, outcome unknown"
        yield from _line("claimed", value, True, until)
    else:
        yield from _line("claimed", "free", False)


_ASKED: tuple[Callable[[Facts], Iterator[RuleLine]], ...] = (
    _suppressed, _ended, _not_a_lead, _resting, _nurture, _paused, _callback_later, _not_due, _campaign_caps, _day_caps,
    _gap, _needs_location, _needs_contact, _window, _not_yours, _claimed,
)  # fmt: skip
