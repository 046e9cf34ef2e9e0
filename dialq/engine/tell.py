"""The engine's reasons as sentences: WHY NOW on the card is written here, by what decided."""

from __future__ import annotations

from dialq.clock import DAY, HOUR, MINUTE, Instant
from dialq.engine.entering import INQUIRIES
from dialq.engine.facts import Facts
from dialq.engine.outcome import OUTCOMES
from dialq.engine.persona import UNKNOWN, fit_of
from dialq.engine.qualify import is_name
from dialq.engine.rules import stamp
from dialq.engine.state import IN_THEIR_WORDS, TASK, Response
from dialq.engine.temperature import fresh_since
from dialq.engine.verdict import (
    CADENCE,
    CALLBACK,
    FRESH,
    NOW,
    QUESTIONABLE,
    RESPONSE,
    SLIPPING,
    Piece,
    RuleLine,
)

_RESPONSES = {
    "contact-me": "asked to be contacted",
    "reply": "wrote to us",
    "inbound-call": "rang us",
    "form": "sent a form",
    "rsvp": "answered the invitation",
    "no-show": "did not come to the meeting",
    "cancelled": "cancelled the meeting",
}


def length(seconds: int) -> str:
    """A length of time as people say it: `40 s`, `12 min`, `3 h`, `2 d`."""
    seconds = max(0, seconds)
    if seconds < MINUTE:
        return f"{seconds} s"
    if seconds < HOUR:
        return f"{seconds // MINUTE} min"
    if seconds < DAY:
        return f"{seconds // HOUR} h"
    return f"{seconds // DAY} d"


def reasons(
    facts: Facts,
    here: Piece | None,
    holding: RuleLine | None,
    until: Instant | None,
    auto: tuple[str, Instant | None],
) -> tuple[str, ...]:
    """Why the lead stands where it stands, the deciding reason first."""
    zone = facts.policy.calendar.zone
    found = [_ready(facts, here)] if here is not None else [_held(holding, until, zone)]
    topic = facts.state.topic or facts.lead.topic
    if topic and here is not None:
        found.append(f"Topic: {topic}")
    if facts.state.call is not None:
        call = facts.state.call
        found.append(f"Called by {call.rep} {stamp(call.at, zone)}, outcome unknown")
    if auto[1] is not None:
        found.append(f"Next: mail {auto[0]}, automatic, at {stamp(auto[1], zone)}")
    return tuple(found)


def _held(holding: RuleLine | None, until: Instant | None, zone: str) -> str:
    if holding is None:
        return "Nothing is to be done"
    text = f"Held by {holding.rule}: {holding.value}"
    if holding.limit:
        text += f" (allowed: {holding.limit})"
    return f"{text}; opens {stamp(until, zone)}" if until is not None else text


def _ready(facts: Facts, here: Piece) -> str:
    tell = {
        CALLBACK: _promised, NOW: _now, RESPONSE: _response, FRESH: _fresh, SLIPPING: _slipping, CADENCE: _cadence,
        QUESTIONABLE: _questionable,
    }  # fmt: skip
    return tell[here.tier](facts, here)


def _promised(facts: Facts, here: Piece) -> str:
    promise = facts.state.promise
    if promise is None:
        return "A promise is due"
    zone, due = facts.policy.calendar.zone, promise.at
    when = f"in {length(due - facts.at)}" if due > facts.at else f"{length(facts.at - due)} ago"
    made = f"{promise.rep} promised" if promise.rep and promise.rep != facts.rep else "You promised"
    words = f': "{promise.words}"' if promise.words else ""
    if promise.kind == "meeting":
        return f"The meeting was set for {stamp(facts.state.meeting, zone)}: how did it go?"
    if promise.kind == TASK:
        whose = "Your task" if promise.rep == facts.rep else f"{promise.rep}'s task"
        return f"{whose}, {stamp(due, zone)} ({when}){words}"
    again = f" (try {promise.tries + 1})" if promise.tries else ""
    return f"{made} {stamp(due, zone)} ({when}){again}{words}"


def _now(facts: Facts, here: Piece) -> str:
    if facts.state.response is not None:
        return _answered(facts, facts.state.response)
    return f"{_came(facts)}: each minute counts"


def _response(facts: Facts, here: Piece) -> str:
    promise, response = facts.state.promise, facts.state.response
    if response is None or (promise is not None and here.rank == promise.at):
        return _promised(facts, here)
    return _answered(facts, response)


def _answered(facts: Facts, response: Response) -> str:
    did = _RESPONSES.get(response.kind, response.kind)
    if response.kind == "form" and facts.lead.interaction == "form":
        did += " again"
    again = f", try {response.tries + 1}" if response.tries else ""
    words = f', "{response.topic}"' if response.topic and response.kind in IN_THEIR_WORDS else ""
    return f"{facts.lead.name or 'The lead'} {did} {length(facts.at - response.at)} ago{words}{again}: we owe an answer"


def _fresh(facts: Facts, here: Piece) -> str:
    rung = [entry for entry in facts.state.ledger if entry.dial]
    if not facts.state.touched and rung:
        outcome = OUTCOMES.get(rung[-1].code)
        what = outcome.label if outcome is not None else "rung"
        return f"{_came(facts)}; {what} {length(facts.at - rung[-1].at)} ago"
    if not facts.state.touched:
        return f"{_came(facts)} and nobody has called yet"
    return f"{_step(facts)} of the first day, due {length(facts.at - (facts.found.road.due or facts.at))} ago"


def _came(facts: Facts) -> str:
    """What makes it fresh, and how long ago: `Inquired 3 min ago`, `Turned hot 2 h ago`."""
    lead, state = facts.lead, facts.state
    if state.hot_since is not None:
        did = "Became a lead" if is_name(lead, facts.policy) else "Turned hot"
    else:
        did = "Inquired" if lead.interaction in INQUIRIES else "Came"
    return f"{did} {length(facts.at - fresh_since(lead, state))} ago"


def _slipping(facts: Facts, here: Piece) -> str:
    return f"{_step(facts)} slips: ready since {stamp(Instant(here.rank), facts.policy.calendar.zone)}, " \
        f"over {facts.policy.slip_after} business days ago"  # fmt: skip


def _cadence(facts: Facts, here: Piece) -> str:
    due = facts.found.road.due or facts.at
    return f"{_step(facts)} is due since {stamp(due, facts.policy.calendar.zone)}"


def _questionable(facts: Facts, here: Piece) -> str:
    fit = fit_of(facts.lead, facts.policy.personas)
    unknown = "; ".join(check.reason for check in fit.checks if check.answer == UNKNOWN)
    doubt = facts.lead.doubtful or f"whether it fits is not known ({unknown})"
    return f"{_step(facts)} is due; the data is in doubt: {doubt}"


def _step(facts: Facts) -> str:
    step = facts.step
    if step is None:
        return "A step"
    campaign = facts.policy.campaign(facts.found.road.state.campaign, facts.found.road.state.version)
    same = [s.key for s in campaign.steps if s.channel == step.channel]
    return f"{step.channel.capitalize()} {same.index(step.key) + 1} of {len(same)} in {campaign.name}"
