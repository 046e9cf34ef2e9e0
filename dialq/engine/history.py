"""Fold a lead's events into its state; undo and correction are a matter of which events count (R13)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dialq.engine.effects import Effect, Recorded, SideStepDone, StepDone, apply
from dialq.engine.events import MAIL_LEFT, OUTCOME, REDONE, UNDONE, Event
from dialq.engine.state import State


def voided(events: Iterable[Event]) -> set[int]:
    """Ids of the events that were taken back, with all they brought along."""
    void: set[int] = set()
    groups: dict[int, set[int]] = {}
    caused: dict[int, list[int]] = {}
    for event in events:
        if event.cause:
            caused.setdefault(event.cause, []).append(event.id)
        if event.kind == UNDONE:
            target = int(event.facts["undoes"])
            groups[event.id] = {target, *caused.get(target, [])}
            void |= groups[event.id]
        elif event.kind == REDONE:
            void -= groups.get(int(event.facts["redoes"]), set())
    return void


def standing_events(events: Iterable[Event]) -> list[Event]:
    """The events that count, in the order of the fold: of a corrected one only its last version."""
    known = sorted(events, key=lambda e: e.id)
    void = voided(known)
    left = {str(e.facts["message"]) for e in known if e.kind == MAIL_LEFT}
    latest: dict[int, Event] = {}
    sent: list[Event] = []
    for event in known:
        if event.id not in void:
            latest[event.place] = event
        elif event.facts.get("message") in left:
            sent.append(replace(event, effects=_only_counted(event.effects)))
    live_ids = {e.id for e in latest.values()}
    replaced = {e.id for e in known if e.id not in live_ids}
    kept = []
    for event in latest.values():
        if event.cause and event.cause in replaced and event.facts.get("message") in left:
            event = replace(event, effects=_only_counted(event.effects))
        elif event.cause and event.cause in replaced and event.kind == OUTCOME:
            continue
        kept.append(event)
    return sorted([*kept, *sent], key=lambda e: (e.place, e.id))


def _only_counted(effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
    """A mail that left stays counted though its call was taken back; its step counts as done beside the line."""
    kept: list[Effect] = []
    for effect in effects:
        if isinstance(effect, Recorded):
            kept.append(effect)
        elif isinstance(effect, StepDone):
            kept.append(SideStepDone(effect.at, effect.key))
    return tuple(kept)


def fold(events: Iterable[Event]) -> State:
    """The state after these events of one lead."""
    state, seen = State(), 0
    known = list(events)
    for event in standing_events(known):
        state = apply(state, event.effects)
    seen = max((e.id for e in known), default=0)
    return replace(state, seen=seen)
