"""The rows of a lead file: cells, or what is wrong with the row; one bad row never costs the next."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import NamedTuple

from dialq.intake.lines import LONGEST_LINE, Lines

LONGEST_CELL = 131_072
MOST_LINES = 1000
"""A cell that goes on for longer than this many lines was never closed."""
_LOOK_ALIKES = 3
"""So many whole rows in a row inside a quoted cell, and the quote is taken as never closed."""
_SHOWN = 1000
_DAMAGED = "it holds NUL bytes: the file is damaged here"


class Row(NamedTuple):
    """One row: the line it begins on, its cells, and what is wrong with it ('' if nothing is)."""

    number: int
    cells: list[str]
    problem: str


def read_rows(lines: Lines, delimiter: str, width: int = 0) -> Iterator[Row]:
    """The rows that hold anything, in file order.

    With a `width`, rows of another number of cells carry a problem; without one, all pass.
    """
    quoted = _QuotedRows(lines, delimiter, width)
    for line in iter(lines.take, ""):
        start = lines.number
        problem = ""
        if '"' in line:
            cells, problem = quoted.read(line)
        else:
            cells = line.rstrip("\r\n").split(delimiter)
        if len(cells) != width and width and not problem:
            cells, problem = _fitted(cells, width)
        if len(line) > LONGEST_CELL and not problem:
            problem = _too_long(cells)
        if "\0" in line:
            cells, problem = _without_nul(cells), _DAMAGED
        if problem:
            yield Row(start, [cell[:_SHOWN] for cell in cells], problem)
        elif cells and (cells[0].strip() or any(map(str.strip, cells))):
            yield Row(start, cells, "")


def _fitted(cells: list[str], width: int) -> tuple[list[str], str]:
    """Blank cells too many are dropped; anything else is a problem."""
    if not any(cell.strip() for cell in cells):
        return [], ""
    found = len(cells)
    if found > width:
        if not any(cell.strip() for cell in cells[width:]):
            return cells[:width], ""
        hint = "a cell with a delimiter in it needs quotes"
    else:
        hint = "a delimiter is missing, or a line break needs quotes"
    return cells, f"it has {found} cells where the header has {width}: {hint}"


def _without_nul(cells: list[str]) -> list[str]:
    """The cells as far as they can be shown."""
    return [cell.replace("\0", "") for cell in cells]


def _too_long(cells: list[str]) -> str:
    """Whether one of its cells is longer than any lead can need."""
    longest = max(map(len, cells))
    if longest > LONGEST_CELL or sum(map(len, cells)) + len(cells) >= LONGEST_LINE:
        return f"a cell is longer than {LONGEST_CELL:,} characters"
    return ""


class _QuotedRows:
    """Reads rows with quotes, over several lines where a cell holds line breaks."""

    def __init__(self, lines: Lines, delimiter: str, width: int) -> None:
        self._lines = lines
        self._delimiter = delimiter
        self._width = width
        self._pending = ""
        self._extra: list[str] = []
        self._alike = 0
        self._open = False
        self._csv = csv.reader(self, delimiter=delimiter)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        """Feeds the csv module: first the pending line, then one more as long as a quote is open."""
        if self._pending:
            line, self._pending = self._pending, ""
            return line
        line = self._lines.take() if len(self._extra) < MOST_LINES else ""
        if not line:
            self._open = True
            raise StopIteration
        self._extra.append(line)
        if self._is_whole_row(line):
            self._open = True
            raise StopIteration
        return line

    def read(self, line: str) -> tuple[list[str], str]:
        """The cells of the row that begins with `line`, and what is wrong with it."""
        self._pending, self._extra, self._alike, self._open = line, [], 0, False
        try:
            cells = next(self._csv)
        except csv.Error:
            return self._give_up(line, f"a cell is longer than {LONGEST_CELL:,} characters")
        if self._open or (self._extra and not self._is_sound(line, len(cells))):
            return self._give_up(line, "a quote is opened and never closed")
        if self._extra and "\0" in "".join(self._extra):
            return _without_nul(cells), _DAMAGED
        return cells, ""

    def _is_sound(self, line: str, found: int) -> bool:
        """Is a row of several lines one row? If not, an open quote has met the opening one of a later row."""
        if self._width and found != self._width:
            return False
        try:
            next(csv.reader([line, *self._extra], delimiter=self._delimiter, strict=True))
        except csv.Error:
            return False
        return True

    def _is_whole_row(self, line: str) -> bool:
        """Have several lines inside the open quote been rows of their own?"""
        if self._width > 2 and line.count(self._delimiter) == self._width - 1:
            self._alike += 1
        else:
            self._alike = 0
        return self._alike >= _LOOK_ALIKES

    def _give_up(self, line: str, problem: str) -> tuple[list[str], str]:
        """Only the first line is lost; those behind it are read again as rows."""
        self._lines.give_back(self._extra)
        self._csv = csv.reader(self, delimiter=self._delimiter)
        return line.rstrip("\r\n").split(self._delimiter), problem
