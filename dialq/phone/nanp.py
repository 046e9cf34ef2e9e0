"""Numbers of the +1 plan, read some ten times faster than by the general reader and with the same answers.

The patterns are the number plan's own; whatever is not a plain ten-digit number of the United States or
Canada is left to the general reader. A test compares both over random numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from dialq.desk.records import Number
from dialq.phone.number_zones import nanp_zones

_PUNCTUATION = dict.fromkeys(map(ord, " ()-./"))
_NATIONAL, _TRUNK, _WORLD = 10, 11, 12


def read_nanp(text: str, region: str) -> Number | None:
    """The number, if `text` is plainly one of the United States or Canada; None: ask the general reader."""
    digits = text.translate(_PUNCTUATION)
    length = len(digits)
    if length == _NATIONAL:
        if not is_nanp_region(region):
            return None
    elif length == _TRUNK and digits[0] == "1":
        if not is_nanp_region(region) or text[-2:] == ".0":
            return None
        digits = digits[1:]
    elif length == _WORLD and digits[:2] == "+1":
        digits = digits[2:]
    else:
        return None
    return _plan().number(digits)


def is_nanp_region(region: str) -> bool:
    """Is it a country of the +1 plan?"""
    return region == "US" or region == "CA" or region in _plan().regions


class _Plan:
    """The plan's own patterns, compiled once, and the zones behind its prefixes."""

    def __init__(self) -> None:
        from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

        self.regions = frozenset(COUNTRY_CODE_TO_REGION_CODE[1])
        self._american = _geographic("US")
        self._canadian = _geographic("CA")
        self._zones = nanp_zones()

    def number(self, digits: str) -> Number | None:
        """The number of ten digits, or None if it is not an ordinary one of either country."""
        if self._american(digits):
            return Number("+1" + digits, "US", self._zones.of(digits))
        if self._canadian(digits):
            return Number("+1" + digits, "CA", self._zones.of(digits))
        return None


@cache
def _plan() -> _Plan:
    """Loaded with the first number."""
    return _Plan()


def _geographic(region: str) -> Callable[[str], object]:
    """Matches the national numbers of a country that belong to a place."""
    from phonenumbers.phonemetadata import PhoneMetadata

    metadata = PhoneMetadata.metadata_for_region(region)
    pattern = metadata.fixed_line.national_number_pattern if metadata and metadata.fixed_line else None
    return re.compile(pattern or "(?!)", re.ASCII).fullmatch
