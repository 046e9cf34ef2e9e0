"""All that the rules and the reasons look at, worked out once per verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from dialq.clock import Instant
from dialq.engine.campaign import CALL, Step
from dialq.engine.caps import Block, blocks
from dialq.engine.channels import Around, serving, usable, window_class
from dialq.engine.effects import apply
from dialq.engine.lead import Lead
from dialq.engine.owed import Owed, owed
from dialq.engine.plan import due
from dialq.engine.policy import Policy
from dialq.engine.state import ACTIVE, State

if TYPE_CHECKING:
    from dialq.engine.judge import Place


class Facts(Struct, frozen=True):
    """One lead at one instant, for one rep."""

    lead: Lead
    state: State
    """As recorded."""
    now: State
    """As it is at `at`: with the changes that came by themselves."""
    found: Place
    policy: Policy
    at: Instant
    around: Around
    rep: str
    ways: frozenset[str]
    """Channels that reach the lead now."""
    serving: Lead
    """The lead with only the numbers that serve."""
    owed: tuple[Owed, ...]
    """Promises and answers; those that are open now are…"""
    live: tuple[Owed, ...]
    """…these, of which this rep may take…"""
    mine: tuple[Owed, ...]
    """…these."""
    asked: Owed | None
    """What of them comes first."""
    own_step: Step | None
    """The step that stands open now, even if it will be skipped; None while the campaign stands still."""
    own_due: Instant | None
    channel: str
    """The channel of what is to be done now; '' if nothing is."""
    shut: tuple[Block, ...]
    """Caps and gaps that hold the open step now."""

    @property
    def step(self) -> Step | None:
        """The next step that can be done."""
        return self.found.road.step

    @property
    def team_zone(self) -> str:
        """The zone of the team's calendar."""
        return self.policy.calendar.zone


def facts_of(
    found: Place, lead: Lead, state: State, policy: Policy, at: Instant, around: Around, rep: str
) -> Facts:
    """Look at everything once."""
    now = apply(state, found.road.by(at))
    ways, near = usable(lead, state, around, at), serving(lead, state, around, at)
    owing = owed(state, ways)
    live = tuple(one for one in owing if one.opens <= at)
    mine = tuple(one for one in live if one.is_for(rep, at))
    asked = _asked(owing, live, mine, near, policy, at)
    step, when = _own_step(now, policy) if asked is None else (None, None)
    channel = asked.channel if asked is not None else step.channel if step is not None else ""
    shut = blocks(near, now, policy, around, step.channel) if step is not None else []
    held = tuple(block for block in shut if block.holds(at))
    return Facts(
        lead,
        state,
        now,
        found,
        policy,
        at,
        around,
        rep,
        ways,
        near,
        owing,
        live,
        mine,
        asked,
        step,
        when,
        channel,
        held,
    )


def _asked(
    owing: tuple[Owed, ...],
    live: tuple[Owed, ...],
    mine: tuple[Owed, ...],
    near: Lead,
    policy: Policy,
    at: Instant,
) -> Owed | None:
    """What comes first: of what this rep may do, what can be done at this hour."""
    if len(owing) < 2:
        return owing[0] if owing else None
    is_open = policy.windows.state(window_class(near, policy.calendar.zone), at)[0]
    now = tuple(one for one in mine if is_open or one.channel != CALL)
    return min(now or mine or live or owing, key=lambda one: one.place(at))


def _own_step(now: State, policy: Policy) -> tuple[Step | None, Instant | None]:
    if now.stage != ACTIVE or not now.campaign or now.stalled is not None:
        return None, None
    campaign = policy.campaign(now.campaign, now.version)
    if now.position >= len(campaign.line):
        return None, None
    return campaign.line[now.position], due(now, campaign, policy)
