"""Reads the sources: what their leads cost, how far they are, which programme they go through (R3.3, R19)."""

from __future__ import annotations

from collections.abc import Collection

from dialq.engine.lead import HOT, WARM
from dialq.engine.source import LEAD, NAME, Source
from dialq.policy.reading import nearest, read_toml


def parse_sources(text: str, where: str, programmes: Collection[str]) -> dict[str, Source]:
    """The sources of a file by name in lower case, each a table `[name]`."""
    root = read_toml(text, where)
    sources: dict[str, Source] = {}
    for name in root.keys:
        table = root.table(name)
        folded = name.casefold().strip()
        if folded in sources:
            raise root.wrong(name, "is the same source as one above it", "Capitals make no difference.")
        programme = table.text("programme", "")
        if programme and programme not in programmes:
            raise table.wrong(
                "programme", f"is {programme!r}, which is no programme", nearest(programme, programmes)
            )
        sources[folded] = Source(
            name=name.strip(),
            kind=table.word("kind", (LEAD, NAME), LEAD) if "kind" in table else "",
            temperature=table.word("temperature", (HOT, WARM), WARM) if "temperature" in table else "",
            cost=table.money("cost"),
            programme=programme,
        )
        table.done()
    root.done()
    return sources
