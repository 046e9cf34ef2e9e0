"""Queued mails drained through a server on this machine, against the same client handing over the same mails bare."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from msgspec.structs import replace

from dialq.clock import DAY, Instant, ManualClock, SystemClock
from dialq.desk.desk import Desk
from dialq.desk.importing import import_leads
from dialq.desk.kept import BY_HAND, Mail
from dialq.desk.ledger import around, next_event, read
from dialq.desk.mail_making import Text, make, put
from dialq.desk.sending import bytes_of, send_due
from dialq.desk.sending_values import ACCEPTED, Handed
from dialq.engine.acts import Act
from dialq.engine.campaign import EMAIL
from dialq.mail.smtp import SmtpCarrier
from dialq.settings import MailboxSettings, MailSettings, SenderSettings, ServerSettings
from tests.benchmarks.bench import Bench
from tests.benchmarks.databases import record, reps_desk
from tests.benchmarks.rows import Row

MAILS = 10_000
SLOWER = 1 / 0.8
"""A rate of 0.8 of the bare one."""
TEXT = "Hello,\n\nyou asked how others watch their cold rooms. Three depots of your size told us.\n\nAna\n"


class MailsLeft(AssertionError):
    """Not all mails left, or more than were queued."""


def drain(bench: Bench) -> list[Row]:
    """10,000 queued mails through a server in another process, and the same mails without the outbox around them."""
    mails = min(MAILS, bench.leads)
    folder = bench.folder / "drain"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    clock = ManualClock(SystemClock().now())
    desk = reps_desk(folder / "dialq.db", clock)
    with sink() as port:
        box = MailboxSettings(
            "ana", "ana@example.com", smtp=ServerSettings("127.0.0.1", port, "none", "none"),
            daily_limit=2 * mails, ramp_step=0, pace_seconds=(0, 0),
        )  # fmt: skip
        sender = SenderSettings("Ana", "ana@example.com", "Example", "1 Example Street")
        desk.use(desk.policy, replace(desk.settings, sender=sender, mail=MailSettings(mailboxes=(box,))))
        bench.say(f"queueing {mails:,} mails")
        queued = _queue(desk, mails)
        clock.advance(DAY)
        bare = [_bare(desk, box, queued) for _ in range(2)]
        bench.say(f"draining {mails:,} mails")
        start = perf_counter()
        left = 0
        while done := send_due(desk, box, SmtpCarrier()):
            left += sum(one.has_left for one in done)
        seconds = perf_counter() - start
        bare.append(_bare(desk, box, queued))
    desk.close()
    if left != mails:
        raise MailsLeft(f"{left} of {mails} mails left")
    shutil.rmtree(folder)
    return [Row(f"drain {mails:,} queued mails, against the bare client", seconds, "s", min(bare), SLOWER)]


@contextmanager
def sink() -> Iterator[int]:
    """A server in a process of its own; yields its port."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.mail_sink"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        yield int(process.stdout.readline())
        process.communicate()


def _queue(desk: Desk, mails: int) -> list[Mail]:
    """Leads with a mail each, written by hand and still in hold."""
    now = desk.now()
    records = (
        replace(record(at, "America/New_York"), arrived=Instant(now - 30 * DAY)) for at in range(mails)
    )
    import_leads(desk, records, source="bench", batch="bench")
    for first in range(1, mails + 1, 500):
        with desk.store.writing():
            for lead in range(first, min(first + 500, mails + 1)):
                dossier = read(desk, lead)
                act = Act("sent", EMAIL, now, now, desk.rep, next_event(desk))
                near = around(desk, dossier.lead, now)
                put(
                    desk,
                    dossier,
                    make(desk, dossier, near, Text("", "A question", TEXT), act, rank=BY_HAND),
                    now,
                )
    return desk.store.outbox.due("ana", Instant(now + DAY), mails)


def _bare(desk: Desk, box: MailboxSettings, queued: list[Mail]) -> float:
    """Seconds in which the client hands over the same mails, with nothing written down."""
    start = perf_counter()
    line = SmtpCarrier().connect(box)
    assert not isinstance(line, Handed)
    for mail in queued:
        if line.hand_over(mail.message, box.address, mail.recipient, bytes_of(desk, mail)).fate != ACCEPTED:
            raise MailsLeft("the server took not all of them")
    line.close()
    return perf_counter() - start
