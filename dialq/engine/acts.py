"""An outcome as it was reported, and a decision about it in the making."""

from __future__ import annotations

from msgspec import Struct, field

from dialq.clock import Instant
from dialq.engine.campaign import Step
from dialq.engine.channels import Around
from dialq.engine.effects import Effect, apply
from dialq.engine.lead import Lead
from dialq.engine.outcome import INBOUND, OUTBOUND, OUTCOMES, Outcome
from dialq.engine.policy import Policy
from dialq.engine.state import OpenCall, State


class Act(Struct, frozen=True):
    """An outcome as it was reported."""

    code: str
    channel: str
    happened: Instant
    """The end of the call; when it happened, for all else."""
    recorded: Instant
    rep: str
    event: int
    """Id the event will have."""
    number: str = ""
    when: Instant | None = None
    scope: str = ""
    reason: str = ""
    words: str = ""
    direction: str = OUTBOUND
    anyone: bool = False
    call: OpenCall | None = None
    """The call that was started here, if this is its outcome."""
    by_person: bool = True
    side_step: str = ""
    """Key of the planned mail that this one stands for."""
    paired: bool = False
    """It goes along with a call: it moves no step but the one it stands for (R4.5)."""
    received: bool = False
    """It came by mail (a bounce, an absence, an opt-out): nothing we did, so no touch, and no step."""

    @property
    def outcome(self) -> Outcome:
        """Its row in the table of R9."""
        return OUTCOMES[self.code]

    @property
    def inbound(self) -> bool:
        """Whether they rang us: no dial, no touch, no cap (R9.6)."""
        return self.direction == INBOUND

    @property
    def dialled(self) -> str:
        """The number it went to, if it is known."""
        return self.number or (self.call.number if self.call is not None else "")

    @property
    def started(self) -> Instant:
        """When the number was dialled: a call made here knows, else it is when it happened."""
        return self.call.at if self.call is not None else self.happened


class Decision(Struct, frozen=True):
    """The consequences of an act."""

    effects: tuple[Effect, ...]
    step: Step | None = None
    """The step it fulfilled."""
    campaign: str = ""
    """The campaign it counts for…"""
    version: int = 0
    bans: tuple[tuple[str, str], ...] = ()
    """(scope, value) pairs to suppress."""
    touch: bool = False
    """Whether it counted as a touch (a third busy signal does)."""


class Draft(Struct):
    """A decision in the making."""

    lead: Lead
    state: State
    policy: Policy
    around: Around
    act: Act
    effects: list[Effect] = field(default_factory=list)
    bans: list[tuple[str, str]] = field(default_factory=list)
    step: Step | None = None

    def add(self, *effects: Effect) -> None:
        """Put consequences down and look at the state after them."""
        self.effects.extend(effects)
        self.state = apply(self.state, effects)

    @property
    def open_step(self) -> Step | None:
        """The open step of the line, if the campaign runs."""
        if not self.state.campaign or self.state.stalled is not None:
            return None
        line = self.policy.campaign(self.state.campaign, self.state.version).line
        return line[self.state.position] if self.state.position < len(line) else None
