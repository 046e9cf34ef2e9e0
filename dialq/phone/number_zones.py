"""The zones a number may ring in, with the known gaps of the number data mended."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

_EASTERN, _CENTRAL, _MOUNTAIN = "America/New_York", "America/Chicago", "America/Denver"
_PACIFIC, _BOISE, _ATLANTIC = "America/Los_Angeles", "America/Boise", "America/Halifax"
_TORONTO, _VANCOUVER, _EDMONTON = "America/Toronto", "America/Vancouver", "America/Edmonton"
_NEWFOUNDLAND, _WINNIPEG = "America/St_Johns", "America/Winnipeg"

SPLIT_AREAS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("208", "986"), (_BOISE, _PACIFIC)),
    **dict.fromkeys(("219", "270", "364", "423", "448", "574", "606"), (_CENTRAL, _EASTERN)),
    **dict.fromkeys(("812", "850", "930"), (_CENTRAL, _EASTERN)),
    **dict.fromkeys(("308", "605", "620", "701", "785"), (_CENTRAL, _MOUNTAIN)),
    **dict.fromkeys(("458", "541"), (_BOISE, _PACIFIC)),
    "775": (_BOISE, _PACIFIC),
    "906": (_CENTRAL, _EASTERN),
    "907": ("America/Adak", "America/Anchorage"),
    "928": (_MOUNTAIN, "America/Phoenix"),
    **dict.fromkeys(("418", "581", "367"), (_ATLANTIC, _TORONTO)),
    **dict.fromkeys(("709", "879"), (_ATLANTIC, _NEWFOUNDLAND)),
    "807": (_TORONTO, _WINNIPEG),
    **dict.fromkeys(("250", "236", "672", "778"), (_EDMONTON, _VANCOUVER)),
    "867": (_EDMONTON, "America/Iqaluit", "America/Whitehorse", _WINNIPEG),
}  # fmt: skip
"""Area codes with two clocks, overlays included: for exchanges that the number data does not list."""

_ALASKA = "907"
_ANCHORAGE = ("America/Anchorage",)
_EXCHANGE = 6
_MAIN_AUSTRALIA = (
    "Australia/Adelaide", "Australia/Brisbane", "Australia/Darwin",
    "Australia/Hobart", "Australia/Perth", "Australia/Sydney",
)  # fmt: skip
"""Where nearly everybody lives; the islands in the number data would close the common window."""


class NanpZones:
    """Zones of ordinary +1 numbers, by area code and exchange."""

    def __init__(self) -> None:
        from phonenumbers.tzdata import TIMEZONE_DATA

        self._data: dict[str, tuple[str, ...]] = TIMEZONE_DATA
        self._known: dict[str, tuple[str, ...]] = {}

    def of(self, digits: str) -> tuple[str, ...]:
        """The zones of ten national digits; empty where the area code is too new for the data."""
        exchange = digits[:_EXCHANGE]
        zones = self._known.get(exchange)
        if zones is None:
            zones = self._known[exchange] = self._look_up(exchange)
        return zones

    def _look_up(self, exchange: str) -> tuple[str, ...]:
        """By the longest listed prefix; the data's Juneau and Honolulu both mean Anchorage's clock."""
        area = exchange[:3]
        for length in range(_EXCHANGE, len(area), -1):
            listed = self._data.get("1" + exchange[:length])
            if listed:
                return _ANCHORAGE if area == _ALASKA else listed
        return SPLIT_AREAS.get(area) or self._data.get("1" + area, ())


def zones_of(number: PhoneNumber, e164: str, *, placed: bool) -> tuple[str, ...]:
    """The real IANA zones of a valid number; `placed`: its first digits name a place, not only a country."""
    from phonenumbers.tzdata import TIMEZONE_DATA, TIMEZONE_LONGEST_PREFIX

    if number.country_code == 1:
        return nanp_zones().of(e164[2:])
    digits = e164[1:] if placed else str(number.country_code)
    zones: tuple[str, ...] = ()
    for length in range(min(len(digits), TIMEZONE_LONGEST_PREFIX), 0, -1):
        zones = TIMEZONE_DATA.get(digits[:length], ())
        if zones:
            break
    return _australian(zones) if number.country_code == 61 else zones


@cache
def nanp_zones() -> NanpZones:
    """The one table of +1 prefixes, loaded with the first number."""
    return NanpZones()


def _australian(zones: tuple[str, ...]) -> tuple[str, ...]:
    """Mobiles without the far islands; and Darwin where the data forgot it beside Adelaide and Perth."""
    main = set(zones) & set(_MAIN_AUSTRALIA)
    if {"Australia/Adelaide", "Australia/Perth"} <= main:
        main.add("Australia/Darwin")
    return tuple(sorted(main or zones))
