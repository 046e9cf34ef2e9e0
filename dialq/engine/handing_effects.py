"""Effects of a handing over that no other effect has: another programme after the rest, a campaign cut short."""

from __future__ import annotations

from dialq.engine.effects import Effect
from dialq.engine.state import State, but


class Assigned(Effect, frozen=True):
    """A lead that rests goes through another programme when its rest is over."""

    programme: str

    def to(self, state: State) -> State:
        """Its rest stays; the new programme starts with its first campaign."""
        return but(state, programme=self.programme, leg=0)


class CutShort(Effect, frozen=True):
    """Its campaign was ended by hand before its time: whoever takes the lead back starts it anew."""

    leg: int

    def to(self, state: State) -> State:
        """The campaign that was cut is the one that comes next."""
        return but(state, leg=self.leg)
