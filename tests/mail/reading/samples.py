"""The sample mails, and what each of them is."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parents[3] / "sample_data" / "mails"
MESSAGE = "<pX3vQ0bN6mJ1sK8dT4wZ7yR2hC5gL9aF@coldchain.example>"
"""The id of our mail that the samples answer or return."""
TOKEN = "2c.Zm9vYmFyYmF6cXV4.c2lnbmF0dXJlMTIz"
"""The signed word it carried."""


class Sample(NamedTuple):
    """One sample and what it should be read as."""

    file: str
    kind: str
    permanent: str
    """`yes`, `no`, or nothing."""
    status: str
    address: str
    until: str
    says: str
    """What their own text begins with."""

    @property
    def raw(self) -> bytes:
        """Its bytes."""
        return (FOLDER / self.file).read_bytes()


def samples() -> list[Sample]:
    """All samples, by name."""
    with (FOLDER / "expected.csv").open(encoding="utf-8", newline="") as file:
        return [Sample(**row) for row in csv.DictReader(file)]
