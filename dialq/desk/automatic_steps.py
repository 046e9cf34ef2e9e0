"""The automatic steps ahead of a lead, and what people said of them before they left (R5.7, SEED1-18)."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.desk.planned_shelf import PlannedNote
from dialq.engine.campaign import Step
from dialq.engine.channels import Around, usable
from dialq.engine.effects import apply
from dialq.engine.judge import Place, mail_time, next_automatic
from dialq.engine.plan import side_steps
from dialq.engine.policy import Policy
from dialq.engine.state import State
from dialq.engine.verdict import Verdict


class Due(NamedTuple):
    """An automatic step, and when it falls due or leaves."""

    at: Instant
    step: Step


def steps_due(dossier: Dossier, found: Place, near: Around, policy: Policy, now: Instant) -> list[Due]:
    """The automatic steps that have fallen due, the latest last."""
    road = found.road
    state = apply(dossier.state, road.by(now))
    due = [one for one in _beside(dossier, state, near, policy, now) if one.at <= now]
    if (
        _is_automatic(found)
        and road.due is not None
        and road.step is not None
        and max(road.due, road.opens) <= now
    ):
        due.append(Due(road.due, road.step))
    return sorted(due, key=lambda one: one.at)


def steps_ahead(dossier: Dossier, found: Place, near: Around, policy: Policy, now: Instant) -> list[Due]:
    """The open automatic steps with the moment at which each leaves, the next one first.

    Caps and gaps are reckoned for the next one alone: nobody knows yet what leaves before the others.
    """
    road = found.road
    key, first = next_automatic(dossier.lead, dossier.state, road, policy, near, now)
    if not key or first is None:
        return []
    state = apply(dossier.state, road.by(now))
    ahead = _beside(dossier, road.state if state.stalled is not None else state, near, policy, now)
    if _is_automatic(found) and road.due is not None and road.step is not None:
        ahead.append(Due(mail_time(dossier.lead, max(road.due, road.opens), policy), road.step))
    moved = [Due(first, one.step) if one.step.key == key else one for one in ahead]
    return sorted(moved, key=lambda one: one.at)


def _beside(dossier: Dossier, state: State, near: Around, policy: Policy, now: Instant) -> list[Due]:
    ways = usable(dossier.lead, state, near, now)
    return [Due(at, step) for step, at, why in side_steps(state, ways, policy) if not why]


def _is_automatic(found: Place) -> bool:
    """Whether the open step of the line leaves by itself."""
    return found.road.step is not None and found.road.step.auto and found.road.state.stalled is None


def notes_on(desk: Desk, lead: int, state: State) -> dict[str, PlannedNote]:
    """What people said of a lead's steps that still holds, by step: no longer once the lead answered, or began anew.

    `state` is the one in which the step is open (`Ahead.state`).
    """
    notes = desk.store.planned.of_lead(lead)
    return {note.step: note for note in notes if note.run == state.run and note.at >= state.last_response}


def held_back(notes: dict[str, PlannedNote], step: str) -> str:
    """Why a step does not leave: `held by ana`; '' if nobody holds it."""
    note = notes.get(step)
    return f"held by {note.held}" if note is not None and note.held else ""


def with_holds(desk: Desk, lead: int, found: Verdict, state: State) -> Verdict:
    """The verdict, saying who holds the next automatic mail back instead of when it would leave."""
    held = held_back(notes_on(desk, lead, state), found.auto_step) if found.auto_step else ""
    if not held:
        return found
    others = tuple(line for line in found.reasons if not line.startswith(f"Next: mail {found.auto_step},"))
    said = f"Next: mail {found.auto_step}, automatic, {held}: it leaves when it is released"
    return replace(found, reasons=(*others, said))
