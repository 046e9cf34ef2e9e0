"""Mails leave: each is put down as being sent, handed to its server once, and its fate is put down (R14.2).

Mails are put down in small batches, one commit each. What is handed over within a batch is noted in the lease, which
outlives the process: after a crash only the mail that was in the air is in doubt. After a power cut all of them are.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from time import monotonic
from typing import NamedTuple

from msgspec.structs import replace

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.kept import ANSWER, SENDING, Mail
from dialq.desk.ledger import read
from dialq.desk.mail_fates import CLAIMED, HANDED, noted, record, recover
from dialq.desk.mail_making import outgoing_of
from dialq.desk.mail_ports import Carrier, Line
from dialq.desk.mail_shelves import LeaseHeld
from dialq.desk.mailbox_standing import next_send_at, stop_mailbox
from dialq.desk.sending_rules import allowance, inbox_is_read, is_paced, paced_until, why_not_now
from dialq.desk.sending_values import (
    ACCEPTED,
    AGAIN,
    OF_MAILBOX,
    REFUSED,
    UNKNOWN,
    Handed,
)
from dialq.desk.stopping import stop_mail
from dialq.settings import MailboxSettings

AT_ONCE = 100
"""Mails put down as being sent in one commit: so many at most are in doubt after a power cut."""
SHORT, LONG = 0.25, 1.0
"""A batch has one mail at first, and grows while one takes less than so many seconds; what has not been handed over
after so many waits again, where a person can reach it."""
LOOK_AGAIN = 0.1
"""Seconds between two looks, while mails are handed over, whether one of them may not leave any more."""


class Attempt(NamedTuple):
    """A mail that was handed to its server, and what came of it."""

    mail: Mail
    handed: Handed

    @property
    def has_left(self) -> bool:
        """Whether the server took it."""
        return self.handed.fate == ACCEPTED


class Sender:
    """Sends what is due of one mailbox over one connection, for as long as it holds the mailbox's lease."""

    def __init__(
        self, desk: Desk, mailbox: MailboxSettings, carrier: Carrier, lease: LeaseHeld,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:  # fmt: skip
        """`stopped` is asked before each mail: the rest of a batch then waits again."""
        self._desk, self._mailbox, self._carrier, self._lease = desk, mailbox, carrier, lease
        self._stopped = stopped
        self._line: Line | None = None
        self._size = 1
        self._withdrawn: set[str] = set()
        self._version = desk.store.version()
        self._draw = random.Random()

    def recover(self) -> int:
        """What a dead sender left half done; returns how many mails a person must decide on (R14.2)."""
        fates = noted(self._lease.left_behind)
        now = self._desk.now()
        unknown = 0
        with self._desk.store.writing():
            for mail in self._desk.store.outbox.with_status(SENDING):
                if mail.mailbox == self._mailbox.name:
                    unknown += recover(self._desk, mail, fates.get(mail.message, UNKNOWN), now)
        self._lease.clear()
        return unknown

    def turn(self, most: int = 1000) -> list[Attempt]:
        """Send what may leave now, about so many mails at most; returns what came of each that was handed over."""
        done: list[Attempt] = []
        with ThreadPoolExecutor(1, "server") as server:
            while len(done) < most and not self._stopped() and self._connect():
                attempts = self._fly(server, most - len(done))
                done += [one for one in attempts if one.handed.why or one.has_left]
                if self._line is not None or not any(one.has_left for one in attempts):
                    break
        self._lease.clear()
        return done

    def _fly(self, server: Executor, most: int) -> list[Attempt]:
        """Batch after batch over the open line; while one is handed over, the one before and the next are put down."""
        done: list[Attempt] = []
        last: list[Attempt] = []
        batch = self._commit([], [], min(self._size, most))
        while batch:
            flight = server.submit(self._hand_over, batch)
            ahead = 0 if len(done) + len(batch) >= most else self._size
            following = self._commit(last, batch, ahead)
            self._watch(flight, [*batch, *following])
            last = flight.result()
            done += last
            batch = following
        self._commit(last, [], 0)
        return done

    def _watch(self, flight: Future[list[Attempt]], batch: list[Mail]) -> None:
        """While mails are handed over: whatever is written meanwhile is asked whether they may still leave (R18.1)."""
        seen = self._version
        while not wait([flight], LOOK_AGAIN).done:
            self._version = self._desk.store.version()
            if self._version != seen:
                seen, now = self._version, self._desk.now()
                kept = (
                    m for m in batch if why_not_now(self._desk, m, read(self._desk, m.lead), now) is not None
                )
                self._withdrawn |= {mail.message for mail in kept}

    def close(self) -> None:
        """Leave the server."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def break_off(self) -> None:
        """Hang up on a server that does not answer; from any thread."""
        line = self._line
        if line is not None:
            line.break_off()

    def _connect(self) -> bool:
        """Open a line, if there is anything to send; whether there is one."""
        if self._line is not None:
            return True
        at = next_send_at(self._desk, self._mailbox)
        if at is None or at > self._desk.now():
            return False
        connected = self._carrier.connect(self._mailbox)
        if isinstance(connected, Handed):
            self._note(connected)
            return False
        self._line = connected
        return True

    def _note(self, handed: Handed) -> None:
        """The server cannot be reached, or does not let us in."""
        stops = handed.fate == REFUSED
        state = self._desk.store.mailboxes.get(self._mailbox.name)
        if state.problem == handed.why and not stops:
            return
        with self._desk.store.writing():
            if stops:
                stop_mailbox(self._desk, self._mailbox.name, handed.why)
            else:
                problem = replace(state, problem=handed.why, at=self._desk.now())
                self._desk.store.mailboxes.keep(problem)

    def _commit(self, attempts: list[Attempt], flying: list[Mail], room: int) -> list[Mail]:
        """One commit: the fates of the last mails, and the next ones put down as being sent beside those that fly."""
        if not attempts and not room:
            return []
        if not self._lease.is_ours:
            room = 0  # Another may send by now: what is on its way is put down, nothing more is begun.
        now = self._desk.now()
        with self._desk.store.writing():
            for one in attempts:
                record(self._desk, one.mail, one.handed, now)
            self._keep_pace(attempts, now)
            batch = _claim(self._desk, self._mailbox, flying, room, now) if room else []
            self._withdrawn -= {mail.message for mail in batch}  # They were just asked anew.
            self._lease.note(*(f"{CLAIMED} {mail.message}" for mail in batch))
            self._desk.store.outbox.being_sent([mail.message for mail in batch])
        return batch

    def _keep_pace(self, attempts: Iterable[Attempt], now: Instant) -> None:
        """After a mail that nobody waited for the next one of its kind waits a while, never the same while."""
        gone = [one for one in attempts if one.handed.fate in (ACCEPTED, UNKNOWN)]
        if not gone:
            return
        state = self._desk.store.mailboxes.get(self._mailbox.name)
        paced = any(is_paced(one.mail.rank) for one in gone)
        pause = self._draw.randint(*self._mailbox.pace_seconds) if paced else 0
        then = Instant(now + pause) if pause else state.next_at
        first = state.first_sent if state.first_sent is not None else now
        new = replace(
            state, first_sent=first, next_at=then, problem="", at=state.at if not state.problem else now
        )
        if new != state:
            self._desk.store.mailboxes.keep(new)

    def _hand_over(self, batch: list[Mail]) -> list[Attempt]:
        """Hand mails to the server, one after the other; those after a lost connection were never handed over."""
        began = monotonic()
        attempts = [Attempt(mail, self._hand_one(mail, began)) for mail in batch]
        took = monotonic() - began
        if took < SHORT:
            self._size = min(AT_ONCE, 2 * self._size)
        elif took > LONG:
            self._size = max(1, self._size // 2)
        return attempts

    def _hand_one(self, mail: Mail, began: float) -> Handed:
        late = monotonic() - began > LONG
        if self._line is None or self._stopped() or late or mail.message in self._withdrawn:
            return Handed(AGAIN, about=OF_MAILBOX)
        raw = bytes_of(self._desk, mail)
        self._lease.note(f"{HANDED} {mail.message}")
        handed = self._line.hand_over(mail.message, self._mailbox.address, mail.recipient, raw)
        self._lease.note(f"{handed.fate} {mail.message}")
        if handed.lost or handed.fate == UNKNOWN or handed.about == OF_MAILBOX:
            self.close()
        return handed


def _claim(desk: Desk, mailbox: MailboxSettings, flying: list[Mail], room: int, now: Instant) -> list[Mail]:
    """The next mails that may leave now; what may not is put off or stopped, with the reason."""
    state = desk.store.mailboxes.get(mailbox.name)
    if state.stopped:
        return []
    under_limit = allowance(desk, mailbox, now).room - sum(mail.rank != ANSWER for mail in flying)
    paced = room if inbox_is_read(desk, mailbox, now) else 0
    if paced and mailbox.pace_seconds[1]:
        paced = int(
            paced_until(desk, mailbox, now) <= now and not any(is_paced(mail.rank) for mail in flying)
        )
    found: list[Mail] = []
    for mail in _due(desk, mailbox.name, now, room):
        holds = mail.rank != ANSWER and under_limit <= 0
        if len(found) == room or holds or (is_paced(mail.rank) and not paced):
            break
        if may_leave(desk, mail, now):
            found.append(mail)
            under_limit -= mail.rank != ANSWER
            paced -= is_paced(mail.rank)
    return found


def _due(desk: Desk, mailbox: str, now: Instant, room: int) -> Iterator[Mail]:
    """What is due; if all that was read had to be put off, what comes after it."""
    seen: set[str] = set()
    while new := [m for m in desk.store.outbox.due(mailbox, now, room + len(seen)) if m.message not in seen]:
        seen |= {mail.message for mail in new}
        yield from new


def may_leave(desk: Desk, mail: Mail, now: Instant) -> bool:
    """Whether nothing keeps a mail from leaving; else it is put off, or stopped, and says why."""
    found = why_not_now(desk, mail, read(desk, mail.lead), now)
    if found is not None and found.until is not None:
        desk.store.outbox.again(mail.message, found.until, found.why)
    elif found is not None:
        stop_mail(desk, mail, found.why, now)
    return found is None


def bytes_of(desk: Desk, mail: Mail) -> bytes:
    """A mail as it goes over the wire: what was committed with it."""
    return mail.raw.encode("ascii") if mail.raw else desk.mailer.compose(outgoing_of(mail))


def send_due(desk: Desk, mailbox: MailboxSettings, carrier: Carrier) -> list[Attempt] | None:
    """One turn for a mailbox; None: another process sends for it."""
    lease = desk.store.leases.take(f"send-{mailbox.name}", desk.rep)
    if lease is None:
        return None
    sender = Sender(desk, mailbox, carrier, lease)
    try:
        sender.recover()
        return sender.turn()
    finally:
        sender.close()
        lease.give_back()
