"""A picture of the work screen, made by the program itself without a terminal."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from dialq.desk.desk import Desk
from dialq.tui.app import DialqApp
from dialq.tui.screens.work import WorkScreen
from dialq.tui.settings import UiSettings
from dialq.tui.words import WORDS

_LOOKS = 200
"""So often the screen is looked at before it is taken as it is."""


def picture(open_desk: Callable[[], Desk], settings: UiSettings, size: tuple[int, int]) -> str:
    """The first lead in hand, as SVG, in the given columns and rows."""
    return asyncio.run(_picture(open_desk, settings, size))


async def _picture(open_desk: Callable[[], Desk], settings: UiSettings, size: tuple[int, int]) -> str:
    app = DialqApp(open_desk, replace(settings, start_screen=False, remembered=None, theme="dark"), WORDS)
    try:
        async with app.run_test(size=size) as pilot:
            for _ in range(_LOOKS):
                await pilot.pause(0.05)
                screen = app.screen
                if (
                    isinstance(screen, WorkScreen)
                    and screen.state.card is not None
                    and screen.state.queue is not None
                ):
                    break
            await pilot.pause(0.5)
            return app.export_screenshot(title="dialq")
    finally:
        app.desk.close()
