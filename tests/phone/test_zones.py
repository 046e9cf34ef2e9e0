"""R4.3, R15.1: the zones an address may be in, sets where a state has two clocks."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from dialq.phone import country_code, place_of_zone, zones_for_address
from dialq.phone.countries import COUNTRY_ZONES
from dialq.phone.number_zones import SPLIT_AREAS
from dialq.phone.states import AUSTRALIA, CANADA, UNITED_STATES

EAST, CENTRAL, MOUNTAIN, PACIFIC = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
)


@pytest.mark.parametrize(
    ("country", "region", "code", "zones"),
    [
        ("US", "CA", "", (PACIFIC,)),
        ("United States", "Calif.", "", (PACIFIC,)),
        ("usa", "CALIFORNIA", "", (PACIFIC,)),
        ("US", "US-CA", "", (PACIFIC,)),
        ("US", "N.Y.", "", (EAST,)),
        ("US", "TX", "", (CENTRAL, MOUNTAIN)),
        ("US", "TX", "75201", (CENTRAL,)),
        ("US", "TX", "79901-1234", (MOUNTAIN,)),
        ("US", "FL", "32501", (CENTRAL,)),
        ("US", "FL", "32301", (EAST,)),
        ("US", "AZ", "86515", ("America/Phoenix", MOUNTAIN)),
        ("US", "KY", "42701", (EAST, CENTRAL)),
        ("US", "Tenn.", "", (CENTRAL, EAST)),
        ("US", "TN", "37402", (EAST,)),
        ("US", "TX", "94105", (CENTRAL, MOUNTAIN)),
        ("US", "TX", "no code", (CENTRAL, MOUNTAIN)),
        ("US", "", "94105", ()),
        ("US", "Atlantis", "", ()),
        ("Canada", "Québec", "H3C 1K5", ("America/Toronto",)),
        ("Canada", "ON", "", ("America/Toronto", "America/Winnipeg")),
        ("CA", "BC", "V1C 2X1", ("America/Edmonton",)),
        ("CA", "Ontario", "x", ("America/Toronto", "America/Winnipeg")),
        ("Australia", "NSW", "", ("Australia/Sydney",)),
        ("Australia", "", "", ()),
        ("Deutschland", "Bayern", "80331", ("Europe/Berlin",)),
        ("Spain", "", "", ("Europe/Madrid", "Atlantic/Canary")),
        ("Brazil", "", "", ()),
        ("Nowhere", "CA", "", ()),
        ("", "California", "", (PACIFIC,)),
        ("", "Ontario", "", ("America/Toronto", "America/Winnipeg")),
        ("", "CA", "", ()),
        ("", "", "", ()),
    ],
)
def test_an_address_gives_all_zones_it_may_be_in(
    country: str, region: str, code: str, zones: tuple[str, ...]
) -> None:
    assert zones_for_address(country, region, code) == zones


@pytest.mark.parametrize("state", "AK AZ FL ID IN KS KY MI ND NE OR SD TN TX".split())
def test_states_with_two_clocks_are_sets(state: str) -> None:
    assert len(zones_for_address("US", state, "")) == 2


def test_every_zone_of_the_tables_exists() -> None:
    tables = [state.zones for table in (UNITED_STATES, CANADA, AUSTRALIA) for state in table.values()]
    tables += [*COUNTRY_ZONES.values(), *SPLIT_AREAS.values()]
    names = {zone for zones in tables for zone in zones}
    assert len(names) > 100
    assert {ZoneInfo(name).key for name in names} == names


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("US", "US"),
        ("usa", "US"),
        ("U.S.A.", "US"),
        ("United States of America", "US"),
        ("England", "GB"),
        ("UK", "GB"),
        ("Österreich", "AT"),
        ("the netherlands", "NL"),
        ("NA", "NA"),
        ("Atlantis", ""),
        ("", ""),
    ],
)
def test_countries_are_known_by_their_names(text: str, code: str) -> None:
    assert country_code(text) == code


def test_every_country_with_zones_has_a_name() -> None:
    assert [code for code in COUNTRY_ZONES if country_code(code) != code] == []


def test_zones_are_named_after_places() -> None:
    assert place_of_zone("America/Los_Angeles") == "Los Angeles"
    assert place_of_zone("America/Indiana/Knox") == "Knox"
    assert place_of_zone("UTC") == "UTC"
