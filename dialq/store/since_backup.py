"""What must outlive going back to a backup: bans, and the fates of mails that it thinks are still to leave."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from dialq.store import sqlite
from dialq.store.database import SCHEMA


class Restored(NamedTuple):
    """A backup stands in the place of the database."""

    kept: Path | None
    """Where the old database is, if there was one."""
    in_doubt: int
    """Mails that may have left since the backup: a person says (R14.2)."""
    bans: int
    """Bans made since the backup that were taken over (R18.1)."""


def take_over(part: Path, kept: Path | None) -> Restored:
    """Bring a copy of a backup up to what the database it replaces knows; what nobody knows is in doubt."""
    with closing(sqlite.module.connect(part.resolve().as_uri(), uri=True)) as copy:
        bans = 0
        with suppress(sqlite.DatabaseError), _beside(copy, kept) as known:
            if known:
                bans = _take_bans(copy)
                _take_fates(copy)
                _take_mails(copy)
        doubt = "it may have left since the backup was made"
        left = ", left_at = queued" if _has_mail_schema(copy, "main") else ""
        sql = (
            f"UPDATE outbox SET status = 'unconfirmed', problem = ?{left} WHERE status IN ('hold', 'sending')"
        )
        in_doubt = copy.execute(sql, (doubt,)).rowcount
        copy.commit()
    return Restored(kept, in_doubt, bans)


@contextmanager
def _beside(copy: sqlite.Connection, replaced: Path | None) -> Iterator[bool]:
    """The database that is replaced, as `old`; False: there is none of this program's schema."""
    if replaced is None:
        yield False
        return
    copy.execute("ATTACH ? AS old", (f"{replaced.resolve().as_uri()}?mode=ro",))
    try:
        yield _has_mail_schema(copy, "old") and _has_mail_schema(copy, "main")
        copy.commit()
    finally:
        copy.rollback()
        copy.execute("DETACH old")


def _has_mail_schema(copy: sqlite.Connection, name: str) -> bool:
    return bool(copy.execute(f"PRAGMA {name}.user_version").fetchone()[0] == SCHEMA)


def _take_bans(copy: sqlite.Connection) -> int:
    """Bans of people only where the backup has the same person under that number."""
    same = (
        "SELECT l.id FROM lead l JOIN old.lead o ON o.id = l.id AND o.arrived = l.arrived AND o.name = l.name"
    )
    sql = (
        "INSERT OR IGNORE INTO ban SELECT scope, value, 0, since, rep, reason FROM old.ban "
        "WHERE NOT EXISTS (SELECT 1 FROM ban b WHERE b.scope = old.ban.scope AND b.value = old.ban.value) "
        f"AND (scope NOT IN ('person', 'person-email') OR CAST(value AS INTEGER) IN ({same}))"
    )
    return copy.execute(sql).rowcount


def _take_fates(copy: sqlite.Connection) -> None:
    """What became of the backup's mails."""
    sql = (
        "UPDATE outbox SET (status, problem, left_at, tries) = (SELECT o.status, o.problem, o.left_at, o.tries "
        "FROM old.outbox o WHERE o.message = outbox.message) WHERE message IN "
        "(SELECT message FROM old.outbox WHERE status NOT IN ('hold', 'sending'))"
    )
    copy.execute(sql)


def _take_mails(copy: sqlite.Connection) -> None:
    """Mails that were queued and left since: so that none is written a second time, and the meters are right."""
    columns = ", ".join(row[1] for row in copy.execute("PRAGMA table_info(outbox)"))
    values = columns.replace("event", "0", 1)
    same = (
        "SELECT l.id FROM lead l JOIN old.lead o ON o.id = l.id AND o.arrived = l.arrived AND o.name = l.name"
    )
    sql = (
        f"INSERT OR IGNORE INTO outbox ({columns}) SELECT {values} FROM old.outbox "
        f"WHERE left_at IS NOT NULL AND lead IN ({same})"
    )
    copy.execute(sql)
