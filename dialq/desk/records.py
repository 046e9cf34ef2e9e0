"""What lead files and phone books hand to the desk: plain values and the two ports that make them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from dialq.engine.lead import LeadRecord


class Number(Struct, frozen=True):
    """A phone number that can be dialled."""

    number: str
    """E.164, with `;ext=N` behind it where there is an extension."""
    region: str = ""
    """ISO 3166 code of the country that owns the number; `001` for numbers of no country."""
    zones: tuple[str, ...] = ()
    """IANA zones it may ring in; empty if the number tells nothing (toll-free, satellite…)."""
    kind_hint: str = ""
    """`mobile`, `fixed`, `toll-free`, `premium`, `other`, or '' where the plan cannot tell (all of +1)."""


class BadNumber(Struct, frozen=True):
    """A text that is no number anybody can dial."""

    text: str
    reason: str
    """A short sentence without a full stop: `too few digits`."""


class Reject(Struct, frozen=True):
    """A row of a lead file that could not become a lead."""

    row: int
    """The line of the file it begins on (1 = the first line)."""
    cells: tuple[str, ...]
    """The cells as they stood in the file."""
    reason: str


class Phones(Protocol):
    """Knows numbers, places and their zones; the module `dialq.phone` is one."""

    def parse_number(self, text: str, region: str = "US") -> Number | BadNumber:
        """Read one number as people of `region` write it."""
        ...

    def split_numbers(self, cell: str) -> list[str]:
        """Cut a cell that holds several numbers; one text if it holds one."""
        ...

    def zones_for_address(self, country: str, region: str, postal_code: str) -> tuple[str, ...]:
        """The zones an address may be in; empty if it does not tell."""
        ...

    def country_code(self, text: str) -> str:
        """The ISO 3166 two-letter code of a country's name or code, or ''."""
        ...

    def shown(self, number: str) -> str:
        """A stored number as people write it: `+1 415 555 0142 ext 7`."""
        ...

    def place_of_zone(self, zone: str) -> str:
        """The place a zone is named after: `Los Angeles`."""
        ...


class LeadFile(Protocol):
    """An opened lead file: what it is, and its rows one after another."""

    @property
    def path(self) -> Path:
        """Where it lies."""
        ...

    @property
    def encoding(self) -> str:
        """How its bytes are read, as Python names it."""
        ...

    @property
    def delimiter(self) -> str:
        """What stands between its cells."""
        ...

    @property
    def headers(self) -> tuple[str, ...]:
        """Its columns as they are named; a repeated name has its count behind it."""
        ...

    @property
    def mapping(self) -> dict[str, str]:
        """Column to lead field, for the columns dialq knows."""
        ...

    @property
    def size(self) -> int:
        """Bytes in all."""
        ...

    @property
    def position(self) -> int:
        """Bytes read so far."""
        ...

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a person should know about how the file is read (a date order that was guessed…)."""
        ...

    def records(self) -> Iterator[LeadRecord | Reject]:
        """Every data row in file order, as a record or as a reject."""
        ...
