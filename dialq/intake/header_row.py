"""Where a lead file's header stands, and with which delimiter it reads best."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from dialq.intake.headers import CUSTOM, match_columns
from dialq.intake.reader import Row
from dialq.intake.synonyms import header_key

HEADER_ROWS = 30
"""A header that is not among the first rows is none."""
_MOST_DIGITS = 4
_MUCH_BETTER = 2

Likeness = tuple[int, int]
"""How much a row looks like a header: columns a person has mapped, then known names less cells of data."""


class HeaderRow(Struct, frozen=True):
    """A header that was found."""

    delimiter: str
    line: int
    """The last line it stands on."""
    cells: Sequence[str]
    likeness: Likeness


def find_header(rows: Sequence[tuple[Row, int]], delimiter: str, mapping: Mapping[str, str]) -> HeaderRow:
    """The likeliest header among a file's first rows, each given with the line it ends on.

    Rows as wide as most come first; a later row must be much better than the first that will do, since a
    row of data may hold words like `Phone` and `Web`.
    """
    wanted = {header_key(column) for column in mapping.values()}
    widths = Counter(len(row.cells) for row, _end in rows)
    usual = max(widths, key=lambda width: (widths[width], width))
    wide = [pair for pair in rows if len(pair[0].cells) == usual]
    row, end = _likeliest(wide, wanted) or _likeliest(rows, wanted) or rows[0]
    return HeaderRow(delimiter, end, row.cells, _likeness(row.cells, wanted))


def _likeliest(rows: Sequence[tuple[Row, int]], wanted: set[str]) -> tuple[Row, int] | None:
    """The row to take for the header, or None if none looks like one."""
    judged = [(_likeness(row.cells, wanted), row, end) for row, end in rows]
    fitting = [one for one in judged if one[0] > (0, 0)]
    if not fitting:
        return None
    first, best = fitting[0], max(fitting, key=lambda one: one[0])
    better = best[0][0] > first[0][0] or best[0][1] >= first[0][1] + _MUCH_BETTER
    return best[1:] if better else first[1:]


def _likeness(cells: Sequence[str], wanted: set[str]) -> Likeness:
    """How much these cells are names of columns."""
    fields = set(match_columns(cells).fields) - {CUSTOM}
    data = sum("@" in cell or sum(map(str.isdigit, cell)) > _MOST_DIGITS for cell in cells)
    return len(wanted & set(map(header_key, cells))), len(fields) - data
