"""A sender that is killed at any point sends nothing twice and loses nothing (R14.2).

The usual run kills some dozens of senders, `DIALQ_SOAK` two thousand.
"""

from __future__ import annotations

import os
import random
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from dialq.desk.kept import SENT, UNCONFIRMED
from dialq.desk.mail_fates import resolve_mail
from dialq.desk.sending import Sender
from dialq.mail.smtp import SmtpCarrier
from dialq.settings import MailboxSettings
from tests.concurrency.crashing import AROUND_COMMITS, Nursery
from tests.desk.post import ANA, Office
from tests.mail.misbehaving import HANG, KEEP_AND_HANG, Behaviour, MisbehavingServer

ROUNDS = 2_000 if "DIALQ_SOAK" in os.environ else 45
MAILS = 4
BOX = replace(ANA, daily_limit=100_000)
STAGES = ("connect", "EHLO", "MAIL", "RCPT", "DATA", "text", "END", "END kept", "QUIT")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    yield office
    office.close()


def test_r14_2_killed_at_every_point(office: Office) -> None:
    """R14.2: no mail is accepted twice; each is sent, or in doubt and then at most one of a batch is."""
    nursery = Nursery(office.path, BOX)
    draw = random.Random(14)
    points = [*STAGES, *AROUND_COMMITS]
    doubts = Counter[str]()
    with MisbehavingServer() as server:
        box = replace(BOX, smtp=server.mailbox().smtp)
        for number in range(ROUNDS):
            point = points[number % len(points)]
            mails = [office.write(office.lead(1_000 + MAILS * number + at)).message for at in range(MAILS)]
            office.clock.advance(60)
            _kill_a_sender(nursery, server, office, point, draw)
            _go_on(office, box)
            doubts[point] += _check(office, server, mails, point)
            office.clock.advance(60)
            _go_on(office, box)
            taken = Counter(one.message_id for one in server.accepted)
            assert {message: taken[message] for message in mails} == dict.fromkeys(mails, 1), point
            server.accepted.clear()
    nursery.close()
    assert doubts["END kept"] > 0, "a mail that was taken unheard must be in doubt"
    assert not any(doubts[point] for point in ("connect", "EHLO", "before a commit", "after a commit"))


def _kill_a_sender(
    nursery: Nursery, server: MisbehavingServer, office: Office, point: str, draw: random.Random
) -> None:
    """Start a sender and let it die at a point, after some mails went well."""
    if point in AROUND_COMMITS:
        most = {"commit": 1, "note": 2 * MAILS, "clearing": 2}[point.rpartition(" ")[2].removeprefix("a ")]
        nursery.sender(server.port, office.clock.now(), point, draw.randint(1, most))
        assert nursery.wait() == signal.SIGKILL, point
        return
    stage, kept = point.removesuffix(" kept"), point.endswith("kept")
    once = stage in ("connect", "EHLO", "QUIT")
    well = 0 if once else draw.randrange(MAILS)
    if well:
        server.behave(stage, Behaviour(keep=True), well)
    server.behave(stage, KEEP_AND_HANG if kept else HANG)
    before = server.times_at(stage)
    pid = nursery.sender(server.port, office.clock.now())
    server.wait_for(stage, before + well + 1)
    os.kill(pid, signal.SIGKILL)
    assert nursery.wait() == signal.SIGKILL, point
    server.behave_well()


def _go_on(office: Office, box: MailboxSettings) -> None:
    """The next sender of the mailbox: it finds out what the dead one left, and goes on."""
    lease = office.desk.store.leases.take("send-ana", "ana")
    assert lease is not None
    sender = Sender(office.desk, box, SmtpCarrier(), lease)
    sender.recover()
    sender.turn()
    sender.close()
    lease.give_back()


def _check(office: Office, server: MisbehavingServer, mails: list[str], point: str) -> int:
    """What is sent was taken once, what is in doubt at most once; a person looks it up and says so."""
    taken = Counter(one.message_id for one in server.accepted)
    doubt = 0
    for message in mails:
        status = office.mail(message).status
        assert status in (SENT, UNCONFIRMED), (point, status)
        assert taken[message] <= 1, point
        if status == SENT:
            assert taken[message] == 1, point
        else:
            doubt += 1
            resolve_mail(office.desk, message, left=taken[message] == 1)
    assert doubt <= 1, point
    return doubt
