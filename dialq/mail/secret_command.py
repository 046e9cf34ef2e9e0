"""The first line that a command prints, within a time and a size, and nothing of the command left behind."""

from __future__ import annotations

import os
import select
import shlex
import signal
import subprocess
from contextlib import suppress
from time import monotonic

from dialq.errors import WorldFailed
from dialq.mail.merge_fields import one_line

LONGEST = 8 * 1024
"""A line that is longer is no password; the longest tokens have half of it."""
_WORDS = 200
"""Characters that are shown of why something of the system failed."""
_GRACE = 1.0
"""Seconds in which a command that has printed its line may end, and say by its code that it failed."""
_LOOK = 0.05
"""A command that ended may leave a child behind that keeps its output open: so often it is asked after."""
_PIECE = LONGEST + 1


def first_line(line: str, seconds: float) -> bytes:
    """The first line that a command prints, as soon as it is there. Raises WorldFailed, which never contains it.

    No shell reads the line, and the command reads no keys. What it started and left running ends with it.
    """
    # Arguments may tell more than a message should: only the program is named.
    program = f"the password command {one_line(line.split(' ', 1)[0])!r}"
    try:
        command = _Command(shlex.split(line))
    except (OSError, ValueError, IndexError) as error:
        raise WorldFailed(
            f"{program} cannot be run: {reason_of(error)}", "Correct password_command in the settings."
        ) from None
    with command:
        ended = command.listen(seconds)
    if not ended:
        raise WorldFailed(
            f"{program} did not end within {seconds:g} seconds",
            "Let it answer without asking anybody, or unlock what it asks.",
        )
    if command.failed:
        # What it complained about may repeat the secret, and this sentence is kept and logged.
        raise WorldFailed(f"{program} failed with code {command.code}", "Run it by hand to see why.")
    found = command.line
    if len(found) > LONGEST:
        raise WorldFailed(
            f"{program} printed a line of more than {LONGEST // 1024} KB", "It is to print the password."
        )
    if not found:
        raise WorldFailed(f"{program} printed nothing", "Run it by hand to see why.")
    return found


def reason_of(error: Exception) -> str:
    """Why something of the system failed, in a few words."""
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return one_line(words)[:_WORDS] or type(error).__name__


class _Command:
    """A command that runs, in a session of its own: neither may it draw over the screen, nor does Ctrl+C reach it."""

    def __init__(self, words: list[str]) -> None:
        self._process = subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            start_new_session=True,
        )
        self._said = b""
        self.code: int | None = None
        """Its exit code; None: it was ended, having said enough."""

    def __enter__(self) -> _Command:
        return self

    def __exit__(self, *_: object) -> None:
        """End whatever of it still runs, children too, and give its pipes back."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        with self._process:
            pass

    @property
    def line(self) -> bytes:
        """The first line it printed; one that is too long is cut one byte after the longest."""
        return self._said.split(b"\n", 1)[0][: LONGEST + 1].rstrip(b"\r")

    @property
    def failed(self) -> bool:
        """Whether it says by its code that it failed."""
        return self.code not in (None, 0)

    @property
    def _has_line(self) -> bool:
        return b"\n" in self._said or len(self._said) > LONGEST

    def listen(self, seconds: float) -> bool:
        """Read until the line is there or the command ended; False: neither in time."""
        deadline = monotonic() + seconds
        while not self._has_line:
            self.code = self._process.poll()
            self._read(0 if self.code is not None else min(_LOOK, deadline - monotonic()))
            if self.code is not None:
                return True
            if monotonic() >= deadline:
                return False
        with suppress(subprocess.TimeoutExpired):
            self.code = self._process.wait(min(_GRACE, max(0.0, deadline - monotonic())))
        return True

    def _read(self, seconds: float) -> None:
        """Take what it has printed by then."""
        pipe = self._process.stdout
        assert pipe is not None
        poll = select.poll()
        poll.register(pipe, select.POLLIN)
        ready = poll.poll(max(0, int(seconds * 1000)))
        piece = os.read(pipe.fileno(), _PIECE) if ready else b""
        self._said += piece
        if ready and not piece:
            # Nobody prints any more, and the command goes on: there is nothing to wait for but its end.
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(max(0.0, seconds))
