"""The two loops of a mailbox: one sends, one fetches; on a whole machine one of each at a time (R14.5)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from threading import Event
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from dialq.desk import inbox
from dialq.desk.desk import Desk
from dialq.desk.letters import NOT_READ, OTHER, Cursor, Envelope, Letter
from dialq.desk.mail_ports import Carrier
from dialq.desk.mail_shelves import LeaseHeld
from dialq.desk.mailbox_standing import next_send_at
from dialq.desk.sending import Sender
from dialq.desk.sending_rules import inbox_is_read
from dialq.errors import DialqError
from dialq.mail.fetching import Fetcher
from dialq.mail.imap_faults import FolderMissing, LoginRefused
from dialq.mail.reading import read_letter
from dialq.settings import MailboxSettings

OpenDesk = Callable[[], Desk]
Log = Callable[[str], None]

LOOK = 0.5
"""Seconds between two looks whether somebody queued a mail: it costs microseconds."""
FIRST_LOOK = 20.0
"""Seconds that sending waits for the first look into the inbox: a "stop" may lie there."""
TURN_OF_OTHERS = 5.0
"""Seconds between two tries to take over a mailbox that another process minds."""
WAITS = (5, 15, 30, 60, 120, 300)
"""Seconds to wait after a failure; the last one repeats."""
LONGEST_WAIT = 300.0
"""Seconds after which a quiet mailbox is looked into anyway."""
_HEADER_BYTES = 100_000
_FROM = re.compile(
    rb"^From:[^\r\n]{0,300}?([!#-;=?-Z^-~]{1,60}@[A-Za-z0-9.-]{1,100})", re.IGNORECASE | re.MULTILINE
)
_ANSWERED = re.compile(rb"^In-Reply-To:\s{0,3}(<[!-;=?-~]{1,300}>)", re.IGNORECASE | re.MULTILINE)
TRIES = 3
"""So often one mail may end the loop before it is passed over."""


class Stage(Struct, frozen=True):
    """What every loop needs."""

    open_desk: OpenDesk
    mailbox: MailboxSettings
    stop: Event
    log: Log
    who: str


class Loop(Protocol):
    """Runs until it is told to stop."""

    @property
    def name(self) -> str:
        """`send-ana`."""
        ...

    def run(self) -> None:
        """Work until the stage says stop; raises only what nobody foresaw."""
        ...

    def stop(self) -> None:
        """Wake it up, so that it sees that it is to stop; from any thread."""
        ...

    def break_off(self) -> None:
        """End what does not end by itself; from any thread."""
        ...


def take_turns(stage: Stage, name: str, work: Callable[[Desk, LeaseHeld], float]) -> None:
    """Work whenever the lease can be had, until told to stop.

    After a failure it is given back for a while: what one process cannot reach, another may, with a password that
    stands in its environment alone.
    """
    desk = stage.open_desk()
    try:
        while not stage.stop.is_set():
            pause = TURN_OF_OTHERS
            lease = desk.store.leases.take(name, stage.who)
            if lease is not None:
                try:
                    pause = work(desk, lease)
                finally:
                    lease.give_back()
            stage.stop.wait(pause)
    finally:
        desk.close()


class Sending:
    """Sends the mails of one mailbox as they may leave."""

    def __init__(self, stage: Stage, carrier: Carrier) -> None:
        self._stage, self._carrier = stage, carrier
        self.name = f"send-{stage.mailbox.name}"
        self._failures = 0
        self._sender: Sender | None = None

    def run(self) -> None:
        """Until told to stop."""
        take_turns(self._stage, self.name, self._send)

    def stop(self) -> None:
        """It looks several times a second by itself."""

    def break_off(self) -> None:
        """Hang up on a server that does not answer."""
        sender = self._sender
        if sender is not None:
            sender.break_off()

    def _send(self, desk: Desk, lease: LeaseHeld) -> float:
        """Until told to stop, or the server cannot be reached: then the seconds until another try."""
        self._sender = sender = Sender(
            desk, self._stage.mailbox, self._carrier, lease, self._stage.stop.is_set
        )
        unknown = sender.recover()
        if unknown:
            self._stage.log(f"{unknown} mails may have left when a sender died: see dialq mail resolve")
        self._wait_for_the_inbox(desk)
        while not self._stage.stop.is_set() and not (pause := self._turn(desk, sender)):
            self._stage.stop.wait(LOOK)
        return 0.0 if self._stage.stop.is_set() else pause

    def _wait_for_the_inbox(self, desk: Desk) -> None:
        """At the start: what came over night is read first, if it can be read soon."""
        patience = FIRST_LOOK
        while patience > 0 and not inbox_is_read(desk, self._stage.mailbox, desk.now()):
            if self._stage.stop.wait(LOOK):
                return
            patience -= LOOK

    def _turn(self, desk: Desk, sender: Sender) -> float:
        """Send what may leave; returns the seconds until another try, 0 if nothing went wrong."""
        at = next_send_at(desk, self._stage.mailbox)
        if at is None or at > desk.now():
            return 0.0
        try:
            done = sender.turn()
        finally:
            sender.close()
        for one in done:
            fate = "sent" if one.has_left else f"{one.handed.fate} ({one.handed.why})"
            self._stage.log(
                f'{fate} "{one.mail.subject}" to {one.mail.recipient} ({self._stage.mailbox.name})'
            )
        self._failures = 0 if done else self._failures + 1
        return 0.0 if done else WAITS[min(self._failures, len(WAITS)) - 1]


class Fetching:
    """Fetches the answers of one mailbox as they come."""

    def __init__(self, stage: Stage, make_fetcher: Callable[[MailboxSettings], Fetcher]) -> None:
        self._stage, self._make = stage, make_fetcher
        self.name = f"fetch-{stage.mailbox.name}"
        self._fetcher: Fetcher | None = None
        self._failures = 0
        self._stumbled: Counter[tuple[str, int, int]] = Counter()
        self.came: Counter[str] = Counter()
        """How many letters of each kind were new."""

    def run(self) -> None:
        """Until told to stop."""
        take_turns(self._stage, self.name, self._fetch)

    def stop(self) -> None:
        """Wake it up; from any thread."""
        fetcher = self._fetcher
        if fetcher is not None:
            fetcher.stop()

    def break_off(self) -> None:
        """Stopping it broke off what went on already."""

    def _fetch(self, desk: Desk, _lease: LeaseHeld) -> float:
        """Until told to stop, or the server cannot be read: then the seconds until another try."""
        self._fetcher = fetcher = self._make(self._stage.mailbox)
        try:
            while not self._stage.stop.is_set():
                if pause := self.look(desk, fetcher):
                    return pause
                if not self._stage.stop.is_set():
                    fetcher.wait(LONGEST_WAIT)
            return 0.0
        finally:
            self._fetcher = None
            fetcher.close()

    def look(self, desk: Desk, fetcher: Fetcher) -> float:
        """Take in what came to every folder; returns the seconds to wait before another try, 0 if all went well."""
        pause = 0.0
        for folder in self._stage.mailbox.folders:
            try:
                self._look_into(desk, fetcher, folder)
                self._say(desk, folder, "")
            except FolderMissing as error:  # The other folders are there.
                self._say(desk, folder, error.title)
            except DialqError as error:
                self._say(desk, folder, error.title)
                slow = len(WAITS) if isinstance(error, LoginRefused) else self._failures + 1
                pause = WAITS[min(slow, len(WAITS)) - 1]
                break
        self._failures = self._failures + 1 if pause else 0
        if not pause:
            desk.store.claims.presence.show(self.name, desk.now())
        return pause

    def _look_into(self, desk: Desk, fetcher: Fetcher, folder: str) -> None:
        name = self._stage.mailbox.name
        since = inbox.first_fetch_since(desk, name)
        for mail in fetcher.look(folder, inbox.cursor(desk, name, folder), since):
            key = folder, mail.validity, mail.uid
            self._stumbled[key] += 1
            letter = read_letter(mail.raw) if self._stumbled[key] < TRIES else _not_understood(mail.raw)
            envelope = Envelope(name, folder, mail.validity, mail.uid, mail.arrived)
            taken = inbox.take_in(desk, envelope, letter)
            if mail.note and taken.new:
                self._stage.log(f"mail {mail.uid} of {folder} ({name}): {mail.note}")
            del self._stumbled[key]
            self.came[taken.kind] += taken.new
            if taken.new and taken.acted:
                self._stage.log(
                    f"{taken.kind} from {letter.sender or 'a mail server'} ({name}): {taken.acted}"
                )
            if self._stage.stop.is_set():
                return

    def _say(self, desk: Desk, folder: str, problem: str) -> None:
        """Why the last look failed, for the screens; written down only where it changed."""
        name = self._stage.mailbox.name
        known = inbox.cursor(desk, name, folder) or Cursor(0, 0, desk.now())
        if known.problem != problem:
            with desk.store.writing():
                inbox.keep_cursor(desk, name, folder, replace(known, problem=problem))
            self._stage.log(problem or f"mailbox {name}: fetching works again")


def _not_understood(raw: bytes) -> Letter:
    """What stands for a mail that the program failed over again and again: a person reads it.

    Who wrote it and what it answers is looked for in the plainest way, so that it finds its lead if it can.
    """
    sender, answered = (pattern.search(raw, 0, _HEADER_BYTES) for pattern in (_FROM, _ANSWERED))
    return Letter(
        OTHER,
        f"<{sha256(raw).hexdigest()}@dialq.invalid>",
        sender=sender[1].decode("ascii") if sender else "",
        answers=(answered[1].decode("ascii"),) if answered else (),
        why=NOT_READ,
        doubt=NOT_READ,
    )
