"""Sources are read strictly: kind, temperature, cost, programme (R3.3, R19.1)."""

from __future__ import annotations

import pytest

from dialq.engine.source import Source
from dialq.policy.sources_file import parse_sources
from tests.policy.refusing import refusal

PROGRAMMES = ("hot", "warm", "light")
TEXT = """[Expo-2026]
kind = "name"
temperature = "warm"
cost = 35.00
programme = "light"
["Bought list, June"]
cost = 2.5
"""


def test_a_source_says_kind_temperature_cost_and_programme() -> None:
    assert parse_sources(TEXT, "sources.toml", PROGRAMMES) == {
        "expo-2026": Source("Expo-2026", "name", "warm", 3500, "light"),
        "bought list, june": Source("Bought list, June", cost=250),
    }


def test_what_a_source_leaves_unsaid_is_unsaid_R3_3() -> None:
    assert parse_sources("[expo]", "sources.toml", PROGRAMMES) == {"expo": Source("expo")}


@pytest.mark.parametrize(
    ("text", "says", "helps"),
    [
        ('[expo]\nkind = "nme"', "line 2: 'expo.kind' is 'nme'", "Did you mean 'name'?"),
        ('[expo]\nkind = ""', "line 2: 'expo.kind' is ''", "lead, name"),
        ('[expo]\ntemperature = "cold"', "line 2: 'expo.temperature' is 'cold'", "hot, warm"),
        ('[expo]\ncost = "$35"', "line 2: 'expo.cost' must be an amount, not '$35'", "2.50"),
        ("[expo]\ncost = true", "line 2: 'expo.cost' must be an amount", ""),
        ("[expo]\ncost = nan", "line 2: 'expo.cost' is nan", ""),
        ("[expo]\ncost = 10000000", "line 2: 'expo.cost' is 10000000", "0 to 1000000"),
        ('[expo]\nprogramme = "lights"', "line 2: 'expo.programme' is 'lights'", "Did you mean 'light'?"),
        ('[expo]\nprice = 3\n["b c"]', "line 2: 'expo.price' is not a key", "cost"),
        ('[a]\n["b c"]\ncots = 3', "line 3: 'b c.cots' is not a key", "Did you mean 'cost'?"),
        ("cost = 3", "line 1: 'cost' must be a table", "[cost]"),
        ("[Expo]\n[expo]", "line 2: 'expo' is the same source", "Capitals"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_the_nearest_word(text: str, says: str, helps: str) -> None:
    refused = refusal(lambda: parse_sources(text, "sources.toml", PROGRAMMES))
    assert refused.startswith("sources.toml, line")
    assert says in refused
    assert helps in refused
