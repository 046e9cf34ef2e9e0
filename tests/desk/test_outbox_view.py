"""The outbox as people look at it: what waits and why, how each mailbox stands (R14.4, R14.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from dialq.clock import DAY, HOUR, MINUTE, Instant
from dialq.desk import outbox_view as views
from dialq.desk.automatic import run_automatic
from dialq.desk.inbox import keep_cursor
from dialq.desk.kept import ANSWER, AUTO, BATCH, BY_HAND, PAIR, RANK_NAMES
from dialq.desk.letters import Cursor
from dialq.desk.mail_views import MailboxView, MailLine
from dialq.desk.planned import hold_planned
from dialq.desk.sending_values import AGAIN, OF_MAIL, OF_MAILBOX, REFUSED, UNKNOWN, Handed
from dialq.settings import MailboxSettings, ServerSettings
from tests.desk.post import ANA, SHARED, Office
from tests.desk.world import World, at

NOBODY = "nobody sends: open a screen, or run `dialq mail run`"
SLOW = replace(ANA, pace_seconds=(90, 90), daily_limit=3)


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[..., Office]]:
    """Opens an office with these mailboxes."""
    with ExitStack() as opened:

        def office(*boxes: MailboxSettings) -> Office:
            made = Office(tmp_path, *boxes)
            opened.callback(made.close)
            return made

        yield office


@contextmanager
def minded(office: Office, name: str = "send-ana") -> Iterator[None]:
    """Somebody sends, or fetches."""
    lease = office.desk.store.leases.take(name, "ben")
    assert lease is not None
    try:
        yield
    finally:
        lease.give_back()


def held(office: World) -> tuple[MailLine, ...]:
    """What waits."""
    return views.outbox_view(office.desk).hold


def box_of(office: World, number: int = 0) -> MailboxView:
    """How a mailbox stands."""
    return views.mailboxes(office.desk)[number]


def test_r14_2_the_hold_counts_down_then_it_leaves(make: Callable[..., Office]) -> None:
    """R13.3: the line names the moment; when it is over, whether anybody sends."""
    office = make()
    office.write(office.lead())
    (line,) = held(office)
    assert (line.status, line.leaves, line.why) == ("hold", at("2026-12-01 10:01"), "in hold until 10:01")
    assert (line.name, line.to, line.what, line.rep, line.mailbox) == (
        "Lou Field42", "lou42@example.com", "mail", "ana", "ana",
    )  # fmt: skip
    office.clock.advance(MINUTE)
    assert held(office)[0].why == NOBODY
    assert not views.outbox_view(office.desk).runner
    with minded(office):
        assert held(office)[0].why == "it leaves now"
        assert views.outbox_view(office.desk).runner
    office.send()
    assert held(office) == ()


def test_r14_4_the_limit_of_the_day_is_named_with_the_next_free_moment(make: Callable[..., Office]) -> None:
    """R14.4: `3 of 3 left in 24 hours: next at …`; an answer is not held by it."""
    office = make(replace(SLOW, pace_seconds=(0, 0)))
    for number in range(1, 6):
        office.write(office.lead(number), rank=ANSWER if number == 5 else BY_HAND)
    office.clock.advance(MINUTE)
    assert len(office.send()) == 3
    line, _ = held(office)
    assert line.why == "3 of 3 left in 24 hours: next at Wed 2 Dec 10:01"
    view = box_of(office)
    assert (view.sent, view.limit, view.waiting, view.next_at) == (3, 3, 2, at("2026-12-02 10:01"))
    assert views.meter(office.desk) == (3, 3)
    office.clock.advance(DAY)
    assert held(office)[0].why == NOBODY
    assert views.meter(office.desk) == (0, 3)


def test_r14_4_the_pace_holds_what_nobody_waits_for(make: Callable[..., Office]) -> None:
    """R14.4: an automatic mail and a batch keep the pace and say so; a mail by hand does not wait."""
    office = make(SLOW)
    for number, rank in enumerate((AUTO, BATCH), 1):
        office.write(office.lead(number), rank=rank)
    office.clock.advance(MINUTE)
    assert len(office.send()) == 1
    office.write(office.lead(3))
    office.clock.advance(MINUTE)
    with minded(office):
        assert [(line.what, line.why) for line in held(office)] == [
            ("mail", "it leaves now"), ("batch", "in its turn: next at 10:02"),
        ]  # fmt: skip


def test_r14_2_a_mail_that_was_not_taken_says_when_it_is_tried_again(make: Callable[..., Office]) -> None:
    """R14.2: the server's words, the number of tries and the next one."""
    office = make()
    office.write(office.lead())
    office.server.says.append(Handed(AGAIN, "RCPT: 450 4.7.1 greylisted", about=OF_MAIL))
    office.clock.advance(MINUTE)
    office.send()
    (line,) = held(office)
    assert line.tries == 1
    assert line.why.startswith("RCPT: 450 4.7.1 greylisted: again at 10:")
    assert line.leaves > office.clock.now()


def test_r14_3_a_stopped_mailbox_says_why(make: Callable[..., Office]) -> None:
    """R14.3: its mails wait and name the reason, its line too; nothing is announced."""
    office = make()
    office.write(office.lead())
    office.server.says.append(Handed(REFUSED, "AUTH: 535 no", "5.7.8", OF_MAILBOX, lost=True))
    office.clock.advance(MINUTE)
    office.send()
    assert held(office)[0].why == "mailbox ana is stopped: AUTH: 535 no"
    assert (box_of(office).stopped, box_of(office).next_at) == ("AUTH: 535 no", None)


