"""Enter: do this step, then the next lead, whatever its channel; and which lead is in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialq.desk.reading_acts import Answer
from dialq.desk.views import Card, Empty, Refused, Taken
from dialq.errors import NothingThere
from dialq.tui.acts.command import Command
from dialq.tui.state import is_suppressed, suppressed_words

if TYPE_CHECKING:
    from dialq.tui.screens.work import WorkScreen

DONE_CODE = {"email": "sent"}
"""What doing a step logs, by channel; the others are `done`, a card that goes into the print batch too."""


class Stepping:
    """Does the open step and brings leads to hand."""

    def __init__(self, work: WorkScreen) -> None:
        self._work = work

    def commands(self) -> dict[str, Command]:
        """Action id -> what it does."""
        return {
            "step.do": self.do_step,
            "number.other": self.other_number,
            "lead.back": self.back,
            "lead.take-announced": self.take_announced,
            "queue.open": self.open_marked,
            "queue.up": lambda: self._walk(-1),
            "queue.down": lambda: self._walk(1),
        }

    async def do_step(self) -> None:
        """Do what the step asks for; without a lead bring the next one."""
        state = self._work.state
        card = state.card
        if card is None:
            await self._without_lead()
        elif card.on_call is not None:
            state.say("On the call: say what came of it, 1-9 or 0", warn=True)
        elif is_suppressed(card):
            await self._leave_suppressed(card)
        else:
            await self._do(card, _channel(card))

    async def _without_lead(self) -> None:
        empty = self._work.state.empty
        if empty is not None and empty.leads == 0:
            self._work.adding.ask_import()
        else:
            await self.next_lead()

    async def _leave_suppressed(self, card: Card) -> None:
        """Nothing may be done with it (R18.1): the first press says so, the second brings the next lead."""
        work = self._work
        if not work.state.opened:
            work.state.opened = True
            key = work.state.keymap.first("step.do").capitalize()
            work.state.say(f"{suppressed_words(card)}. {key} again = next lead", warn=True)
            return
        await work.writing.keep()
        await work.day.let_go(card.item.lead)
        await self.next_lead()

    async def _do(self, card: Card, channel: str) -> None:
        if channel == "call":
            await self._ring(card)
        elif channel == "email" and card.item.owed == "answer":
            await self._answer()
        elif channel == "email":
            await self._work.mailing.write(card.item.step.template if card.item.step else "", step=True)
        elif channel == "post" or self._work.state.opened:
            await self._done(card, channel)
        else:
            await self._open_step(card, channel)

    async def _answer(self) -> None:
        """They wrote: answer in their thread; who asked in another way gets a mail of its own."""
        try:
            await self._work.mailing.answer(step=True)
        except NothingThere:
            await self._work.mailing.write("", step=True)

    async def _ring(self, card: Card) -> None:
        state = self._work.state
        number = state.chosen
        if number is None:
            state.say("No number to ring: a adds one, S skips the step", warn=True)
            return
        started = await self._work.desk.call(
            self._work.words.start_call, card.item.lead, number.number, card.seen
        )
        if isinstance(started, Refused):
            state.say(f"Not dialled. {started.rule}: {started.why}", warn=True)
            await self._work.watching.check_hand()
            return
        state.renew(started)
        state.dialled = number.number
        self._work.app.copy_to_clipboard(number.number)
        state.say(f"{number.shown} sent to your terminal; ring it, then say what came of it")

    async def _open_step(self, card: Card, channel: str) -> None:
        state = self._work.state
        lead = card.lead
        if card.item.step is not None and not card.item.step.key and channel == "research":
            state.say(f"{card.item.step.label.capitalize()}; Enter again = done")
        elif channel == "social":
            self._work.app.copy_to_clipboard(await self._message(card))
            state.say(f"Text sent to your terminal. Open {lead.linkedin or 'LinkedIn'}; Enter again = done")
        else:
            links = "  ".join(link for link in (lead.website, lead.linkedin) if link)
            state.say(f"Look them up: {links or lead.company or lead.name}; write a note; Enter again = done")
            if channel == "research":
                self._work.writing.open()
        state.opened = True

    async def _message(self, card: Card) -> str:
        """The text of a LinkedIn step: its template filled in, else what the card says."""
        template = card.item.step.template if card.item.step else ""
        if not template:
            return card.say
        return (await self._work.desk.call(self._work.words.draft_mail, card.item.lead, template)).body

    async def _done(self, card: Card, channel: str) -> None:
        code = DONE_CODE.get(channel, "done")
        answer = Answer(card.item.lead, code, card.seen, channel, note=self._work.writing.text)
        await self._work.answering.give(answer)

    def other_number(self) -> None:
        """Choose the next number that is alive."""
        state = self._work.state
        numbers = state.card.numbers if state.card else ()
        if len(numbers) < 2:
            state.say("No other number", warn=True)
            return
        order = [(state.number + step) % len(numbers) for step in range(1, len(numbers) + 1)]
        state.number = next((place for place in order if not numbers[place].dead), state.number)

    async def next_lead(self) -> None:
        """Bring the next lead to hand."""
        await self._work.show_next(
            await self._work.desk.call(self._work.words.take_next, self._work.state.block)
        )

    async def open_lead(self, lead: int, *, inbound: bool = False) -> Refused | None:
        """Bring this lead to hand and park the one there is (R12.5); the refusal if it cannot be had."""
        work = self._work
        await work.watching.check_hand()  # What another rep holds by now is not parked.
        before = work.state.card
        await work.writing.keep()
        got = await work.desk.call(work.words.open_lead, lead, inbound=inbound)
        if isinstance(got, Refused):
            work.state.say(f"{got.rule}: {got.why}", warn=True)
            return got
        if before is not None and before.item.lead != lead:
            work.state.parked[before.item.lead] = before.lead.name
        await work.show_next(got, inbound=inbound)
        if work.state.parked and before is not None and before.item.lead != lead:
            key = work.state.keymap.first("lead.back")
            work.state.say(f"{before.lead.name} is parked, {key} brings them back")
        return None

    async def back(self) -> None:
        """Back to the lead parked last."""
        work = self._work
        if not work.state.parked:
            work.state.say("Nobody is parked", warn=True)
            return
        await work.writing.keep()
        got = await work.desk.call(work.words.back_to_parked)
        work.state.parked.popitem()
        await work.show_next(got)

    async def take_announced(self) -> None:
        """Take the lead of the NEW line."""
        news = self._work.state.news
        if news is None:
            self._work.state.say("Nothing new is announced", warn=True)
            return
        await self.open_lead(news.lead)

    async def open_marked(self) -> None:
        """Open the lead under the mark."""
        marked = self._work.state.marked
        if marked is None:
            self._work.state.say("Nobody is waiting", warn=True)
            return
        await self.open_lead(marked.lead)

    def _walk(self, step: int) -> None:
        state = self._work.state
        count = len(state.waiting)
        if count == 0:
            state.say("Nobody is waiting", warn=True)
        elif state.mark < 0:
            state.mark = 0
        else:
            state.mark = max(0, min(count - 1, state.mark + step))


def _channel(card: Card) -> str:
    channel = card.item.step.channel if card.item.step else ""
    if channel:
        return channel
    return "call" if card.numbers or not card.lead.emails else "email"


def card_of(got: Taken | Empty | None) -> Card | None:
    """The card of what was taken, if a lead was."""
    return got.card if isinstance(got, Taken) else None
