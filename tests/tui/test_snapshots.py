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
            await rep.press(*keys.split())

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


def test_a_terminal_too_small(picture: Compare) -> None:
    assert picture("", (60, 20))
