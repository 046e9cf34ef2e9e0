"""Open the file, write in one way, and say what is wrong in one sentence."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from dialq.errors import DialqError, StoreBusy, StoreUnusable
from dialq.store import sqlite
from dialq.store.queue_lock import QueueLock

APPLICATION_ID = 0x6469616C  # "dial"
SCHEMA = 2
"""The schema this program writes; migrations bring older files up to it."""

_BUSY_SECONDS = 30
_WAL_PAGES = 1000
_WAL_BYTES = _WAL_PAGES * 4096


class Database:
    """One connection, bound to its thread. `immediate` is the only way to write."""

    def __init__(self, path: Path, *, create: bool = True) -> None:
        self.path = path
        with translated(path):
            _check_file(path, create=create)
            self.connection = _connect(path)
            try:
                self.lock = QueueLock(path)
            except OSError as error:
                self.connection.close()
                raise StoreUnusable(
                    f"{path.parent} cannot be written to", "Choose a folder you may write to with --db."
                ) from error
        self.execute = self.connection.execute
        self._depth = 0

    @property
    def is_open(self) -> bool:
        """Whether a transaction is open, for writing or for reading."""
        return self.connection.in_transaction

    @contextmanager
    def immediate(self) -> Iterator[None]:
        """A write transaction: first in the queue, then in the file; all of it is kept or nothing."""
        if self._depth:
            yield
            return
        with translated(self.path), self.lock.held():
            self.execute("BEGIN IMMEDIATE")
            self._depth = 1
            try:
                yield
                self.execute("COMMIT")
            finally:
                self._depth = 0
                if self.connection.in_transaction:
                    self.execute("ROLLBACK")

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One consistent view over several reads."""
        if self._depth or self.connection.in_transaction:
            yield
            return
        with translated(self.path):
            self.execute("BEGIN")
            try:
                yield
            finally:
                self.execute("ROLLBACK")

    def version(self) -> int:
        """Changes when another process committed (`PRAGMA data_version`)."""
        with translated(self.path):
            return int(self.execute("PRAGMA data_version").fetchone()[0])

    def tidy(self) -> None:
        """Fold a long write-ahead log back into the file, under the queue (no checkpoint may race a commit)."""
        wal = self.path.with_name(self.path.name + "-wal")
        try:
            if wal.stat().st_size < _WAL_BYTES:
                return
        except FileNotFoundError:
            return
        with translated(self.path), self.lock.held():
            self.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Close the connection and leave the queue."""
        self.connection.close()
        self.lock.close()


def _check_file(path: Path, *, create: bool) -> None:
    """Refuse what cannot be a database; a new file is made with mode 0600."""
    if path.is_dir():
        raise StoreUnusable(f"{path} is a folder, not a database file", "Name a file with --db.")
    if path.exists():
        return
    if not create:
        raise StoreUnusable(
            f"there is no database {path}",
            "Run `dialq init` or `dialq import FILE` first, or name one with --db.",
        )
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(FileExistsError):  # Somebody else makes it: closing it here would give up their locks.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600))


def _connect(path: Path) -> sqlite.Connection:
    """A connection to a file that is ours, or new.

    Whose it is SQLite is asked: to open and close the file beside it would give up the locks of every other
    connection of this process, and another process could take the write-ahead log away from under them.
    """
    connection: sqlite.Connection = sqlite.module.connect(
        path, timeout=_BUSY_SECONDS, isolation_level=None, cached_statements=256, check_same_thread=True
    )
    with ExitStack() as failed:
        failed.callback(connection.close)
        run = connection.execute
        run(f"PRAGMA busy_timeout={_BUSY_SECONDS * 1000}")
        if run("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            _refuse_others(connection, path)
        if run("PRAGMA journal_mode").fetchone()[0] != "wal":
            run("PRAGMA journal_mode=WAL")
        run("PRAGMA synchronous=FULL")
        run("PRAGMA wal_autocheckpoint=0")
        run("PRAGMA automatic_index=OFF")
        run("PRAGMA cache_size=-8000")
        failed.pop_all()
    return connection


def _refuse_others(connection: sqlite.Connection, path: Path) -> None:
    """Refuse another program's database, without changing it; one that is just being made passes."""
    connection.execute("BEGIN")
    owner = connection.execute("PRAGMA application_id").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    connection.execute("ROLLBACK")
    if tables and owner != APPLICATION_ID:
        raise StoreUnusable(f"{path} is a database of another program", "Name another file with --db.")


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn SQLite's and the system's errors into sentences that name the file and what to do."""
    try:
        yield
    except DialqError:
        raise
    except sqlite.Error as error:
        raise _sentence(path, error) from error
    except OSError as error:
        raise StoreUnusable(f"{path} cannot be used: {error.strerror or error}", _HINT_DISK) from error


_HINT_DISK = "Free some space or choose another place with --db; what was shown as saved is kept."


_AGAIN = "Try again; if it stays, see who holds it with `dialq doctor`."
_OTHER = "Name another file with --db, or restore a backup."
_KNOWN: tuple[tuple[str, type[DialqError], str, str], ...] = (
    ("locked", StoreBusy, "{} is held by another process", _AGAIN),
    ("busy", StoreBusy, "{} is held by another process", _AGAIN),
    (
        "readonly",
        StoreUnusable,
        "{} is read-only",
        "Make the file and its folder writable, or name another with --db.",
    ),
    ("full", StoreUnusable, "the disk of {} is full", _HINT_DISK),
    ("disk I/O", StoreUnusable, "the disk of {} failed", _HINT_DISK),
    ("not a database", StoreUnusable, "{} is no dialq database", _OTHER),
    ("malformed", StoreUnusable, "{} is damaged", "Restore a backup with `dialq restore FILE`."),
    (
        "unable to open",
        StoreUnusable,
        "{} cannot be opened",
        "Check the folder and its rights, or name another with --db.",
    ),
)
"""A word of SQLite's message, and what it means to a person."""


def _sentence(path: Path, error: Exception) -> DialqError:
    text = str(error)
    for word, kind, title, hint in _KNOWN:
        if word in text:
            return kind(title.format(path), hint)
    return StoreUnusable(f"{path}: {text}", "Run `dialq doctor`.")
