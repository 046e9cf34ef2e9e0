"""Signs of life of open screens, kept beside the database so that a heartbeat is no commit."""

from __future__ import annotations

import os
import re
from pathlib import Path

from dialq.clock import Instant

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")


class Presence:
    """One small file a session; its modification time is the session's last sign of life."""

    def __init__(self, database: Path) -> None:
        self._folder = database.with_name(database.name + "-live")

    def show(self, session: str, at: Instant) -> None:
        """Put down that a session is alive at `at`."""
        if not session:
            return
        self._folder.mkdir(mode=0o700, exist_ok=True)
        path = self._file(session)
        path.touch(mode=0o600, exist_ok=True)
        os.utime(path, (at, at))

    def last(self, session: str) -> Instant | None:
        """When a session last showed a sign of life."""
        try:
            return Instant(int(self._file(session).stat().st_mtime)) if session else None
        except FileNotFoundError:
            return None

    def leave(self, session: str) -> None:
        """Forget a session."""
        if session:
            self._file(session).unlink(missing_ok=True)

    def _file(self, session: str) -> Path:
        return self._folder / _UNSAFE.sub("_", session)
