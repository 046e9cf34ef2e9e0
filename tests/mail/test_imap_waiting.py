"""Waiting for mail: IDLE where it is offered, polling where it is not, and an end at once when it is wanted."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from dialq.mail.imap_faults import Unreachable
from tests.mail.imap_mailbox import NOON, a_mail, a_mailbox, fetching, look, read_to
from tests.mail.imap_server import imap_server
from tests.mail.scripted_imap import HANG_UP, STALL, ScriptedImap, scripted_imap

LONG = 60.0
"""Nobody waits so long: what ends earlier was woken."""
SOON = 5.0
"""On a busy machine; a second is what is promised."""


@pytest.fixture
def scripted() -> Iterator[ScriptedImap]:
    with scripted_imap() as server:
        server.mails[3] = a_mail(3)
        yield server


@pytest.fixture
def aside() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


def until(true: Callable[[], bool]) -> None:
    """Wait for a state, with a bound."""
    end, pause = time.monotonic() + 10, threading.Event()
    while not true():
        assert time.monotonic() < end, "it never came to that"
        pause.wait(0.005)


def timed(work: Callable[[], bool]) -> tuple[bool, float]:
    """What it says and how long it took."""
    begun = time.monotonic()
    return work(), time.monotonic() - begun


def test_idle_wakes_when_a_mail_comes(aside: ThreadPoolExecutor) -> None:
    """Within a second; the look after it finds the mail."""
    with imap_server() as server, fetching(a_mailbox(server.port)) as fetcher:
        server.append("ana", a_mail(1), at=NOON)
        cursor = read_to(look(fetcher))
        waiting = aside.submit(timed, lambda: fetcher.wait(LONG))
        until(lambda: fetcher._sign.watched)
        sent = time.monotonic()
        server.append("ana", a_mail(2), at=NOON)
        assert waiting.result(SOON)[0]
        assert time.monotonic() - sent < 1
        assert [mail.raw for mail in look(fetcher, cursor)] == [a_mail(2)]
        assert server.logins == 1


def test_what_comes_between_look_and_wait_is_not_slept_over() -> None:
    """The server announced it during the look, and does not announce it again."""
    with imap_server() as server, fetching(a_mailbox(server.port)) as fetcher:
        server.append("ana", a_mail(1), at=NOON)
        cursor = read_to(look(fetcher))
        server.append("ana", a_mail(2), at=NOON)
        woken, took = timed(lambda: fetcher.wait(LONG))
        assert woken
        assert took < SOON
        assert len(look(fetcher, cursor)) == 1


@pytest.mark.parametrize(
    "answer",
    [b"+ idling\r\n* 2 EXISTS\r\n", b"* 2 EXISTS\r\n+ idling\r\n"],
    ids=["in one piece with it", "before it"],
)
def test_what_comes_with_the_go_on_of_idle_is_heard(scripted: ScriptedImap, answer: bytes) -> None:
    """It lies in a buffer already, where waiting for the socket would miss it."""
    scripted.answer_instead("IDLE", answer)
    scripted.answer_instead("DONE", b"TAG OK done\r\n")
    with fetching(a_mailbox(scripted.port)) as fetcher:
        look(fetcher)
        woken, took = timed(lambda: fetcher.wait(LONG))
    assert woken
    assert took < SOON


def test_chatter_is_no_mail(scripted: ScriptedImap) -> None:
    """`* OK Still here` wakes nobody: the wait goes on to its end."""
    scripted.on_idle = lambda: (
        scripted.tell(b"* OK Still here\r\n") if scripted.times_heard("IDLE") < 4 else None
    )
    with fetching(a_mailbox(scripted.port)) as fetcher:
        look(fetcher)
        assert not fetcher.wait(0.5)
    assert scripted.times_heard("IDLE") >= 4


def test_idle_is_renewed_before_servers_end_it(
    scripted: ScriptedImap, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the latest after 29 minutes; ours after 9."""
    from dialq.mail import fetching as module

    assert module.RENEWED < 29 * 60
    monkeypatch.setattr(module, "RENEWED", 0.05)
    with fetching(a_mailbox(scripted.port)) as fetcher:
        look(fetcher)
        assert not fetcher.wait(0.4)
    assert scripted.times_heard("IDLE") > 2
    assert scripted.times_heard("DONE") == scripted.times_heard("IDLE")


def test_a_server_without_idle_is_polled() -> None:
    with imap_server(idle=False) as server, fetching(a_mailbox(server.port, poll_seconds=0)) as fetcher:
        server.append("ana", a_mail(1), at=NOON)
        cursor = read_to(look(fetcher))
        server.append("ana", a_mail(2), at=NOON)
        woken, took = timed(lambda: fetcher.wait(LONG))
        assert (woken, took < SOON) == (False, True)
        assert len(look(fetcher, cursor)) == 1


def test_with_several_folders_the_first_is_waited_for_and_no_longer_than_a_poll(
    scripted: ScriptedImap,
) -> None:
    with fetching(a_mailbox(scripted.port, folders=("INBOX", "Answers"), poll_seconds=0.2)) as fetcher:
        look(fetcher)
        look(fetcher, folder="Answers")
        woken, took = timed(lambda: fetcher.wait(LONG))
        assert (woken, took < SOON) == (False, True)
        scripted.on_idle = lambda: scripted.tell(b"* 2 EXISTS\r\n")
        assert fetcher.wait(LONG)
    assert scripted.heard[scripted.heard.index("IDLE") - 1] == 'EXAMINE "INBOX"'


