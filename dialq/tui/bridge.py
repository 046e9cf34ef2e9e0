"""The one thread that owns the desk and its connection; the screen awaits its answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from dialq.desk.desk import Desk
from dialq.errors import WorldFailed

Result = TypeVar("Result")


class DbThread:
    """Runs desk calls one after the other on a thread of their own.

    A call that was started always runs to its end, even if nobody waits for it any more.
    """

    def __init__(self, open_desk: Callable[[], Desk]) -> None:
        self._open = open_desk
        self._desk: Desk | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")
        self._waiting = 0

    @property
    def busy(self) -> bool:
        """Whether a call is running or waiting."""
        return self._waiting > 0

    async def open(self) -> None:
        """Open the desk on its thread; raises what the factory raises."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._open_here)

    def _open_here(self) -> None:
        self._desk = self._open()

    async def call(self, case: Callable[..., Result], *given: Any, **named: Any) -> Result:
        """Await `case(desk, *given, **named)`; raises what the desk raises."""
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._thread, partial(self._run, case, given, named))
        finally:
            self._waiting -= 1

    def _run(self, case: Callable[..., Result], given: tuple[Any, ...], named: dict[str, Any]) -> Result:
        if self._desk is None:
            raise WorldFailed("the desk is closed", "Start dialq again")
        return case(self._desk, *given, **named)

    def call_and_wait(self, case: Callable[..., Result], *given: Any) -> Result:
        """The same without a loop, for the last words of a terminal that goes away."""
        return self._thread.submit(self._run, case, given, {}).result()

    def close(self) -> None:
        """Finish the calls that were started, close the desk, end the thread."""
        if self._desk is not None:
            self._thread.submit(self._desk.close).result()
            self._desk = None
        self._thread.shutdown(wait=True)
