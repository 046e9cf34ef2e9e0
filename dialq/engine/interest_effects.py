"""Effects of what the lead did, and of what marketing sent it: names, temperature, silence, items."""

from __future__ import annotations

from dialq.clock import Instant
from dialq.engine.effects import Effect
from dialq.engine.lead import HOT
from dialq.engine.state import COUNTED, IN_THEIR_WORDS, NAME, State, but


class ItemSent(Effect, frozen=True):
    """An item of nurture left."""

    template: str

    def to(self, state: State) -> State:
        """It is never sent to this lead again."""
        return but(state, items=(*state.items, self.template))


class Named(Effect, frozen=True):
    """A name is not a lead yet (R3.2): nobody touches it until it acts again."""

    why: str
    acted: Instant | None = None
    """When it did what brought it here; None: it did nothing itself."""
    programme: str = ""
    """Where it goes once somebody has talked with it."""

    def to(self, state: State) -> State:
        """A name."""
        acts = (*state.acts, self.acted) if self.acted is not None else state.acts
        return but(state, stage=NAME, reason=self.why, acts=acts, programme=self.programme)


class Heated(Effect, frozen=True):
    """The lead became a lead, or a warm one turned hot, by what it did (R3.2, R3.5)."""

    at: Instant
    temperature: str = HOT
    programme: str = ""
    """The programme that starts when the rest it is in is over; '': not at rest."""

    def to(self, state: State) -> State:
        """Fresh from now on."""
        new = but(state, temperature=self.temperature, hot_since=self.at, acts=())
        return but(new, programme=self.programme, leg=0) if self.programme else new


class Silent(Effect, frozen=True):
    """What we owed was tried to the end and met nobody (R11.3): the lead went silent."""

    at: Instant

    def to(self, state: State) -> State:
        """Silent until it answers."""
        return but(state, silent=self.at)


class Acted(Effect, frozen=True):
    """The lead did something: it counts in the order, and while it is a name towards becoming a lead."""

    at: Instant
    kind: str
    topic: str = ""

    def to(self, state: State) -> State:
        """One interaction more."""
        topic = self.topic if self.kind not in IN_THEIR_WORDS else ""
        new = but(state, interactions=state.interactions + 1, topic=topic or state.topic)
        return but(new, acts=(*new.acts, self.at)) if state.stage == NAME and self.kind in COUNTED else new
