"""The file of rejected rows: the cells as they came, the line they stood on, and why."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from dialq.desk.records import Reject
from dialq.errors import WorldFailed

T = TypeVar("T")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class RejectsFile:
    """Collects rejects beside the target and puts them in place at the end; without any, no file is made.

    A context manager: on an error inside, the target stays as it was.
    """

    def __init__(self, path: Path | str, headers: Sequence[str]) -> None:
        self.path = Path(path)
        self.count = 0
        self._headers = headers
        self._temporary = ""

    def __enter__(self) -> RejectsFile:
        try:
            handle, self._temporary = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
        except OSError as failure:
            raise self._unwritable(failure) from failure
        self._stream = os.fdopen(handle, "w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._stream)
        self._writer.writerow((*self._headers, "row", "reason"))
        return self

    def add(self, reject: Reject) -> None:
        """Write one; rows with too few or too many cells keep `row` and `reason` in the last two."""
        cells = [_harmless(cell) for cell in reject.cells]
        cells += [""] * (len(self._headers) - len(cells))
        self._writer.writerow((*cells, reject.row, reject.reason))
        self.count += 1

    def passing(self, records: Iterable[T | Reject]) -> Iterator[T | Reject]:
        """Hand records through and write down the rejects among them."""
        for record in records:
            if isinstance(record, Reject):
                self.add(record)
            yield record

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._stream.close()
            if kind is None and self.count:
                os.replace(self._temporary, self.path)
            else:
                os.unlink(self._temporary)
        except OSError as failure:
            raise self._unwritable(failure) from failure

    def _unwritable(self, failure: OSError) -> WorldFailed:
        """The sentence for a disk that refuses."""
        return WorldFailed(
            f"the rejects file {self.path} cannot be written: {failure.strerror}",
            "Name another place with --rejects FILE",
        )


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula gets an apostrophe; numbers and phones stay."""
    if not cell.startswith(_FORMULA_STARTS):
        return cell
    rest = cell.lstrip("+-")
    is_number = rest != cell and all(mark.isdigit() or mark in " ()-./,:" for mark in rest)
    return cell if is_number else f"'{cell}"
