"""One at a time on the whole machine: a lock that the kernel gives back when its holder dies."""

from __future__ import annotations

import fcntl
import os
import re
from pathlib import Path
from threading import Lock

from dialq.errors import WorldFailed

_HEAD = 160
"""Bytes at the beginning that say who holds it."""
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")
_GLANCES = 5
"""Whoever asks for the holder has the lock for microseconds: that is no holder."""
_BOOT = Path("/proc/sys/kernel/random/boot_id")


class Lease:
    """A lock that is held until it is given back, or until the process ends, however it ends.

    A stopped process keeps it: what it left half done stays its own until it goes on or dies. Its holder may note
    what it is about; the notes outlive the process and the next holders until one clears them, but not the machine:
    each carries the start of the machine it was written in.
    """

    def __init__(self, path: Path, handle: int, who: str) -> None:
        self._path, self._handle = path, handle
        self._boot = _boot()
        self._pen = Lock()
        os.pwrite(handle, f"{who}, process {os.getpid()}".encode()[:_HEAD].ljust(_HEAD), 0)
        self._end = max(_HEAD, os.fstat(handle).st_size)

    @property
    def left_behind(self) -> tuple[str, ...]:
        """What was noted since this start of the machine and not cleared, in its order."""
        text = os.pread(self._handle, self._end - _HEAD, _HEAD).decode("utf-8", "replace")
        mark = f"{self._boot} "
        return tuple(
            line.removeprefix(mark) for line in text.splitlines() if self._boot and line.startswith(mark)
        )

    @property
    def is_ours(self) -> bool:
        """Whether the lock still keeps others off: not once its file was taken away."""
        try:
            return os.path.samestat(os.fstat(self._handle), self._path.stat())
        except FileNotFoundError:
            return False

    def note(self, *lines: str) -> None:
        """Put lines down for whoever takes the lock after this process died. Raises WorldFailed on a full disk."""
        text = "".join(f"{self._boot} {line}\n" for line in lines).encode()
        with self._pen:  # One thread hands over, another puts down.
            try:
                written = os.pwrite(self._handle, text, self._end)
            except OSError as error:
                raise self._full(error.strerror or str(error)) from error
            if written < len(text):
                raise self._full("no space is left")
            self._end += written

    def _full(self, why: str) -> WorldFailed:
        return WorldFailed(
            f"{self._path} cannot be written: {why}", "Free some space; no mail leaves until then."
        )

    def clear(self) -> None:
        """What was noted is in the database now."""
        self._end = _HEAD
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
                return Lease(self._file(name), handle, who)
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
            who = os.pread(handle, _HEAD, 0).decode("utf-8", "replace").strip()
            return f"{who}{_is_stopped(who)}" or "somebody"
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


def _is_stopped(who: str) -> str:
    """Says of a holder that was stopped by Ctrl-Z, and so holds the lock and does nothing; '' of all others."""
    try:
        state = Path(f"/proc/{who.rpartition(' ')[2]}/stat").read_text(encoding="utf-8").rpartition(")")[2]
    except (OSError, ValueError):
        return ""
    return " (stopped: it does nothing until it goes on)" if state.split()[:1] == ["T"] else ""
