"""Reads the personas: whom the team sells to (R3.1)."""

from __future__ import annotations

import re

from dialq.engine.persona import Persona, people
from dialq.policy.reading import Table, read_toml

_MOST_PEOPLE = 10_000_000


def parse_personas(text: str, where: str) -> tuple[Persona, ...]:
    """The personas of a file in their order, each a `[[persona]]`; all words in lower case."""
    root = read_toml(text, where)
    personas: list[Persona] = []
    for table in root.tables("persona"):
        persona = _read(table)
        if any(persona.name == other.name for other in personas):
            raise table.wrong(
                "name", f"{persona.name!r} is already taken by another persona", "Names are unique."
            )
        personas.append(persona)
    root.done()
    return tuple(personas)


def _read(table: Table) -> Persona:
    least, most = _size(table)
    persona = Persona(
        name=table.text("name"),
        kinds=_words(table, "company_kinds"),
        least=least,
        most=most,
        titles=_words(table, "titles"),
        not_titles=_words(table, "not_titles"),
        industries=_words(table, "industries"),
    )
    table.done()
    if both := set(persona.titles) & set(persona.not_titles):
        raise table.wrong("not_titles", f"has {min(both)!r}, which titles asks for", "Remove one of them.")
    if persona == Persona(persona.name):
        raise table.wrong(
            "name", f"is {persona.name!r}, but it asks for nothing", 'Add titles = ["…"], for one.'
        )
    return persona


def _words(table: Table, key: str) -> tuple[str, ...]:
    words = table.texts(key)
    if not all(word.strip() for word in words):
        raise table.wrong(key, "has an empty word in it", "Every text contains it: remove it.")
    if idle := [word for word in words if not any(char.isalnum() for char in word)]:
        what = f"has {idle[0]!r} in it, which is no word"
        raise table.wrong(key, what, f"Words are compared as they are: without {key} anything fits.")
    return tuple(" ".join(word.casefold().split()) for word in words)


def _size(table: Table) -> tuple[int | None, int | None]:
    """The bounds of the company's size, from `size = "51-200"` or from `least` and `most`."""
    if "size" not in table:
        least = table.number("least", 0, 0, _MOST_PEOPLE) if "least" in table else None
        most = table.number("most", 0, 1, _MOST_PEOPLE) if "most" in table else None
        if least is not None and most is not None and least > most:
            raise table.wrong("most", f"is {most}, fewer than least = {least}", "Turn them round.")
        return least or None, most
    for key in ("least", "most"):
        if key in table:
            raise table.wrong(key, "stands beside size, which says it already", "Keep one of them.")
    size = people(text := table.text("size"))
    if size is None:
        raise table.wrong("size", f"is {text!r}, which has no number", 'Write it like "51-200" or "1000+".')
    if _is_turned_round(text):
        raise table.wrong("size", f"is {text!r}", "Turn them round.")
    return size[0] or None, size[1]


def _is_turned_round(text: str) -> bool:
    """Whether a size names the larger number first: somebody mistyped one of them."""
    numbers = [int(part) for part in re.findall(r"\d+", re.sub(r"[,'\s]", "", text))]
    return len(numbers) > 1 and numbers[0] > numbers[1]
