"""A person at a terminal: runs a command in a real pseudo-terminal and reads its screen with pyte."""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import termios
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from types import TracebackType

import pyte

ENTER, ESC, TAB, BACKSPACE, SPACE = "\r", "\x1b", "\t", "\x7f", " "
UP, DOWN, RIGHT, LEFT = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D"
F1, CTRL_C, CTRL_J, CTRL_P = "\x1bOP", "\x03", "\n", "\x10"

PASSED_ON = ("PATH", "PYTHONPATH", "VIRTUAL_ENV", "TMPDIR", "TZDIR")
UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$[a-z]")
UNFINISHED = re.compile(rb"\x1b(\[[<>=?]?[0-9;]*\$?)?\Z")
CHUNK = 65536


class ScreenTimeout(AssertionError):
    """The screen never showed what was waited for; its last state is in the message."""


@dataclass(frozen=True, slots=True)
class Paint:
    """What one key cost, counted from the moment it was written to the terminal."""

    painted: float
    """Seconds until the mark on the screen had changed."""
    settled: float
    """Seconds until the last byte before the output fell quiet."""
    sent: int
    """Bytes the program wrote to the terminal."""


class Terminal:
    """A running program, the keys to it and the screen it draws; leaving its `with` ends the program."""

    def __init__(
        self,
        argv: Sequence[str | Path],
        *,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        self._master, slave = os.openpty()
        self._size(columns, rows)
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._held_back = b""
        self.bytes_out = 0
        """Bytes the program has written to the terminal so far."""
        self.exit_code: int | None = None
        self.started = perf_counter()
        self.process = subprocess.Popen(
            [str(word) for word in argv],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=cwd,
            env=_environment(env or {}),
            preexec_fn=lambda: os.login_tty(slave),
        )
        os.close(slave)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # keys

    def send(self, keys: str) -> None:
        """Press keys, as the bytes a terminal sends for them (`ENTER`, `UP`, … or plain text)."""
        os.write(self._master, keys.encode())

    def paste(self, text: str) -> None:
        """Paste text as a terminal with bracketed paste does."""
        self.send(f"\x1b[200~{text}\x1b[201~")

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size; the kernel tells the program."""
        self._size(columns, rows)
        self.screen.resize(rows, columns)

    # screen

    def screen_text(self) -> str:
        """The screen as it stands, one line a row, without trailing blanks."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def shows(self, text: str) -> bool:
        """Whether the screen, as read so far, shows this text."""
        return text in self.screen_text()

    def wait_for(self, wanted: str | Callable[[str], bool], timeout: float = 10.0) -> str:
        """Read until the screen shows the text, or satisfies the predicate; gives the screen's text.

        Raises ScreenTimeout, showing the screen, after `timeout` seconds or when the program has ended.
        """
        seen = (lambda text: wanted in text) if isinstance(wanted, str) else wanted
        until = perf_counter() + timeout
        while not seen(text := self.screen_text()):
            left = until - perf_counter()
            if left <= 0 or not self._feed(self._read(left)):
                raise ScreenTimeout(self._complaint(wanted, timeout, text))
        return text

    def wait_until_gone(self, text: str, timeout: float = 10.0) -> str:
        """Read until the screen no longer shows the text."""
        return self.wait_for(lambda screen: text not in screen, timeout)

    def settle(self, quiet: float = 0.15, timeout: float = 10.0) -> str:
        """Read until nothing was written for `quiet` seconds; gives the screen's text."""
        until = perf_counter() + timeout
        while perf_counter() < until and self._feed(self._read(quiet)):
            pass
        return self.screen_text()

    def wait_for_exit(self, timeout: float = 10.0) -> int:
        """Read until the program has ended by itself; its exit code."""
        until = perf_counter() + timeout
        while (left := until - perf_counter()) > 0 and self._feed(self._read(left)):
            pass
        try:
            self.exit_code = self.process.wait(max(0.1, until - perf_counter()))
        except subprocess.TimeoutExpired:
            raise ScreenTimeout(f"still running after {timeout} s:\n{self.screen_text()}") from None
        return self.exit_code

    # measures

    def press(
        self,
        key: str,
        mark: Callable[[pyte.Screen], str],
        *,
        rest: float = 0.1,
        quiet: float = 0.12,
        timeout: float = 5.0,
    ) -> Paint:
        """Rest, press one key, time it until `mark(screen)` changes and the output is quiet.

        Bytes are drained first and parsed after, so that parsing slows nothing down.
        """
        self.read_for(rest)
        before, start = mark(self.screen), perf_counter()
        self.send(key)
        chunks = self._drain(start, quiet, timeout)
        painted: float | None = None
        for moment, chunk in chunks:
            self._feed(chunk)
            if painted is None and mark(self.screen) != before:
                painted = moment
        if painted is None or not chunks:
            raise ScreenTimeout(f"nothing changed within {timeout} s of {key!r}:\n{self.screen_text()}")
        return Paint(painted, chunks[-1][0], sum(len(chunk) for _, chunk in chunks))

    def read_for(self, seconds: float) -> int:
        """Draw whatever comes within so many seconds; how many bytes that were."""
        before, until = self.bytes_out, perf_counter() + seconds
        while (left := until - perf_counter()) > 0:
            self._feed(self._read(left))
        return self.bytes_out - before

    def time_to(
        self, seen: Callable[[str], object], timeout: float = 60.0, prompts: Mapping[str, str] | None = None
    ) -> float:
        """Seconds from the start of the program until `seen(bytes as text)` first held.

        `prompts` are texts and the keys that answer them the moment they come. What was written is searched
        as it came, so that drawing it slows nothing down.
        """
        waiting, chunks, text, moment = dict(prompts or {}), list[bytes](), "", 0.0
        while not seen(text):
            left = self.started + timeout - perf_counter()
            chunk = self._read(left) if left > 0 else b""
            moment = perf_counter() - self.started
            if not chunk:
                self._feed(b"".join(chunks))
                raise ScreenTimeout(self._complaint(seen, timeout, self.screen_text()))
            chunks.append(chunk)
            text += chunk.decode(errors="replace")
            for prompt in [prompt for prompt in waiting if prompt in text]:
                self.send(waiting.pop(prompt))
        self._feed(b"".join(chunks))
        return moment

    def memory_kib(self, field: str = "VmRSS") -> int:
        """Resident memory of the program in KiB, as the kernel counts it (`VmHWM`: its peak)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split(f"{field}:")[1].split()[0])

    # end

    def kill9(self) -> None:
        """End the program at once, as a power cut would: it gets no chance to clean up."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.exit_code = self.process.wait(10)

    def close(self) -> None:
        """End the program if it still runs, and give the terminal back."""
        if self._master < 0:
            return
        self.kill9()
        os.close(self._master)
        self._master = -1

    # bytes

    def _size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _read(self, seconds: float) -> bytes:
        """The next bytes within so many seconds; b'' if none came or the program has closed its end."""
        if not select.select([self._master], [], [], max(0.0, seconds))[0]:
            return b""
        try:
            chunk = os.read(self._master, CHUNK)
        except OSError:  # Linux: EIO once the last process has closed the terminal
            return b""
        self.bytes_out += len(chunk)
        return chunk

    def _drain(self, start: float, quiet: float, timeout: float) -> list[tuple[float, bytes]]:
        """Chunks with their time since `start`, until the output was quiet after the first."""
        chunks: list[tuple[float, bytes]] = []
        while chunk := self._read(quiet if chunks else timeout):
            chunks.append((perf_counter() - start, chunk))
            if chunks[-1][0] > timeout:
                break
        return chunks

    def _feed(self, chunk: bytes) -> bool:
        """Draw the bytes on the screen; whether there were any."""
        data = self._held_back + chunk
        cut = UNFINISHED.search(data)
        self._held_back = data[cut.start() :] if cut else b""
        self._stream.feed(UNKNOWN_TO_PYTE.sub(b"", data[: cut.start()] if cut else data))
        return bool(chunk)

    def _complaint(self, wanted: object, timeout: float, text: str) -> str:
        ended = self.process.poll()
        state = f"the program ended with {ended}" if ended is not None else f"not within {timeout} s"
        return f"waited for {wanted!r}: {state}. The screen:\n{text.rstrip()}"


def _environment(extra: Mapping[str, str]) -> dict[str, str]:
    """A bare environment: nothing of the person running the tests gets in but where programs are found."""
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    plain = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "TZ": "UTC"}
    return kept | plain | dict(extra)
