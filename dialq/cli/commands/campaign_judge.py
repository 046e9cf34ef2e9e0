"""`dialq campaign judge`: judge every lead anew after an edit, to the end."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import at_desk, wants_json

if TYPE_CHECKING:
    from dialq.desk.policy_views import Judging


@click.command(cls=DialqCommand)
def judge() -> None:
    """Judge every lead by the policy in force, to the end; open screens and other commands leave it to this one."""
    from dialq.cli import output
    from dialq.desk.policy_state import judge_to_end

    shown = sys.stderr.isatty() and not wants_json()
    progress = _Progress() if shown else None
    with at_desk(judge=False) as desk:
        leads = judge_to_end(desk, f"{os.getpid()}", progress or (lambda _: None), time.sleep)
    if progress is not None:
        progress.done()
    if wants_json():
        output.document({"judged": leads, "left": 0})
    else:
        output.say(
            f"{leads:,} leads were judged anew" if leads else "every lead was judged by the policy in force"
        )


class _Progress:
    """How far it is and how fast it goes, in one line."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self._first: int | None = None

    def __call__(self, now: Judging) -> None:
        """So much is done."""
        if self._first is None:
            self._first = now.done
        seconds = time.perf_counter() - self._start
        rate = f", {(now.done - self._first) / seconds:,.0f} a second" if now.done > self._first else ""
        click.echo(f"\rjudging anew {now.done:,} of {now.total:,}{rate}\x1b[K", err=True, nl=False)

    def done(self) -> None:
        """Leave the line."""
        if self._first is not None:
            click.echo("", err=True)
