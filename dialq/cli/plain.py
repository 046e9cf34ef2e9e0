"""What programs read: the desk's values as JSON, with the names of the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dialq.cli.moments import utc
from dialq.desk.views import Card, FoundLead, Item, Logged, StepView, StoryLine
from dialq.engine.persona import Fit
from dialq.engine.verdict import RuleLine, Verdict

if TYPE_CHECKING:
    from dialq.desk.experiments import LeadArm

Document = dict[str, Any]


def item(line: Item) -> Document:
    """One place in the queue."""
    return {
        "place": line.place,
        "lead": line.lead,
        "name": line.name,
        "company": line.company,
        "tier": line.tier or None,
        "programme": line.programme,
        "campaign": line.campaign,
        "step": step(line.step) if line.step is not None else None,
        "arrived": utc(line.arrived),
        "due": utc(line.due),
        "local_time": line.local_time,
        "phone": line.phone,
        "email": line.email,
        "reasons": list(line.reasons),
        "late": line.late,
    }


def step(view: StepView) -> Document:
    """The step to do."""
    return {
        "key": view.key,
        "number": view.number,
        "of": view.of,
        "channel": view.channel,
        "label": view.label,
        "template": view.template,
    }


def verdict(lead: int, found: Verdict, place: int | None = None) -> Document:
    """What the engine says of a lead, with every rule."""
    return {
        "lead": lead,
        "at": utc(found.at),
        "status": found.status,
        "tier": found.tier_name or None,
        "place": place,
        "rule": found.rule or None,
        "until": utc(found.until),
        "rules": [rule(line) for line in found.rules],
        "reasons": list(found.reasons),
        "campaign": found.campaign,
        "step": found.step.key if found.step is not None else None,
        "due": utc(found.due),
        "automatic": {"step": found.auto_step, "at": utc(found.auto_at)} if found.auto_step else None,
    }


def rule(line: RuleLine) -> Document:
    """One rule of R6."""
    return {
        "rule": line.rule,
        "value": line.value,
        "limit": line.limit,
        "holds": line.holds,
        "until": utc(line.until),
    }


def logged(done: Logged) -> Document:
    """An act that was recorded."""
    touches = {"campaign": done.touches.campaign, "of": done.touches.of, "day": done.touches.day}
    return {
        "event": done.event,
        "lead": done.lead,
        "stage": done.stage,
        "touches": {**touches, "life": done.touches.life},
        "next": verdict(done.lead, done.stands),
        "said": done.toast,
        "breach": done.breach or None,
        "warning": done.warning or None,
        "created": done.created,
    }


def lead(card: Card) -> Document:
    """A lead's facts and where it stands."""
    from dialq.desk.export_rows import lead_fields

    facts, meter = card.lead, card.meter
    return {
        "lead": facts.id,
        "stage": card.stage,
        **lead_fields(facts),
        "temperature": card.temperature,
        "recorded_at": utc(facts.recorded),
        "phones": [{"number": n.number, "kind": n.kind, "zones": list(n.zones)} for n in facts.phones],
        "emails": list(facts.emails),
        "zones": list(facts.zones),
        "zone_source": facts.zone_source,
        "doubtful": facts.doubtful,
        "promise": card.promise,
        "banner": card.banner,
        "verdict": verdict(facts.id, card.verdict),
        "meter": {name: list(getattr(meter, name)) for name in ("campaign", "calls", "day", "life", "dials")},
        "seen": card.seen,
        "fit": fit(card.fit),
        "interactions": [
            {"at": utc(one.at), "kind": one.kind, "topic": one.topic} for one in card.interactions
        ],
        "reason_to_call": next((one.topic for one in card.interactions if one.topic), facts.topic),
        "spent": card.spent / 100,
        "budget": card.budget / 100 if card.budget is not None else None,
        "silent_since": utc(card.silent_since),
    }


def fit(found: Fit) -> Document | None:
    """How a lead fits the team's persona; null where the team has set none."""
    if not found.checks:
        return None
    checks = [{"check": one.name, "answer": one.answer, "reason": one.reason} for one in found.checks]
    return {"persona": found.persona, "misfit": found.misfit, "unknown": found.unknown, "checks": checks}


def arm(found: LeadArm) -> Document:
    """The arm of an experiment that a lead is or was in."""
    times = {"since": utc(found.since), "until": utc(found.until)}
    return {
        "experiment": found.experiment,
        "what": found.what,
        "arm": found.arm,
        "value": found.value,
        **times,
    }


def story_line(line: StoryLine) -> Document:
    """One event of a lead's timeline."""
    return {
        "event": line.event,
        "at": utc(line.at),
        "kind": line.kind,
        "who": line.who,
        "code": line.code,
        "text": line.text,
        "undone": line.undone,
    }


def found_lead(hit: FoundLead) -> Document:
    """A search hit."""
    return {
        "lead": hit.lead,
        "name": hit.name,
        "company": hit.company,
        "title": hit.title,
        "phone": hit.phone,
        "email": hit.email,
        "stage": hit.stage,
        "verdict": hit.verdict,
    }
