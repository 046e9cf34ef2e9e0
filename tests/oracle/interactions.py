"""What a lead does, and what that makes of it: a name, a lead, a hot lead, somebody who is owed an answer (R3)."""

from __future__ import annotations

from dialq.clock import DAY, Instant
from dialq.engine.lead import HOT, WARM, Lead
from tests.oracle import contacts
from tests.oracle.fold import Fold
from tests.oracle.state import ENDED, MEETING, MET, NAME, PROMISE, RESPONSE, RESTING, Matter

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
    state.programme = fold.team.programme(lead, state.temperature)
    named = lead.interaction in TWICE or (not lead.interaction and lead.source in fold.team.names)
    if named:
        state.stage = NAME
        state.acts = [lead.arrived] if lead.interaction in TWICE else []
        return
    fold.enter_first(recorded)
    if lead.interaction == "contact-me":
        responded(fold, "contact-me", lead.arrived)


def responded(fold: Fold, kind: str, at: Instant) -> None:
    """A response stops the campaign and ends rest and nurture; on a suppressed lead it only tells (R2.1)."""
    if kind not in RESPONSES or contacts.suppressed(fold.state):
        return
    fold.state.responded = Instant(max(at, fold.state.responded or 0))
    fold.open(Matter(RESPONSE, at, what=kind), at)


def told_us(fold: Fold, kind: str, at: Instant, recorded: Instant) -> None:
    """A reply or a call from the lead, written down by a rep: it makes a lead, and no warm lead hot."""
    fold.state.interactions += 1
    if contacts.suppressed(fold.state):
        return
    if fold.state.stage == NAME:
        _name_acts(fold, kind, at, recorded)
    responded(fold, kind, at)


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
    """R3.5: of a hot lead that nobody has touched and nothing holds; a contact-me asks while no answer is owed."""
    state = fold.state
    untouched = state.enrolment is not None and state.temperature == HOT and not state.by_hand
    owed = state.matter(RESPONSE) is not None
    if state.enrolment is not None:
        held = state.enrolment.later is not None or (state.enrolment.stopped is not None and not owed)
        untouched = untouched and not held and state.matter(PROMISE) is None
    return untouched and (kind == "form" or (kind == "contact-me" and owed))


def _name_acts(fold: Fold, kind: str, at: Instant, recorded: Instant) -> None:
    """Asking makes a hot lead at once, acting twice one of its own temperature (R3.2, SEED2-05)."""
    state = fold.state
    if kind in TWICE:
        twice = any(abs(at - first) <= TWICE_WITHIN for first in state.acts)
        state.acts.append(at)
        if twice and not fold.misfit:
            _starts(fold, fold.team.programme(state.lead, state.temperature), at, recorded)
    elif kind in RESPONSES:
        state.temperature = HOT
        _starts(fold, "hot", at, recorded)


def _turns_hot(fold: Fold, kind: str, at: Instant, recorded: Instant) -> None:
    """R3.5. Ends, meetings and talks stand; a rest is kept to its end, unless an answer is owed (R8.1)."""
    state = fold.state
    if state.stage in (*ENDED, MET) or state.matter(PROMISE) is not None or state.matter(MEETING) is not None:
        return
    state.temperature = HOT
    if state.stage == RESTING and kind not in RESPONSES:
        state.born, state.turned = at, True
        state.programme, state.place = "hot", -1
        return
    _starts(fold, "hot", at, recorded)


def _starts(fold: Fold, programme: str, at: Instant, recorded: Instant) -> None:
    """A programme starts, day 0 is the moment of the act; life counts go on."""
    state = fold.state
    state.born, state.turned, state.acts = at, True, []
    state.programme, state.place = programme, -1
    state.enrolment = None
    fold.enter_first(recorded)