def test_a_server_that_refuses_the_idle_it_offers_is_polled(scripted: ScriptedImap) -> None:
    scripted.answer_instead("IDLE", b"TAG BAD not today\r\n", times=9)
    with fetching(a_mailbox(scripted.port, poll_seconds=0)) as fetcher:
        for _ in range(3):
            look(fetcher)
            assert not fetcher.wait(LONG)
    assert scripted.times_heard("IDLE") == 1


@pytest.mark.parametrize("last", [b"* BYE too long idle\r\n", b""], ids=["BYE", "nothing"])
def test_a_line_that_is_cut_while_it_waits_is_had_again(scripted: ScriptedImap, last: bytes) -> None:
    """It costs one poll at most, and nobody is told of it."""
    scripted.answer_instead("IDLE", b"+ idling\r\n" + last + HANG_UP)
    with fetching(a_mailbox(scripted.port, poll_seconds=0)) as fetcher:
        cursor = read_to(look(fetcher))
        woken, took = timed(lambda: fetcher.wait(LONG))
        assert (woken, took < SOON) == (False, True)
        scripted.mails[5] = a_mail(5)
        assert [mail.uid for mail in look(fetcher, cursor)] == [5]


def test_stop_ends_a_wait_at_once(aside: ThreadPoolExecutor, scripted: ScriptedImap) -> None:
    """Within a second, and the server hears a proper good-bye."""
    with fetching(a_mailbox(scripted.port)) as fetcher:
        look(fetcher)
        waiting = aside.submit(fetcher.wait, LONG)
        until(lambda: fetcher._sign.watched)
        begun = time.monotonic()
        fetcher.stop()
        assert waiting.result(SOON) is False
        assert time.monotonic() - begun < 1
    until(lambda: "LOGOUT" in scripted.heard)
    assert scripted.heard[-3:] == ["IDLE", "DONE", "LOGOUT"]


def test_stop_ends_a_wait_without_a_connection_at_once(aside: ThreadPoolExecutor) -> None:
    with fetching(a_mailbox(9)) as fetcher:
        waiting = aside.submit(timed, lambda: fetcher.wait(30))
        until(lambda: fetcher._sign.watched)
        fetcher.stop()
        assert waiting.result(SOON)[1] < SOON
        assert timed(lambda: fetcher.wait(30))[1] < 1


@pytest.mark.parametrize("stuck", ["IDLE", "DONE"])
def test_stop_ends_a_wait_on_a_server_that_is_stuck(
    aside: ThreadPoolExecutor, scripted: ScriptedImap, stuck: str
) -> None:
    scripted.answer_instead(stuck, STALL)
    if stuck == "DONE":
        scripted.answer_instead("IDLE", b"+ idling\r\n")
    with fetching(a_mailbox(scripted.port)) as fetcher:
        look(fetcher)
        waiting = aside.submit(fetcher.wait, LONG)
        until(lambda: scripted.times_heard("IDLE") == 1 and (stuck == "IDLE" or fetcher._sign.watched))
        begun = time.monotonic()
        fetcher.stop()
        assert waiting.result(SOON) is False
        assert time.monotonic() - begun < 1


def test_stop_ends_a_look_that_is_stuck(aside: ThreadPoolExecutor, scripted: ScriptedImap) -> None:
    """Quietly: whoever said stop knows why it ended."""
    scripted.answer_instead("UID SEARCH", STALL)
    with fetching(a_mailbox(scripted.port)) as fetcher:
        looking = aside.submit(look, fetcher)
        until(lambda: scripted.times_heard("UID SEARCH") == 1)
        fetcher.stop()
        assert looking.result(SOON) == []


def test_stop_ends_a_look_between_two_mails(scripted: ScriptedImap) -> None:
    scripted.mails |= {uid: a_mail(uid) for uid in range(4, 9)}
    with fetching(a_mailbox(scripted.port)) as fetcher:
        mails = fetcher.look("INBOX", None, NOON)
        assert next(mails).uid == 3
        fetcher.stop()
        assert list(mails) == []


def test_stop_after_the_end_is_nothing(scripted: ScriptedImap) -> None:
    with fetching(a_mailbox(scripted.port)) as fetcher:
        look(fetcher)
    fetcher.stop()
    fetcher.close()
    assert look(fetcher) == []


def test_after_a_failed_look_the_fetcher_waits_like_a_poll_and_the_next_look_connects(
    scripted: ScriptedImap,
) -> None:
    """Whoever backs off may use `wait` for it, and `stop` ends that too."""
    scripted.greeting = b"* BYE down for a while\r\n" + HANG_UP
    with fetching(a_mailbox(scripted.port, poll_seconds=0)) as fetcher:
        with pytest.raises(Unreachable, match="down for a while"):
            look(fetcher)
        assert not fetcher.wait(LONG)
        scripted.greeting = b"* OK ready again\r\n"
        assert [mail.uid for mail in look(fetcher)] == [3]
