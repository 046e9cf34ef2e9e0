"""Opening a lead file: what holds for the whole file is found out before the first record."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import tzinfo
from itertools import islice
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct
from msgspec.structs import replace

from dialq.desk.records import Phones, Reject
from dialq.engine.lead import LeadRecord
from dialq.errors import BadInput
from dialq.intake.dates import DAY_FIRST, MONTH_FIRST, DateReader, decide_order, is_ambiguous
from dialq.intake.dialect import rank_delimiters
from dialq.intake.encoding import decoding_errors, detect_encoding
from dialq.intake.header_row import HEADER_ROWS, HeaderRow, find_header
from dialq.intake.headers import Columns, are_salutations, match_columns
from dialq.intake.lines import Lines
from dialq.intake.plan import Habits, RowPlan, is_remark
from dialq.intake.reader import Row, read_rows
from dialq.intake.synonyms import SALUTATION

_SAMPLE_CHARACTERS = 1 << 18
_SAMPLE_ROWS = 500
_MONTH_FIRST_REGIONS = frozenset(("US", "PH", "PR", "GU", "AS", "VI", "MP"))


class OpenedLeadFile(Struct):
    """A lead file whose encoding, delimiter and columns are known. Records are read as they are asked for."""

    path: Path
    encoding: str
    delimiter: str
    headers: tuple[str, ...]
    mapping: dict[str, str]
    size: int
    warnings: tuple[str, ...]
    header_line: int
    _plan: RowPlan
    _source: BinaryIO | None = None

    @property
    def position(self) -> int:
        """Bytes read so far, in steps of a buffer; the size once all are read."""
        return self.size if self._source is None or self._source.closed else self._source.tell()

    def records(self) -> Iterator[LeadRecord | Reject]:
        """Every data row in file order. Memory stays flat; each call begins anew."""
        plan = self._plan
        with open_text(self.path, self.encoding) as (source, text):
            self._source = source
            lines = Lines(text)
            while lines.number < self.header_line and lines.take():
                pass
            below_footer = False
            for row in read_rows(lines, self.delimiter, len(self.headers)):
                if below_footer and is_remark(row):
                    continue
                record = plan.read(row)
                if record is None:
                    below_footer = True
                else:
                    yield record


def open_lead_file(
    path: Path | str,
    *,
    phones: Phones,
    region: str = "US",
    zone: tzinfo | str = "UTC",
    mapping: Mapping[str, str] | None = None,
    dates: str = "",
) -> OpenedLeadFile:
    """Find out how a lead file is to be read.

    `region` is the country of numbers without one, `zone` the zone of times without one, `mapping` lead
    field to column name, `dates` `dmy` or `mdy` where the file leaves it open. Raises BadInput for a
    file that cannot be used.
    """
    path = Path(path)
    size = _checked_size(path)
    encoding = detect_encoding(path)
    with open_text(path, encoding) as (_source, text):
        delimiters = rank_delimiters(text.read(_SAMPLE_CHARACTERS))
    header = _find_header(path, encoding, delimiters, mapping or {})
    columns = match_columns(header.cells, mapping)
    sample = _sample(path, encoding, header)
    columns = _with_salutation(columns, sample)
    readers, warnings = _date_readers(columns, sample, _zone(zone), dates or _order_of(region))
    return OpenedLeadFile(
        path=path,
        encoding=encoding,
        delimiter=header.delimiter,
        headers=columns.headers,
        mapping={name: kind for name, kind in zip(columns.headers, columns.fields, strict=True) if kind},
        size=size,
        warnings=warnings,
        header_line=header.line,
        _plan=RowPlan(columns, phones, Habits(region, readers)),
    )


@contextmanager
def open_text(path: Path, encoding: str) -> Iterator[tuple[BinaryIO, io.TextIOWrapper]]:
    """The file's bytes and its text, line ends untouched. Raises BadInput if it cannot be opened."""
    try:
        source = path.open("rb")
    except OSError as failure:
        raise BadInput(f"{path} cannot be read: {failure.strerror}", "Check its permissions") from failure
    errors = decoding_errors(encoding)
    with source, io.TextIOWrapper(source, encoding=encoding, errors=errors, newline="") as text:
        yield source, text


