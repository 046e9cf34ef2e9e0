"""Lead files in: whole `dialq import` processes against csv + phonenumbers + executemany."""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median

from tests.benchmarks import lead_files, processes
from tests.benchmarks.bench import Bench
from tests.benchmarks.rows import Row

DIALQ = (sys.executable, "-m", "dialq")
MEMORY_GROWTH = 1.1
RUNS = 3


def measure(bench: Bench) -> list[Row]:
    """Time of the usual file, ours and the floor taking turns; peak memory of a file ten times as long."""
    source = _file(bench, bench.rows)
    bench.say(f"importing {bench.rows:,} messy rows, {RUNS} times")
    turns = [(_import(bench, source), _floor(bench, source)) for _ in range(RUNS)]
    seconds = [median(turn[at].seconds for turn in turns) for at in range(2)]
    peak = max(ours.peak_kib for ours, _ in turns) / 1024
    longer = _file(bench, bench.rows * 10)
    bench.say(f"importing {bench.rows * 10:,} messy rows")
    peak_longer = _import(bench, longer).peak_kib / 1024
    what = f"memory of an import, {bench.rows * 10:,} rows against {bench.rows:,}"
    return [
        Row(f"import {bench.rows:,} messy rows", seconds[0], "s", seconds[1], 1.6),
        Row(what, peak_longer, "MB", peak, MEMORY_GROWTH),
    ]


def _file(bench: Bench, rows: int) -> Path:
    path = bench.path(f"leads-{rows}.csv")
    lead_files.write(path, rows)
    return path


def _floor(bench: Bench, source: Path) -> processes.Cost:
    target = bench.path("floor-import.db")
    return processes.run([sys.executable, "-m", "tests.benchmarks.floors", source, target])


def _import(bench: Bench, source: Path) -> processes.Cost:
    database = bench.path("ours-import.db")
    rejects = bench.path("rejects.csv")
    words = ("--db", database, "--rep", "ana", "import", source, "--rejects", rejects)
    return processes.run([*DIALQ, *words])
