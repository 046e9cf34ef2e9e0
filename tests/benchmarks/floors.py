"""Floors: the least that any program in this language could spend on the same work, on the same machine.

`python -m tests.benchmarks.floors LEADS.csv DATABASE` runs the import's floor as a program of its own.
"""

from __future__ import annotations

import csv
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from tests.benchmarks.bare_app import commit, open_log

PHONE_COLUMNS = ("Phone Number", "Mobile Phone Number")
TABLE = """
    CREATE TABLE lead(id INTEGER PRIMARY KEY, name, email, phone, mobile, zones, company, city, arrived, rest)
"""


class RawCommit:
    """One row into one table with synchronous=FULL, again and again: the floor of an answer."""

    def __init__(self, path: Path) -> None:
        self._db = open_log(str(path))
        self._lead = 0

    def once(self) -> float:
        """Commit one row; the seconds it took."""
        self._lead += 1
        start = perf_counter()
        commit(self._db, self._lead, "no-answer")
        return perf_counter() - start

    def close(self) -> None:
        """Close the file."""
        self._db.close()


def import_floor(source: Path, target: Path) -> int:
    """Read a lead file, understand its phones and store its rows; how many rows."""
    db = sqlite3.connect(target, isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute(TABLE)
    db.execute("BEGIN IMMEDIATE")
    with source.open(encoding="utf-8-sig", newline="") as file:
        db.executemany("INSERT INTO lead VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)", _rows(file))
    db.execute("COMMIT")
    rows: int = db.execute("SELECT count(*) FROM lead").fetchone()[0]
    db.close()
    return rows


def _rows(file: Iterator[str]) -> Iterator[tuple[str, ...]]:
    """The file's rows, phones parsed, validated and placed in their zones."""
    reader = csv.reader(file)
    at = {name: index for index, name in enumerate(next(reader))}
    wanted = [at[name] for name in ("Email", *PHONE_COLUMNS, "Associated Company", "City", "Create Date")]
    for row in reader:
        email, *phones, company, city, arrived = (row[index] for index in wanted)
        numbers, zones = zip(*map(_understood, phones), strict=True)
        name = f"{row[at['First Name']]} {row[at['Last Name']]}"
        yield (name, email.lower(), *numbers, "|".join(zones), company, city, arrived, "\x1f".join(row))


def _understood(text: str) -> tuple[str, str]:
    """A phone as E.164 with its zones; two empty texts if it is none."""
    import phonenumbers
    from phonenumbers.timezone import time_zones_for_number

    if not text:
        return "", ""
    try:
        number = phonenumbers.parse(text, "US")
    except phonenumbers.NumberParseException:
        return "", ""
    if not phonenumbers.is_valid_number(number):
        return "", ""
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return written, " ".join(time_zones_for_number(number))


if __name__ == "__main__":
    print(import_floor(Path(sys.argv[1]), Path(sys.argv[2])))
