"""The benchmarks count right: a table nobody can trust is worse than none."""

from __future__ import annotations

import csv
import json
import sqlite3
from pathlib import Path

import pytest

from tests.benchmarks import lead_files, processes
from tests.benchmarks.floors import RawCommit, import_floor
from tests.benchmarks.rows import Row, as_json, as_table, pair, percentiles


def test_a_ratio_over_the_goal_is_missed_and_one_at_the_goal_is_met() -> None:
    assert Row("a", 3.0, "ms", 2.0, 1.5).met is True
    assert Row("a", 3.1, "ms", 2.0, 1.5).met is False
    assert Row("idle", 199.0, "B/s", None, 200).met is True
    assert Row("absent", note="task not installed").met is None


def test_percentiles_are_those_of_the_samples() -> None:
    assert percentiles([float(at) for at in range(101)]) == (50.0, 95.0)
    with pytest.raises(ValueError, match="two samples"):
        percentiles([1.0])


def test_a_pair_of_rows_divides_like_by_like() -> None:
    p50, p95 = pair("x", [0.002] * 10, [0.001] * 10, (6, 10))
    assert (p50.ours, p50.floor, p50.ratio, p95.goal) == (2.0, 1.0, 2.0, "<= 10x")


def test_table_and_json_say_the_same() -> None:
    row = Row("bytes per outcome", 5000.0, "B", 12600.0, 0.5)
    table = as_table([row])
    assert "5,000" in table
    assert "0.40x" in table
    assert "ok" in table
    document = json.loads(as_json({"system": "here"}, [row]))
    assert document["rows"][0]["met"] is True
    assert document["rows"][0]["ours"] == 5000.0


def test_the_lead_file_is_the_same_every_time_and_dirty(tmp_path: Path) -> None:
    for name in ("one.csv", "two.csv"):
        lead_files.write(tmp_path / name, 2000)
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
    with (tmp_path / "one.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 2000
    assert {"1.4155E+10", "N/A"} <= {row["Phone Number"] for row in rows}


def test_no_two_leads_share_a_number() -> None:
    assert (
        len({lead_files.number(at)[0] for at in range(0, lead_files.most_numbers(), 97)})
        == 1_330_000 // 97 + 1
    )


def test_the_import_floor_stores_every_row_with_its_zones(tmp_path: Path) -> None:
    lead_files.write(tmp_path / "leads.csv", 200)
    assert import_floor(tmp_path / "leads.csv", tmp_path / "floor.db") == 200
    db = sqlite3.connect(tmp_path / "floor.db")
    placed = db.execute(
        "SELECT count(*) FROM lead WHERE phone LIKE '+1%' AND zones LIKE '%America/%'"
    ).fetchone()[0]
    db.close()
    assert placed > 150


def test_each_raw_commit_is_in_the_file(tmp_path: Path) -> None:
    raw = RawCommit(tmp_path / "raw.db")
    seconds = [raw.once() for _ in range(3)]
    raw.close()
    db = sqlite3.connect(tmp_path / "raw.db")
    assert db.execute("SELECT count(*) FROM outcome").fetchone()[0] == 3
    db.close()
    assert min(seconds) > 0


def test_a_program_that_fails_is_not_measured() -> None:
    assert processes.run(["true"]).peak_kib > 0
    with pytest.raises(processes.ProgramFailed, match="ended with 1"):
        processes.run(["false"])
