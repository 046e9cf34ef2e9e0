"""Cells that hold several numbers are cut into single ones."""

from __future__ import annotations

import re

FEWEST_DIGITS = 7
"""Shorter pieces are no numbers of their own: an extension, a trunk code."""

_BREAKS = re.compile(r"(\s*(?::::|[;,/|\n\r]|\bor\b|\band\b|&)\s*)", re.IGNORECASE)
_SINGLE = frozenset("0123456789+-.() ")


def split_numbers(cell: str) -> list[str]:
    """The numbers of a cell, one text each; an empty list for a blank cell.

    Only pieces with seven digits and more stand alone, so `415/555-0142` and `…,,123` stay whole.
    """
    text = cell.strip()
    if not text:
        return []
    if len(text) < 2 * FEWEST_DIGITS or _SINGLE.issuperset(text):
        return [text]
    pieces = _BREAKS.split(text)
    numbers = [pieces[0]]
    for mark, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        if _digits(piece) >= FEWEST_DIGITS and _digits(numbers[-1]) >= FEWEST_DIGITS:
            numbers.append(piece)
        else:
            numbers[-1] += mark + piece
    return [number for number in (one.strip(" ,;/|") for one in numbers) if number]


def _digits(text: str) -> int:
    """How many digits stand in it."""
    return sum(map(str.isdigit, text))
