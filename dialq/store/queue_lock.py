"""One fair queue in front of the database: taken before BEGIN, held to COMMIT, never longer."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class QueueLock:
    """An flock on a file beside the database; SQLite's own busy handler is not fair, this is.

    The file names the process that holds it, for whoever asks why it takes long.
    """

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(database.name + "-queue")
        self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Wait for the turn, hold it, give it back."""
        fcntl.flock(self._file, fcntl.LOCK_EX)
        try:
            os.pwrite(self._file, b"%10d\n" % os.getpid(), 0)
            yield
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def holder(self) -> str:
        """The process id that took it last."""
        return os.pread(self._file, 11, 0).decode("ascii", "replace").strip()

    def close(self) -> None:
        """Give the file back."""
        os.close(self._file)
