"""What a rep is told at once: they answered us (R11.1), the mailbox is full, stopped, or nobody sends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dialq.desk.views import Card, Item, StoryLine
from dialq.tui.state import acts_otherwise, is_suppressed, suppressed_words

if TYPE_CHECKING:
    from dialq.tui.mail_vocabulary import Trouble
    from dialq.tui.screens.work import WorkScreen

THEY = "THEY"
"""The kind of a timeline's line about what the lead did."""
ENGINE_NAME = "dialq"
"""Who stands in a timeline's line that no person wrote."""


class Alerting:
    """Announces answers, and keeps the meter of my mailbox."""

    def __init__(self, work: WorkScreen) -> None:
        self._work = work
        self._heard: set[int] | None = None
        """Leads whose answers were announced; None: nothing was looked at yet."""
        self._troubles: set[str] | None = None
        """Mails that failed or may have left, of which was told; None: nothing was looked at yet."""
        self._failed: set[str] = set()
        """Those that failed since the mail screen was looked at last."""
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
        """Has the lead in hand changed by somebody else's doing? Then the card is read anew, and says so (R11.1)."""
        work = self._work
        card = work.state.card
        if card is None or work.state.after_talk:
            return
        seen = await work.desk.call(work.words.look, card.item.lead)
        here = work.state.card
        if here is None or (here.item.lead, here.seen, here.stage) != (card.item.lead, card.seen, card.stage):
            return  # What was done here meanwhile reads the card anew itself.
        barred = is_suppressed(seen) and not is_suppressed(here)
        if seen.seen == here.seen and not barred:
            return
        known = {line.event for line in here.story}
        newest = next((line for line in seen.story[:1] if line.event not in known), None)
        theirs = newest is not None and newest.kind == THEY
        mine = newest is not None and newest.who == work.state.rep and not theirs
        if mine and work.busy:
            return  # The key that did it shows what came of it.
        others = newest is not None and newest.who not in (work.state.rep, ENGINE_NAME)
        if not (theirs or barred or others or (seen.stage != here.stage and not mine)):
            work.state.renew(seen)
            return
        work.state.renew_wholly(seen)
        if acts_otherwise(here, seen):
            work.another_shown()
            work.watching.touched()  # What came begins its own minutes (R12.2).
        self._tell_of_hand(seen, newest, theirs=theirs)

    def _tell_of_hand(self, card: Card, newest: StoryLine | None, *, theirs: bool) -> None:
        """One sentence about what changed the lead in hand."""
        name = card.lead.name
        if newest is not None and theirs:
            key = self._work.state.keymap.first("thread.show")
            self._tell(f"{name} just now: {newest.text}", f"   ({key} = their thread)", warn=False)
        elif is_suppressed(card):
            self._tell(f"{name} just now: {suppressed_words(card)}", "", warn=True)
        elif newest is not None:
            self._tell(f"{name} just now, by {newest.who}: {newest.text}", "", warn=False)

    def _tell(self, told: str, hint: str, *, warn: bool) -> None:
        """Say it here, and on the page that may stand above."""
        work = self._work
        work.state.say(f"{told}{hint}", warn=warn)
        work.state.alert = told
        if work.settings.bell:
            work.app.bell()

    async def look_at_mails(self) -> None:
        """How my mailbox stands; that nobody sends is said when two looks have found it so."""
        work = self._work
        box = await work.desk.call(work.words.mail.my_mailbox)
        unsent = box is not None and bool(box.waiting) and not box.sender and not box.stopped
        work.state.mailbox, work.state.nobody_sends = box, unsent and self._waited
        self._waited = unsent
        self._mind(await work.desk.call(work.words.mail.troubles))
        work.paint()

    def _mind(self, troubles: Sequence[Trouble]) -> None:
        """Tell of mails that failed, or may have left, since the last look; the mail screen has the older ones."""
        here = {one.message: one for one in troubles}
        new = (
            [one for one in troubles if one.message not in self._troubles]
            if self._troubles is not None
            else []
        )
        self._troubles = set(here)
        self._failed = {message for message in self._failed if message in here}
        self._failed |= {one.message for one in new if one.failed}
        state = self._work.state
        state.failed, state.doubtful = len(self._failed), sum(not one.failed for one in troubles)
        if new:
            one = new[-1]
            fate = "failed" if one.failed else "may have left"
            more = f" (and {len(new) - 1} more)" if len(new) > 1 else ""
            key = state.keymap.first("mail.open")
            self._tell(
                f'Your mail "{one.subject}" to {one.to} {fate}: {one.why}{more}',
                f"   ({key} = mails)",
                warn=True,
            )

    def looked_through(self) -> None:
        """The mail screen was open: what failed was seen."""
        self._failed.clear()
        self._work.state.failed = 0
