"""`dialq mail run`: sends and fetches until it is told to stop."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import at_desk, database, rep_name, wants_json
from dialq.errors import DONE, WORLD_FAILED

if TYPE_CHECKING:
    from dialq.desk.desk import Desk

_ENDS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
GRACE = 8.0
"""Seconds that the work has to end once it is told to."""


@click.command(cls=DialqCommand)
@click.option("--once", is_flag=True, help="Queue what is automatic, send and fetch one turn, and end.")
@click.option(
    "--mailbox", "names", metavar="NAME", multiple=True, help="Only this mailbox; as often as you like."
)
@click.pass_context
def run(context: click.Context, once: bool, names: tuple[str, ...]) -> None:
    """Send what is due and fetch the answers as they come, until you stop it; quiet when nothing happens.

    Several may run, on screens too: one at a time has a mailbox, another takes over when it ends. SIGTERM or Ctrl-C
    end it within seconds; a mail that is on the wire just then is put down as what it became.
    """
    from dialq.cli.mail_boxes import chosen

    with at_desk() as desk:
        chosen(desk, names)
        if once:
            context.exit(DONE if _once(desk, names) else WORLD_FAILED)
        log = _logger(desk)
    _run(names, log)


def _run(names: tuple[str, ...], log: Callable[[str], None]) -> None:
    from dialq.bootstrap import open_desk
    from dialq.cli import output
    from dialq.mail_runner import MailRunner

    path, rep = database(), rep_name()
    runner = MailRunner(lambda: open_desk(path, rep=rep, create=False), who=rep, log=log, only=names)

    def end(by: str, more: str = "") -> None:
        log(f"ended by {by}{more}" if by else "ended")
        if as_json:
            output.document({"ended": by or None})

    def break_off(by: str) -> NoReturn:
        end(by, " while a server kept silent; what became of its mail is found out at the next start")
        os._exit(DONE)

    as_json = wants_json()
    with _ended_by_signals(runner.stop, break_off) as told:
        log("running; Ctrl-C ends it")
        runner.run(automatic=True)
    end(told.by)


def _logger(desk: Desk) -> Callable[[str], None]:
    """Writes a line on stderr, with the time of day where the team is; several threads may call it."""
    from dialq.cli import diagnostics
    from dialq.engine.day import local

    clock, zone, turn = desk.clock, desk.zone, Lock()

    def log(text: str) -> None:
        with turn:
            diagnostics.note(f"{local(clock.now(), zone):%H:%M} {text}")

    return log


class _Told:
    """What told the program to end."""

    by = ""


@contextmanager
def _ended_by_signals(stop: Callable[[], None], break_off: Callable[[str], NoReturn]) -> Iterator[_Told]:
    """Let the first signal end the work; where it does not end soon, or at a second signal, it is broken off.

    A signal may come while this very thread holds a lock, so its handler takes none: another thread stops the work.
    Nothing is lost by breaking off: a mail in the air has been put down as such, and the system frees the leases.
    """
    told, signals = _Told(), SimpleQueue[int]()

    def came(number: int, _frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        signals.put(number)

    def watch() -> None:
        number = signals.get()
        if not number:
            return
        told.by = signal.Signals(number).name
        stop()
        try:
            signals.get(timeout=GRACE)
        except Empty:
            break_off(told.by)

    watcher = Thread(target=watch, name="signals")
    heeded = [number for number in _ENDS if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, came) for number in heeded}
    watcher.start()
    try:
        yield told
    finally:
        signals.put(0)
        watcher.join()
        for number, handler in before.items():
            signal.signal(number, handler)


def _once(desk: Desk, names: tuple[str, ...]) -> bool:
    """Fetch, queue and send one turn; whether all servers let us. What came first may stop what would leave."""
    from dialq.cli import output
    from dialq.cli.commands import mail_fetch, mail_send
    from dialq.desk.mailing import run_all_automatic

    fetched = mail_fetch.turn(desk, names)
    run_all_automatic(desk)
    sent = mail_send.turn(desk, names)
    if wants_json():
        output.document({"send": mail_send.plain(sent), "fetch": mail_fetch.plain(fetched)})
    else:
        mail_send.report(sent)
        mail_fetch.report(fetched)
    return not (sent.problems or fetched.failed)
