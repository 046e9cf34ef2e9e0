"""What an event changes: small facts, decided once, kept in the event, applied the same for ever (R2.3)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from dialq.clock import Instant
from dialq.engine.state import (
    ACTIVE,
    IN_THEIR_WORDS,
    MEETING,
    NURTURE,
    RESTING,
    SUPPRESSED,
    Promise,
    Response,
    State,
    but,
)


class Effect(Struct, frozen=True):
    """One change to a lead's state."""

    def to(self, state: State) -> State:
        """The state after this change."""
        raise NotImplementedError


class Entered(Effect, frozen=True):
    """The lead starts a campaign."""

    at: Instant
    day0: Instant
    programme: str
    leg: int
    campaign: str
    version: int
    event: str = ""
    """The event it invites to."""

    def to(self, state: State) -> State:
        """A new enrolment, its first step open; a pause that goes on, or what is owed, keeps it still."""
        pause = state.paused_until
        waits = pause is not None and self.at < pause
        return but(
            state, stage=ACTIVE, reason="", programme=self.programme, leg=self.leg, campaign=self.campaign,
            version=self.version, event=self.event, run=state.run + 1, entered=self.at, day0=self.day0, position=0,
            last_done=None, moved=0, moved_days=0, done_moved=0, done_moved_days=0, beside=(), last_call=None,
            reached=False, busy=0, not_before=Instant(0), later=None, laters=0, rest_until=None,
            stalled=self.at if waits or state.owes else None, paused_until=pause if waits else None, nurture_since=None,
        )  # fmt: skip


class StepDone(Effect, frozen=True):
    """The open step of the line is done, or skipped with a reason."""

    at: Instant
    key: str
    skipped: str = ""

    def to(self, state: State) -> State:
        """The next step of the line is open."""
        return but(
            state, position=state.position + 1, last_done=self.at, done_moved=0, done_moved_days=0, busy=0,
            not_before=Instant(0), later=None, laters=0,
        )  # fmt: skip


class CallMade(Effect, frozen=True):
    """A call met somebody, or nobody: conditions and side mails look at it."""

    at: Instant
    key: str
    """Of the call step it was; '' off the plan."""
    reached: bool

    def to(self, state: State) -> State:
        """The latest call of this run."""
        last = (self.key, self.at, self.reached) if self.key else state.last_call
        return but(state, last_call=last, reached=self.reached)


class SideStepDone(Effect, frozen=True):
    """An automatic step beside the line left, or was skipped with a reason."""

    at: Instant
    key: str
    skipped: str = ""

    def to(self, state: State) -> State:
        """That step is behind us."""
        return but(state, beside=(*state.beside, self.key))


class Busy(Effect, frozen=True):
    """The line was busy: the same step again, not before `again`."""

    again: Instant

    def to(self, state: State) -> State:
        """One busy signal more."""
        return but(state, busy=state.busy + 1, not_before=self.again)


class PutOff(Effect, frozen=True):
    """A rep snoozed the open step until `until`."""

    until: Instant

    def to(self, state: State) -> State:
        """Snoozed."""
        return but(state, later=self.until, laters=state.laters + 1)


class CampaignEnded(Effect, frozen=True):
    """The campaign is over for this lead, and why."""

    at: Instant
    why: str

    def to(self, state: State) -> State:
        """No campaign runs."""
        return but(state, campaign="", version=0, reason=self.why, stalled=None)


class Rested(Effect, frozen=True):
    """Nobody touches the lead until `until`; then the next campaign of its programme starts."""

    until: Instant

    def to(self, state: State) -> State:
        """Resting."""
        return but(
            state,
            stage=RESTING,
            rest_until=self.until,
            campaign="",
            stalled=None,
            nurture_since=None,
            meeting=None,
        )


class Nurtured(Effect, frozen=True):
    """The lead is with marketing, which sends it item after item (R16.1)."""

    at: Instant
    why: str
    campaign: str = ""
    """The campaign of the items; '': it only waits."""
    version: int = 0
    position: int = 0
    """The first item it has not had…"""
    moved_days: int = 0
    """…which is due now, whatever its offset."""

    def to(self, state: State) -> State:
        """In nurture; nothing of the campaign before it goes on."""
        pause = state.paused_until
        waits = pause is not None and self.at < pause
        return but(
            state, stage=NURTURE, reason=self.why, nurture_since=self.at, campaign=self.campaign,
            version=self.version, event="", entered=self.at, day0=self.at, position=self.position, last_done=None,
            moved=0, moved_days=self.moved_days, done_moved=0, done_moved_days=0, beside=(), last_call=None,
            reached=False, busy=0, not_before=Instant(0), later=None, laters=0, rest_until=None, meeting=None,
            stalled=self.at if waits and self.campaign else None, paused_until=pause if waits else None,
        )  # fmt: skip


