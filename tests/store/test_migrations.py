"""A file of an older program is brought up to date, with all that is in it."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from msgspec import to_builtins

from dialq.desk.mailing import run_outbox
from dialq.desk.outgoing import Outgoing
from dialq.store.database import APPLICATION_ID, SCHEMA
from dialq.store.migrations import _FIRST, _statements
from tests.desk.world import World


def first_schema(path: Path) -> sqlite3.Connection:
    """A file as the first schema made it."""
    db = sqlite3.connect(path, isolation_level=None)
    for statement in _statements(_FIRST):
        db.execute(statement)
    db.execute(
        "CREATE TABLE _sqlite_migrations"
        " (migration_set TEXT, name TEXT, applied_at TEXT, PRIMARY KEY (migration_set, name))"
    )
    db.execute("INSERT INTO _sqlite_migrations VALUES ('dialq', '0001_first', '2026-11-01T00:00:00')")
    db.execute(f"PRAGMA application_id={APPLICATION_ID}")
    db.execute("PRAGMA user_version=1")
    return db


def test_a_mail_that_waited_in_an_older_file_leaves(tmp_path: Path) -> None:
    """The outbox of the first schema: its mail has no mailbox, no bytes and no rank, and leaves all the same."""
    (tmp_path / "made-now").mkdir()
    old = World(tmp_path / "made-now")
    lead = old.lead()
    now = old.clock.now()
    old.close()
    path = tmp_path / "dialq.db"
    db = first_schema(path)
    db.execute("ATTACH ? AS made", (str(old.path),))
    for table in (
        "meta",
        "lead",
        "point",
        "event",
        "standing",
        "gate",
        "place",
        "timer",
        "campaign",
        "policy_text",
    ):
        db.execute(f"INSERT INTO {table} SELECT * FROM made.{table}")
    mail = Outgoing(
        "<old@coldchain.example>",
        now,
        "Ana",
        "ana@coldchain.example",
        "Lou",
        "lou42@example.com",
        "A",
        "B",
        "C",
    )
    plain = {
        name: value for name, value in to_builtins(mail).items() if name not in ("html", "unsubscribe_url")
    }
    row = (
        mail.message_id,
        lead,
        1,
        "ana",
        "hold",
        now,
        mail.to_address,
        "A",
        "B",
        json.dumps(plain),
        now,
        "",
    )
    db.execute(f"INSERT INTO outbox VALUES ({', '.join('?' * len(row))})", row)
    db.close()
    world = World(tmp_path)
    world.clock.advance(60)
    assert run_outbox(world.desk) == 1
    assert len(list((tmp_path / "outbox" / "new").iterdir())) == 1
    assert world.desk.store.database.execute("PRAGMA user_version").fetchone()[0] == SCHEMA  # type: ignore[attr-defined]
    world.close()
