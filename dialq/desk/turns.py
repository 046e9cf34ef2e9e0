"""Whose turn it is: every so many-th lead a rep answers in a day is a warm one (R5.5, SEED1-24)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from typing import Any

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.engine.day import at_wall
from dialq.engine.events import OUTCOME, REDONE, UNDONE

Found = tuple[int, int, int]
"""A place in the queue: tier, rank, lead."""
ANSWERS = 3
"""Tiers up to this one are never displaced, and break into a block."""
_NO_ANSWERS = frozenset({"skip", "later"})
_ORDINALS = (
    "", "", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
)  # fmt: skip


class Tally:
    """Counts a rep's answers of a day, event by event in the order of recording."""

    def __init__(self) -> None:
        self._standing: set[int] = set()
        self._taken: dict[int, int] = {}

    def __len__(self) -> int:
        """How many answers stand."""
        return len(self._standing)

    def hear(self, event: int, kind: str, facts: dict[str, Any], cause: int) -> None:
        """One more outcome, undo or redo of that rep."""
        if kind == UNDONE:
            undone = int(facts["undoes"])
            if undone in self._standing:
                self._taken[event] = undone
                self._standing.discard(undone)
        elif kind == REDONE and int(facts["redoes"]) in self._taken:
            self._standing.add(self._taken.pop(int(facts["redoes"])))
        elif kind == OUTCOME and not cause and not facts.get("auto") and "restates" not in facts:
            self._standing.discard(int(facts.get("replaces", 0)))
            if facts["code"] not in _NO_ANSWERS:
                self._standing.add(event)


def answered(desk: Desk, at: Instant, *, as_recorded: bool = False) -> int:
    """How many leads this rep answered on the team's day of `at`: outcomes of their own that stand.

    `as_recorded` looks at nothing that was recorded after `at`.
    """
    midnight = at_wall(desk.policy.calendar.date(at), 0, desk.zone)
    return desk.store.events.answered(desk.rep, midnight, until=at if as_recorded else None)


def is_warm_turn(answers: int, share: int) -> bool:
    """Whether the lead after so many answers is to be a warm one."""
    return share > 0 and (answers + 1) % share == 0


def candidates(desk: Desk, at: Instant, channels: frozenset[str]) -> Iterator[tuple[Found, bool]]:
    """Who may be handed out next, best first, and whom the warm share brings there."""
    heads = desk.store.places.heads(at, desk.rep, channels)
    share = desk.policy.warm_share
    if not share or not is_warm_turn(answered(desk, at), share):
        return ((head, False) for head in heads)
    return warm_first(heads, desk.store.places.heads(at, desk.rep, channels, warm=True))


def warm_first(heads: Iterable[Found], warm: Iterable[Found]) -> Iterator[tuple[Found, bool]]:
    """The candidates of a warm turn: what tiers 1-3 hold, then the warm ones, then the others."""
    ahead = iter(heads)
    for head in ahead:
        if head[0] > ANSWERS:
            yield from ((one, one[2] != head[2]) for one in warm)
            yield head, False
            break
        yield head, False
    yield from ((head, False) for head in ahead)


def in_turn(
    heads: Iterable[Found],
    warm: Iterable[Found],
    answers: int,
    share: int,
    *,
    in_hand: int = 0,
    parked: frozenset[int] = frozenset(),
) -> Iterator[tuple[Found, bool]]:
    """The order in which leads are handed out if each is answered, and which of them the warm share brought.

    `heads` and `warm` hold only what will be handed out. The lead in hand is the next answer wherever it stands;
    parked leads keep their places and take nobody's turn.
    """
    others, given = _Ahead(heads), set[int]()
    warmest = _Ahead(warm)
    aside = parked | {in_hand} if in_hand else parked
    own_turn = in_hand > 0 and is_warm_turn(answers, share)
    if in_hand:
        answers += 1
    while (head := others.first(given)) is not None:
        chosen = head
        if head[0] > ANSWERS and own_turn:
            own_turn, first = False, warmest.first(given, parked)
            chosen = first if first is not None and first[2] == in_hand else head
        free = chosen is head and head[2] not in aside
        if head[0] > ANSWERS and free and is_warm_turn(answers, share):
            chosen = warmest.first(given, aside) or head
        given.add(chosen[2])
        answers += chosen[2] not in aside
        yield chosen, chosen[2] != head[2]


class _Ahead:
    """A stream that can be looked into without taking from it."""

    def __init__(self, found: Iterable[Found]) -> None:
        self._found = iter(found)
        self._seen: Found | None = None

    def first(self, *but: Set[int]) -> Found | None:
        """The first one left that is none of these; the others are dropped."""
        while self._seen is None or any(self._seen[2] in leads for leads in but):
            self._seen = next(self._found, None)
            if self._seen is None:
                return None
        return self._seen


def share_reason(share: int) -> str:
    """Why a warm lead goes first."""
    if share == 1:
        return "Warm share: every lead"
    return f"Warm share: every {_ORDINALS[share] if share < len(_ORDINALS) else f'{share}th'}"
