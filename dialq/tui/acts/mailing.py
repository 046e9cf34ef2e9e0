"""Mails: pick a template, preview, edit, send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialq.desk.views import Card, Draft, Queued, Refused
from dialq.tui.acts.command import Command
from dialq.tui.formatting import day_and_clock
from dialq.tui.forms import Form, send_anyway
from dialq.tui.screens.mail import ANSWERING, SENDING, MailScreen, Manner
from dialq.tui.screens.pick import Pick, Row

if TYPE_CHECKING:
    from dialq.tui.screens.work import WorkScreen


class Mailing:
    """Writes and queues mails."""

    def __init__(self, work: WorkScreen) -> None:
        self._work = work
        self._seen: int | None = None
        self._as_step = False
        self._refused: Draft | None = None

    def commands(self) -> dict[str, Command]:
        """Action id -> what it does."""
        return {"mail.write": self.pick_and_write}

    async def pick_and_write(self) -> None:
        """`e`: pick a template, this step's first, then those named after the campaign; then write."""
        work = self._work
        if work.state.card is None:
            work.state.say("No lead is in hand", warn=True)
            return
        names = await work.desk.call(work.words.template_names)
        step = work.state.card.item.step
        first = [name for name in names if step and name in (step.template, step.pair)]
        rows = [Row(name, name, "this step's" if name in first else "") for name in names]
        campaign = work.state.card.item.campaign.partition(" ")[0]
        rows.sort(key=lambda row: (row.value not in first, not row.value.startswith(f"{campaign}-")))
        rows.append(Row("", "the draft I left, or the step's mail"))
        chosen = await work.app.push_screen_wait(Pick("MAIL: which template?", rows))
        if chosen is not None:
            await self.write(chosen, step=False)

    async def write(self, template: str, *, step: bool) -> None:
        """Preview and send one mail; as the open step it is done by that, and the next lead comes."""
        card = self._work.state.card
        if card is not None:
            draft = await self._work.desk.call(self._work.words.draft_mail, card.item.lead, template)
            await self._show(draft, card, SENDING, step=step)

    async def answer(self, *, step: bool) -> None:
        """Answer their last mail in its thread; an answer to it that was left half written goes on."""
        work = self._work
        card = work.state.card
        if card is not None:
            draft = await work.desk.call(work.words.mail.answer_draft, card.item.lead)
            kept = await work.desk.call(work.words.draft_mail, card.item.lead, "")
            goes_on = bool(draft.answers) and kept.answers == draft.answers
            await self._show(kept if goes_on else draft, card, ANSWERING, step=step)

    async def _show(self, draft: Draft, card: Card, manner: Manner, *, step: bool) -> None:
        work = self._work
        self._seen = card.seen
        screen = MailScreen(
            draft, card.lead.name, save=self._save, send=self._send, refusal=work.guard_refusal,
            save_after=work.settings.save_after, manner=manner,
        )  # fmt: skip
        written = await work.app.push_screen_wait(screen)
        self._as_step = step
        if written is None:
            work.state.say("Mail not sent; the draft is kept")
        elif isinstance(written.said, Queued):
            await self._report(written.said)
        elif isinstance(written.said, Refused):
            self._refused = written.draft
            work.asking.ask(send_anyway(f"{written.said.rule}: {written.said.why}"), self._send_anyway)

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
        work.state.handed = None
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
        return await self._work.desk.call(self._work.words.queue_mail, draft, seen=self._seen)
