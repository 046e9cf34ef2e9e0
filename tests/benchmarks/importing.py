"""Lead files in: whole `dialq import` processes against csv + phonenumbers + executemany."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.benchmarks import lead_files, processes
from tests.benchmarks.bench import Bench
from tests.benchmarks.rows import Row

DIALQ = (sys.executable, "-m", "dialq")
MEMORY_GROWTH = 1.1


def measure(bench: Bench) -> list[Row]:
    """Time of the usual file, and peak memory of one ten times as long."""
    source = _file(bench, bench.rows)
    bench.say(f"importing {bench.rows:,} messy rows")
    ours = _import(bench, source)
    target = bench.path("floor-import.db")
    floor = processes.run([sys.executable, "-m", "tests.benchmarks.floors", source, target])
    name = f"import {bench.rows:,} messy rows"
    rows = [Row(name, ours.seconds, "s", floor.seconds, 1.6, f"peak {ours.peak_kib // 1024} MB")]
    longer = _file(bench, bench.rows * 10)
    bench.say(f"importing {bench.rows * 10:,} messy rows")
    peak = _import(bench, longer).peak_kib
    what = f"memory of an import, {bench.rows * 10:,} rows against {bench.rows:,}"
    rows.append(Row(what, peak / 1024, "MB", ours.peak_kib / 1024, MEMORY_GROWTH))
    return rows


def _file(bench: Bench, rows: int) -> Path:
    path = bench.path(f"leads-{rows}.csv")
    lead_files.write(path, rows)
    return path


def _import(bench: Bench, source: Path) -> processes.Cost:
    database = bench.path("ours-import.db")
    rejects = bench.path("rejects.csv")
    words = ("--db", database, "--rep", "ana", "import", source, "--rejects", rejects)
    return processes.run([*DIALQ, *words])
