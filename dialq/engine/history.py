"""Fold a lead's events into its state; undo and correction are a matter of which events count (R13)."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from dialq.engine.effects import Effect, SideStepDone, StepDone, apply
from dialq.engine.events import MAIL_LEFT, OF_MAILS, OUTCOME, REDONE, UNDONE, Event
from dialq.engine.interest_effects import ItemSent
from dialq.engine.ledger_effects import Recorded
from dialq.engine.state import State, but


def voided(events: Iterable[Event]) -> set[int]:
    """Ids of the events that were taken back, in all their versions and with all they brought along."""
    known = list(events)
    places = {event.id: event.place for event in known}
    taken: dict[int, int] = {}
    void: set[int] = set()
    for event in known:
        if event.kind == UNDONE:
            taken[event.id] = places[int(event.facts["undoes"])]
            void.add(taken[event.id])
        elif event.kind == REDONE:
            void.discard(taken.get(int(event.facts["redoes"]), 0))
    return {e.id for e in known if e.place in void or places.get(e.cause, 0) in void}


def origin(event: Event) -> int:
    """The event that a rep wrote: the same one if its consequences were only decided anew."""
    return int(event.facts.get("restates", event.id))


def standing_events(events: Iterable[Event]) -> list[Event]:
    """The events that count, in the order of the fold: of a corrected one only its last version."""
    known = sorted(events, key=lambda e: e.id)
    void, places = voided(known), {e.id: e.place for e in known}
    left = {str(e.facts["message"]) for e in known if e.kind == MAIL_LEFT}
    along = _taken_along(known, places)
    latest: dict[int, Event] = {}
    sent: dict[int, Event] = {}
    for event in known:
        if event.id not in void:
            latest[event.place] = event
        elif event.facts.get("message") in left:
            effects = _only_counted(event.effects, line=event.place not in along)
            sent[event.place] = replace(event, effects=effects)
    for event in list(latest.values()):
        caused_by = latest.get(places.get(event.cause, 0))
        if event.kind != OUTCOME or caused_by is None or origin(caused_by) == event.cause:
            continue
        del latest[event.place]
        if event.facts.get("message") in left:
            sent[event.place] = replace(event, effects=_only_counted(event.effects))
    return sorted([*latest.values(), *sent.values()], key=lambda e: (e.place, e.id))


def _taken_along(known: Iterable[Event], places: dict[int, int]) -> set[int]:
    """Places of events that were taken back with a handing over: their steps are of a plan that never was."""
    undone = (int(e.facts["undoes"]) for e in known if e.kind == UNDONE and "act" in e.facts)
    return {places[number] for number in undone}


def _only_counted(effects: tuple[Effect, ...], *, line: bool = True) -> tuple[Effect, ...]:
    """A mail that left stays counted though its call was taken back; its step counts as done beside the line."""
    kept: list[Effect] = []
    for effect in effects:
        if isinstance(effect, Recorded | ItemSent):
            kept.append(effect)
        elif line and isinstance(effect, StepDone):
            kept.append(SideStepDone(effect.at, effect.key))
    return tuple(kept)


def fold(events: Iterable[Event]) -> State:
    """The state after these events of one lead; what becomes of a mail is nothing that a card would show."""
    state, seen = State(), 0
    known = list(events)
    for event in standing_events(known):
        state = apply(state, event.effects)
    seen = max((e.id for e in known if e.kind not in OF_MAILS), default=0)
    return but(state, seen=seen)
