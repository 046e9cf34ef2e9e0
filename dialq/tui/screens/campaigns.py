"""The campaigns: a list, the marked one on its line of days, and the way to all that belongs to the policy."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from dialq.desk.policy_views import CampaignLine, CampaignView
from dialq.tui.actions import CAMPAIGNS
from dialq.tui.acts.command import Command
from dialq.tui.drawing.campaigns import Look, detail_lines, list_lines, summary_lines
from dialq.tui.drawing.diff import diff_lines
from dialq.tui.drawing.load import load_lines
from dialq.tui.screens.experiments import show_experiments
from dialq.tui.screens.handing import hand_over
from dialq.tui.screens.nurture import NurtureScreen
from dialq.tui.screens.office import Office
from dialq.tui.screens.place import Place
from dialq.tui.screens.programmes import ProgrammesScreen
from dialq.tui.screens.sheet import TextSheet
from dialq.tui.spans import BOLD, WARN, Line, ends, line, span

FOLLOW_EVERY = 2.0
"""Seconds between two looks at what others did."""


class CampaignsScreen(Place[int | None]):
    """Returns the lead to open, or None."""

    PLACE = CAMPAIGNS

    def __init__(self, office: Office) -> None:
        super().__init__("CAMPAIGNS", office.keymap)
        self._office = office
        self._lines: tuple[CampaignLine, ...] = ()
        self._view: CampaignView | None = None
        self._overload = ""
        self._fault = ""
        self._ready = False
        self._seen: tuple[object, ...] = ()

    def commands(self) -> dict[str, Command]:
        """Action id -> what it does."""
        return {
            "campaigns.details": self._details,
            "campaigns.diff": self._diff,
            "campaigns.flow": self._flow,
            "campaigns.hand": self._hand,
            "campaigns.nurture": self._nurture,
            "campaigns.experiments": partial(show_experiments, self._office, self.app),
            "campaigns.load": self._show_load,
            "campaigns.undo": partial(self.take_back, self._office, self._read),
        }

    def on_mount(self) -> None:
        """Read, and follow what others do and what the files say."""
        self.start(self._read())
        if self._office.every > 0:
            self.set_interval(FOLLOW_EVERY, self._follow_if_seen)

    def _follow_if_seen(self) -> None:
        if self.is_current and not self._office.desk.busy:
            self.run_worker(self._watched(self.follow()), group="follow", exclusive=True)

    async def follow(self) -> None:
        """Read anew if another has committed something or the policy is another."""
        pulse = await self._pulse()
        if pulse != self._seen:
            self._seen = pulse
            await self._read()

    async def _pulse(self) -> tuple[object, ...]:
        """What differs after every commit of others, after an edit and after a fault."""
        office = self._office
        words = office.words
        return (
            await office.ask(office.every_word.version),
            await office.ask(words.policy_fault),
            await office.ask(words.judging) is None,
            await office.ask(words.policy_mark),
        )

    async def _read(self) -> None:
        office, marked = self._office, self.marked
        if not self._seen:
            self._seen = await self._pulse()
        self._fault = await office.ask(office.words.policy_fault)
        self._lines = await office.ask(office.words.campaign_lines)
        self._mark_again(marked)
        self._ready = True
        await self._look()
        self._overload = await office.ask(office.words.overload)

    def _mark_again(self, marked: CampaignLine | None) -> None:
        """The mark stays with its campaign, wherever that stands now."""
        names = [one.name for one in self._lines]
        if marked is not None and marked.name in names:
            self.mark = names.index(marked.name)
        self.mark = max(0, min(self.mark, len(names) - 1))

    @property
    def rows(self) -> int:
        """Campaigns."""
        return len(self._lines)

    @property
    def marked(self) -> CampaignLine | None:
        """The campaign under the mark."""
        return self._lines[self.mark] if self.mark < len(self._lines) else None

    def moved(self) -> None:
        """Another campaign: its picture comes as soon as it is read."""
        self.paint()
        self.run_worker(self._watched(self._look()), group="view", exclusive=True)

    async def _look(self) -> None:
        if self.marked is not None:
            self._view = await self._office.ask(self._office.words.campaign_view, self.marked.name)
            self.paint()

    def title_line(self, width: int) -> Line:
        """The title with the overload warning beside it."""
        return ends(line(span(f" {self._title_text}", BOLD)), line(span(f"{self._overload} ", WARN)), width)

    def body_lines(self, width: int, height: int) -> Sequence[Line]:
        """The list above, the marked campaign below."""
        if not self._lines:
            return (line(span(" no campaign" if self._ready else " reading the campaigns")),)
        look = self._look_of(width)
        listed = min(len(self._lines) + 1, max(4, height * 2 // 5)) + (3 if self._fault else 0)
        above = list_lines(self._lines, self.mark, look, listed, self._fault)
        view, marked = self._view, self.marked
        if view is None or marked is None or view.campaign.name != marked.name:
            return above
        return (*above, *summary_lines(view, look, height - len(above)))

    def _look_of(self, width: int) -> Look:
        return Look(width, self._office.zone, self._office.ascii)

    async def _details(self) -> None:
        view = self._view
        if view is not None:
            title = f"CAMPAIGN {view.campaign.name} v{view.campaign.version}"
            await self.app.push_screen_wait(TextSheet(title, lambda w: detail_lines(view, self._look_of(w))))

    async def _diff(self) -> None:
        self.say("reading the files and judging today's queue by them")
        found = await self._office.ask(self._office.words.diff, None)
        self.said = ""
        title = "DRY RUN: what the files on disk would change"
        await self.app.push_screen_wait(TextSheet(title, partial(diff_lines, found)))

    async def _flow(self) -> None:
        await self.app.push_screen_wait(ProgrammesScreen(self._office))

    async def _nurture(self) -> None:
        lead = await self.app.push_screen_wait(NurtureScreen(self._office))
        if lead is not None:
            self.dismiss(lead)

    async def _hand(self) -> None:
        if self.marked is not None:
            handed = await hand_over(self._office, self.app, campaign=self.marked.name)
            if handed is not None:
                self._office.remember(handed[0])
                await self._read()
                self.say(handed[1])

    async def _show_load(self) -> None:
        view = await self._office.ask(self._office.words.load)
        await self.app.push_screen_wait(TextSheet("LOAD: due today against the hands there are",
                                                  lambda width: load_lines(view, width)))  # fmt: skip