def _checked_size(path: Path) -> int:
    """The file's size. Raises BadInput if there is no such file, or nothing in it."""
    try:
        if path.is_dir():
            raise BadInput(f"{path} is a folder, not a lead file", "Name a CSV file in it")
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except FileNotFoundError:
        raise BadInput(f"there is no file {path}", "Check the name and the folder") from None
    except OSError as failure:
        raise BadInput(f"{path} cannot be read: {failure.strerror}", "Check its permissions") from failure
    if size == 0:
        raise BadInput(f"{path} is empty", "Export the leads again")
    return size


def _rows(
    path: Path, encoding: str, delimiter: str, after: int = 0, width: int = 0
) -> Iterator[tuple[Row, int]]:
    """The rows after a line, each with the line it ends on."""
    with open_text(path, encoding) as (_source, text):
        lines = Lines(text)
        while lines.number < after and lines.take():
            pass
        for row in read_rows(lines, delimiter, width):
            yield row, lines.number


def _find_header(
    path: Path, encoding: str, delimiters: Sequence[str], mapping: Mapping[str, str]
) -> HeaderRow:
    """The header, read with the delimiter that makes most sense of it. Raises BadInput if there is none."""
    found: list[HeaderRow] = []
    first: Row | None = None
    for delimiter in delimiters:
        pairs = islice(_rows(path, encoding, delimiter), HEADER_ROWS)
        rows = [pair for pair in pairs if not pair[0].problem]
        if rows:
            first = first or rows[0][0]
            found.append(find_header(rows, delimiter, mapping))
    if first is None:
        raise BadInput(f"{path} holds no rows", "Export the leads again")
    header = max(found, key=lambda one: one.likeness)
    if header.likeness <= (0, 0) and not mapping:
        shown = ", ".join(cell.strip()[:40] for cell in first.cells[:20])
        raise BadInput(
            f"{path}: no column is called like a field of a lead; the columns are: {shown}",
            "Say which is which with --map field=Column, e.g. --map phone=Column",
        )
    return header


def _sample(path: Path, encoding: str, header: HeaderRow) -> list[list[str]]:
    """The cells of the first good rows."""
    rows = _rows(path, encoding, header.delimiter, header.line, len(header.cells))
    return [row.cells for row, _end in islice(rows, _SAMPLE_ROWS) if not row.problem]


def _with_salutation(columns: Columns, sample: list[list[str]]) -> Columns:
    """A column `Title` full of Mr and Ms is no job."""
    fields = list(columns.fields)
    for index, kind in enumerate(fields):
        if kind == "title" and are_salutations(cells[index] for cells in sample):
            fields[index] = SALUTATION
    return replace(columns, fields=tuple(fields))


def _date_readers(
    columns: Columns, sample: list[list[str]], zone: tzinfo, usual: str
) -> tuple[dict[int, DateReader], tuple[str, ...]]:
    """A reader for each arrival column, in the order its own values show; and what had to be guessed."""
    readers: dict[int, DateReader] = {}
    warnings: list[str] = []
    for index, kind in enumerate(columns.fields):
        if kind != "arrived_at":
            continue
        values = [cells[index] for cells in sample]
        order = decide_order(values)
        if not order and any(map(is_ambiguous, values)):
            spoken = "day/month/year" if usual == DAY_FIRST else "month/day/year"
            warnings.append(
                f"column '{columns.headers[index]}' could be day or month first: read as {spoken}"
            )
        readers[index] = DateReader(zone, order or usual)
    return readers, tuple(warnings)


def _order_of(region: str) -> str:
    """The order of day and month that people of a country write."""
    return MONTH_FIRST if region.upper() in _MONTH_FIRST_REGIONS else DAY_FIRST


def _zone(zone: tzinfo | str) -> tzinfo:
    """A zone by its name. Raises BadInput if there is none of that name."""
    if isinstance(zone, tzinfo):
        return zone
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as failure:
        raise BadInput(f"'{zone}' is no time zone", "Use a name like America/New_York") from failure
