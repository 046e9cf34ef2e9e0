"""Mails beyond the one being written: the mail screen, threads and answers, one mail to many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialq.tui.acts.command import Command

if TYPE_CHECKING:
    from dialq.tui.screens.work import WorkScreen

PLANNED = "planned"
"""The part of the mail screen with what leaves by itself."""


class Corresponding:
    """Opens the pages about mails; each loads when it is asked for, not at start."""

    def __init__(self, work: WorkScreen) -> None:
        self._work = work

    def commands(self) -> dict[str, Command]:
        """Action id -> what it does."""
        return {
            "mail.open": self.mails,
            "mail.many": self.to_many,
            "mail.answer": self.answer,
            "thread.show": self.thread,
        }

    async def mails(self) -> None:
        """F8: what waits, failed, leaves today and came in; in the morning at what leaves by itself."""
        from dialq.tui.screens.outbox import OutboxScreen

        work = self._work
        morning = work.state.morning is not None
        screen = OutboxScreen(work.planning.office, *((PLANNED,) if morning and work.state.planned else ()))
        lead = await work.app.push_screen_wait(screen)
        work.alerting.looked_through()
        await work.alerting.look_at_mails()
        if lead is None and morning:
            await work.watching.greet()
        else:
            await work.planning.come_back(lead)

    async def to_many(self) -> None:
        """One template to all who are due, looked through first."""
        from dialq.tui.screens.many import mail_to_many

        work = self._work
        said = await mail_to_many(work.planning.office, work.app)
        work.state.say(said)
        work.watching.refresh_soon()

    async def thread(self) -> None:
        """`r`: their mails and ours; Enter answers."""
        from dialq.tui.screens.thread import ThreadScreen

        work = self._work
        card = work.state.card
        if card is None:
            work.state.say("No lead is in hand", warn=True)
            return
        lines = await work.desk.call(work.words.mail.thread, card.item.lead)
        chosen = await work.app.push_screen_wait(ThreadScreen(card.lead.name, lines, work.state.keymap))
        if chosen is not None:
            work.then_perform(chosen)

    async def answer(self) -> None:
        """`R`: answer their last mail; where an answer is owed it is given by that, and the next lead comes."""
        card = self._work.state.card
        if card is None:
            self._work.state.say("No lead is in hand", warn=True)
            return
        await self._work.mailing.answer(step=card.item.owed == "answer")
