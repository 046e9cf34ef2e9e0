"""Several desks of one process on one file, as the mail runner and the screen have them (R14.5)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from dialq.store.database import APPLICATION_ID, Database

OTHER_PROCESS = """
import sqlite3, sys
other = sqlite3.connect(sys.argv[1])
other.execute("INSERT INTO t VALUES ('theirs')")
other.commit()
other.close()
"""


def test_what_one_desk_commits_stays_though_another_was_opened_in_its_process(tmp_path: Path) -> None:
    """Opening a second desk gives up no lock of the first: nobody takes the write-ahead log away from under it."""
    path = tmp_path / "team.db"
    first = Database(path)
    first.execute(f"PRAGMA application_id={APPLICATION_ID}")
    first.execute("CREATE TABLE t (x)")
    second = Database(path)
    subprocess.run([sys.executable, "-c", OTHER_PROCESS, path], check=True)
    with first.immediate():
        first.execute("INSERT INTO t VALUES ('ours')")
    third = Database(path)
    assert third.execute("SELECT x FROM t ORDER BY x").fetchall() == [("ours",), ("theirs",)]
    for one in (first, second, third):
        one.close()
    alone = Database(path)
    assert alone.execute("SELECT count(*) FROM t").fetchone() == (2,)
    alone.close()
