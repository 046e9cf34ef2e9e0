"""From one version of a campaign to a newer one: what was done stays done, and nothing comes sooner for it (R4.7)."""

from __future__ import annotations

from dialq.clock import MINUTE, Instant
from dialq.engine.campaign import Campaign, Step
from dialq.engine.effects import Effect
from dialq.engine.plan import side_due
from dialq.engine.policy import Policy
from dialq.engine.state import State, but


class Moved(Effect, frozen=True):
    """The lead goes on in another version of its campaign."""

    at: Instant
    campaign: str
    version: int
    position: int
    same_step: bool
    """The open step is the one that was open before: busy signals and snoozes of it stay."""
    moved: int
    """Seconds and days by which the plan was moved on since day 0, for the first step not to come too soon."""
    moved_days: int
    beside: str = ""
    """Keys of automatic side steps that are new and whose time has passed, with blanks between: they do not run."""

    def to(self, state: State) -> State:
        """The same enrolment on other steps."""
        changed = but(
            state, campaign=self.campaign, version=self.version, position=self.position, moved=self.moved,
            moved_days=self.moved_days, beside=(*state.beside, *self.beside.split()),
        )  # fmt: skip
        return (
            changed if self.same_step else but(changed, busy=0, not_before=Instant(0), later=None, laters=0)
        )


def to_version(state: State, new: Campaign, policy: Policy, at: Instant) -> Moved:
    """How a lead in an older version goes on in `new`.

    The open step is the one after the last that it has done of the new plan. It falls due by the new plan from day
    0 on, but never sooner than one gap of that plan after what was done last.
    """
    old = policy.campaign(state.campaign, state.version)
    done = {step.key for step in old.line[: state.position]}
    position = max((index + 1 for index, step in enumerate(new.line) if step.key in done), default=0)
    before = old.line[state.position - 1] if state.position else None
    if not position and before is not None:
        position = sum(step.at.seconds <= before.at.seconds for step in new.line)
    moved, moved_days = state.moved, state.moved_days
    if not position and before is not None and state.last_done is not None and new.line:
        moved, moved_days = _moved_on(state, before, new.line[0], policy)
    was = old.line[state.position].key if state.position < len(old.line) else ""
    now = new.line[position].key if position < len(new.line) else ""
    return Moved(
        at,
        new.name,
        new.version,
        position,
        was == now != "",
        moved,
        moved_days,
        " ".join(_passed(state, old, new, at)),
    )


def _moved_on(state: State, before: Step, first: Step, policy: Policy) -> tuple[int, int]:
    """How far the plan moves for its first step to keep its distance from the last step done, one of the old plan."""
    assert state.last_done is not None
    seconds = (
        state.last_done
        + (first.at.minutes - before.at.minutes) * MINUTE
        - state.day0
        - first.at.minutes * MINUTE
    )
    day = policy.calendar.date
    days = (day(state.last_done) - day(state.day0)).days - before.at.day
    return max(state.moved, seconds), max(state.moved_days, days)


def _passed(state: State, old: Campaign, new: Campaign, at: Instant) -> list[str]:
    """Side steps that the old version did not have and whose time is over."""
    known = {step.key for step in old.steps} | set(state.beside)
    found = []
    for step in new.steps:
        if step.beside and step.key not in known:
            when = side_due(step, state, new)
            if when is not None and when <= at:
                found.append(step.key)
    return found
