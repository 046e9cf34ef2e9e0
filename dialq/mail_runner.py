"""Sends and fetches for every mailbox, each in a thread with a desk of its own (R14.5).

`dialq mail run` runs this until it is told to stop; an open screen runs it in the background.
"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial
from threading import Event
from time import monotonic

from dialq.desk.desk import Desk
from dialq.desk.mailing import run_all_automatic, run_outbox
from dialq.desk.sending import send_due
from dialq.errors import DialqError
from dialq.mail.fetching import Fetcher
from dialq.mail.secrets import secret_of
from dialq.mail.smtp import SmtpCarrier
from dialq.mail_loops import Fetching, Log, Loop, OpenDesk, Sending, Stage
from dialq.settings import MailboxSettings

LOOK = 1.0
"""Seconds between two looks at the settings and at loops that ended."""
AGAIN = 10.0
"""Seconds after which a loop that failed is started again."""

GRACE = 5.0
"""Seconds that a server gets to answer when the program ends."""


class MailRunner:
    """The loops of all mailboxes: started, watched, started again, stopped."""

    def __init__(self, open_desk: OpenDesk, *, who: str, log: Log, only: tuple[str, ...] = ()) -> None:
        """`only`: names of mailboxes; empty: all."""
        self._open, self._who, self._log, self._only = open_desk, who, log, only
        self._stop = Event()
        self._crew: Crew | None = None
        self._said = ""

    def run(self, *, automatic: bool) -> None:
        """Until `stop` is called; `automatic`: queue automatic steps and fill the Maildir outbox too."""
        desk = self._open()
        try:
            while not self._stop.is_set():
                self._turn(desk, automatic)
                self._stop.wait(LOOK)
        finally:
            self._end()
            desk.close()

    def stop(self) -> None:
        """End soon; from any thread or signal handler."""
        self._stop.set()

    def _turn(self, desk: Desk, automatic: bool) -> None:
        try:
            self._look(desk)
            if automatic:
                run_all_automatic(desk)
                run_outbox(desk)
            self._said = ""
        except DialqError as error:
            if str(error) != self._said:  # Once is enough of what goes on failing.
                self._log(str(error))
            self._said = str(error)

    def _look(self, desk: Desk) -> None:
        """Take up other settings, and start loops that failed again."""
        with desk.store.reading():  # Whoever reads takes up what was edited.
            boxes = wanted(desk, self._only)
        if self._crew is not None and self._crew.boxes != boxes:
            self._end()
        if self._crew is None and boxes:
            self._crew = Crew(self._open, boxes, self._who, self._log)
        if self._crew is not None:
            self._crew.mind()

    def _end(self) -> None:
        if self._crew is not None:
            self._crew.end()
            self._crew = None


class Crew:
    """The loops of some mailboxes, each in a thread of its own."""

    def __init__(self, open_desk: OpenDesk, boxes: tuple[MailboxSettings, ...], who: str, log: Log) -> None:
        self.boxes, self._log = boxes, log
        self._stop = Event()
        self._loops: list[Loop] = []
        for box in boxes:
            stage = Stage(open_desk, box, self._stop, log, who)
            if box.smtp is not None:
                self._loops.append(Sending(stage, SmtpCarrier()))
            if box.imap is not None:
                self._loops.append(Fetching(stage, make_fetcher))
        self._pool = ThreadPoolExecutor(max(1, len(self._loops)), "mail")
        self._running: dict[str, Future[None]] = {}
        self._start_at: dict[str, float] = {}

    def mind(self) -> None:
        """Start the loops that do not run; one that failed only after a while."""
        for loop in self._loops:
            running = self._running.get(loop.name)
            if running is not None and running.done():
                self._bury(loop, running)
            elif running is None and monotonic() >= self._start_at.get(loop.name, 0.0):
                self._running[loop.name] = self._pool.submit(loop.run)

    def _bury(self, loop: Loop, ended: Future[None]) -> None:
        """A loop has ended though nobody told it to."""
        del self._running[loop.name]
        self._start_at[loop.name] = monotonic() + AGAIN
        fault = ended.exception()
        what = str(fault) if isinstance(fault, DialqError) else f"{type(fault).__name__}: {fault}"
        self._log(f"{loop.name} stopped: {what}; it starts again in {AGAIN:.0f} seconds")

    def end(self) -> None:
        """Stop all loops and wait for them."""
        self._stop.set()
        for loop in self._loops:
            loop.stop()
        late = wait(self._running.values(), timeout=GRACE).not_done
        for loop in self._loops:
            if self._running.get(loop.name) in late:
                loop.break_off()
        self._pool.shutdown(wait=True)


def wanted(desk: Desk, only: tuple[str, ...] = ()) -> tuple[MailboxSettings, ...]:
    """The mailboxes that have a server, or those of them that are named."""
    boxes = (box for box in desk.settings.mail.mailboxes if box.smtp is not None or box.imap is not None)
    return tuple(box for box in boxes if not only or box.name in only)


def make_fetcher(mailbox: MailboxSettings) -> Fetcher:
    """A fetcher whose secret is asked for at each login."""
    server = mailbox.imap
    assert server is not None
    return Fetcher(mailbox, partial(secret_of, server.secret, server.username))


def send_once(desk: Desk, log: Log, only: tuple[str, ...] = ()) -> int:
    """One turn now for every mailbox, and for the Maildir outbox; returns how many mails left."""
    left = run_outbox(desk)
    for box in wanted(desk, only):
        if box.smtp is None:
            continue
        done = send_due(desk, box, SmtpCarrier())
        if done is None:
            log(f"mailbox {box.name}: {desk.store.leases.holder(f'send-{box.name}')} sends for it")
        left += sum(one.has_left for one in done or ())
    return left


def fetch_once(desk: Desk, log: Log, only: tuple[str, ...] = ()) -> dict[str, int]:
    """One look into every mailbox now; returns how many letters of each kind came."""
    came: Counter[str] = Counter()
    for box in wanted(desk, only):
        lease = desk.store.leases.take(f"fetch-{box.name}", desk.rep) if box.imap is not None else None
        if lease is None:
            who = desk.store.leases.holder(f"fetch-{box.name}")
            log(
                f"mailbox {box.name}: {who} fetches for it"
                if who
                else f"mailbox {box.name} has no IMAP server"
            )
            continue
        fetching = Fetching(Stage(lambda: desk, box, Event(), log, desk.rep), make_fetcher)
        fetcher = make_fetcher(box)
        try:
            fetching.look(desk, fetcher)
        finally:
            fetcher.close()
            lease.give_back()
        came += fetching.came
    return dict(came)
