"""What a page about the policy has at hand: the desk, its words, the keys, how to draw."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from dialq.clock import Clock
from dialq.desk.block import Block
from dialq.desk.policy_views import Handed
from dialq.tui.bridge import DbThread
from dialq.tui.keymap import Keymap
from dialq.tui.policy_vocabulary import PolicyVocabulary
from dialq.tui.vocabulary import Vocabulary

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Office:
    """Handed from page to page."""

    desk: DbThread
    every_word: Vocabulary
    keymap: Keymap
    zone: str
    clock: Clock
    ascii: bool = False
    block: Block | None = None
    """The rep's block, which narrows lists of leads."""
    refusal: Callable[[], str] = str
    """R9.4: why the last key may not record; '' if it may."""
    remember: Callable[[Handed], object] = id
    """Told of every batch handed over, and of a lead taken back (no batch), so that undo takes back the last act."""

    undo: Callable[[], Awaitable[str]] | None = None
    """Takes back the last act as the work screen does; says what came of it."""
    every: float = 0
    """Seconds between two looks at what others did; 0: only when told."""
    changed: Callable[[], object] = str
    """Told when another thing stands under the mark: keys that record wait as with a new card (R9.4)."""

    @property
    def words(self) -> PolicyVocabulary:
        """What can be asked about the policy."""
        return self.every_word.policy

    async def ask(self, case: Callable[..., Result], *given: Any, **named: Any) -> Result:
        """Await a use case on the thread of the desk."""
        return await self.desk.call(case, *given, **named)
