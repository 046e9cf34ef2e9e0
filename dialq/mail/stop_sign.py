"""A sign that any thread may raise and that one thread can wait for, together with a socket."""

from __future__ import annotations

import os
import select
import threading
from typing import Protocol


class HasDescriptor(Protocol):
    """Something the system can watch: a socket."""

    def fileno(self) -> int:
        """Its file descriptor."""
        ...


class StopSign:
    """Down until somebody raises it, and up from then on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reading, self._writing = os.pipe()
        self._closed = False
        self.up = False
        """Whether it was raised."""
        self.watched = False
        """Whether the one thread waits for it just now, and will wake by itself."""

    def raise_it(self) -> None:
        """Raise it: whoever waits wakes at once. Any thread may, at any time, also after `close`."""
        with self._lock:
            self.up = True
            if not self._closed:
                os.write(self._writing, b"x")

    def wait(self, seconds: float, source: HasDescriptor | None = None) -> None:
        """Wait so long at most, until it is raised, or until `source` has something to read."""
        poll = select.poll()
        poll.register(self._reading, select.POLLIN)
        if source is not None:
            poll.register(source.fileno(), select.POLLIN)
        self.watched = True
        poll.poll(max(0, int(seconds * 1000)))
        self.watched = False

    def close(self) -> None:
        """Give the pipe back; the sign is up from then on. Nobody may wait any more."""
        with self._lock:
            self.up = True
            if not self._closed:
                self._closed = True
                os.close(self._reading)
                os.close(self._writing)
