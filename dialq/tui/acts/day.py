"""The day: my log, undo, pause, wrap-up, block, and what can be read about a lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from dialq.desk.block import Block
from dialq.desk.views import Card, Logged, LogLine, Refused
from dialq.engine.campaign import CALL, EMAIL, POST, RESEARCH, SOCIAL
from dialq.errors import BadInput
from dialq.tui.acts.command import Command
from dialq.tui.screens.pause import PauseScreen
from dialq.tui.screens.pick import Pick, Row
from dialq.tui.screens.wrapup import LEAVE, WrapUpScreen

if TYPE_CHECKING:
    from dialq.tui.screens.work import WorkScreen

CLAIMED = "claimed"
"""The rule by which a lead is in a colleague's hands."""
BLOCKS = (
    (None, "everything"),
    (Block(channels=(CALL,)), "calls"),
    (Block(channels=(EMAIL,)), "mail"),
    (Block(channels=(SOCIAL,)), "linkedin"),
    (Block(channels=(POST,)), "post"),
    (Block(channels=(RESEARCH,)), "research"),
)


class Day:
    """Keys about the rep's day rather than about one lead."""

    def __init__(self, work: WorkScreen) -> None:
        self._work = work

    def commands(self) -> dict[str, Command]:
        """Action id -> what it does."""
        return {
            "log.open": self.open_log,
            "undo.undo": self.undo,
            "undo.redo": self.redo,
            "day.pause": self.pause,
            "day.wrap-up": self.wrap_up,
            "block.choose": self.choose_block,
        }

    async def open_log(self) -> None:
        """`l`: pick one of today's outcomes; the next answer replaces it (R13.4)."""
        work = self._work
        lines = await work.desk.call(work.words.my_log)
        if not lines:
            work.state.say("Nothing logged today")
            return
        rows = [
            Row(entry, log_text(entry), log_remark(entry), entry.undone or entry.corrected) for entry in lines
        ]
        chosen = await work.app.push_screen_wait(Pick("MY LOG OF TODAY: Enter corrects", rows))
        if chosen is None:
            return
        if chosen.undone or chosen.corrected:
            work.state.say("That one is already taken back or replaced", warn=True)
            return
        card: Card = await work.desk.call(work.words.look, chosen.lead)
        work.state.correcting, work.state.corrected = chosen, card
        work.state.say(
            f"Instead of {chosen.label} for {chosen.name}: press what it was, 1-9 or 0; Esc leaves it"
        )

    async def undo(self) -> None:
        """`u`: take back my last outcome (R13.1), or the leads handed over since."""
        handed = self._work.state.handed
        if handed is not None:
            await self._work.planning.undo(handed)
            return
        await self._turn(await self._work.desk.call(self._work.words.undo))

    async def redo(self) -> None:
        """`U`: take the undo back; its lead is dealt with again, so it leaves the hand."""
        work = self._work
        said = await work.desk.call(work.words.redo)
        if isinstance(said, Refused):
            work.state.say(f"{said.rule}: {said.why}", warn=True)
            return
        if work.state.card is not None and work.state.card.item.lead == said.lead:
            await work.writing.keep()
            await self.let_go(said.lead)
            work.state.put_down(None)
            await work.stepping.next_lead()
        work.state.say(f"{said.toast}  {said.breach or said.warning}".strip())

    async def _turn(self, said: Logged | Refused) -> None:
        work = self._work
        if isinstance(said, Refused):
            work.state.say(f"{said.rule}: {said.why}", warn=True)
            return
        away = await self.bring_back(said.lead)
        toast = f"{said.toast}; {away}" if away else said.toast
        work.state.say(f"{toast}  {said.breach or said.warning}".strip())

    async def bring_back(self, lead: int) -> str:
        """The lead comes back in hand, and what stood there goes back to the queue; or why it stays away."""
        work = self._work
        card = work.state.card
        other = card.item.lead if card is not None and card.item.lead != lead and card.on_call is None else 0
        refused = await work.stepping.open_lead(lead)
        if refused is not None and refused.rule != CLAIMED and other:
            await self.let_go(other)  # As many are parked as can be: the one in hand makes room.
            other, refused = 0, await work.stepping.open_lead(lead)
        if refused is not None:
            if card is None or not other:
                await work.stepping.next_lead()
            return refused.why
        if other:
            work.state.parked.pop(other, None)
            await self.let_go(other)
            work.watching.refresh_soon()
        return ""

    async def let_go(self, lead: int) -> None:
        """Free a lead, if it is held."""
        try:
            await self._work.desk.call(self._work.words.release, lead)
        except BadInput:
            return  # It was only looked at, or its conversation is logged: nothing is held.

    async def pause(self) -> None:
        """`p`: hand out nothing until the rep is back (R12.2)."""
        work = self._work
        await work.writing.keep()
        await work.desk.call(work.words.pause, "break")
        since = work.settings.clock.now()
        work.paused = True
        screen = PauseScreen(since, work.settings.clock, self._pause_for)
        await work.app.push_screen_wait(screen)
        work.paused = False
        await work.desk.call(work.words.resume)
        await self._return(work.state.card)

    async def _return(self, before: Card | None) -> None:
        """Back to the lead that was parked for the pause, if its lease still stands; else the next one."""
        work = self._work
        if before is not None and before.on_call is None:
            try:
                got = await work.desk.call(work.words.back_to_parked)
            except BadInput:
                work.state.say(f"{before.lead.name} went to the others meanwhile")
            else:
                await work.show_next(got)
                return
        said = work.state.message
        await work.stepping.next_lead()
        work.state.say(said)

    async def _pause_for(self, reason: str) -> None:
        await self._work.desk.call(self._work.words.pause, reason)

    async def wrap_up(self) -> None:
        """`q`: what is left open today; all clean leaves without a question."""
        work = self._work
        await work.writing.keep()
        view = await work.desk.call(work.words.wrap_up)
        if not view.clean:
            overload = await work.desk.call(work.words.policy.overload)
            alone = await work.desk.call(work.words.mail.after_leaving) if view.mails else ""
            screen = WrapUpScreen(view, work.settings.zone, work.settings.clock.now(), overload, alone)
            chosen = await work.app.push_screen_wait(screen)
            if chosen != LEAVE:
                await self._stay(chosen)
                return
        if work.state.card is not None and work.state.card.on_call is None:
            await self.let_go(work.state.card.item.lead)
        work.app.exit(return_code=0)

    async def _stay(self, chosen: int | None) -> None:
        """Back to work, on the lead of the line that was picked."""
        if chosen is not None:
            await self._work.stepping.open_lead(chosen)

    async def choose_block(self) -> None:
        """`b`: narrow the queue, by channel or by what is typed."""
        rows = [Row(place, name) for place, (_, name) in enumerate(BLOCKS)]
        rows.append(Row(len(BLOCKS), "this lead's campaign"))
        rows.append(Row(len(BLOCKS) + 1, "this lead's source"))
        chosen = await self._work.app.push_screen_wait(Pick("BLOCK: work on", rows))
        if chosen is None:
            return
        await self._set_block(self._block(chosen))

    def _block(self, chosen: int) -> Block | None:
        if chosen < len(BLOCKS):
            return BLOCKS[chosen][0]
        card = self._work.state.card
        if card is None:
            return None
        block = self._work.state.block or Block()
        if chosen == len(BLOCKS):
            return replace(block, campaign=card.item.campaign)
        return replace(block, source=card.lead.source)

    async def _set_block(self, block: Block | None) -> None:
        work = self._work
        work.state.block = block
        work.state.say("Block set; it counts from the next lead on")
        if work.state.card is None:
            await work.stepping.next_lead()
        await work.watching.refresh()


def log_text(entry: LogLine) -> str:
    """One of my outcomes in a list."""
    return f"{entry.when:10} {entry.channel:9} {entry.label:18} {entry.name}, {entry.company}  {entry.note}"


def log_remark(entry: LogLine) -> str:
    """What became of it."""
    return "taken back" if entry.undone else "replaced" if entry.corrected else ""
