"""What an event changes: small facts, decided once, kept in the event, applied the same for ever (R2.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar

from dialq.clock import Instant
from dialq.engine.state import (
    ACTIVE,
    MEETING,
    NURTURE,
    RESTING,
    Entry,
    OpenCall,
    Promise,
    Response,
    State,
)  # fmt: skip

_BY_NAME: dict[str, type[Effect]] = {}


@dataclass(frozen=True, slots=True)
class Effect:
    """One change to a lead's state."""

    name: ClassVar[str] = ""

    def to(self, state: State) -> State:
        """The state after this change."""
        raise NotImplementedError

    def __init_subclass__(cls) -> None:
        """Register the effect under its name, for reading events back."""
        _BY_NAME[cls.__name__] = cls


@dataclass(frozen=True, slots=True)
class Entered(Effect):
    """The lead starts a campaign."""

    at: Instant
    day0: Instant
    programme: str
    leg: int
    campaign: str
    version: int

    def to(self, state: State) -> State:
        """A new enrolment, its first step open."""
        return replace(
            state, stage=ACTIVE, reason="", programme=self.programme, leg=self.leg, campaign=self.campaign,
            version=self.version, run=state.run + 1, entered=self.at, day0=self.day0, position=0,
            last_done=None, beside=(), last_call=None, busy=0, not_before=Instant(0), later=None, laters=0,
            rest_until=None, paused_until=None, nurture_since=None,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class StepDone(Effect):
    """The open step of the line is done, or skipped with a reason."""

    at: Instant
    key: str
    skipped: str = ""

    def to(self, state: State) -> State:
        """The next step of the line is open."""
        return replace(
            state, position=state.position + 1, last_done=self.at, busy=0, not_before=Instant(0), later=None,
            laters=0,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class CallMade(Effect):
    """A call step met somebody, or nobody: conditions and side mails look at it."""

    at: Instant
    key: str
    reached: bool

    def to(self, state: State) -> State:
        """The latest call of this run."""
        return replace(state, last_call=(self.key, self.at, self.reached))


@dataclass(frozen=True, slots=True)
class SideStepDone(Effect):
    """An automatic step beside the line left, or was skipped with a reason."""

    at: Instant
    key: str
    skipped: str = ""

    def to(self, state: State) -> State:
        """That step is behind us."""
        return replace(state, beside=(*state.beside, self.key))


@dataclass(frozen=True, slots=True)
class Busy(Effect):
    """The line was busy: the same step again, not before `again`."""

    again: Instant

    def to(self, state: State) -> State:
        """One busy signal more."""
        return replace(state, busy=state.busy + 1, not_before=self.again)


@dataclass(frozen=True, slots=True)
class PutOff(Effect):
    """A rep snoozed the open step until `until`."""

    until: Instant

    def to(self, state: State) -> State:
        """Snoozed."""
        return replace(state, later=self.until, laters=state.laters + 1)


@dataclass(frozen=True, slots=True)
class CampaignEnded(Effect):
    """The campaign is over for this lead, and why."""

    at: Instant
    why: str

    def to(self, state: State) -> State:
        """No campaign runs."""
        return replace(state, campaign="", version=0, reason=self.why, stalled=None)


@dataclass(frozen=True, slots=True)
class Rested(Effect):
    """Nobody touches the lead until `until`; then the next campaign of its programme starts."""

    until: Instant

    def to(self, state: State) -> State:
        """Resting."""
        return replace(state, stage=RESTING, rest_until=self.until, campaign="", stalled=None)


@dataclass(frozen=True, slots=True)
class Nurtured(Effect):
    """The lead is with marketing."""

    at: Instant
    why: str

    def to(self, state: State) -> State:
        """In nurture, to be reviewed now and then."""
        return replace(
            state,
            stage=NURTURE,
            reason=self.why,
            nurture_since=self.at,
            campaign="",
            rest_until=None,
            stalled=None,
        )


@dataclass(frozen=True, slots=True)
class StageSet(Effect):
    """The lead reached an end, or came back from one."""

    stage: str
    why: str = ""

    def to(self, state: State) -> State:
        """The new stage; an end leaves nothing open."""
        state = replace(state, stage=self.stage, reason=self.why, paused_until=None)
        if not state.ended:
            return state
        return replace(
            state,
            promise=None,
            responses=(),
            campaign="",
            rest_until=None,
            stalled=None,
            nurture_since=None,
            meeting=None,
        )


@dataclass(frozen=True, slots=True)
class Promised(Effect):
    """A person set a dated next action; the campaign stands still until it is dealt with."""

    promise: Promise

    def to(self, state: State) -> State:
        """This promise replaces an earlier one; a conversation ends a rest as an answer does."""
        stage = ACTIVE if state.stage in (RESTING, NURTURE) else state.stage
        return replace(
            state, stage=stage, promise=self.promise, stalled=_stall(state, self.promise.made), later=None,
            rest_until=None, nurture_since=None, paused_until=None,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PromiseClosed(Effect):
    """The promise was kept, replaced or given up."""

    at: Instant

    def to(self, state: State) -> State:
        """None is open."""
        return replace(state, promise=None)


@dataclass(frozen=True, slots=True)
class Responded(Effect):
    """The lead answered: rest and nurture end, automatic steps stop."""

    response: Response

    def to(self, state: State) -> State:
        """One more open response; an ended or nurtured lead is active again."""
        response = self.response
        return replace(
            state, stage=ACTIVE, responses=(*state.responses, response), last_response=response.at, later=None,
            stalled=_stall(state, response.at), topic=response.topic or state.topic, rest_until=None,
            paused_until=None, nurture_since=None,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ResponsesClosed(Effect):
    """A person dealt with everything the lead asked."""

    at: Instant

    def to(self, state: State) -> State:
        """None is open."""
        return replace(state, responses=())


@dataclass(frozen=True, slots=True)
class MetNobody(Effect):
    """An answer or a promise was tried and reached nobody: again at `again` (R11.3)."""

    again: Instant
    counts: bool = True
    """False for busy: the same try again."""

    def to(self, state: State) -> State:
        """The try is put down and the next one dated."""
        more = int(self.counts)
        busy = 0 if self.counts else state.busy + 1
        promise = state.promise and replace(state.promise, at=self.again, tries=state.promise.tries + more)
        responses = tuple(replace(r, again=self.again, tries=r.tries + more) for r in state.responses)
        return replace(state, promise=promise, responses=responses, busy=busy)


@dataclass(frozen=True, slots=True)
class Resumed(Effect):
    """The campaign goes on where it stood still, its gaps kept."""

    at: Instant

    def to(self, state: State) -> State:
        """All its times are moved on by the length of the standstill."""
        if state.stalled is None:
            return state
        by = max(0, self.at - state.stalled)
        done = None if state.last_done is None else Instant(state.last_done + by)
        last = state.last_call and (state.last_call[0], Instant(state.last_call[1] + by), state.last_call[2])
        return replace(
            state, stalled=None, busy=0, day0=Instant(state.day0 + by), entered=Instant(state.entered + by),
            last_done=done, last_call=last,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paused(Effect):
    """Out of office or referred: nobody touches the lead until `until`."""

    until: Instant
    why: str
    since: Instant

    def to(self, state: State) -> State:
        """Paused; the gaps of the plan are kept."""
        by = max(0, self.until - self.since)
        done = None if state.last_done is None else Instant(state.last_done + by)
        return replace(
            state, paused_until=self.until, reason=self.why, day0=Instant(state.day0 + by),
            entered=Instant(state.entered + by), last_done=done,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PointLost(Effect):
    """A number or address no longer serves this lead, until `until` (None: for good)."""

    point: str
    until: Instant | None
    why: str

    def to(self, state: State) -> State:
        """It is not offered any more."""
        return replace(state, dead=(*state.dead, (self.point, self.until)))


@dataclass(frozen=True, slots=True)
class MeetingSet(Effect):
    """A meeting is set: the goal is reached, its rep is asked afterwards how it went."""

    at: Instant
    ask: Promise

    def to(self, state: State) -> State:
        """In stage `meeting`."""
        return replace(
            state, stage=MEETING, reason="", meeting=self.at, promise=self.ask, responses=(), campaign="", stalled=None,
            rest_until=None, nurture_since=None, paused_until=None,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recorded(Effect):
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
        return replace(
            state, ledger=(*ledger, entry), first_call=first, touched=state.touched or self.by_person,
            last_rep=entry.rep if self.by_person and entry.rep else state.last_rep,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class CallOpened(Effect):
    """A number is being rung."""

    call: OpenCall

    def to(self, state: State) -> State:
        """The call waits for its outcome."""
        return replace(state, call=self.call)


@dataclass(frozen=True, slots=True)
class CallClosed(Effect):
    """The call has its outcome."""

    event: int

    def to(self, state: State) -> State:
        """No call is open."""
        return replace(state, call=None) if state.call and state.call.event == self.event else state


@dataclass(frozen=True, slots=True)
class Acted(Effect):
    """The lead did something that is no response: it counts in the order."""

    at: Instant
    kind: str
    topic: str = ""

    def to(self, state: State) -> State:
        """One interaction more."""
        return replace(state, interactions=state.interactions + 1, topic=self.topic or state.topic)


def _stall(state: State, at: Instant) -> Instant | None:
    """Since when the campaign stands still: an earlier standstill goes on."""
    if not state.campaign:
        return None
    return state.stalled if state.stalled is not None else at


def apply(state: State, effects: Iterable[Effect]) -> State:
    """The state after these effects, in order."""
    for effect in effects:
        state = effect.to(state)
    return state


_NESTED: dict[str, type[Any]] = {
    "entry": Entry, "promise": Promise, "ask": Promise, "response": Response, "call": OpenCall,
}  # fmt: skip


def to_plain(effect: Effect) -> list[Any]:
    """An effect as JSON-ready values: its name, then its fields in order."""
    return [type(effect).__name__, *(_plain(getattr(effect, f.name)) for f in fields(effect))]


def from_plain(plain: list[Any]) -> Effect:
    """The effect that `to_plain` wrote; missing trailing fields take their defaults."""
    cls = _BY_NAME[plain[0]]
    names = [f.name for f in fields(cls)]
    values = {
        name: _NESTED[name](*value) if name in _NESTED else value
        for name, value in zip(names, plain[1:], strict=False)
    }
    return cls(**values)


def _plain(value: Any) -> Any:
    if isinstance(value, (Entry, Promise, Response, OpenCall)):
        return [getattr(value, f.name) for f in fields(value)]
    return value
