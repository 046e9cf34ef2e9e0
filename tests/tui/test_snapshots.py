"""The screens as pictures, at both sizes, with a pinned clock."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from textual.pilot import Pilot

from dialq.clock import Instant
from dialq.tui.app import DialqApp
from tests.tui.driver import LARGE, SMALL, Driver, an_app
from tests.tui.fake_desk import NOON, FakeDesk, a_desk
from tests.tui.fake_mail import SALES, STOPPED, a_full_outbox

Compare = Callable[..., bool]
Play = Callable[[Driver], Awaitable[None]]


PICTURES = "TEXTUAL_SNAPSHOT_TEMPDIR"
KEPT = os.environ.get(PICTURES, "")
"""Where the comparing plugin works; it says so once, in the environment that every test starts without."""


@pytest.fixture
def picture(snap_compare: Compare, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., bool]]:
    """Compares a screen with its picture after a rep has pressed some keys."""
    monkeypatch.setenv(PICTURES, KEPT)
    apps: list[DialqApp] = []

    def compare(
        keys: str = "", size: tuple[int, int] = SMALL, desk: FakeDesk | None = None, **changes: Any
    ) -> bool:
        owner = desk or a_desk()
        app, watch = an_app(owner, **{"start_screen": False} | changes)
        apps.append(app)

        async def play(pilot: Pilot[None]) -> None:
            rep = Driver(app, pilot, owner, watch)
            await rep.settle()
            for key in keys.split():
                await (rep.look_after(key) if key.startswith("@") else rep.press(key))

        return snap_compare(app, terminal_size=size, run_before=play)

    yield compare
    for app in apps:
        app.desk.close()


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "140x40"])
@pytest.mark.parametrize(
    "keys", ["", "enter", "5", "n a b", "0", "j j", "y", "question_mark"],
    ids=["lead", "call", "form", "note", "other", "marked", "why", "keys"],
)  # fmt: skip
def test_the_work_screen(picture: Compare, keys: str, size: tuple[int, int]) -> None:
    assert picture(keys, size)


@pytest.mark.parametrize("theme", ["light", "terminal"])
def test_other_themes(picture: Compare, theme: str) -> None:
    assert picture("", SMALL, theme=theme)


def test_a_mail(picture: Compare) -> None:
    assert picture("e 1")


def test_an_announced_lead(picture: Compare) -> None:
    desk = a_desk()
    desk.in_hand = 5
    assert picture("", SMALL, desk)


def test_the_empty_queue(picture: Compare) -> None:
    assert picture("1", SMALL, a_desk(1))


def test_the_empty_file(picture: Compare) -> None:
    assert picture("", SMALL, a_desk(0))


def test_the_first_five_minutes(picture: Compare) -> None:
    assert picture("", SMALL, start_screen=True)


def test_the_last_five_minutes(picture: Compare) -> None:
    desk = a_desk()
    desk.clean = False
    assert picture("q", SMALL, desk)


def test_a_pause(picture: Compare) -> None:
    desk = a_desk()
    assert desk.clock.now() == Instant(NOON)
    assert picture("p", SMALL, desk)


PAGES = {
    "campaigns": "f3", "campaign": "f3 enter", "programme": "f3 p", "nurture": "f4 j j", "early": "f3 x 1",
    "verdict": "f3 x 2", "diff": "f3 d", "load": "f3 l", "hand": "f7 j space", "preview": "f7 a j space enter 1",
}  # fmt: skip


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "140x40"])
@pytest.mark.parametrize("keys", PAGES.values(), ids=PAGES)
def test_pages_of_the_policy(picture: Compare, keys: str, size: tuple[int, int]) -> None:
    desk = a_desk()
    desk.loaded, desk.owed = True, {3}
    assert picture(keys, size, desk)


@pytest.mark.parametrize("theme", ["light", "terminal"])
@pytest.mark.parametrize("keys", ["f3", "f3 x 1"], ids=["campaigns", "early"])
def test_pages_of_the_policy_in_other_themes(picture: Compare, keys: str, theme: str) -> None:
    assert picture(keys, SMALL, theme=theme)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "140x40"])
def test_a_broken_policy(picture: Compare, size: tuple[int, int]) -> None:
    """The fault and the judging stand in the header; F3 has the whole sentence."""
    desk = a_desk()
    desk.fault = 'campaigns/inbound.toml line 12: "at" is no time. Write "30m", "1h" or "5d".'
    desk.judged, desk.elsewhere = (340_000, 1_000_000), True
    assert picture("@mind", size, desk)


def test_a_reason_is_asked_before_nurture(picture: Compare) -> None:
    desk = a_desk()
    desk.young = True
    assert picture("f6", SMALL, desk)


def test_a_long_message(picture: Compare) -> None:
    desk = a_desk()
    desk.owed = {3}
    assert picture("f7 a j space enter 1 enter", SMALL, desk)


def test_the_first_five_minutes_of_too_much(picture: Compare) -> None:
    desk = a_desk()
    desk.loaded = True
    assert picture("@mails", SMALL, desk, start_screen=True)


POST = {
    "mails": "f8", "read": "f8 enter", "edit": "f8 e", "many": "f8 w 1 j", "thread": "r", "answer": "R",
    "meter": "@mails",
}  # fmt: skip


def a_desk_with_mails() -> FakeDesk:
    """A mailbox near its limit, and mails of every kind."""
    desk = a_desk()
    desk.post.view, desk.post.box = a_full_outbox(), SALES
    return desk


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "140x40"])
@pytest.mark.parametrize("keys", POST.values(), ids=POST)
def test_pages_of_mails(picture: Compare, keys: str, size: tuple[int, int]) -> None:
    assert picture(keys, size, a_desk_with_mails())


@pytest.mark.parametrize("theme", ["light", "terminal"])
@pytest.mark.parametrize("keys", ["f8", "r"], ids=["mails", "thread"])
def test_pages_of_mails_in_other_themes(picture: Compare, keys: str, theme: str) -> None:
    assert picture(keys, SMALL, a_desk_with_mails(), theme=theme)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "140x40"])
def test_a_stopped_mailbox_and_a_broken_policy(picture: Compare, size: tuple[int, int]) -> None:
    desk = a_desk_with_mails()
    desk.fault, desk.post.box = 'campaigns/inbound.toml line 12: "at" is no time.', STOPPED
    assert picture("@mind @mails", size, desk)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "140x40"])
def test_the_mails_of_the_morning(picture: Compare, size: tuple[int, int]) -> None:
    assert picture("@mails", size, a_desk_with_mails(), start_screen=True)


def test_no_mails_at_all(picture: Compare) -> None:
    assert picture("f8")


def test_a_terminal_too_small(picture: Compare) -> None:
    assert picture("", (60, 20))
