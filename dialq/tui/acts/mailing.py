"""Mails: pick a template, preview, edit, send."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

from dialq.desk.views import Card, Draft, Queued, Refused
from dialq.errors import BadInput, NothingThere
from dialq.tui.acts.command import Command
from dialq.tui.formatting import day_and_clock
from dialq.tui.forms import Form, send_anyway
from dialq.tui.own_words import has_own_words
from dialq.tui.screens.mail import ANSWERING, SENDING, MailScreen, Manner
from dialq.tui.screens.pick import Pick, Row

if TYPE_CHECKING:
    from dialq.tui.screens.work import WorkScreen


CHANGED = "changed"
"""The rule that refuses a mail because something happened to its lead since it was shown."""
THEY = "THEY"
"""The kind of a timeline's line about what the lead did."""
Fresh = Callable[[], Awaitable[Draft | None]]
"""Makes the mail to begin with; None: the writer thought better of it."""


class Mailing:
    """Writes and queues mails; a draft that was left is opened before anything new is begun (R14.1)."""

    def __init__(self, work: WorkScreen) -> None:
        self._work = work
        self._seen: int | None = None
        self._given: str | None = None
        """Of an answer: what stood in it before the writer wrote; None of another mail."""
        self._newer: tuple[str, ...] = ()
        """Their letter that came in while it was written: it is answered, too."""
        self._as_step = False
        self._refused: Draft | None = None

    def commands(self) -> dict[str, Command]:
        """Action id -> what it does."""
        return {"mail.write": self.pick_and_write}

    async def pick_and_write(self) -> None:
        """`e`: the draft that was left; else pick a template and write."""
        if self._work.state.card is None:
            self._work.state.say("No lead is in hand", warn=True)
            return
        await self._begin(self._picked, SENDING, step=False)

    async def _picked(self) -> Draft | None:
        """Pick a template, this step's first, then those named after the campaign."""
        work = self._work
        card = work.state.card
        if card is None:
            return None
        names = await work.desk.call(work.words.template_names)
        step = card.item.step
        first = [name for name in names if step and name in (step.template, step.pair)]
        rows = [Row(name, name, "this step's" if name in first else "") for name in names]
        campaign = card.item.campaign.partition(" ")[0]
        rows.sort(key=lambda row: (row.value not in first, not row.value.startswith(f"{campaign}-")))
        chosen = await work.app.push_screen_wait(Pick("MAIL: which template?", rows))
        if chosen is None:
            return None
        return await work.desk.call(work.words.draft_mail, card.item.lead, chosen)

    async def write(self, template: str, *, step: bool) -> None:
        """Preview and send one mail; as the open step it is done by that, and the next lead comes."""
        card = self._work.state.card
        if card is not None:
            await self._begin(partial(self._of_template, card.item.lead, template), SENDING, step=step)

    async def _of_template(self, lead: int, template: str) -> Draft:
        work = self._work
        kept = "" if template else await work.desk.call(work.words.mail.kept_draft, lead)
        names = await work.desk.call(work.words.template_names) if kept else ()
        return await work.desk.call(work.words.draft_mail, lead, names[0] if names else template)

    async def answer(self, *, step: bool) -> None:
        """Answer their last mail in its thread."""
        card = self._work.state.card
        if card is not None:
            await self._begin(partial(self._answer_of, card.item.lead), ANSWERING, step=step)

    async def _answer_of(self, lead: int) -> Draft:
        return await self._work.desk.call(self._work.words.mail.answer_draft, lead)

    async def _begin(self, fresh: Fresh, manner: Manner, *, step: bool) -> None:
        """Go on with the draft that was left, which says how to begin afresh; without one begin."""
        work = self._work
        card = work.state.card
        if card is None:
            return
        kept = await work.desk.call(work.words.mail.kept_draft, card.item.lead)
        if kept is not None and not await self._go_on(kept, card, manner, step=step):
            return
        draft = await fresh()
        if draft is not None:
            self._given = draft.body if manner == ANSWERING else None
            await self._show(draft, card, manner, step=step)

    async def _go_on(self, kept: Draft, card: Card, manner: Manner, *, step: bool) -> bool:
        """Show the draft that was left; whether another one is to be begun."""
        newest = await self._newest(kept)
        instead = "answers them anew" if manner == ANSWERING else "begins another one"
        left = f"your draft from before; Ctrl+N {instead}"
        if newest is not None and not set(newest.answers) <= set(kept.answers):
            left = f"your draft, begun before their last letter; Ctrl+N {instead}"
            kept = kept._replace(answers=(*kept.answers, *newest.answers))
        self._given = newest.body if newest is not None else None
        return await self._show(kept, card, ANSWERING if kept.answers else SENDING, step=step, left=left)

    async def _newest(self, draft: Draft) -> Draft | None:
        """An answer to their last letter as it would begin now; None if the draft is no answer."""
        if not draft.answers:
            return None
        try:
            return await self._answer_of(draft.lead)
        except NothingThere:
            return None

    async def _show(self, draft: Draft, card: Card, manner: Manner, *, step: bool, left: str = "") -> bool:
        """Let it be written; whether another one is to be begun instead."""
        work = self._work
        self._seen, self._newer = card.seen, ()
        screen = MailScreen(
            draft, card.lead.name, save=self._save, send=self._send, refusal=work.guard_refusal,
            save_after=work.settings.save_after, manner=manner, left=left,
        )  # fmt: skip
        written = await work.app.push_screen_wait(screen)
        self._as_step = step
        if written is None:
            kept = await work.desk.call(work.words.mail.kept_draft, draft.lead)
            work.state.drafted = draft.lead if kept is not None else 0
            work.state.say("Mail not sent; the draft is kept" if kept is not None else "Mail not sent")
        elif written.afresh:
            return True
        elif isinstance(written.said, Queued):
            await self._report(written.said)
        elif isinstance(written.said, Refused):
            self._refused = written.draft
            work.asking.ask(send_anyway(f"{written.said.rule}: {written.said.why}"), self._send_anyway)
        return False

    async def _send_anyway(self, form: Form, values: dict[str, str]) -> None:
        if self._refused is None:
            return
        sent = await self._work.desk.call(
            self._work.words.queue_mail, self._refused, seen=self._seen, override=values["override"]
        )
        if isinstance(sent, Queued):
            self._work.asking.close()
            await self._report(sent)
        else:
            self._work.state.say(f"{sent.rule}: {sent.why}", warn=True)

    async def _report(self, sent: Queued) -> None:
        work = self._work
        work.state.handed, work.state.drafted = None, 0
        leaves = day_and_clock(sent.leaves_at, work.state.zone, work.state.now)
        work.state.say(f'Mail "{sent.subject}" to {sent.to} leaves {leaves}; u takes it back until then')
        if self._as_step:
            await work.stepping.next_lead()
        elif work.state.card is not None:
            said = work.state.message
            await work.stepping.open_lead(work.state.card.item.lead)
            work.state.say(said)

    async def _save(self, draft: Draft) -> None:
        await self._work.desk.call(self._work.words.save_mail_draft, draft)

    async def _send(self, draft: Draft) -> Queued | Refused:
        work = self._work
        if self._given is not None and not has_own_words(draft.body, self._given):
            raise BadInput("the answer has no word of yours yet", "Write above what is quoted.")
        newer = tuple(one for one in self._newer if one not in draft.answers)
        whole = draft._replace(answers=(*draft.answers, *newer))
        sent = await work.desk.call(work.words.queue_mail, whole, seen=self._seen)
        return (
            await self._what_came(draft, sent) if isinstance(sent, Refused) and sent.rule == CHANGED else sent
        )

    async def _what_came(self, draft: Draft, refused: Refused) -> Refused:
        """Say what happened to the lead while the mail was written; the next press of the key sends it all the same."""
        work = self._work
        card = await work.desk.call(work.words.look, draft.lead)
        new = [one for one in card.story if one.event > (self._seen or 0)]
        came = next((one for one in (*(one for one in new if one.kind == THEY), *new)), None)
        newest = await self._newest(draft)
        self._seen, self._newer = card.seen, newest.answers if newest is not None else ()
        if work.state.card is not None and work.state.card.item.lead == draft.lead:
            work.state.renew(card)
        told = f"{card.lead.name}: {came.text}" if came is not None else "something happened to this lead"
        return refused._replace(why=f"Ctrl+S again sends it as it stands. Since you began, {told}")
