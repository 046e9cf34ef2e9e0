"""Saves what is typed a moment after it was typed, the newest text only."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")


class Saver(Generic[Value]):
    """Keeps at most one save under way; what was typed meanwhile is saved after it."""

    def __init__(
        self,
        save: Callable[[Value], Awaitable[None]],
        start: Callable[[Coroutine[Any, Any, None]], object],
        delay: float,
    ) -> None:
        """`delay`: seconds of typing that one save gathers."""
        self._save = save
        self._start = start
        self._delay = delay
        self._latest: list[Value] = []
        self._running = False

    def changed(self, value: Value) -> None:
        """Something was typed."""
        self._latest = [value]
        if not self._running:
            self._running = True
            self._start(self._drain())

    async def _drain(self) -> None:
        try:
            while self._latest:
                await asyncio.sleep(self._delay)
                await self.flush()
        finally:
            self._running = False

    async def flush(self) -> None:
        """Save at once what is not saved yet."""
        waiting, self._latest = self._latest, []
        for value in waiting:
            await self._save(value)

    def take_unsaved(self) -> tuple[Value, ...]:
        """What is not saved yet, for a caller that saves it without a loop."""
        waiting, self._latest = tuple(self._latest), []
        return waiting
