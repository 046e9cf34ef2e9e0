"""What is written down of an outcome, and what the rep is told about it."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.desk.explain import consequences
from dialq.desk.kept import Mail
from dialq.desk.ledger import around
from dialq.desk.reading_acts import Answer
from dialq.desk.street import street_of
from dialq.desk.views import Logged, Touches
from dialq.engine.acts import Act, Decision
from dialq.engine.campaign import CALL, POST, RESEARCH
from dialq.engine.caps import touches_on_day
from dialq.engine.channels import Around, day_zone
from dialq.engine.events import Event
from dialq.engine.judge import outlook, place, verdict_of
from dialq.engine.outcome import OUTCOMES
from dialq.engine.plan import life_touches, run_touches
from dialq.engine.rules import stamp
from dialq.engine.state import TASK, State

VOICEMAILS_THAT_HELP = 2
"""Voicemail helps on calls 1 and 2, and is useless after call 3 (Velocify 2015)."""


class Written(Struct, frozen=True):
    """An act that was committed."""

    event: Event
    before: Dossier
    after: Dossier
    decision: Decision
    mail: Mail | None = None
    breach: str = ""
    created: int | None = None
    near: Around | None = None
    """What was around the lead when it was written."""


def facts_of(
    desk: Desk, dossier: Dossier, state: State, act: Act, decision: Decision, given: Answer, breach: str,
    marks: tuple[str, ...],
) -> dict[str, Any]:  # fmt: skip
    """The event's facts: what was reported, and the figures as they stood then (cli.md, the outcome export)."""
    row = act.outcome
    inbound = act.direction == "in"
    number = act.number or (act.call.number if act.call is not None else "")
    facts: dict[str, Any] = {
        "code": act.code, "label": row.label, "channel": act.channel, "direction": act.direction,
        "dial": row.dial and not inbound and act.channel == CALL, "touch": decision.touch, "human": row.human,
        "note": act.words, "reason": act.reason, "when": act.when, "number": number, "scope": act.scope,
        "to": given.to, "template": given.template, "override": given.override if breach else "", "breach": breach,
        "marks": list(marks), "step": decision.step.key if decision.step else "", "campaign": decision.campaign,
        "version": decision.version, "programme": state.programme or dossier.state.programme,
        "touches_campaign": run_touches(state), "touches_life": life_touches(state),
        "touches_day": touches_on_day(state, act.started, day_zone(dossier.lead, desk.zone)),
        "attempt": _attempt(state, act), "duration_s": act.happened - act.call.at if act.call is not None else None,
        "meeting_at": state.meeting if act.code == "meeting" else None, "call": act.call.event if act.call else 0,
        "anyone": act.anyone, "first_call_s": _first_call(dossier, act), "task": _task(dossier, act),
    }  # fmt: skip
    return {
        name: value
        for name, value in facts.items()
        if (value not in ("", None, []) and value is not False) or name in _ALWAYS
    }


_ALWAYS = frozenset(
    {"code", "channel", "direction", "dial", "touch", "human", "touches_campaign", "touches_life"}
)


def _first_call(dossier: Dossier, act: Act) -> int | None:
    """Seconds from arrival to the dial, if this is the lead's first call by a person (R17.1)."""
    dials = [e for e in dossier.state.ledger if e.dial and (act.call is None or e.event != act.call.event)]
    if dials or not act.outcome.dial or act.direction == "in" or act.channel != CALL:
        return None
    return act.started - dossier.lead.arrived


def _task(dossier: Dossier, act: Act) -> str:
    """The words of the task that this act did; '' if it did none."""
    promise = dossier.state.promise
    does = act.by_person and act.code == "done" and act.channel == RESEARCH
    return promise.words if does and promise is not None and promise.kind == TASK else ""


def _attempt(state: State, act: Act) -> int:
    return sum(e.channel == act.channel and e.run == state.run and (e.dial or e.touch) for e in state.ledger)


def logged(desk: Desk, done: Written, now: Instant, *, in_passing: bool = False) -> Logged:
    """What the rep sees of a committed act; `in_passing` without the verdict, which nobody reads then."""
    dossier, state = done.after, done.after.state
    near = done.near if done.near is not None else around(desk, dossier.lead, now)
    found = dossier.found or place(dossier.lead, state, desk.policy, now, near)
    parts = [_into_the_batch(dossier, done) or OUTCOMES[str(done.event.facts["code"])].label.capitalize()]
    parts += [text for text in consequences(desk, done.event.effects)]
    if done.mail is not None:
        parts.append(f'mail "{done.mail.subject}" leaves {stamp(done.mail.leaves, desk.zone)}')
    ahead = outlook(found, state, desk.policy, now, desk.rep)
    if ahead is not None and not state.ended:
        when = stamp(ahead[1], desk.zone) if ahead[1] > now else "now"
        parts.append(f"next: {ahead[0]} {when}")
    verdict = None if in_passing else verdict_of(found, dossier.lead, state, desk.policy, now, near, desk.rep)
    return Logged(
        event=done.event.id, lead=dossier.lead.id, stage=state.stage, touches=touches_of(desk, dossier, now),
        next=verdict, toast=". ".join(part[0].upper() + part[1:] for part in parts if part), breach=done.breach,
        warning=_warning(state, done), created=done.created,
    )  # fmt: skip


def _into_the_batch(dossier: Dossier, done: Written) -> str:
    """Where a card that a rep did goes, and how it gets printed; '' for all that is no card."""
    facts = done.event.facts
    if (facts["code"], facts["channel"]) != ("done", POST):
        return ""
    where = ", ".join(street_of(dossier.lead))
    return f"Into the print batch: {where or dossier.lead.name}; print with dialq post export"


def touches_of(desk: Desk, dossier: Dossier, now: Instant) -> Touches:
    """How often the lead was touched, against its campaign's cap."""
    state = dossier.state
    campaign = desk.policy.campaigns.get((state.campaign, state.version))
    today = touches_on_day(state, now, day_zone(dossier.lead, desk.zone))
    return Touches(run_touches(state), campaign.max_touches if campaign else 0, today, life_touches(state))


def _warning(state: State, done: Written) -> str:
    if done.event.facts["code"] != "voicemail":
        return ""
    left = sum(e.code == "voicemail" and e.run == state.run for e in state.ledger)
    if left <= VOICEMAILS_THAT_HELP:
        return ""
    return f"{left} voicemails in this campaign: they help on the first two calls only"
