"""What we owe a lead: a promise, an answer, the question how a meeting went. It comes before the plan (R5.1)."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from dialq.clock import MINUTE, Instant
from dialq.engine.campaign import CALL, EMAIL, POST, SOCIAL
from dialq.engine.state import ANYONE, ASK_MEETING, REPLY, TASK, Promise, Response, State
from dialq.engine.verdict import CALLBACK, NOW, RESPONSE

CALLBACK_BEFORE = 2 * MINUTE
YOUNG = 5 * MINUTE
"""How long a response is `now`, and a promise `callback` after its time."""
OWN_FOR = 30 * MINUTE
"""How long an answer or an `anyone` promise stays with its rep before the pool gets it (R10.2, R11.1)."""

FAR = 1 << 40
BEHIND = 1 << 41
"""Added to a rank: comes after all of its tier without it."""

PROMISE, ANSWER, MEETING, OWN_TASK = "promise", "answer", "meeting", "task"
ASKS_NOTHING = frozenset({MEETING, OWN_TASK})
"""Kinds that ask something of us, not of the lead: no way to it and no hour is needed."""


class Owed(Struct, frozen=True):
    """One thing we owe, from when on, and whose it is."""

    kind: str
    at: Instant
    """The promised time, the response's own, or when it is asked how the meeting went."""
    opens: Instant
    """From when on it is asked."""
    rep: str
    """Whose it is first; '' is the pool's."""
    pool: Instant | None
    """From when on it is anybody's; None: never by itself."""
    channel: str
    """How the lead is to be reached for it; '' asks nothing of the lead."""
    early: int
    """Its tier in the first minutes…"""
    rank: int
    """…its place there…"""
    late_rank: int
    """…and its place in tier `response` after them."""

    def is_for(self, rep: str, at: Instant) -> bool:
        """Whether a rep may take it at `at`."""
        return self.rep in ("", rep) or (self.pool is not None and self.pool <= at)

    def opens_for(self, rep: str) -> Instant | None:
        """From when on a rep may take it; None: never by itself."""
        if self.rep in ("", rep):
            return self.opens
        return max(self.opens, self.pool) if self.pool is not None else None

    def place(self, at: Instant) -> tuple[int, int]:
        """(tier, rank) at `at`."""
        return (self.early, self.rank) if at < self.at + YOUNG else (RESPONSE, self.late_rank)


def owed(state: State, ways: frozenset[str]) -> tuple[Owed, ...]:
    """All that is owed, reached by these channels."""
    found = []
    if state.promise is not None:
        found.append(_promise(state.promise, ways))
    if state.response is not None:
        found.append(_answer(state.response, state.last_rep, ways))
    return tuple(found)


def is_answering(state: State, at: Instant) -> bool:
    """Whether a call at `at` answers what the lead asked, or keeps a promise that is due; a task is our own."""
    own = state.promise is not None and state.promise.kind == TASK
    return state.response is not None or (not own and is_promise_due(state.promise, at))


def is_promise_due(promise: Promise | None, at: Instant) -> bool:
    """Whether a promise is to be kept by a call at `at`; the question after a meeting is none."""
    return promise is not None and promise.kind != ASK_MEETING and promise.at - CALLBACK_BEFORE <= at


def channel_of(ways: Iterable[str], *, by_mail: bool = False) -> str:
    """How something is answered: by call if there is a way, a reply by mail."""
    order = (EMAIL, CALL, SOCIAL, POST) if by_mail else (CALL, EMAIL, SOCIAL, POST)
    return next((channel for channel in order if channel in ways), EMAIL)


def _promise(promise: Promise, ways: frozenset[str]) -> Owed:
    if promise.kind == ASK_MEETING:
        opens = max(promise.at, promise.again)
        return Owed(MEETING, promise.at, opens, promise.rep, None, "", RESPONSE, promise.at, promise.at)
    opens = max(Instant(promise.at - CALLBACK_BEFORE), promise.again)
    pool = Instant(promise.at + OWN_FOR) if promise.scope == ANYONE else None
    kind, channel = (OWN_TASK, "") if promise.kind == TASK else (PROMISE, channel_of(ways))
    return Owed(kind, promise.at, opens, promise.rep, pool, channel, CALLBACK, promise.at, promise.at)


def _answer(response: Response, last_rep: str, ways: frozenset[str]) -> Owed:
    asked, rank = response.at, FAR - response.at
    channel = channel_of(ways, by_mail=response.kind == REPLY)
    early, place = (RESPONSE, BEHIND + rank) if response.missed else (NOW, rank)
    pool = Instant(asked + OWN_FOR)
    return Owed(
        ANSWER, asked, max(asked, response.again), last_rep, pool, channel, early, place, BEHIND + rank
    )
