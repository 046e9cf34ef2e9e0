"""An edit of the policy: every lead judged anew, and the dry run before it, each against raw reads and writes."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path
from time import perf_counter
from typing import Any

from dialq.clock import SystemClock
from dialq.desk.desk import Desk
from dialq.desk.diffing import diff
from dialq.desk.judging import judge_all, judging
from dialq.policy.folder import preset_texts
from tests.benchmarks.bench import Bench
from tests.benchmarks.databases import reps_desk, steady
from tests.benchmarks.rows import Row

CHUNK = 5_000
SETTINGS = '[team]\nday_starts = "07:30"\nslip_after = 3\n'
"""An edit that puts every lead elsewhere: other due times, other edges of every tier."""
DIFFED = 100_000
REJUDGE_LIMIT, DIFF_LIMIT = 3, 20

_BOTH = (
    "SELECT lead.*, standing.* FROM lead JOIN standing ON standing.lead = lead.id"
    " WHERE lead.id > ? AND lead.id <= ?"
)


class NothingMoved(AssertionError):
    """The edit did not do what the row is named after."""


def rejudge(bench: Bench) -> list[Row]:
    """Judge all leads after an edit, against reading and writing their rows; the same for one chunk of a screen."""
    desk = _at_copy(bench, bench.leads, "rejudge")
    folder = desk.store.path.parent
    desk.close()
    (folder / "settings.toml").write_text(SETTINGS, encoding="utf-8")
    desk = reps_desk(folder / "dialq.db", SystemClock())
    ahead = judging(desk)
    if ahead is None or ahead.total != bench.leads:
        raise NothingMoved(f"{bench.leads} leads were to be judged anew, not {ahead}")
    bench.say(f"judging {bench.leads:,} leads anew")
    start = perf_counter()
    judge_all(desk)
    seconds = perf_counter() - start
    desk.close()
    raw = _copy(bench, bench.leads, "rejudge-floor")
    floor = _read_and_write(raw, bench.leads)
    shutil.rmtree(raw.parent)
    shutil.rmtree(folder)
    return [Row(f"judge {bench.leads:,} leads anew", seconds, "s", floor, REJUDGE_LIMIT)]


def dry_run(bench: Bench) -> list[Row]:
    """The dry run of an edited campaign, and of edited caps, against one plain scan of leads and states."""
    leads = min(DIFFED, bench.leads)
    desk = _at_copy(bench, leads, "diff")
    folder = desk.store.path.parent
    campaign, caps = folder / "edited.toml", folder / "edits" / "settings.toml"
    text = preset_texts()["campaigns/inbound.toml"]
    campaign.write_text(
        text.replace('at = "30m"', 'at = "45m"').replace("max_touches = 10", "max_touches = 8")
    )
    caps.parent.mkdir()
    caps.write_text("[caps]\nday = 1\ndials = 1\n", encoding="utf-8")
    bench.say(f"dry runs at {leads:,} leads")
    floor = _scan(desk.store.path)
    rows = []
    for name, file in (("a campaign", campaign), ("the caps", caps)):
        start = perf_counter()
        found = diff(desk, files=[file])
        rows.append(Row(f"diff of {name}, {leads:,} leads", perf_counter() - start, "s", floor, DIFF_LIMIT))
        if not found.campaigns:
            raise NothingMoved(f"the dry run of {name} found nothing")
    desk.close()
    shutil.rmtree(folder)
    return rows


def _copy(bench: Bench, leads: int, name: str) -> Path:
    """The steady database in a folder of its own, where its policy files may lie."""
    folder = bench.folder / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    source = sqlite3.connect(steady(bench, leads))
    target = sqlite3.connect(folder / "dialq.db")
    source.backup(target)
    target.close()
    source.close()
    return folder / "dialq.db"


def _at_copy(bench: Bench, leads: int, name: str) -> Desk:
    """A desk on such a copy, the policy of the day it was built taken up."""
    desk = reps_desk(_copy(bench, leads, name), SystemClock())
    judge_all(desk)
    return desk


def _read_and_write(path: Path, leads: int) -> float:
    """Seconds to read every lead's rows and to put them down again as they are."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    places = [row[1] for row in db.execute("PRAGMA table_info(standing)")].index("places")
    before = len(db.execute("PRAGMA table_info(lead)").fetchall())
    start = perf_counter()
    for after in range(0, leads, CHUNK):
        db.execute("BEGIN IMMEDIATE")
        rows = db.execute(_BOTH, (after, after + CHUNK)).fetchall()
        _write(db, [(row[0], row[before + places]) for row in rows])
        db.execute("COMMIT")
    seconds = perf_counter() - start
    db.close()
    return seconds


def _write(db: sqlite3.Connection, rows: list[tuple[int, str]]) -> None:
    read: list[tuple[int, Any]] = [(lead, json.loads(text)) for lead, text in rows]
    places = [(gate, rank, lead) for lead, found in read for gate, rank in found[0]]
    timers = [(what, at, lead, waits) for lead, found in read for what, at, waits in found[1]]
    db.executemany("DELETE FROM place WHERE gate = ? AND rank = ? AND lead = ?", places)
    db.executemany("INSERT INTO place VALUES (?, ?, ?)", places)
    db.executemany("DELETE FROM timer WHERE what = ? AND at = ? AND lead = ?", [row[:3] for row in timers])
    db.executemany("INSERT INTO timer VALUES (?, ?, ?, ?)", timers)
    db.executemany("UPDATE standing SET places = ? WHERE lead = ?", [(text, lead) for lead, text in rows])


def _scan(path: Path) -> float:
    """Seconds to read every lead's row and state once."""
    db = sqlite3.connect(path)
    start = perf_counter()
    for _ in db.execute("SELECT lead.*, standing.* FROM lead JOIN standing ON standing.lead = lead.id"):
        pass
    seconds = perf_counter() - start
    db.close()
    return seconds
