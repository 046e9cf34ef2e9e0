"""The app: opens the desk on its thread, runs the screens, and is the last to hear of failures."""

from __future__ import annotations

import asyncio
import gc
import signal
import traceback
from collections.abc import Callable, Sequence
from typing import Any

from textual import events
from textual.app import App
from textual.filter import LineFilter
from textual.screen import Screen
from textual.worker import WorkerFailed

from dialq.desk.desk import Desk
from dialq.errors import WORLD_FAILED, DialqError
from dialq.tui.bridge import DbThread
from dialq.tui.colourless import Colourless
from dialq.tui.guard import KeyGuard
from dialq.tui.keymap import build_keymap
from dialq.tui.remembered import AZERTY, DIGIT_ROW, THEME, digit_row, recall, remember
from dialq.tui.screens.plain import Failure, FirstRun, TooSmall, too_small
from dialq.tui.screens.sheet import Sheet
from dialq.tui.screens.work import WorkScreen
from dialq.tui.settings import Closing, UiSettings
from dialq.tui.stylesheets import stylesheets
from dialq.tui.themes import THEMES
from dialq.tui.vocabulary import Vocabulary

BESIDE_EVERY = 1.0
"""Seconds between two looks whether there is a mailbox to send and fetch for."""


class DialqApp(App[None], inherit_bindings=False):
    """dialq on the screen. `failure` is the sentence to print after leaving, '' if all went well."""

    CSS_PATH = stylesheets("base.tcss", "work.tcss", "mail.tcss")
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    TITLE = "dialq"

    def __init__(self, open_desk: Callable[[], Desk], settings: UiSettings, words: Vocabulary) -> None:
        super().__init__()
        self._settle(settings)
        self.words = words
        self.desk = DbThread(open_desk)
        self.failure = ""
        self._beside: Closing | None = None
        """What runs beside the screen."""
        self._begun = False
        self.animation_level = "none"
        for theme in THEMES:
            self.register_theme(theme)
        names = tuple(theme.name for theme in THEMES)
        self.theme = recall(settings.remembered, THEME, names) or settings.theme
        self._plain = (Colourless(),)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """With NO_COLOR nothing is painted in a colour; Textual's own answer to it is black and white."""
        return self._plain if self.no_color else super().get_line_filters()

    @property
    def _background_screens(self) -> list[Screen[Any]]:
        """No page lets another shine through: Textual would paint the whole page anew whenever the one below stirs."""
        return []

    def _settle(self, settings: UiSettings) -> None:
        """Take over the settings in force."""
        self.settings = settings
        self.guard = KeyGuard(settings.card_stands, settings.key_still)

    async def on_mount(self) -> None:
        """Begin the day."""
        self._mind_signals()
        self.run_worker(self._begin(), group="begin")

    async def _begin(self) -> None:
        try:
            await self.desk.open()
            self._settle(self.settings.with_team(await self.desk.call(self.words.settings)))
            if too_small(self.size.width, self.size.height):
                await self.push_screen_wait(TooSmall())
            row = digit_row(self.settings.remembered)
            if not row:
                row = await self.push_screen_wait(FirstRun())
                remember(self.settings.remembered, DIGIT_ROW, row)
            await self._work(azerty=row == AZERTY)
        except DialqError as failure:
            self.failure = str(failure)
            self.exit(return_code=failure.exit_code)

    async def _work(self, *, azerty: bool) -> None:
        settings = self.settings
        keymap = build_keymap(settings.keys, azerty=azerty)
        work = WorkScreen(self.desk, self.words, settings, keymap, self.guard)
        await self.push_screen(work)
        self._begun = True
        work.start(work.begin())
        gc.freeze()
        gc.enable()
        if settings.background is not None and settings.poll > 0:
            self._until_beside = self.set_interval(BESIDE_EVERY, self._mind_beside)

    def _mind_beside(self) -> None:
        """Is there a mailbox by now? Then start what runs beside the screen, which sends and fetches for it (R14.5)."""
        for screen in self.screen_stack:
            if isinstance(screen, WorkScreen) and screen.state.mailbox is not None:
                self._until_beside.stop()
                self.run_worker(self._load_beside(screen), group="beside")

    async def _load_beside(self, work: WorkScreen) -> None:
        """On a thread: loading it must keep no key waiting."""
        try:
            await asyncio.to_thread(self._begin_beside)
        except DialqError as failure:
            work.watching.fail_quietly(failure)

    def _begin_beside(self) -> None:
        """Kept by the thread itself: what was begun is closed even if the screen has ended meanwhile."""
        if self.settings.background is not None:
            self._beside = self.settings.background()

    def end(self) -> None:
        """After the screen: end what ran beside it, then close the desk."""
        beside, self._beside = self._beside, None
        try:
            if beside is not None:
                beside.close()
        finally:
            self.desk.close()

    async def on_event(self, event: events.Event) -> None:
        """Every key press is timed before anything else hears of it (R9.4, R12.2)."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self.guard.pressed(event.key, self.settings.monotonic())
            for screen in self.screen_stack:
                if isinstance(screen, WorkScreen):
                    screen.watching.touched()
        await super().on_event(event)

    def on_resize(self, event: events.Resize) -> None:
        """Too small a terminal gets one sentence instead of the work."""
        small = too_small(event.size.width, event.size.height)
        if small and self._begun and not isinstance(self.screen, TooSmall):
            self.push_screen(TooSmall())

    def _mind_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for name in (signal.SIGHUP, signal.SIGTERM):
            loop.add_signal_handler(name, self._leave_at_once)

    def _leave_at_once(self) -> None:
        """The terminal goes away: keep the note, then leave."""
        for screen in self.screen_stack:
            if isinstance(screen, WorkScreen):
                screen.writing.keep_without_loop()
            elif isinstance(screen, Sheet):
                screen.keep_without_loop()
        self.exit(return_code=WORLD_FAILED)

    def _handle_exception(self, error: Exception) -> None:
        """A fault in dialq itself: say so loudly, leave with code 4."""
        if self.failure or self.is_headless:
            super()._handle_exception(error)
            return
        if isinstance(error, WorkerFailed):
            error = error.error if isinstance(error.error, Exception) else error
        self.failure = "".join(traceback.format_exception(error))
        self._return_code = WORLD_FAILED
        try:
            self.push_screen(Failure(f"{type(error).__name__}: {error}"))
        except Exception as second:
            super()._handle_exception(second)
