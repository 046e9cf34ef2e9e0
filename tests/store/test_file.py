"""The file itself: rights, schema, faults, one sentence each (issue: bad input, faults)."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from dialq.bootstrap import open_desk
from dialq.desk.health import backup, doctor
from dialq.errors import StoreUnusable
from dialq.store import sqlite
from dialq.store.database import SCHEMA, Database
from tests.desk.world import World


def test_a_new_file_is_nobody_elses(tmp_path: Path) -> None:
    """Database files are made with mode 0600."""
    world = World(tmp_path)
    assert world.path.stat().st_mode & 0o777 == 0o600
    world.close()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda p: p.write_bytes(b"name,phone\nLou,555\n" * 9), "no dialq database"),
        (lambda p: p.mkdir(), "is a folder"),
        (
            lambda p: sqlite3.connect(p).execute("CREATE TABLE other (a)").connection.close(),
            "another program",
        ),
    ],
)
def test_what_is_no_database_is_refused(tmp_path: Path, make: object, words: str) -> None:
    """A lead file, a folder, another program's database: named, untouched."""
    path = tmp_path / "x.db"
    make(path)  # type: ignore[operator]
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(StoreUnusable, match=words) as caught:
        open_desk(path, rep="ana")
    assert str(path) in str(caught.value)
    assert caught.value.hint
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    """A file of a newer dialq is not touched."""
    world = World(tmp_path)
    world.close()
    raw = sqlite3.connect(world.path)
    raw.execute(f"PRAGMA user_version={SCHEMA + 1}")
    raw.close()
    with pytest.raises(StoreUnusable, match="newer dialq"):
        open_desk(world.path, rep="ana")


def test_a_missing_file_is_not_made_unasked(tmp_path: Path) -> None:
    """`create=False` says what to run."""
    with pytest.raises(StoreUnusable, match="no database"):
        open_desk(tmp_path / "x.db", rep="ana", create=False)


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    """The outcome that did not fit is refused in one sentence; what was saved before is there."""
    world = World(tmp_path)
    lead = world.lead()
    database = world.desk.store.database  # type: ignore[attr-defined]
    pages = database.execute("PRAGMA page_count").fetchone()[0]
    database.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StoreUnusable, match="full"):
        world.log(lead, "no-answer", note="x" * 200_000, override="test")
    database.execute(f"PRAGMA max_page_count={pages * 100}")
    world.log(lead, "no-answer", override="test")
    assert all(check.ok for check in doctor(world.desk))
    world.close()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_file_is_named(tmp_path: Path) -> None:
    """A file that may not be written says so."""
    world = World(tmp_path)
    world.close()
    world.path.chmod(0o400)
    with pytest.raises(StoreUnusable, match=r"read-only|cannot"):
        World(tmp_path).lead()


def test_events_are_append_only(tmp_path: Path) -> None:
    """R2.3: no UPDATE, no DELETE."""
    world = World(tmp_path)
    world.lead()
    for statement in ("UPDATE event SET rep = 'x'", "DELETE FROM event"):
        with pytest.raises(sqlite.IntegrityError, match="append-only"):
            world.desk.store.database.execute(statement)  # type: ignore[attr-defined]
    world.close()


def test_the_hot_query_reads_no_more_than_it_hands_out(tmp_path: Path) -> None:
    """The head of the queue is an index walk: no sort, no scan of everything (architecture, the heart)."""
    world = World(tmp_path)
    plan = world.desk.store.database.execute(  # type: ignore[attr-defined]
        "EXPLAIN QUERY PLAN SELECT rank, lead FROM place WHERE gate = ? ORDER BY rank, lead", (1,)
    ).fetchall()
    text = " ".join(str(row[3]) for row in plan)
    assert "SEARCH place USING PRIMARY KEY (gate=?)" in text
    assert "TEMP B-TREE" not in text
    world.close()


def test_sqlite_comes_from_where_sqlite_utils_takes_it() -> None:
    """One SQLite in the process, the same as that of sqlite-utils."""
    from sqlite_utils import utils

    theirs: Any = vars(utils)["sqlite3"]
    assert sqlite.module.sqlite_version == theirs.sqlite_version
    assert sqlite.module.OperationalError is theirs.OperationalError


def test_a_backup_is_whole_and_private(tmp_path: Path) -> None:
    """A copy made while the file is open holds everything."""
    world = World(tmp_path)
    lead = world.lead()
    world.log(lead, "no-answer")
    copy = tmp_path / "copy" / "dialq.db"
    copy.parent.mkdir()
    backup(world.desk, copy)
    assert copy.stat().st_mode & 0o777 == 0o600
    other = open_desk(copy, rep="ana", clock=world.clock)
    assert other.store.dossier(lead) is not None
    other.close()
    world.close()


def test_doctor_rebuild_equals_live(tmp_path: Path) -> None:
    """R2.3: projections made anew from events are what they were."""
    world = World(tmp_path)
    for number in range(6):
        world.lead(number)
    world.log(1, "callback", when="in 2h")
    world.log(2, "busy")
    world.log(3, "hung-up")
    database: Database = world.desk.store.database  # type: ignore[attr-defined]
    read = "SELECT lead, stage, state FROM standing WHERE state IS NOT NULL ORDER BY lead"
    before = database.execute(read).fetchall()
    assert all(check.ok for check in doctor(world.desk, rebuild=True))
    after = {row[0]: row for row in database.execute(read).fetchall()}
    assert all(after[row[0]] == row for row in before)
    world.close()
