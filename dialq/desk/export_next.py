"""What was to happen next to a lead when an outcome had been recorded: the same whenever it is asked."""

from __future__ import annotations

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.engine.events import Event
from dialq.engine.history import fold
from dialq.engine.judge import judge
from dialq.engine.lead import Lead
from dialq.engine.state import RESTING, State
from dialq.engine.verdict import CLOSED, HELD


def next_after(desk: Desk, lead: Lead, event: Event) -> tuple[str, Instant | None]:
    """The next action of the lead after this event, and when; ('', None) if it came to an end."""
    known = [one for one in desk.store.events.of_lead(lead.id) if one.id <= event.id]
    state = fold(known)
    verdict = judge(lead, state, desk.policy, event.recorded)
    if verdict.status == CLOSED:
        return "", None
    owed = _owed(state)
    if owed is not None:
        return owed
    if state.stage == RESTING:
        return "rest", state.rest_until
    if verdict.step is None:
        return verdict.rule, verdict.until
    at = verdict.until if verdict.status == HELD and verdict.until is not None else verdict.due
    return verdict.step.key, at


def _owed(state: State) -> tuple[str, Instant] | None:
    """A promise or an answer comes before the plan."""
    if state.promise is not None:
        return state.promise.kind, state.promise.at
    if state.response is not None:
        return "answer", max(state.response.at, state.response.again)
    return None