class StageSet(Effect, frozen=True):
    """The lead reached an end, or came back from one."""

    stage: str
    why: str = ""

    def to(self, state: State) -> State:
        """The new stage; an end leaves nothing open."""
        state = but(state, stage=self.stage, reason=self.why, **_out_of_nurture(state))
        if not state.ended:
            return state
        return but(
            state, promise=None, response=None, campaign="", rest_until=None, stalled=None, paused_until=None,
            nurture_since=None, meeting=None,
        )  # fmt: skip


class Promised(Effect, frozen=True):
    """A person set a dated next action; the campaign stands still until it is dealt with."""

    promise: Promise

    def to(self, state: State) -> State:
        """It replaces whatever was owed; a conversation brings back whom nothing bans."""
        state = but(state, **_out_of_nurture(state))
        return but(
            state, stage=SUPPRESSED if state.stage == SUPPRESSED else ACTIVE, promise=self.promise, response=None,
            stalled=_stall(state, self.promise.made), rest_until=None, nurture_since=None, meeting=None,
        )  # fmt: skip


class PromiseClosed(Effect, frozen=True):
    """The promise was kept, replaced or given up."""

    at: Instant

    def to(self, state: State) -> State:
        """None is open."""
        return but(state, promise=None)


class Responded(Effect, frozen=True):
    """The lead answered: rest and nurture end, automatic steps stop."""

    response: Response

    def to(self, state: State) -> State:
        """The newest response is what is to be answered; an ended or nurtured lead is active again."""
        response, state = self.response, but(state, **_out_of_nurture(state))
        topic = response.topic if response.kind not in IN_THEIR_WORDS else ""
        last = state.last_response if response.missed else max(state.last_response, response.at)
        return but(state, stage=ACTIVE, response=response, last_response=last, stalled=_stall(state, response.at),
            topic=topic or state.topic, rest_until=None, nurture_since=None,
            silent=state.silent if response.missed else None,
        )  # fmt: skip


class ResponseClosed(Effect, frozen=True):
    """A person dealt with what the lead asked."""

    at: Instant

    def to(self, state: State) -> State:
        """None is open."""
        return but(state, response=None)


class Again(Effect, frozen=True):
    """What is owed was tried, or put off: again at `again` (R11.3)."""

    promise: bool
    """Of the promise; else of the response."""
    again: Instant
    tries: int
    busy: int

    def to(self, state: State) -> State:
        """The try is put down and the next one dated."""
        if self.promise:
            if state.promise is None:
                return state
            promise = replace(state.promise, again=self.again, tries=self.tries, busy=self.busy)
            return but(state, promise=promise)
        if state.response is None:
            return state
        return but(
            state, response=replace(state.response, again=self.again, tries=self.tries, busy=self.busy)
        )


class Resumed(Effect, frozen=True):
    """The campaign goes on where it stood still, its gaps kept."""

    at: Instant
    seconds: int
    """How long it stood still…"""
    days: int
    """…and over how many dates of the team's calendar."""

    def to(self, state: State) -> State:
        """All its times are moved on by the length of the standstill."""
        if state.stalled is None:
            return state
        last = state.last_call
        if last is not None:
            last = last[0], Instant(last[1] + self.seconds), last[2]
        return but(
            state, stalled=None, paused_until=None, moved=state.moved + self.seconds,
            moved_days=state.moved_days + self.days, done_moved=state.done_moved + self.seconds,
            done_moved_days=state.done_moved_days + self.days, last_call=last,
        )  # fmt: skip


class Paused(Effect, frozen=True):
    """Out of office or referred: nobody touches the lead until `until`."""

    until: Instant
    why: str
    since: Instant

    def to(self, state: State) -> State:
        """Paused; the campaign stands still."""
        return but(state, paused_until=self.until, reason=self.why, stalled=_stall(state, self.since))


class PointLost(Effect, frozen=True):
    """A number or address no longer serves this lead, until `until` (None: for good)."""

    point: str
    until: Instant | None
    why: str

    def to(self, state: State) -> State:
        """It is not offered any more."""
        return but(state, dead=(*state.dead, (self.point, self.until)))


class MeetingSet(Effect, frozen=True):
    """A meeting is set: the goal is reached, its rep is asked afterwards how it went."""

    at: Instant
    ask: Promise

    def to(self, state: State) -> State:
        """In stage `meeting`."""
        return but(
            state, stage=MEETING, reason="", meeting=self.at, promise=self.ask, response=None, campaign="",
            stalled=None, rest_until=None, nurture_since=None, paused_until=None,
        )  # fmt: skip


def _out_of_nurture(state: State) -> dict[str, Any]:
    """What changes for a lead that leaves nurture: its items are no campaign that goes on."""
    if state.stage != NURTURE:
        return {}
    return {"campaign": "", "version": 0, "stalled": None, "paused_until": None}


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