def test_r14_4_an_automatic_mail_waits_for_the_day(make: Callable[..., Office]) -> None:
    """R14.4: outside 08:00-20:00 where the lead is a batch waits, and says until when."""
    office = make()
    office.clock.at = at("2026-12-01 20:30")
    office.write(office.lead(), rank=BATCH)
    office.clock.advance(MINUTE)
    assert office.send() == []
    (line,) = held(office)
    assert line.why == "it leaves between 08:00 and 20:00 where the lead is: again at Wed 2 Dec 08:00"


def test_r14_2_what_failed_and_what_is_in_doubt_are_apart(make: Callable[..., Office]) -> None:
    """R14.2: a failed mail has its reason, an unconfirmed one asks for a person."""
    office = make()
    fates = [
        Handed(REFUSED, "DATA: 554 no thanks", "5.6.0", OF_MAIL),
        Handed(UNKNOWN, "lost after the text", lost=True),
    ]
    for number, fate in enumerate(fates):
        office.write(office.lead(number + 1))
        office.clock.advance(MINUTE)
        office.server.says.append(fate)
        office.send()
    view = views.outbox_view(office.desk)
    assert [(line.to, line.why) for line in view.failed] == [("lou1@example.com", "DATA: 554 no thanks")]
    assert [(line.to, line.why) for line in view.unconfirmed] == [
        ("lou2@example.com", "it may have left: lost after the text")
    ]
    assert view.hold == ()


def test_r14_4_in_the_order_in_which_they_leave(make: Callable[..., Office]) -> None:
    """R14.4: answers, pairs, mails by hand, automatic ones, batches, over all mailboxes."""
    office = make(ANA, SHARED)
    for number, rank in enumerate((BATCH, AUTO, BY_HAND, PAIR, ANSWER)):
        office.write(office.lead(number + 1), rank=rank)
        office.clock.advance(1)
    assert [line.what for line in held(office)] == list(RANK_NAMES)


def test_each_mailbox_says_who_minds_it_and_what_went_wrong(make: Callable[..., Office]) -> None:
    """R14.5: who sends, who fetches, when it was last fetched, why that failed; the others are not touched by it."""
    fetched = replace(ANA, imap=ServerSettings("127.0.0.1", 1143, "none", "plain"))
    office = make(fetched, SHARED)
    office.desk.store.claims.presence.show("fetch-ana", Instant(office.clock.now() - 5))
    keep_cursor(office.desk, "ana", "INBOX", Cursor(7, 12, office.clock.now(), "the login was refused"))
    with minded(office), minded(office, "fetch-ana"):
        view, other = views.mailboxes(office.desk)
    assert view.sender.startswith("ben, process ")
    assert view.fetcher.startswith("ben, process ")
    assert (view.fetched, view.problem) == (office.clock.now() - 5, "the login was refused")
    assert (other.name, other.sender, other.fetcher, other.fetched, other.problem) == (
        "team",
        "",
        "",
        None,
        "",
    )


def test_the_meter_is_that_of_the_reps_mailbox(make: Callable[..., Office]) -> None:
    """R14.4: ana's own, the shared one of whoever has none."""
    office = make(ANA, replace(SHARED, daily_limit=30))
    office.write(office.lead())
    office.clock.advance(MINUTE)
    office.send()
    assert views.meter(office.desk) == (1, 50)
    assert views.meter(office.desk, "ben") == (0, 30)


def test_without_a_mailbox_there_is_no_meter(world: World) -> None:
    """Mails into the folder: no meter, no mailbox; a mail in hold has its moment, then leaves with the next run."""
    lead = world.lead()
    world.log(lead, "no-answer")
    world.clock.at = at("2026-12-01 10:20")
    assert run_automatic(world.desk) == 1
    assert views.meter(world.desk) is None
    assert views.mailboxes(world.desk) == ()
    assert [(line.what, line.why) for line in held(world)] == [("automatic", "in hold until 10:21")]
    world.clock.advance(HOUR)
    assert held(world)[0].why == "it leaves with the next run"
    assert not views.outbox_view(world.desk).runner
    assert views.outbox_view(world.open("ben", session="screen")).runner


def test_seed1_18_the_automatic_mails_of_today_are_there(world: World) -> None:
    """SEED1-18: with who holds them; whoever polls often asks without."""
    lead = world.lead()
    world.log(lead, "no-answer")
    hold_planned(world.desk, lead, "email-1")
    assert [(one.step, one.held_by) for one in views.outbox_view(world.desk).planned] == [("email-1", "ana")]
    assert views.outbox_view(world.desk, planned=0).planned == ()


def test_the_sections_are_bounded(make: Callable[..., Office]) -> None:
    """However much waits, a hundred lines are read; what leaves next is among them, and the count is whole."""
    office = make()
    for number in range(1, 121):
        office.write(office.lead(number), rank=BATCH)
    urgent = office.write(office.lead(121), rank=ANSWER)
    lines = held(office)
    assert len(lines) == views.SHOWN
    assert lines[0].message == urgent.message
    assert box_of(office).waiting == 121
