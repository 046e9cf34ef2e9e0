"""What is told at once reaches every page, whichever stands on top (R11.1)."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from dialq.tui.spans import Line


@runtime_checkable
class Announcer(Protocol):
    """The screen below the pages that knows what came."""

    def announcement(self, width: int, *, keys: bool) -> Line:
        """One line to stand on top of a page, with the key for it or without; blank when there is nothing to tell."""
        ...
