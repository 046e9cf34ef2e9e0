"""What a rep is told at once: they answered us (R11.1), the mailbox is full, stopped, or nobody sends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialq.desk.views import Item

if TYPE_CHECKING:
    from dialq.tui.screens.work import WorkScreen

THEY = "THEY"
"""The kind of a timeline's line about what the lead did."""


class Alerting:
    """Announces answers, and keeps the meter of my mailbox."""

    def __init__(self, work: WorkScreen) -> None:
        self._work = work
        self._heard: set[int] | None = None
        """Leads whose answers were announced; None: nothing was looked at yet."""
        self._waited = False
        """At the last look mails waited and nobody sent them."""

    def just_in(self, waiting: tuple[Item, ...]) -> Item | None:
        """The answer that came just now, whatever is in hand; the bell rings once for each."""
        answers = [item for item in waiting if item.owed == "answer" and item.tier == "now"]
        leads = {item.lead for item in answers}
        new = leads - self._heard if self._heard is not None else set()
        self._heard = leads | (self._heard or set())
        if new and self._work.settings.bell:
            self._work.app.bell()
        return next((item for item in answers if item.lead in new), answers[0] if answers else None)

    async def look_at_hand(self) -> None:
        """Has the lead in hand done something meanwhile? Then the card says so, and is read anew."""
        work = self._work
        card = work.state.card
        if card is None or work.state.after_talk:
            return
        seen = await work.desk.call(work.words.look, card.item.lead)
        newest = seen.story[0] if seen.story else None
        if seen.seen == card.seen or newest is None or newest.kind != THEY or work.state.card is not card:
            return
        work.state.renew(seen)
        key = work.state.keymap.first("thread.show")
        work.state.say(f"{seen.lead.name} just now: {newest.text}   ({key} = their thread)")
        if work.settings.bell:
            work.app.bell()

    async def look_at_mails(self) -> None:
        """How my mailbox stands; that nobody sends is said when two looks have found it so."""
        work = self._work
        box = await work.desk.call(work.words.mail.my_mailbox)
        unsent = box is not None and bool(box.waiting) and not box.sender and not box.stopped
        work.state.mailbox, work.state.nobody_sends = box, unsent and self._waited
        self._waited = unsent
        work.paint()
