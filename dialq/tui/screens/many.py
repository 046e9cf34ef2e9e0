"""One template to many: merged, looked through in a list, sent as one batch (SEED1-16)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from dialq.desk.mail_views import Mass, MassLine, MassSent
from dialq.desk.views import Draft
from dialq.tui.actions import MANY
from dialq.tui.acts.command import Command
from dialq.tui.drawing.letter import mail_lines
from dialq.tui.drawing.mass import mass_lines
from dialq.tui.formatting import day_and_clock, plural
from dialq.tui.mail_vocabulary import WholeMail
from dialq.tui.screens.mail import EDITING, MailScreen, forget
from dialq.tui.screens.office import Office
from dialq.tui.screens.pick import Pick, Row
from dialq.tui.screens.place import Place
from dialq.tui.screens.sheet import TextSheet
from dialq.tui.spans import Line

if TYPE_CHECKING:
    from textual.app import App


async def mail_to_many(office: Office, app: App[None], leads: Sequence[int] = ()) -> str:
    """Choose a template, look through what it makes, send; one sentence about what was done, '' if nothing was."""
    names = await office.ask(office.every_word.template_names)
    template = await app.push_screen_wait(
        Pick("MAIL TO MANY: which template?", [Row(one, one) for one in names])
    )
    if template is None:
        return ""
    mass = await office.ask(office.every_word.mail.mass_mail, template, tuple(leads), office.block)
    return await app.push_screen_wait(ManyScreen(office, mass)) or ""


class ManyScreen(Place[str]):
    """The merged mails, all marked that may go; returns what was done in a sentence."""

    PLACE = MANY
    TELLS_KEYS = False

    def __init__(self, office: Office, mass: Mass) -> None:
        super().__init__(f"MAIL TO MANY by {mass.template}", office.keymap)
        self._office = office
        self._words = office.every_word.mail
        self._mass = mass
        self._going = {one.lead for one in mass.going}
        self._edited: set[int] = set()
        self._sent: MassSent | None = None
        self._told = ""
        self._sure = False
        """It was said how many go: the key again sends them."""

    def commands(self) -> dict[str, Command]:
        """Action id -> what it does."""
        return {
            "many.mark": self._turn,
            "many.all": self._turn_all,
            "many.read": self._read_one,
            "many.edit": self._edit,
            "many.go": self._go,
            "many.stop": self._stop,
        }

    def perform(self, action: str) -> None:
        """Do what an action says; only the same key at once after the question sends."""
        if action != "many.go":
            self._sure = False
        super().perform(action)

    def moved(self) -> None:
        """The mark was moved: what is asked is asked anew."""
        self._sure = False
        super().moved()

    @property
    def rows(self) -> int:
        """Mails listed."""
        return len(self._mass.lines)

    @property
    def marked(self) -> MassLine | None:
        """The mail under the mark."""
        return self._mass.lines[self.mark] if self.mark < self.rows else None

    def offered(self) -> Mapping[str, str]:
        """What works on the marked mail, on all of them, and on what was sent here."""
        one = self.marked
        found: dict[str, str] = {}
        if one is not None:
            found = {"many.read": "read", "many.all": "all, none"}
            found |= {"many.mark": "mark", "many.edit": "edit"} if one.refused is None else {}
            found |= {"many.go": f"send {len(self._going)}"} if self._going else {}
        return found | ({"many.stop": "stop batch"} if self._sent is not None else {})

    def leave(self) -> None:
        """Esc: back, saying what was done here."""
        self.dismiss(self._told)

    def body_lines(self, width: int, height: int) -> Sequence[Line]:
        """The list."""
        return mass_lines(self._mass, self._going, self._edited, self.mark, width, height)

    def _turn(self) -> None:
        one = self.marked
        if one is not None and one.refused is not None:
            self.say(f"{one.name} gets none. {one.refused.rule}: {one.refused.why}", warn=True)
        elif one is not None:
            self._going ^= {one.lead}
            self.mark = min(self.rows - 1, self.mark + 1)

    def _turn_all(self) -> None:
        self._going = set() if self._going else {one.lead for one in self._mass.going}

    async def _read_one(self) -> None:
        one = self.marked
        if one is not None:
            footer = await self._office.ask(self._words.footer)
            whole = WholeMail("", one.to, one.subject, one.body, footer)
            await self.app.push_screen_wait(TextSheet(f"MAIL to {one.name}", partial(mail_lines, whole)))

    async def _edit(self) -> None:
        one = self.marked
        if one is None or one.refused is not None:
            self.say("This mail does not go: there is nothing to change", warn=True)
            return
        footer = await self._office.ask(self._words.footer)
        draft = Draft(one.lead, self._mass.template, one.to, one.subject, one.body, footer=footer)
        screen = MailScreen(
            draft, one.name, save=forget, send=self._keep, refusal=self._office.refusal, save_after=1,
            manner=EDITING,
        )  # fmt: skip
        if await self.app.push_screen_wait(screen) is not None:
            self.say(f"The mail to {one.name} has a text of its own")

    async def _keep(self, draft: Draft) -> None:
        lines = tuple(
            one._replace(subject=draft.subject, body=draft.body) if one.lead == draft.lead else one
            for one in self._mass.lines
        )
        self._mass = self._mass._replace(lines=lines)
        self._edited.add(draft.lead)
        self._going.add(draft.lead)

    async def _go(self) -> None:
        going = tuple(one for one in self._mass.lines if one.lead in self._going)
        refusal = self._office.refusal()
        if refusal or not going:
            self.say(f"Key dropped: {refusal}" if refusal else "No mail is marked to go", warn=True)
            return
        if not self._sure:
            self._sure = True
            key = self.keymap.first("many.go")
            self.say(
                f"{plural(len(going), 'mail')} by {self._mass.template} would go. {key} again = send",
                warn=True,
            )
            return
        self._sure = False
        self.say(f"Putting {plural(len(going), 'mail')} into the outbox")
        sent = await self._office.ask(self._words.send_mass, self._mass.template, going)
        self._put_by(sent)
        self._told = self._what_went(sent)
        self.say(self._told, warn=not sent.queued)

    def _put_by(self, sent: MassSent) -> None:
        """What went leaves the list, what was refused stays with the reason."""
        if sent.queued:
            self._sent = sent
        refused, gone = dict(sent.refused), set(sent.queued)
        lines = tuple(
            one._replace(refused=refused.get(one.lead, one.refused))
            for one in self._mass.lines
            if one.lead not in gone
        )
        self._mass = self._mass._replace(lines=lines)
        self._going -= gone | set(refused)
        self.mark = max(0, min(self.mark, self.rows - 1))

    def _what_went(self, sent: MassSent) -> str:
        names = {one.lead: one.name for one in self._mass.lines}
        stayed = ""
        if sent.refused:
            lead, why = sent.refused[0]
            more = " and others" if len(sent.refused) > 1 else ""
            stayed = f"; {len(sent.refused)} stayed ({names.get(lead, f'lead {lead}')}: {why.why}{more})"
        if not sent.queued:
            return f"No mail went into the outbox{stayed}"
        office = self._office
        last = (
            f", the last leaves {day_and_clock(sent.last_leaves, office.zone, office.clock.now())}"
            if sent.last_leaves is not None
            else ""
        )
        count = plural(len(sent.queued), "mail")
        return f"{count} in the outbox{last}{stayed}. {self.keymap.first('many.stop')} stops the batch"

    async def _stop(self) -> None:
        refusal = self._office.refusal()
        if refusal or self._sent is None:
            self.say(f"Key dropped: {refusal}" if refusal else "Nothing was sent from here yet", warn=True)
            return
        stopped = await self._office.ask(self._words.stop_batch, self._sent.batch)
        self._told = f"{plural(stopped, 'mail')} of the batch stopped; what had left has left"
        self._sent = None
        self.say(self._told)
