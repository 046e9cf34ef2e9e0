"""The only writer of stderr, and the exit codes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn

from dialq.cli.visible import visible
from dialq.errors import DialqError, RuleRefused

if TYPE_CHECKING:
    from dialq.clock import Instant
    from dialq.desk.views import Refused

INTERRUPTED = 130
"""What shells expect of a program that Ctrl-C ended."""


def complain(text: str) -> None:
    """One sentence about what went wrong."""
    _write(f"dialq: {visible(text.replace(chr(10), ' '))}\n")


def note(text: str) -> None:
    """Something worth knowing that is no failure."""
    _write(f"{visible(text)}\n")


def explain(error: DialqError) -> int:
    """Say what a failure is and what to do; returns its exit code."""
    complain(str(error))
    return error.exit_code


def refuse(refused: Refused, shown: Callable[[Instant], str]) -> NoReturn:
    """End with the rule that says no, why, and until when (exit 1)."""
    until = f", until {shown(refused.until)}" if refused.until is not None else ""
    hint = "To put it down all the same, say why with --override" if refused.override else ""
    raise RuleRefused(f"refused by {refused.rule}: {refused.why}{until}", hint)


class Progress:
    """A bar on stderr while a file is read; silent where nobody watches."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._watched = sys.stderr.isatty()
        self._drawn = ""

    def show(self, share: float, rows: int) -> None:
        """So much is done, `share` from 0 to 1."""
        filled = int(20 * min(1.0, max(0.0, share)))
        line = f"{self._label}  [{'#' * filled}{'.' * (20 - filled)}] {rows:,} rows"
        if self._watched and line != self._drawn:
            self._drawn = line
            _write(f"\r{line}")

    def done(self) -> None:
        """Take the bar away."""
        if self._drawn:
            _write(f"\r{' ' * len(self._drawn)}\r")


def _write(text: str) -> None:
    encoding = sys.stderr.encoding or "utf-8"
    sys.stderr.write(text.encode(encoding, "backslashreplace").decode(encoding))
    sys.stderr.flush()
