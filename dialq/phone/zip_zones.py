"""ZIP codes of the states with two clocks, by their first three digits.

Derived from the ZIP code list of the package `zipcodes` 3.0.0 (MIT) on 2026-11-22. Prefixes that are not
listed have the state's `rest`; a prefix in the middle of a boundary keeps both zones.
"""

from __future__ import annotations

from msgspec import Struct, field

_EASTERN, _CENTRAL, _MOUNTAIN = "America/New_York", "America/Chicago", "America/Denver"
_PACIFIC, _BOISE, _PHOENIX = "America/Los_Angeles", "America/Boise", "America/Phoenix"
_INDIANAPOLIS, _DETROIT = "America/Indiana/Indianapolis", "America/Detroit"
_ANCHORAGE, _ADAK = "America/Anchorage", "America/Adak"

ZIP_LENGTH = 5


class _Split(Struct, frozen=True):
    """A state's two clocks: most ZIPs keep `rest`, `other` the second, `both` lie across."""

    rest: str
    second: str
    other: frozenset[str] = field(default_factory=frozenset)
    both: frozenset[str] = field(default_factory=frozenset)


def _split(rest: str, second: str, other: str = "", both: str = "") -> _Split:
    """The prefixes written as words."""
    return _Split(rest, second, frozenset(other.split()), frozenset(both.split()))


_STATES = {
    "AK": _split(_ANCHORAGE, _ADAK, both="995"),
    "AZ": _split(_PHOENIX, _MOUNTAIN, both="860 865"),
    "FL": _split(_EASTERN, _CENTRAL, other="325", both="324"),
    "ID": _split(_BOISE, _PACIFIC, other="838", both="835"),
    "IN": _split(_INDIANAPOLIS, _CENTRAL, other="463 464 476 477", both="465 469 475 479"),
    "KS": _split(_CENTRAL, _MOUNTAIN, both="677 678"),
    "KY": _split(_EASTERN, _CENTRAL, other="420 421 422 423 424", both="401 426 427"),
    "MI": _split(_DETROIT, _CENTRAL, both="498 499"),
    "ND": _split(_CENTRAL, _MOUNTAIN, both="585 586"),
    "NE": _split(_CENTRAL, _MOUNTAIN, other="693", both="690 691 692"),
    "OR": _split(_PACIFIC, _BOISE, both="979"),
    "SD": _split(_CENTRAL, _MOUNTAIN, other="577", both="575 576"),
    "TN": _split(_CENTRAL, _EASTERN, other="374 376 378 379", both="373 377"),
    "TX": _split(_CENTRAL, _MOUNTAIN, other="799 885", both="798"),
}

_PREFIXES = {
    "AK": (995, 999), "AZ": (850, 865), "FL": (320, 349), "ID": (832, 838), "IN": (460, 479),
    "KS": (660, 679), "KY": (400, 427), "MI": (480, 499), "ND": (580, 588), "NE": (680, 693),
    "OR": (970, 979), "SD": (570, 577), "TN": (370, 385), "TX": (733, 799),
}  # fmt: skip
"""First and last prefix of each state: a ZIP outside is of another state and decides nothing."""


def zones_of_zip(state: str, postal_code: str) -> tuple[str, ...]:
    """The zones of a ZIP in a state with two clocks; empty if the state has one or the ZIP does not fit."""
    split = _STATES.get(state)
    digits = postal_code.strip().split("-")[0]
    if split is None or len(digits) != ZIP_LENGTH or not (digits.isascii() and digits.isdigit()):
        return ()
    prefix = digits[:3]
    if prefix in split.both:
        return (split.rest, split.second)
    if prefix in split.other:
        return (split.second,)
    first, last = _PREFIXES[state]
    return (split.rest,) if first <= int(prefix) <= last else ()
