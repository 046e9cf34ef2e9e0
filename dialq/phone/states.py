"""States and provinces of countries with several clocks: their names, short forms and zones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from msgspec import Struct

_EASTERN, _CENTRAL, _MOUNTAIN = "America/New_York", "America/Chicago", "America/Denver"
_PACIFIC, _BOISE, _HALIFAX = "America/Los_Angeles", "America/Boise", "America/Halifax"
_TORONTO, _WINNIPEG, _EDMONTON = "America/Toronto", "America/Winnipeg", "America/Edmonton"


class State(Struct, frozen=True):
    """One state or province."""

    names: tuple[str, ...]
    """Full name first, then the short forms people use, lower case and without dots."""
    zones: tuple[str, ...]


def _state(names: str, *zones: str) -> State:
    """Names written with bars between."""
    return State(tuple(names.split("|")), zones)


UNITED_STATES: Mapping[str, State] = {
    "AL": _state("alabama|ala", _CENTRAL),
    "AK": _state("alaska", "America/Anchorage", "America/Adak"),
    "AZ": _state("arizona|ariz", "America/Phoenix", _MOUNTAIN),
    "AR": _state("arkansas|ark", _CENTRAL),
    "CA": _state("california|calif|cal", _PACIFIC),
    "CO": _state("colorado|colo", _MOUNTAIN),
    "CT": _state("connecticut|conn", _EASTERN),
    "DE": _state("delaware|del", _EASTERN),
    "DC": _state("district of columbia|washington dc|washington d c", _EASTERN),
    "FL": _state("florida|fla", _EASTERN, _CENTRAL),
    "GA": _state("georgia", _EASTERN),
    "HI": _state("hawaii|hawai'i", "Pacific/Honolulu"),
    "ID": _state("idaho", _BOISE, _PACIFIC),
    "IL": _state("illinois|ill", _CENTRAL),
    "IN": _state("indiana|ind", "America/Indiana/Indianapolis", _CENTRAL),
    "IA": _state("iowa", _CENTRAL),
    "KS": _state("kansas|kan|kans", _CENTRAL, _MOUNTAIN),
    "KY": _state("kentucky", _EASTERN, _CENTRAL),
    "LA": _state("louisiana", _CENTRAL),
    "ME": _state("maine", _EASTERN),
    "MD": _state("maryland", _EASTERN),
    "MA": _state("massachusetts|mass", _EASTERN),
    "MI": _state("michigan|mich", "America/Detroit", _CENTRAL),
    "MN": _state("minnesota|minn", _CENTRAL),
    "MS": _state("mississippi|miss", _CENTRAL),
    "MO": _state("missouri", _CENTRAL),
    "MT": _state("montana|mont", _MOUNTAIN),
    "NE": _state("nebraska|neb|nebr", _CENTRAL, _MOUNTAIN),
    "NV": _state("nevada|nev", _PACIFIC),
    "NH": _state("new hampshire|n h", _EASTERN),
    "NJ": _state("new jersey|n j", _EASTERN),
    "NM": _state("new mexico|n m|n mex", _MOUNTAIN),
    "NY": _state("new york|n y|new york state", _EASTERN),
    "NC": _state("north carolina|n c|n carolina", _EASTERN),
    "ND": _state("north dakota|n d|n dak|n dakota", _CENTRAL, _MOUNTAIN),
    "OH": _state("ohio", _EASTERN),
    "OK": _state("oklahoma|okla", _CENTRAL),
    "OR": _state("oregon|ore", _PACIFIC, _BOISE),
    "PA": _state("pennsylvania|penn|penna", _EASTERN),
    "RI": _state("rhode island|r i", _EASTERN),
    "SC": _state("south carolina|s c|s carolina", _EASTERN),
    "SD": _state("south dakota|s d|s dak|s dakota", _CENTRAL, _MOUNTAIN),
    "TN": _state("tennessee|tenn", _CENTRAL, _EASTERN),
    "TX": _state("texas|tex", _CENTRAL, _MOUNTAIN),
    "UT": _state("utah", _MOUNTAIN),
    "VT": _state("vermont", _EASTERN),
    "VA": _state("virginia", _EASTERN),
    "WA": _state("washington|wash|washington state", _PACIFIC),
    "WV": _state("west virginia|w va|w virginia", _EASTERN),
    "WI": _state("wisconsin|wis|wisc", _CENTRAL),
    "WY": _state("wyoming|wyo", _MOUNTAIN),
    "PR": _state("puerto rico", "America/Puerto_Rico"),
    "VI": _state("virgin islands|us virgin islands|u s virgin islands", "America/Puerto_Rico"),
    "GU": _state("guam", "Pacific/Guam"),
    "MP": _state("northern mariana islands", "Pacific/Guam"),
    "AS": _state("american samoa", "Pacific/Pago_Pago"),
}
"""With every clock a state has; Nevada's West Wendover is left to its neighbours' habit."""

CANADA: Mapping[str, State] = {
    "AB": _state("alberta|alta", _EDMONTON),
    "BC": _state("british columbia|b c", "America/Vancouver", _EDMONTON),
    "MB": _state("manitoba|man", _WINNIPEG),
    "NB": _state("new brunswick|n b", _HALIFAX),
    "NL": _state("newfoundland and labrador|newfoundland|labrador|nfld|nf", "America/St_Johns", _HALIFAX),
    "NS": _state("nova scotia|n s", _HALIFAX),
    "NT": _state("northwest territories|nwt|n w t", _EDMONTON),
    "NU": _state("nunavut", "America/Iqaluit", _WINNIPEG, _EDMONTON),
    "ON": _state("ontario|ont", _TORONTO, _WINNIPEG),
    "PE": _state("prince edward island|pei|p e i", _HALIFAX),
    "QC": _state("quebec|québec|que|pq", _TORONTO, _HALIFAX),
    "SK": _state("saskatchewan|sask", "America/Regina", _EDMONTON),
    "YT": _state("yukon|yukon territory|yt", "America/Whitehorse"),
}

AUSTRALIA: Mapping[str, State] = {
    "NSW": _state("new south wales|n s w", "Australia/Sydney"),
    "VIC": _state("victoria", "Australia/Melbourne"),
    "QLD": _state("queensland", "Australia/Brisbane"),
    "SA": _state("south australia", "Australia/Adelaide"),
    "WA": _state("western australia", "Australia/Perth"),
    "TAS": _state("tasmania", "Australia/Hobart"),
    "NT": _state("northern territory", "Australia/Darwin"),
    "ACT": _state("australian capital territory|canberra", "Australia/Sydney"),
}

_TABLES = {"US": UNITED_STATES, "CA": CANADA, "AU": AUSTRALIA}


def state_code(text: str, country: str) -> str:
    """`Calif.`, `california` and `US-CA` as `CA`; '' if the country (US, CA, AU) has no such state."""
    words = " ".join(text.replace(".", " ").replace(",", " ").casefold().split())
    names = _names(country)
    return names.get(words) or names.get(words.removeprefix(f"{country.casefold()}-"), "")


@cache
def _names(country: str) -> dict[str, str]:
    """Every name and code of a country's states, lower case, to the code."""
    table = _TABLES.get(country, {})
    pairs: Iterable[tuple[str, str]] = (
        (name, code) for code, state in table.items() for name in (code.casefold(), *state.names)
    )
    return dict(pairs)
