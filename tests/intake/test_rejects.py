"""The rejects file: everything that came, with line and reason; whole or not at all."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from dialq.desk.records import Reject
from dialq.errors import WorldFailed
from dialq.intake.rejects import RejectsFile
from tests.intake.reading import opened, written

REJECT = Reject(3, ("Bob", "=cmd|' /C calc'!A0", "+14155550101", "-5", "@x"), "it is wrong")
HEADERS = ("Name", "Note", "Phone", "Score", "Handle")


def lines(path: Path) -> list[list[str]]:
    """The file's cells."""
    return list(csv.reader(path.read_text("utf-8-sig").splitlines()))


def test_rejects_keep_their_cells_their_line_and_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "rejects.csv"
    with RejectsFile(path, HEADERS) as rejects:
        rejects.add(REJECT)
    assert rejects.count == 1
    assert lines(path)[0] == [*HEADERS, "row", "reason"]
    assert lines(path)[1] == ["Bob", "'=cmd|' /C calc'!A0", "+14155550101", "-5", "'@x", "3", "it is wrong"]


def test_short_rows_keep_the_reason_in_its_column(tmp_path: Path) -> None:
    path = tmp_path / "rejects.csv"
    with RejectsFile(path, HEADERS) as rejects:
        rejects.add(Reject(9, ("Bob",), "too short"))
    assert lines(path)[1] == ["Bob", "", "", "", "", "9", "too short"]


def test_records_pass_and_rejects_are_written_down(tmp_path: Path) -> None:
    file = opened(written(tmp_path, "Name,Email\nAnn,ann@example.com\nBob,bob@\nCy\n"))
    with RejectsFile(tmp_path / "rejects.csv", file.headers) as rejects:
        rows = list(rejects.passing(file.records()))
    assert [row.row for row in rows] == [2, 3, 4]
    assert [line[-2] for line in lines(tmp_path / "rejects.csv")] == ["row", "3", "4"]


def test_a_mended_rejects_file_reads_as_it_was(tmp_path: Path) -> None:
    """What was made harmless for spreadsheets comes back as it stood."""
    path = tmp_path / "rejects.csv"
    with RejectsFile(path, ("Name", "Email", "Note")) as rejects:
        rejects.add(Reject(2, ("Bob Lee", "bob@", "=1+1"), "no address"))
    path.write_text(path.read_text("utf-8-sig").replace("bob@", "bob@example.com"))
    (record,) = list(opened(path).records())
    assert not isinstance(record, Reject)
    assert (record.notes, record.emails) == ("=1+1", ("bob@example.com",))


def test_without_rejects_there_is_no_file(tmp_path: Path) -> None:
    with RejectsFile(tmp_path / "rejects.csv", HEADERS) as rejects:
        assert rejects.count == 0
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_the_old_file_alone(tmp_path: Path) -> None:
    path = written(tmp_path, "old", name="rejects.csv")
    rejects = RejectsFile(path, HEADERS)
    rejects.__enter__().add(REJECT)
    rejects.__exit__(KeyError, KeyError("in between"), None)
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["rejects.csv"]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(WorldFailed, match=r"rejects\.csv cannot be written") as failure,
        RejectsFile(tmp_path / "nowhere" / "rejects.csv", HEADERS),
    ):
        pass
    assert "--rejects" in failure.value.hint
