"""Personas are read strictly, all their words in lower case (R3.1)."""

from __future__ import annotations

import pytest

from dialq.engine.persona import Persona
from dialq.policy.personas_file import parse_personas
from tests.policy.refusing import refusal

TEXT = """[[persona]]
name = "Plant manager"
company_kinds = ["Manufacturer"]
size = "51-200"
titles = ["Plant  Manager", "operations"]
not_titles = "student"
industries = ["Machinery"]
[[persona]]
name = "Owner"
titles = ["owner"]
"""


def test_personas_keep_their_order_and_ask_only_what_they_say() -> None:
    assert parse_personas(TEXT, "personas.toml") == (
        Persona(
            "Plant manager",
            kinds=("manufacturer",),
            least=51,
            most=200,
            titles=("plant manager", "operations"),
            not_titles=("student",),
            industries=("machinery",),
        ),
        Persona("Owner", titles=("owner",)),
    )


@pytest.mark.parametrize(
    ("size", "bounds"),
    [
        ('size = "51-200"', (51, 200)),
        ('size = "1,000+"', (1000, None)),
        ('size = "<50"', (None, 50)),
        ("least = 10", (10, None)),
        ("most = 10", (None, 10)),
        ("least = 10\nmost = 10", (10, 10)),
    ],
)
def test_sizes(size: str, bounds: tuple[int | None, int | None]) -> None:
    (persona,) = parse_personas(f'[[persona]]\nname = "p"\n{size}', "personas.toml")
    assert (persona.least, persona.most) == bounds


HEAD = '[[persona]]\nname = "p"\n'


@pytest.mark.parametrize(
    ("text", "says", "helps"),
    [
        ("[[person]]", "line 1: 'person' is not a key", "Did you mean 'persona'?"),
        ('[persona]\nname = "p"', "line 1: 'persona' must be tables", "[[persona]]"),
        ("[[persona]]\ntitles = ['x']", "line 1: the key 'name' of 'persona 1' is missing", "name"),
        (HEAD, "line 2: 'persona 1.name' is 'p', but it asks for nothing", "titles"),
        (HEAD + "title = ['x']", "line 3: 'persona 1.title' is not a key", "Did you mean 'titles'?"),
        (HEAD + "titles = [1]", "line 3: 'persona 1.titles' has 1 in it", ""),
        (HEAD + "titles = ['a', ' ']", "line 3: 'persona 1.titles' has an empty word", "remove it"),
        (
            HEAD + "titles = ['a']\nnot_titles = ['A']",
            "line 4: 'persona 1.not_titles' has 'a'",
            "one of them",
        ),
        (HEAD + "size = 'small'", "line 3: 'persona 1.size' is 'small'", "51-200"),
        (HEAD + "size = 50", "line 3: 'persona 1.size' must be a text", "quotes"),
        (HEAD + "size = '200-51'", "line 3: 'persona 1.size' is '200-51'", "round"),
        (
            HEAD + "titles = ['*']",
            "line 3: 'persona 1.titles' has '*' in it, which is no word",
            "anything fits",
        ),
        (HEAD + "size = '9'\nmost = 9", "line 4: 'persona 1.most' stands beside size", "one of them"),
        (HEAD + "least = 9\nmost = 5", "line 4: 'persona 1.most' is 5, fewer than least = 9", "round"),
        (HEAD + "least = -1", "line 3: 'persona 1.least' is -1", "0 to"),
        ((HEAD + "most = 5\n") * 2, "line 5: 'persona 2.name' 'p' is already taken", "unique"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_the_nearest_word(text: str, says: str, helps: str) -> None:
    refused = refusal(lambda: parse_personas(text, "personas.toml"))
    assert refused.startswith("personas.toml, line")
    assert says in refused
    assert helps in refused
