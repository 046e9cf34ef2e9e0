"""What a lead does, and what that makes of it: a name, a lead, a hot lead, somebody who is owed an answer (R3)."""

from __future__ import annotations

from dialq.clock import DAY, Instant
from dialq.engine.lead import HOT, WARM, Lead
from tests.oracle import contacts
from tests.oracle.fold import Fold
from tests.oracle.state import ENDED, MET, NAME, RESPONSE, RESTING, Matter

RESPONSES = ("contact-me", "reply", "inbound-call", "form", "rsvp")
"""What asks for an answer."""
AT_ONCE = ("form", "inbound-call", "contact-me")
"""What makes a lead of a name at once…"""
TWICE = ("webinar", "download", "event")
"""…and what does so the second time within half a year (R3.2)."""
TWICE_WITHIN = 180 * DAY


def comes_in(fold: Fold, lead: Lead, recorded: Instant) -> None:
    """R3.2, R3.3: what it did, else its source, says whether it is a lead or a name."""
    state = fold.state
    state.born, state.temperature = lead.arrived, lead.temperature
    named = lead.interaction in TWICE or (not lead.interaction and lead.source in fold.team.names)
    if named:
        state.stage = NAME
        state.acts = [lead.arrived] if lead.interaction in TWICE else []
        return
    state.programme = fold.team.programme(lead, state.temperature)
    fold.enter_next(recorded)
    if lead.interaction == "contact-me":
        responded(fold, "contact-me", lead.arrived)


def responded(fold: Fold, kind: str, at: Instant) -> None:
    """A response stops the campaign and ends rest and nurture; on a suppressed lead it only tells (R2.1)."""
    if kind not in RESPONSES or contacts.suppressed(fold.state):
        return
    fold.state.responded = Instant(max(at, fold.state.responded or 0))
    fold.open(Matter(RESPONSE, at, what=kind), at)


def acted(fold: Fold, kind: str, at: Instant, recorded: Instant) -> None:
    """One interaction: it counts, may make a lead or a hot one (R3.2, R3.5), and may ask for an answer."""
    state = fold.state
    state.interactions += 1
    if contacts.suppressed(state):
        return
    again = _second_inquiry(fold, kind)
    if state.stage == NAME:
        _name_acts(fold, kind, at, recorded)
    elif state.temperature == WARM and kind in (*AT_ONCE, *TWICE):
        _turns_hot(fold, kind, at, recorded)
    if not again:
        responded(fold, kind, at)


def _second_inquiry(fold: Fold, kind: str) -> bool:
    """R3.5: of a hot lead that nobody has touched; a contact-me asks for an answer while none is owed."""
    state = fold.state
    untouched = state.enrolment is not None and state.temperature == HOT and not state.by_hand
    owed = state.matter(RESPONSE) is not None
    return untouched and (kind == "form" or (kind == "contact-me" and owed))


def _name_acts(fold: Fold, kind: str, at: Instant, recorded: Instant) -> None:
    state = fold.state
    if kind in TWICE:
        twice = any(abs(at - first) <= TWICE_WITHIN for first in state.acts)
        state.acts.append(at)
        if twice and not fold.misfit:
            _becomes_hot(fold, at, recorded)
    elif kind in RESPONSES:
        _becomes_hot(fold, at, recorded)


def _turns_hot(fold: Fold, kind: str, at: Instant, recorded: Instant) -> None:
    """Ends and meetings are only undone by what asks for an answer; a rest is kept to its end (R8.1)."""
    state = fold.state
    if state.stage in (*ENDED, MET) and kind not in RESPONSES:
        return
    if state.stage == RESTING and kind not in RESPONSES:
        state.born, state.temperature = at, HOT
        state.programme, state.place = fold.team.programme(state.lead, HOT), -1
        return
    _becomes_hot(fold, at, recorded)


def _becomes_hot(fold: Fold, at: Instant, recorded: Instant) -> None:
    """The hot programme starts, day 0 is this moment; life counts go on."""
    state = fold.state
    state.born, state.temperature, state.acts = at, HOT, []
    state.programme, state.place = fold.team.programme(state.lead, HOT), -1
    state.enrolment = None
    fold.enter_next(recorded)
