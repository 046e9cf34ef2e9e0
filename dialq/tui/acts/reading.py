"""What can be read: why, the story, the script, the keys, the palette."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from dialq.tui.actions import ACTIONS, WORK
from dialq.tui.acts.command import Command
from dialq.tui.drawing.help import help_lines
from dialq.tui.drawing.story import whole_story
from dialq.tui.drawing.why import script_lines, why_lines
from dialq.tui.remembered import THEME, remember
from dialq.tui.screens.palette import palette
from dialq.tui.screens.sheet import TextSheet
from dialq.tui.spans import Line
from dialq.tui.themes import THEMES

if TYPE_CHECKING:
    from dialq.tui.screens.work import WorkScreen


class Reading:
    """Pages that change nothing."""

    def __init__(self, work: WorkScreen) -> None:
        self._work = work

    def commands(self) -> dict[str, Command]:
        """Action id -> what it does."""
        return {
            "why.show": self.why,
            "story.show": self.story,
            "script.show": self.script,
            "help.keys": self.keys,
            "palette.open": self.palette,
            "look.theme": self.next_theme,
        }

    async def why(self) -> None:
        """Every rule, the deciding one first."""
        work = self._work
        card = work.state.card
        if card is None:
            work.state.say("No lead is in hand", warn=True)
            return
        verdict = await work.desk.call(work.words.why, card.item.lead)
        zone, now = work.state.zone, work.state.now
        await self._read(
            f"WHY {card.lead.name}", lambda width: why_lines(verdict, zone, now, width, card.fit)
        )

    async def story(self) -> None:
        """All that happened."""
        work = self._work
        card = work.state.card
        if card is None:
            work.state.say("No lead is in hand", warn=True)
            return
        entries = await work.desk.call(work.words.story, card.item.lead)
        zone, now = work.state.zone, work.state.now
        await self._read(f"STORY of {card.lead.name}", lambda width: whole_story(entries, width, zone, now))

    async def script(self) -> None:
        """What to say, to a person and after the beep."""
        card = self._work.state.card
        if card is None:
            self._work.state.say("No lead is in hand", warn=True)
            return
        await self._read(f"SCRIPT for {card.lead.name}", lambda width: script_lines(card, width))

    async def keys(self) -> None:
        """All keys by group."""
        keymap = self._work.state.keymap
        await self._read("KEYS", lambda width: help_lines(keymap, width))

    def next_theme(self) -> None:
        """The next of the themes, remembered for the next start."""
        app = self._work.app
        names = [theme.name for theme in THEMES]
        app.theme = names[(names.index(app.theme) + 1) % len(names)]
        remember(self._work.settings.remembered, THEME, app.theme)
        self._work.state.say(f"Colours: {app.theme}")

    async def palette(self) -> None:
        """Find an action by its name and do it."""
        work = self._work
        here = [action for action in ACTIONS if action.place == WORK]
        chosen = await work.app.push_screen_wait(palette("PALETTE: what to do?", here, work.state.keymap))
        if chosen is not None:
            work.then_perform(chosen)

    async def _read(self, title: str, draw: Callable[[int], Sequence[Line]]) -> None:
        await self._work.app.push_screen_wait(TextSheet(title, draw))
