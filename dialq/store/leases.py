"""One at a time on the whole machine: a lock that the kernel gives back when its holder dies."""

from __future__ import annotations

import fcntl
import os
import re
from pathlib import Path

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")
_GLANCES = 5
"""Whoever asks for the holder has the lock for microseconds: that is no holder."""
_BOOT = Path("/proc/sys/kernel/random/boot_id")


class Lease:
    """A lock that is held until it is given back, or until the process ends, however it ends.

    A stopped process keeps it: what it left half done stays its own until it goes on or dies. Its holder may note
    what it is about; the notes outlive the process, not the machine, and cost no commit.
    """

    def __init__(self, handle: int, who: str) -> None:
        self._handle = handle
        boot = _boot()
        head, _, notes = (
            os.pread(handle, os.fstat(handle).st_size, 0).decode("utf-8", "replace").partition("\n")
        )
        known = bool(boot) and head.endswith(f"\t{boot}")
        self.left_behind = notes if known or not head else None
        """What the last holder noted and did not clear; None: the machine was started anew since, nobody knows."""
        self._head = f"{who}, process {os.getpid()}\t{boot}\n".encode()
        os.pwrite(handle, self._head, 0)
        self._end = len(self._head)
        os.ftruncate(handle, self._end)

    def note(self, text: str) -> None:
        """Put down a line for whoever takes the lock after this process died."""
        self._end += os.pwrite(self._handle, f"{text}\n".encode(), self._end)

    def clear(self) -> None:
        """What was noted is in the database now."""
        self._end = len(self._head)
        os.ftruncate(self._handle, self._end)

    def give_back(self) -> None:
        """Let the next one have it."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


class Leases:
    """Locks on files beside the database, by name."""

    def __init__(self, database: Path) -> None:
        self._folder = database.with_name(database.name + "-live")

    def take(self, name: str, who: str) -> Lease | None:
        """The lock of that name, with who holds it; None: somebody else has it."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        handle = os.open(self._file(name), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        for _ in range(_GLANCES):
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.sched_yield()
            else:
                return Lease(handle, who)
        os.close(handle)
        return None

    def holder(self, name: str) -> str:
        """Who holds it, `ana, process 4711`; '' if nobody does."""
        try:
            handle = os.open(self._file(name), os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            return ""
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return os.pread(handle, 200, 0).decode("utf-8", "replace").partition("\t")[0] or "somebody"
        finally:
            os.close(handle)
        return ""

    def _file(self, name: str) -> Path:
        return self._folder / f"{_UNSAFE.sub('_', name)}.lease"


def _boot() -> str:
    """Which start of the machine this is; '' where the system does not say."""
    try:
        return _BOOT.read_text(encoding="ascii").strip()
    except OSError:
        return ""
