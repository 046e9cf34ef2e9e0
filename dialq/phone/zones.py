"""The zones an address may be in, and the places that zones are named after."""

from __future__ import annotations

from functools import lru_cache

from dialq.phone.canadian_zones import zones_of_canadian_code
from dialq.phone.countries import COUNTRY_ZONES, country_code
from dialq.phone.states import AUSTRALIA, CANADA, UNITED_STATES, state_code
from dialq.phone.zip_zones import zones_of_zip

_BY_STATE = {"US": UNITED_STATES, "CA": CANADA, "AU": AUSTRALIA}


@lru_cache(maxsize=65536)
def zones_for_address(country: str, region: str, postal_code: str) -> tuple[str, ...]:
    """The IANA zones an address may be in; several for a state with two clocks, none if it does not tell.

    `country` and `region` are names or codes. Without a country only a state's full name counts.
    """
    code = country_code(country)
    if country.strip() and not code:
        return ()
    if not code:
        return _by_name_alone(region)
    table = _BY_STATE.get(code)
    if table is None:
        return COUNTRY_ZONES.get(code, ())
    state = state_code(region, code)
    if not state:
        return ()
    return _narrowed(code, state, postal_code) or table[state].zones


def _narrowed(country: str, state: str, postal_code: str) -> tuple[str, ...]:
    """What the postal code knows better than the state."""
    if country == "US":
        return zones_of_zip(state, postal_code)
    return zones_of_canadian_code(state, postal_code) if country == "CA" else ()


def _by_name_alone(region: str) -> tuple[str, ...]:
    """A state's full name, where only one country has it."""
    if len(region.strip()) <= 3:
        return ()
    found = [(code, state_code(region, code)) for code in _BY_STATE]
    known = [(code, state) for code, state in found if state]
    if len(known) != 1:
        return ()
    code, state = known[0]
    return _BY_STATE[code][state].zones


def place_of_zone(zone: str) -> str:
    """`America/Los_Angeles` as `Los Angeles`, `America/Indiana/Knox` as `Knox`; a bare name as it is."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")
