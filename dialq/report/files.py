"""Writes rows as CSV or JSON lines, whole or not at all; the same rows give the same bytes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from dialq.report.cells import cell
from dialq.report.whole_file import write_whole

Row = Mapping[str, Any]
Lines = Callable[[Iterable[Row], Sequence[str]], Iterator[bytes]]


def write(path: Path, rows: Iterable[Row], columns: Sequence[str], fmt: str) -> int:
    """Write all rows to `path` (`fmt`: csv or jsonl), or leave what was there; returns their number."""
    counted = _Counted(rows)
    write_whole(path, _WRITERS[fmt](counted, columns))
    return counted.count


class _Counted:
    """Rows, counted as they go by."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.count += 1
            yield row


def _csv(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[bytes]:
    """UTF-8, comma, `\\n`, a header line: what every importer takes without being told."""
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    writer.writerow(columns)
    yield _taken(line)
    for row in rows:
        writer.writerow([cell(row.get(column, "")) for column in columns])
        yield _taken(line)


def _taken(line: io.StringIO) -> bytes:
    text = line.getvalue()
    line.seek(0)
    line.truncate()
    return text.encode(errors="backslashreplace")


def _jsonl(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[bytes]:
    """One object a line, keys in the order of the columns."""
    for row in rows:
        plain = {column: row.get(column, "") for column in columns}
        text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
        yield text.encode(errors="backslashreplace") + b"\n"


def _pages(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[bytes]:
    """Plain text for a printer: one row a page, each ended by a form feed."""
    for row in rows:
        text = "\n".join(str(row.get(column, "")) for column in columns)
        yield text.replace("\f", " ").encode(errors="backslashreplace") + b"\n\f"


_WRITERS: dict[str, Lines] = {"csv": _csv, "jsonl": _jsonl, "pages": _pages}
