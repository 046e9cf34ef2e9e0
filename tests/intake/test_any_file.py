"""Whatever a file holds: no crash, no row lost, the order kept, memory flat."""

from __future__ import annotations

import csv
import io
import tempfile
import tracemalloc
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from dialq.desk.records import Reject
from dialq.engine.lead import LeadRecord
from dialq.errors import BadInput
from dialq.intake.reader import Row
from tests.intake.reading import opened, records_of, rows_of, written

HEADERS = ("Name", "Phone", "Email", "State", "Created Date", "Notes", "Score")
DIRT = (
    *("", "N/A", "1.4155E+10", "JANE DOE", "Doe, Jane", "ann@example.com", "415-555-0101", '"', "'", "=1+1"),
    *("13/3/2024", "x;y,z", "a\nb", "a\r\nb", "\x1b[0m", "\0", "TX", "٣", "p:+14155550142", "<test lead: x>"),
)
CELL = st.sampled_from(DIRT) | st.text(max_size=12)
LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.sampled_from(',;"\t')
TABLE = st.lists(st.lists(CELL, min_size=7, max_size=7), max_size=12)


def read(content: bytes) -> list[LeadRecord | Reject]:
    """All rows of a file with these bytes."""
    with tempfile.TemporaryDirectory() as folder:
        return rows_of(written(Path(folder), content))


@settings(deadline=None, max_examples=60)
@given(TABLE, st.sampled_from([",", ";", "\t", "|"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_every_row_of_a_table_comes_out_once_and_in_order(
    table: list[list[str]], delimiter: str, encoding: str
) -> None:
    table = [[cell.replace("\0", "").replace("\ud800", "") for cell in row] for row in table]
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([HEADERS, *table])
    rows = read(text.getvalue().encode(encoding, "replace"))
    kept = [row for row in table if any(cell.strip() for cell in row)]
    assert len(rows) == len(kept)
    assert [row.row for row in rows] == sorted({row.row for row in rows})


@settings(deadline=None, max_examples=80)
@given(st.lists(st.text(LETTERS, max_size=40), max_size=10))
@example(['"', '"', "a,b"])
@example(["0\t", "0\t", "0\t"])
@example(["a,b,c,d,e,f,g", '"a,b', 'c"d",e'])
def test_every_line_of_any_text_is_accounted_for(lines: list[str]) -> None:
    """Lines inside a quoted cell belong to their row; all others are a row, blank, or below a footer."""
    rows = read("\n".join([",".join(HEADERS), *lines]).encode())
    numbers = [row.row for row in rows]
    assert numbers == sorted(set(numbers))
    assert all(2 <= number <= len(lines) + 1 for number in numbers)
    assert all(isinstance(row, LeadRecord) or row.reason for row in rows)


@settings(deadline=None, max_examples=80)
@given(st.binary(max_size=300))
@example(b"\xff\xfe")
@example(b"\xfe\xff\x00")
@example(b"Name\n\x00\x00\x00")
@example("Name,Email\nAnn,".encode("utf-16") + b"\x00")
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    rows: list[LeadRecord | Reject] = []
    refusal: BadInput | None = None
    try:
        rows = read(content)
    except BadInput as failure:
        refusal = failure
    assert refusal is None or refusal.hint
    assert all(isinstance(row, LeadRecord | Reject) for row in rows)


@settings(deadline=None, max_examples=80)
@given(st.lists(CELL, min_size=7, max_size=7))
def test_no_row_makes_the_plan_fail(cells: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = opened(written(Path(folder), ",".join(HEADERS) + "\n"))
    made = file._plan.read(Row(2, cells, ""))
    if isinstance(made, LeadRecord):
        assert made.name or made.company or made.phones or made.emails
        shown = (made.name, made.region, made.doubtful, *made.custom.values(), made.notes)
        assert all(mark == "\n" or mark.isprintable() for text in shown for mark in text)


def test_memory_stays_flat(tmp_path: Path) -> None:
    """Ten times the rows, the same peak."""
    row = "Ann Bell,415-555-0101,ann@example.com,CA,2024-03-12,some note,7\n"
    peaks = []
    for count in (500, 5_000):
        file = opened(written(tmp_path, ",".join(HEADERS) + "\n" + row * count))
        tracemalloc.start()
        assert sum(1 for _record in file.records()) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5


def test_a_header_of_several_lines_is_one_header(tmp_path: Path) -> None:
    (record,) = records_of(written(tmp_path, 'Name,"E-mail\naddress"\nAnn Bell,ann@example.com\n'))
    assert (record.row, record.emails) == (3, ("ann@example.com",))
