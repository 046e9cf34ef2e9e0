"""Why a lead stands where it stands, and its whole story."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from dialq.clock import Instant
from dialq.desk.automatic_steps import with_holds
from dialq.desk.desk import Desk
from dialq.desk.ledger import around, read
from dialq.desk.views import StoryLine
from dialq.engine.day import local
from dialq.engine.effects import (
    CampaignEnded,
    Effect,
    Entered,
    Nurtured,
    Promised,
    Rested,
    StageSet,
    StepDone,
)
from dialq.engine.events import (
    ARRIVED,
    CALL_STARTED,
    CHANGED,
    FREED,
    HANDED,
    MAIL_LEFT,
    MAIL_STOPPED,
    MOVED,
    NOTED,
    OUTCOME,
    PRINTED,
    REDONE,
    RESPONDED,
    SETTLED,
    TASKED,
    UNDONE,
    Event,
)  # fmt: skip
from dialq.engine.history import origin, standing_events
from dialq.engine.interest_effects import Heated, Named, Silent
from dialq.engine.judge import place, verdict_of
from dialq.engine.lead import HOT
from dialq.engine.outcome import OUTCOMES
from dialq.engine.persona import Fit, fit_of
from dialq.engine.rules import stamp
from dialq.engine.verdict import READY, Verdict
from dialq.errors import UnknownLead


def why(desk: Desk, lead: int, at: Instant | None = None) -> Verdict:
    """The verdict with every rule, now or at another instant (R5.3, R21.2)."""
    from dialq.desk.queue import as_of, share_brings
    from dialq.desk.turns import ANSWERS

    now = desk.now()
    moment = at if at is not None else now
    with desk.store.reading():
        dossier = as_of(desk, lead, moment) if moment < now else read(desk, lead)
        if dossier is None:
            raise UnknownLead(
                f"lead {lead} was not known at {stamp(moment, desk.zone)}", "Ask for a later time."
            )
        near = around(desk, dossier.lead, moment, rep=desk.rep)
        here = place(dossier.lead, dossier.state, desk.policy, moment, near)
        found = verdict_of(here, dossier.lead, dossier.state, desk.policy, moment, near, desk.rep)
        if moment >= now:
            found = with_holds(desk, lead, found, here.road.state)
        if moment < now or found.status != READY or found.tier <= ANSWERS:
            return found
        share = share_brings(desk, lead, moment)
        return replace(found, reasons=(share, *found.reasons)) if share else found


def fit(desk: Desk, lead: int) -> Fit:
    """How a lead fits the team's persona, each check with its reason (R3.1)."""
    return fit_of(read(desk, lead).lead, desk.policy.personas)


def story(desk: Desk, lead: int) -> tuple[StoryLine, ...]:
    """Everything that happened to a lead, newest first."""
    read(desk, lead)
    return story_lines(desk, desk.store.events.of_lead(lead), 10_000)


def story_lines(desk: Desk, events: Iterable[Event], limit: int) -> tuple[StoryLine, ...]:
    """Events as lines, newest first; what was taken back stays and is marked."""
    known = list(events)
    standing = standing_events(known)
    counts = {event.id for event in standing} | {origin(event) for event in standing}
    lines = [_line(desk, event, event.id not in counts) for event in reversed(known) if _is_told(event)]
    return tuple(lines[:limit])


def _is_told(event: Event) -> bool:
    return event.kind != SETTLED and not event.facts.get("restates")


def _line(desk: Desk, event: Event, undone: bool) -> StoryLine:
    at = event.happened
    kind, text = _told(desk, event)
    code = str(event.facts.get("code", event.kind))
    when = f"{local(at, desk.zone):%a %d %b %H:%M}"
    return StoryLine(
        event.id, at, when, kind, event.rep or "dialq", code, text, undone and event.kind != UNDONE
    )


