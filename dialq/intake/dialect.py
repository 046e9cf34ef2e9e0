"""What stands between the cells of a lead file."""

from __future__ import annotations

import math
import re
from collections import Counter

CANDIDATES = (",", ";", "\t", "|")
_QUOTED = re.compile(r'"[^"]*"')
_NAMED = re.compile(r'^"?sep=(.)"?\s*$', re.IGNORECASE)
_MOST_LINES = 200


def rank_delimiters(sample: str) -> list[str]:
    """The candidates for a text's first lines, the one with the steadiest number of columns first.

    A first line `sep=;` decides alone; a file of one column is read with commas.
    """
    lines = [line for line in re.split(r"\r\n|\r|\n", sample)[:_MOST_LINES] if line.strip()]
    named = _NAMED.match(lines[0]) if lines else None
    if named:
        return [named.group(1)]
    bare = [_QUOTED.sub("", line) for line in lines]
    return sorted(CANDIDATES, key=lambda candidate: -_steadiness(bare, candidate))


def _steadiness(lines: list[str], candidate: str) -> float:
    """How regular it would cut the lines: the share of lines with the usual count, more for more columns."""
    counts = Counter(line.count(candidate) for line in lines)
    del counts[0]
    if not counts:
        return 0.0
    usual, times = max(counts.items(), key=lambda pair: (pair[1], pair[0]))
    return times / len(lines) * math.log(1 + usual)
