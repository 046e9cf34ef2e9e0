"""Effects of what we did: lines of the ledger, calls that are open, cards in print, who worked the lead."""

from __future__ import annotations

from dialq.clock import Instant
from dialq.engine.effects import Effect
from dialq.engine.state import Entry, OpenCall, State, but


class Recorded(Effect, frozen=True):
    """A line of the ledger."""

    entry: Entry
    by_person: bool = True

    def to(self, state: State) -> State:
        """Counted; the outcome of a started call takes the place of its dial."""
        entry = self.entry
        ledger = tuple(old for old in state.ledger if old.event != entry.event)
        first = state.first_call
        if entry.dial and (first is None or entry.at < first):
            first = entry.at
        touched = state.touched or (self.by_person and entry.touch)
        return but(state, ledger=(*ledger, entry), first_call=first, touched=touched)


class WorkedBy(Effect, frozen=True):
    """A rep logged an outcome."""

    rep: str

    def to(self, state: State) -> State:
        """What the lead answers goes to this rep first."""
        return but(state, last_rep=self.rep)


class CallOpened(Effect, frozen=True):
    """A number is being rung."""

    call: OpenCall

    def to(self, state: State) -> State:
        """The call waits for its outcome; one that never got any stays a dial."""
        return but(state, call=self.call)


class CallClosed(Effect, frozen=True):
    """The call has its outcome."""

    event: int

    def to(self, state: State) -> State:
        """No call is open."""
        return but(state, call=None) if state.call and state.call.event == self.event else state


class Printed(Effect, frozen=True):
    """The open step's card is in a print batch: until it is mailed nobody sends it a second time by hand."""

    campaign: str
    version: int
    position: int
    until: Instant
    """A batch that nobody mailed by then is forgotten; 0: it was dropped."""

    def to(self, state: State) -> State:
        """Its step waits, if it is the open one still."""
        if (state.campaign, state.version, state.position) != (self.campaign, self.version, self.position):
            return state
        return but(state, not_before=self.until)
