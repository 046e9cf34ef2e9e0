"""A lead in the making: the values read so far from one row."""

from __future__ import annotations

from typing import Any, Protocol

from msgspec import Struct, field


class Draft(Struct):
    """What a row has given; `values` become the record's fields."""

    values: dict[str, Any]
    custom: dict[str, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    """Numbers and addresses that could not be used, with the reason."""

    def text(self, name: str) -> str:
        """A text read so far, or ''."""
        found: str = self.values.get(name, "")
        return found

    def set_aside(self, header: str, text: str) -> None:
        """Keep a text that its own field cannot hold."""
        self.custom.setdefault(header, text)


class Part(Protocol):
    """Reads some columns of a row into a draft."""

    def read(self, cells: list[str], draft: Draft) -> None:
        """Take what the columns hold."""
        ...
