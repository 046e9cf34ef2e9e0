"""The physical lines of a text, counted, with a way to give some back."""

from __future__ import annotations

from collections import deque
from typing import TextIO

LONGEST_LINE = 1 << 20
"""Longer lines are cut here, so that no file can fill the memory."""
_ENDS = ("\n", "\r")


class Lines:
    """Reads a text line by line; `number` is the line given last (1 = the first)."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._back: deque[str] = deque()
        self.number = 0

    def take(self) -> str:
        """The next line with its end, or '' after the last one."""
        line = self._back.popleft() if self._back else self._stream.readline(LONGEST_LINE)
        if line:
            self.number += 1
            if len(line) >= LONGEST_LINE:
                self._drop_rest(line)
        return line

    def give_back(self, lines: list[str]) -> None:
        """Lines taken too many, in their order: they come again."""
        self._back.extendleft(reversed(lines))
        self.number -= len(lines)

    def _drop_rest(self, line: str) -> None:
        """Skip what is left of a line that is too long."""
        while line and not line.endswith(_ENDS):
            line = self._stream.readline(LONGEST_LINE)
