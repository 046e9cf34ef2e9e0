"""Senders that die: processes forked from one that knows everything already, each killed at a chosen point."""

from __future__ import annotations

import json
import os
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from msgspec.structs import replace

from dialq.bootstrap import open_desk
from dialq.clock import Instant, ManualClock
from dialq.desk.desk import Desk
from dialq.desk.sending import Sender
from dialq.mail.smtp import SmtpCarrier
from dialq.settings import MailboxSettings, MailSettings
from tests.desk.world import TEAM

AROUND_COMMITS = (
    "before a commit", "after a commit", "before a note", "after a note", "before clearing", "after clearing",
)  # fmt: skip
"""Points of a sender's own work at which it can die, besides the stages of the conversation."""


class Nursery:
    """A process that forks senders; it has one thread, so a fork is safe, and holds no lock."""

    def __init__(self, path: Path, mailbox: MailboxSettings) -> None:
        self._ours, theirs = socket.socketpair()
        self._pid = os.fork()
        if self._pid == 0:
            self._ours.close()
            _nurse(theirs, path, mailbox)
            os._exit(0)
        theirs.close()
        self._lines = self._ours.makefile("rw", encoding="utf-8")

    def sender(self, port: int, now: Instant, dies: str = "", nth: int = 1) -> int:
        """Start a sender that dies the `nth` time it comes to a point; returns its process id."""
        self._lines.write(json.dumps({"port": port, "now": now, "dies": dies, "nth": nth}) + "\n")
        self._lines.flush()
        return int(self._lines.readline())

    def wait(self) -> int:
        """How the sender ended, as the system tells: 0, or the signal that killed it."""
        return int(self._lines.readline())

    def close(self) -> None:
        """End it."""
        self._lines.close()
        self._ours.close()
        os.waitpid(self._pid, 0)


def _nurse(channel: socket.socket, path: Path, mailbox: MailboxSettings) -> None:
    signal.signal(signal.SIGINT, _ignore)
    lines = channel.makefile("rw", encoding="utf-8")
    for line in lines:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            assert mailbox.smtp is not None
            box = replace(mailbox, smtp=replace(mailbox.smtp, port=order["port"]))
            _send(path, box, order["now"], order["dies"], order["nth"])
            os._exit(0)
        lines.write(f"{pid}\n")
        lines.flush()
        lines.write(f"{os.waitpid(pid, 0)[1]}\n")
        lines.flush()


def _ignore(signal_number: int, frame: FrameType | None) -> None:
    """The suite's interrupt is for the suite."""


def desk_of(path: Path, now: Instant, mailbox: MailboxSettings) -> Desk:
    """A desk whose settings have one mailbox."""
    desk = open_desk(path, rep="ana", clock=ManualClock(now), zone=TEAM)
    desk.use(desk.policy, replace(desk.settings, mail=MailSettings(mailboxes=(mailbox,))))
    return desk


def _send(path: Path, mailbox: MailboxSettings, now: Instant, dies: str, nth: int) -> None:
    desk = desk_of(path, now, mailbox)
    lease = desk.store.leases.take(f"send-{mailbox.name}", "ana")
    assert lease is not None
    end = _deadly(nth)
    if dies.endswith("commit"):
        _around(desk.store.outbox, "being_sent", dies, end)
    elif dies.endswith("note"):
        _around(lease, "note", dies, end)
    elif dies.endswith("clearing"):
        _around(lease, "clear", dies, end)
    sender = Sender(desk, mailbox, SmtpCarrier(), lease)
    sender.recover()
    sender.turn()
    sender.close()


def _deadly(nth: int) -> Callable[[], None]:
    """Kills this process, as power would, the `nth` time it is called."""
    left = [nth]

    def die() -> None:
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)

    return die


def _around(owner: object, name: str, dies: str, end: Callable[[], None]) -> None:
    inner = getattr(owner, name)

    def instead(*given: object) -> None:
        if dies.startswith("before"):
            end()
        inner(*given)
        if dies.startswith("after"):
            end()

    setattr(owner, name, instead)
