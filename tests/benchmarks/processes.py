"""Whole processes as a shell sees them: how long they take and how much memory they held at most."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a program cost."""

    seconds: float
    peak_kib: int
    """Resident memory at its highest, in KiB."""
    output: str


class ProgramFailed(AssertionError):
    """A measured program ended with another exit code than it should; its words are in the message."""


def run(
    argv: Sequence[str | Path],
    env: Mapping[str, str] | None = None,
    *,
    codes: tuple[int, ...] = (0,),
    stdin: str = "",
) -> Cost:
    """Run a program to its end; raises ProgramFailed if its exit code is none of `codes`."""
    start = perf_counter()
    process = subprocess.Popen(
        [str(word) for word in argv],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, **(env or {})},
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(stdin)
    process.stdin.close()
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    if process.returncode not in codes:
        raise ProgramFailed(f"{' '.join(map(str, argv))} ended with {process.returncode}:\n{output[-2000:]}")
    return Cost(seconds, usage.ru_maxrss, output)
