"""Drives the app as a rep would: by keys and by action ids, with a stopwatch that moves only when told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any, cast

from textual.pilot import Pilot

from dialq.desk.desk import Desk
from dialq.tui.app import DialqApp
from dialq.tui.screens.work import WorkScreen
from dialq.tui.settings import UiSettings
from dialq.tui.state import WorkState
from dialq.tui.widgets.pane import Pane
from tests.tui.fake_desk import WORDS, FakeDesk

SMALL, LARGE = (80, 24), (140, 40)
MOST_ROUNDS = 400


@dataclass
class Stopwatch:
    """Monotonic seconds that stand still."""

    at: float = 1000.0

    def __call__(self) -> float:
        return self.at


@dataclass
class Driver:
    """The app under test."""

    app: DialqApp
    pilot: Pilot[None]
    desk: FakeDesk
    watch: Stopwatch

    async def settle(self) -> None:
        """Wait until nothing is under way: no desk call, no message."""
        quiet = 0
        for _ in range(MOST_ROUNDS):
            await self.pilot.pause()
            busy = self.app.desk.busy or self._work_is_busy()
            quiet = 0 if busy else quiet + 1
            if quiet >= 3:
                return
        raise AssertionError("the app did not come to rest")

    def _work_is_busy(self) -> bool:
        return isinstance(self.app.screen, WorkScreen) and self.app.screen.busy

    async def press(self, *keys: str, wait: float = 5.0) -> None:
        """Press keys, each `wait` stopwatch seconds after the last."""
        for key in keys:
            self.watch.at += wait
            await self.pilot.press(key)
            await self.settle()

    async def type(self, text: str) -> None:
        """Type a text quickly."""
        for letter in text:
            self.watch.at += 0.1
            await self.pilot.press("space" if letter == " " else letter)
        await self.settle()

    async def look_after(self, what: str) -> None:
        """What the timers do by themselves: `@mind` the policy, `@mails`."""
        self.watch.at += 5
        await (self.work.minding.look() if what == "@mind" else self.work.watching.run_mails())
        await self.settle()

    @property
    def work(self) -> WorkScreen:
        """The work screen, on top or not."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, WorkScreen))

    @property
    def state(self) -> WorkState:
        """What the work screen knows."""
        return self.work.state

    @property
    def lead(self) -> int:
        """The lead in hand; 0: none."""
        return self.state.card.item.lead if self.state.card else 0

    def text(self, pane: str = "") -> str:
        """What the screen on top shows, or one of its panes."""
        panes = self.app.screen.query(Pane if not pane else f"#{pane}").results(Pane)
        return "\n".join(shown.text for shown in panes)


@asynccontextmanager
async def driving(
    desk: FakeDesk, size: tuple[int, int] = SMALL, *, begin: bool = True, **changes: Any
) -> AsyncIterator[Driver]:
    """The app on a fake desk, on the work screen unless `begin` is false."""
    app, watch = an_app(desk, **{"start_screen": not begin} | changes)
    async with app.run_test(size=size) as pilot:
        driver = Driver(app, pilot, desk, watch)
        await driver.settle()
        watch.at += 5
        yield driver
    app.desk.close()


def an_app(desk: FakeDesk, **changes: Any) -> tuple[DialqApp, Stopwatch]:
    """The app with a pinned clock, a stopwatch and no timers."""
    watch = Stopwatch()
    settings = UiSettings(
        "ana", "America/New_York", theme="dark", clock=desk.clock, monotonic=watch, poll=0, save_after=0
    )
    return DialqApp(lambda: cast(Desk, desk), replace(settings, **changes), WORDS), watch
