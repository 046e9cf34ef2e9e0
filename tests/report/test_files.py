"""Export files: the same rows give the same bytes, no cell runs as a formula, a file is whole or absent."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dialq.errors import BadInput, WorldFailed
from dialq.report.cells import cell
from dialq.report.files import write

COLUMNS = ("event_id", "name", "phone", "touch", "note")
ROWS = [
    {"event_id": 7, "name": "Zoë, \"Zo\" O'Brien", "phone": "+14155550142", "touch": True, "note": "two\nlines"},
    {"event_id": 8, "name": "=HYPERLINK(\"x\")", "phone": "+14155550143;ext=7", "touch": False, "note": None},
]  # fmt: skip
GOLDEN = (
    "event_id,name,phone,touch,note\n"
    '7,"Zoë, ""Zo"" O\'Brien",+14155550142,true,"two\nlines"\n'
    '8,"\'=HYPERLINK(""x"")",+14155550143;ext=7,false,\n'
)
DANGER = st.sampled_from([*"=+-@\t\r\n'\" ,;=+a1", "cmd|' /C calc'!A0", "＝", "\u00a0"])


def test_golden_bytes(tmp_path: Path) -> None:
    assert write(tmp_path / "a.csv", ROWS, COLUMNS, "csv") == 2
    assert (tmp_path / "a.csv").read_bytes() == GOLDEN.encode()
    write(tmp_path / "b.csv", ROWS, COLUMNS, "csv")
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_json_lines_keep_values_as_they_are(tmp_path: Path) -> None:
    assert write(tmp_path / "a.jsonl", ROWS, COLUMNS, "jsonl") == 2
    lines = (tmp_path / "a.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == ROWS
    assert list(json.loads(lines[0])) == list(COLUMNS)


@pytest.mark.parametrize("text", ["+14155550142", "+442079460000;ext=12", "Ann", "12.5", "a=b", "x\n=1", ""])
def test_harmless_cells_stay(text: str) -> None:
    assert cell(text) == text


@pytest.mark.parametrize(
    "text", ["=1+1", "+1+1", "-1", "@SUM(A1)", "\t=1", "\n=1", "+1415555 0142x", " =1", "＝1"]
)
def test_formulas_are_neutralised(text: str) -> None:
    assert cell(text) == f"'{text}"


@given(st.lists(DANGER, max_size=8).map("".join))
@example("\r\n")
def test_no_cell_that_a_spreadsheet_reads_back_begins_like_a_formula(text: str) -> None:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([cell(text), "end"])
    [[back, end]] = list(csv.reader(io.StringIO(line.getvalue(), newline="")))
    assert end == "end"
    assert back.removeprefix("'") == text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("'")
    assert not back.strip(" \u00a0").startswith(("=", "@", "-", "\t", "\r", "＝")) or not back


@given(st.integers(10**5, 10**14))
def test_a_phone_survives_the_round_trip(digits: int) -> None:
    assert cell(f"+{digits}") == f"+{digits}"


def test_a_failure_among_the_rows_leaves_nothing(tmp_path: Path) -> None:
    def rows() -> Iterator[dict[str, object]]:
        yield dict(ROWS[0])
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError):
        write(tmp_path / "a.csv", rows(), COLUMNS, "csv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_full_disk_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    target = tmp_path / "a.csv"
    target.write_text("yesterday's")

    def full(*_given: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    if call == "fsync":
        monkeypatch.setattr(os, "fsync", full)
    else:
        monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(WorldFailed, match=r"a\.csv could not be written: No space left"):
        write(target, ROWS, COLUMNS, "csv")
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert target.read_text() == "yesterday's"


def test_a_place_that_cannot_be_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="there is no folder"):
        write(tmp_path / "none" / "a.csv", ROWS, COLUMNS, "csv")
    with pytest.raises(BadInput, match="is a folder"):
        write(tmp_path, ROWS, COLUMNS, "csv")


def test_a_link_and_the_rights_of_the_old_file_stay(tmp_path: Path) -> None:
    real = tmp_path / "real.csv"
    real.write_text("old")
    real.chmod(0o640)
    link = tmp_path / "link.csv"
    link.symlink_to(real)
    write(link, ROWS, COLUMNS, "csv")
    assert link.is_symlink()
    assert real.read_text("utf-8") == GOLDEN
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_a_pipe_is_written_through(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write(pipe, ROWS, COLUMNS, "csv")
        assert os.read(reader, 10_000) == GOLDEN.encode()
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
