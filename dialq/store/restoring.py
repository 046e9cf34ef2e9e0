"""Put a backup in the place of a database that nobody has open."""

from __future__ import annotations

import os
from contextlib import ExitStack, closing, suppress
from pathlib import Path

from dialq.errors import BadInput, StoreBusy
from dialq.store import sqlite
from dialq.store.database import APPLICATION_ID, translated
from dialq.store.queue_lock import QueueLock
from dialq.store.since_backup import Restored, take_over


def restore(backup: Path, target: Path) -> Restored:
    """Copy `backup` to `target`, whole or not at all; what must outlive that is taken over from the old one.

    Raises BadInput if the backup is no whole dialq database, StoreBusy if the target is in use.
    """
    _check(backup)
    with translated(target):
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = target.with_name(target.name + ".part")
        try:
            _copy(backup, part)
            lock = QueueLock(target)
            try:
                with lock.held(), ExitStack() as failed:
                    kept = _aside(target) if target.exists() else None
                    if kept is not None:
                        failed.callback(kept.replace, target)
                    restored = take_over(part, kept)
                    part.replace(target)
                    failed.pop_all()
            finally:
                lock.close()
        finally:
            part.unlink(missing_ok=True)
    return restored


def _check(backup: Path) -> None:
    if not backup.is_file():
        raise BadInput(f"there is no backup {backup}", "Name a file that `dialq backup` made.")
    try:
        with closing(sqlite.module.connect(f"{backup.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            mark = connection.execute("PRAGMA application_id").fetchone()[0]
            sound = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite.Error as error:
        raise BadInput(
            f"{backup} is no dialq database: {error}", "Name a file that `dialq backup` made."
        ) from error
    if mark != APPLICATION_ID:
        raise BadInput(f"{backup} is no dialq database", "Name a file that `dialq backup` made.")
    if sound != "ok":
        raise BadInput(f"{backup} is damaged: {sound}", "Take an older backup.")


def _copy(backup: Path, part: Path) -> None:
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_EXCL | os.O_CLOEXEC, 0o600))
    with (
        closing(sqlite.module.connect(f"{backup.resolve().as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite.module.connect(part)) as copy,
    ):
        source.backup(copy)
    with part.open("rb") as written:
        os.fsync(written.fileno())


def _aside(target: Path) -> Path:
    """Move the old database aside, its log folded in; leaving WAL mode fails while anybody has it open."""
    with suppress(sqlite.DatabaseError), closing(sqlite.module.connect(target, timeout=1)) as old:
        try:
            old.execute("PRAGMA journal_mode=DELETE")
        except sqlite.OperationalError as error:
            raise StoreBusy(
                f"{target} is in use", "Close every screen and command that has it open."
            ) from error
    number = next(n for n in range(1, 10_000) if not _kept_name(target, n).exists())
    kept = _kept_name(target, number)
    target.replace(kept)
    for ending in ("-wal", "-shm"):
        side = target.with_name(target.name + ending)
        if side.exists():
            side.replace(kept.with_name(kept.name + ending))
    return kept


def _kept_name(target: Path, number: int) -> Path:
    return target.with_name(f"{target.stem}.before-restore-{number}{target.suffix}")
