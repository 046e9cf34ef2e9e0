"""`dialq next` and `dialq log` as whole processes, against Taskwarrior where it is installed."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from tests.benchmarks import processes
from tests.benchmarks.bench import Bench
from tests.benchmarks.databases import steady
from tests.benchmarks.importing import DIALQ
from tests.benchmarks.rows import Row

RUNS = 7
FASTER = 1.0
EPOCH = datetime(2026, 11, 1, tzinfo=UTC)


def measure(bench: Bench) -> list[Row]:
    """Medians of several runs each."""
    next_ours, log_ours = _ours(bench)
    names = (f"`dialq next`, whole process, {bench.leads:,} leads", "`dialq log`, whole process")
    if shutil.which("task") is None:
        return [
            Row(names[0], next_ours, note="task not installed"),
            Row(names[1], log_ours, note="task not installed"),
        ]
    next_theirs, done_theirs = _taskwarrior(bench)
    note = f"floor: task next / task done at {bench.rows:,} tasks"
    return [
        Row(names[0], next_ours, "ms", next_theirs, FASTER, note),
        Row(names[1], log_ours, "ms", done_theirs, FASTER),
    ]


def _ours(bench: Bench) -> tuple[float, float]:
    """Milliseconds of `next` and of `log`, taking turns."""
    database = steady(bench, bench.leads)
    bench.say("running dialq next and dialq log")
    takes, logs = [], []
    for _ in range(RUNS):
        common: list[str | Path] = [*DIALQ, "--db", database, "--rep", "shell"]
        taken = processes.run([*common, "--json", "next"])
        takes.append(taken.seconds * 1000)
        lead = str(json.loads(taken.output)["lead"])
        logs.append(processes.run([*common, "log", lead, "no-answer"]).seconds * 1000)
    return median(takes), median(logs)


def _taskwarrior(bench: Bench) -> tuple[float, float]:
    """Milliseconds of `task next` and of `task done` on as many tasks as the import has rows."""
    bench.say(f"running task on {bench.rows:,} tasks")
    folder = bench.folder / "task"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "rc").write_text(f"data.location={folder}\nconfirmation=off\nverbose=nothing\ngc=on\n")
    env = {"TASKRC": str(folder / "rc"), "TASKDATA": str(folder)}
    processes.run(["task", "import", _tasks(folder, bench.rows)], env)
    shows, dones = [], []
    for at in range(RUNS):
        shows.append(processes.run(["task", "next"], env, codes=(0, 1)).seconds * 1000)
        dones.append(processes.run(["task", str(at + 1), "done"], env, codes=(0, 1)).seconds * 1000)
    return median(shows), median(dones)


def _tasks(folder: Path, count: int) -> Path:
    """A file of tasks for `task import`, a tenth of them due."""
    path = folder / "tasks.json"
    with path.open("w") as file:
        for at in range(count):
            due = EPOCH + timedelta(hours=at % 240 if at % 10 == 0 else 24 * 60 + at % 2400)
            task = {
                "description": f"call lead {at}",
                "status": "pending",
                "due": due.strftime("%Y%m%dT%H%M%SZ"),
            }
            file.write(json.dumps({**task, "project": f"company{at // 7}"}) + "\n")
    return path
