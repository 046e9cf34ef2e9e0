"""Canadian postal codes of the provinces with two clocks, by their first three characters.

The boundaries follow Canada Post's forward sortation areas; an area that lies across keeps both zones.
"""

from __future__ import annotations

from msgspec import Struct

_TORONTO, _WINNIPEG, _EDMONTON = "America/Toronto", "America/Winnipeg", "America/Edmonton"
_HALIFAX, _VANCOUVER, _REGINA = "America/Halifax", "America/Vancouver", "America/Regina"


class _Split(Struct, frozen=True):
    """Most of a province keeps `rest`; the areas of `other` the second zone; `both` lie across."""

    letters: str
    rest: str
    second: str
    other: tuple[str, ...]
    both: tuple[str, ...] = ()


_PROVINCES = {
    "BC": _Split("V", _VANCOUVER, _EDMONTON, ("V1C", "V1G", "V1J"), ("V0A", "V0B", "V0C")),
    "NL": _Split("A", "America/St_Johns", _HALIFAX, ("A2V",), ("A0K", "A0P", "A0R")),
    "ON": _Split("KLMNP", _TORONTO, _WINNIPEG, ("P0W", "P0X", "P8N", "P8T", "P9A", "P9N"), ("P0T", "P0V")),
    "QC": _Split("GHJ", _TORONTO, _HALIFAX, ("G4T",), ("G0C", "G0G")),
    "SK": _Split("S", _REGINA, _EDMONTON, (), ("S9V", "S0M")),
}


def zones_of_canadian_code(province: str, postal_code: str) -> tuple[str, ...]:
    """The zones of a code such as `H3C 1K5`; empty if its province has one clock or it does not fit."""
    split = _PROVINCES.get(province)
    area = postal_code.strip().upper()[:3]
    fits = len(area) == 3 and area[0].isalpha() and area[1].isdigit() and area[2].isalpha()
    if split is None or not fits or area[0] not in split.letters:
        return ()
    if area in split.both:
        return (split.rest, split.second)
    return (split.second,) if area in split.other else (split.rest,)
