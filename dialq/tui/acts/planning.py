"""The policy from the work screen: campaigns, nurture, handing over, experiments, load."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialq.errors import BadInput
from dialq.tui.acts.command import Command
from dialq.tui.formatting import plural
from dialq.tui.forms import Field, Form

if TYPE_CHECKING:
    from dialq.desk.policy_views import Handed
    from dialq.tui.screens.office import Office
    from dialq.tui.screens.work import WorkScreen

NURTURE_REASONS = ("no time to chase it", "no need now", "wants to read first", "cannot be reached", "other")


class Planning:
    """Opens the pages about the policy; hands leads over and takes them back."""

    def __init__(self, work: WorkScreen) -> None:
        self._work = work
        self._gone: set[int] = set()
        """Leads handed over on a page that is open."""

    def commands(self) -> dict[str, Command]:
        """Action id -> what it does."""
        return {
            "campaigns.open": self.campaigns,
            "programmes.open": self.programmes,
            "nurture.open": self.nurture_list,
            "experiments.open": self.experiments,
            "load.open": self.load,
            "lead.nurture": self.to_nurture,
            "queue.hand": self.hand,
        }

    @property
    def office(self) -> Office:
        """What a page has at hand."""
        from dialq.tui.screens.office import Office  # The pages load when they are asked for, not at start.

        work = self._work
        return Office(
            work.desk, work.words, work.state.keymap, work.state.zone, work.settings.clock, work.state.ascii,
            work.state.block, work.guard_refusal, self._remember, self._undo_on_page, work.settings.poll,
            work.another_shown,
        )  # fmt: skip

    def _remember(self, handed: Handed) -> None:
        """A single lead is taken back by the desk's own undo, which brings it back to hand."""
        if handed.batch:
            self._gone.update(handed.done)
        self._work.state.handed = handed if len(handed.done) > 1 else None

    async def _undo_on_page(self) -> str:
        """`u` on a page: the work behind it changes as if the page were closed."""
        await self._work.day.undo()
        return self._work.state.message

    async def campaigns(self) -> None:
        """F3: steps, leads, rests, findings."""
        from dialq.tui.screens.campaigns import CampaignsScreen

        await self.come_back(await self._work.app.push_screen_wait(CampaignsScreen(self.office)))

    async def nurture_list(self) -> None:
        """F4: who is in nurture."""
        from dialq.tui.screens.nurture import NurtureScreen

        await self.come_back(await self._work.app.push_screen_wait(NurtureScreen(self.office)))

    async def come_back(self, lead: int | None) -> None:
        """From a page: what was handed over leaves the hand, what was picked comes to it."""
        card, gone, self._gone = self._work.state.card, self._gone, set()
        said = self._work.state.message
        if card is not None and card.item.lead in gone:
            await self._next(card.item.lead)
            self._work.state.say(said)
        if lead is not None:
            await self._work.stepping.open_lead(lead)
        self._work.watching.refresh_soon()

    async def programmes(self) -> None:
        """The flow of leads through each programme."""
        from dialq.tui.screens.programmes import ProgrammesScreen

        await self._work.app.push_screen_wait(ProgrammesScreen(self.office))

    async def experiments(self) -> None:
        """An experiment's card."""
        from dialq.tui.screens.experiments import show_experiments

        await show_experiments(self.office, self._work.app)

    async def load(self) -> None:
        """What is due against the hands there are."""
        from dialq.tui.drawing.load import load_lines
        from dialq.tui.screens.sheet import TextSheet

        view = await self._work.desk.call(self._work.words.policy.load)
        title = "LOAD: due today against the hands there are"
        await self._work.app.push_screen_wait(TextSheet(title, lambda width: load_lines(view, width)))

    async def hand(self) -> None:
        """F7: many leads in one act."""
        from dialq.tui.screens.handing import hand_over

        work = self._work
        handed = await hand_over(self.office, work.app)
        if handed is None:
            return
        self._remember(handed[0])
        await self.come_back(None)
        work.state.say(handed[1])

    async def to_nurture(self) -> None:
        """F6: this lead to marketing; asks why only where a reason is owed (R4.11)."""
        work = self._work
        card = work.state.card
        if card is None:
            work.state.say("No lead is in hand", warn=True)
            return
        try:
            await self._give(card.item.lead, "")
        except BadInput as owed:
            field = Field("reason", "reason", NURTURE_REASONS[0], choices=NURTURE_REASONS, wide=True)
            choices = "  ".join(f"{place} {reason}" for place, reason in enumerate(NURTURE_REASONS, 1))
            why = owed.title.partition(": ")[2] or owed.title
            work.asking.ask(Form("nurture", "TO NURTURE", (field,), f"{choices}   ({why})"), self._given)

    async def _given(self, form: Form, values: dict[str, str]) -> None:
        card = self._work.state.card
        if card is not None:
            await self._give(card.item.lead, values["reason"])

    async def _give(self, lead: int, reason: str) -> None:
        work = self._work
        await work.writing.keep()
        name = work.state.card.lead.name if work.state.card else f"lead {lead}"
        handed = await work.desk.call(work.words.policy.to_nurture, (lead,), reason)
        work.asking.close()
        if not handed.done:
            why = handed.refused[0][2] if handed.refused else "nothing changed"
            work.state.say(f"{name} stays: {why}", warn=True)
            return
        self._remember(handed)
        self._gone.clear()
        await self._next(lead)
        work.state.say(f"{name} is in nurture; {work.state.keymap.first('undo.undo')} takes it back")

    async def _next(self, lead: int) -> None:
        await self._work.day.let_go(lead)
        self._work.state.put_down(None)
        await self._work.stepping.next_lead()

    async def undo(self, handed: Handed) -> None:
        """Take the batch back that was handed over last; a single lead comes back to hand."""
        from dialq.desk.handing_back import mails_left

        work = self._work
        work.state.handed = None
        back = await work.desk.call(work.words.policy.undo_handing, handed.batch)
        stayed = f"; {len(back.refused)} stay: {back.refused[0][2]}" if back.refused else ""
        left = mails_left([subject for _, _, subject in back.left])
        self._gone.difference_update(back.done)
        if work.state.empty is not None:
            await work.stepping.next_lead()
        work.state.say(f"Took back: {plural(len(back.done), 'lead')} handed over{stayed}{left}")
        work.watching.refresh_soon()