def _told(desk: Desk, event: Event) -> tuple[str, str]:
    facts = event.facts
    if event.kind == OUTCOME:
        label = OUTCOMES[facts["code"]].label
        words = [label, f'"{facts["note"]}"' if facts.get("note") else "", str(facts.get("subject", ""))]
        told = [*words, str(facts.get("reason", "")), *consequences(desk, event.effects)]
        kind = "THEY" if facts.get("direction") == "in" else str(facts["channel"])
        if facts.get("task"):
            kind, told = "task", [f"{facts['task']}: done", *told[1:]]
        return kind, " · ".join(word for word in told if word)
    simple = {
        ARRIVED: ("THEY" if facts.get("interaction") else "stage", _arrived(facts)),
        RESPONDED: ("THEY", _did(desk, event)),
        CALL_STARTED: ("call", f"rang {facts.get('number', '')}"),
        NOTED: ("THEY" if facts.get("letter") else "note", _with_letter(str(facts.get("note", "")), facts)),
        CHANGED: ("edit", ", ".join(f"{k}: {v}" for k, v in facts.get("fields", {}).items())),
        UNDONE: ("undo", f"took back {facts.get('of', 'an outcome')}"),
        REDONE: ("undo", "put it back"),
        MAIL_LEFT: ("email", "the mail left"),
        MAIL_STOPPED: (
            "email",
            f'the mail "{facts.get("subject", "")}" did not leave: {facts.get("why", "")}',
        ),
        FREED: ("stage", f"freed the open call of {facts.get('of', '')}"),
        HANDED: ("stage", _handed(event)),
        PRINTED: ("post", _printed(facts)),
        MOVED: ("stage", f"to version {facts.get('to')} of {facts.get('campaign')}"),
        TASKED: ("task", f"{facts.get('words', '')}: {stamp(facts.get('when'), desk.zone)}"),
    }
    return simple.get(event.kind, (event.kind, ""))


def _printed(facts: dict[str, Any]) -> str:
    """Where a lead's card is."""
    batch = facts.get("post_batch", "")
    return f"the card was not mailed: {batch}" if facts.get("dropped") else f"the card is printed: {batch}"


def _did(desk: Desk, event: Event) -> str:
    """What the lead did, and what it made of it."""
    facts = event.facts
    words = [f"{facts.get('kind', '')}: {facts.get('topic', '')}".rstrip(": ")]
    if facts.get("letter"):
        subject = f' "{facts["topic"]}"' if facts.get("topic") else ""
        words = [_with_letter(f"{facts.get('kind', '')}{subject}", facts)]
    words += consequences(desk, event.effects) if any(isinstance(e, Heated) for e in event.effects) else []
    return " · ".join(words)


def _with_letter(text: str, facts: dict[str, Any]) -> str:
    """What came by mail: who wrote it, where that was not the lead, and how it begins."""
    who = f" from {facts['letter_from']}" if facts.get("letter_from") else ""
    return f"{text}{who}: {facts['text']}" if facts.get("text") else f"{text}{who}"


def _handed(event: Event) -> str:
    """Where a lead was handed, by whom and why."""
    to = {"nurture": "to nurture", "close": "closed", "next": "back from nurture"}
    act, programme = str(event.facts.get("act", "")), event.facts.get("programme", "")
    return f"{to.get(act, f'to programme {programme}')}: {event.facts.get('why', '')}"


def _arrived(facts: dict[str, object]) -> str:
    did = facts.get("interaction") or "arrived"
    source = f" from {facts['source']}" if facts.get("source") else ""
    topic = f": {facts['topic']}" if facts.get("topic") else ""
    return f"{did}{source}{topic}"


def consequences(desk: Desk, effects: tuple[Effect, ...]) -> list[str]:
    """What an event changed, in words: ends, rests, promises, skipped steps."""
    told = (_TOLD[type(effect)](effect, desk.zone) for effect in effects if type(effect) in _TOLD)
    return [words for words in told if words]


_TOLD: dict[type[Effect], Callable[[Any, str], str]] = {
    CampaignEnded: lambda effect, _: f"campaign over: {effect.why}",
    Rested: lambda effect, zone: f"rests until {stamp(effect.until, zone)}",
    Entered: lambda effect, _: f"starts {effect.campaign}",
    Nurtured: lambda effect, _: f"to nurture: {effect.why}",
    StageSet: lambda effect, _: effect.stage,
    Promised: lambda effect, zone: f"promised {stamp(effect.promise.at, zone)}",
    Heated: lambda effect, _: "turns hot" if effect.temperature == HOT else "becomes a lead",
    Named: lambda effect, _: f"a name: {effect.why}",
    Silent: lambda _, __: "went silent",
    StepDone: lambda effect, _: f"{effect.key} skipped: {effect.skipped}" if effect.skipped else "",
}
"""Effects that a person is told of, and how."""
