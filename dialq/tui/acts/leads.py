"""Finding, changing and opening leads by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dialq.desk.views import FoundLead
from dialq.tui.acts.command import Command
from dialq.tui.forms import Field, Form
from dialq.tui.screens.pick import Pick, Row
from dialq.tui.terminal import bare_number

if TYPE_CHECKING:
    from dialq.tui.screens.work import WorkScreen


ADDED = dict.fromkeys(("phone", "mobile", "phone_other", "email"), "adds one; - before it takes it away")
"""Fields of which a lead has several."""


class Leads:
    """Find, they-rang, modify, copy."""

    def __init__(self, work: WorkScreen) -> None:
        self._work = work
        self._field = ""

    def commands(self) -> dict[str, Command]:
        """Action id -> what it does."""
        return {
            "find.open": self.find,
            "lead.inbound": self.ask_who_rang,
            "lead.modify": self.pick_field,
            "contact.copy": self.copy,
        }

    async def find(self) -> None:
        """Type a name, company, number or address; Enter opens the lead."""
        chosen = await self._work.app.push_screen_wait(
            Pick("FIND: name, company, number or address", [], search=self._search, nothing="nobody found")
        )
        if chosen is not None:
            await self._work.stepping.open_lead(chosen)

    async def _search(self, text: str) -> Sequence[Row[int]]:
        if not text.strip():
            return []
        found = await self._work.desk.call(self._work.words.find, text)
        return [found_row(lead) for lead in found]

    def ask_who_rang(self) -> None:
        """`i`: the last digits or a name of who is on the line."""
        blank = Field("who", "last digits or a name", wide=True)
        self._work.asking.ask(Form("inbound", "THEY RANG", (blank,), "Enter opens the lead"), self._they_rang)

    async def _they_rang(self, form: Form, values: dict[str, str]) -> None:
        work = self._work
        text = values["who"]
        if not text:
            return
        work.asking.close()
        found = await work.desk.call(work.words.find, text)
        if not found:
            work.adding.ask_caller(text)
        elif len(found) == 1:
            await work.stepping.open_lead(found[0].lead, inbound=True)
        else:
            rows = [found_row(lead) for lead in found]
            chosen = await work.app.push_screen_wait(Pick(f"THEY RANG: who is {text}?", rows))
            if chosen is not None:
                await work.stepping.open_lead(chosen, inbound=True)

    async def pick_field(self) -> None:
        """`m`: pick a field, then change it in one line."""
        work = self._work
        card = work.state.card
        if work.state.morning is not None:
            await work.corresponding.mails()
            return
        if card is None:
            work.state.say("No lead is in hand", warn=True)
            return
        lead = card.lead
        known = {name: str(getattr(lead, name, "") or "") for name in work.words.fields}
        known |= {"timezone": ", ".join(lead.zones), "tags": ", ".join(lead.tags)}
        shown = {name: known[name] or ADDED.get(name, "") for name in work.words.fields}
        rows = [Row(name, f"{name.replace('_', ' '):16}{value}") for name, value in shown.items()]
        chosen = await work.app.push_screen_wait(Pick(f"EDIT {lead.name}: which field?", rows))
        if chosen is not None:
            self._field = chosen
            blank = Field("value", chosen.replace("_", " "), known[chosen], wide=True)
            work.asking.ask(Form("modify", "EDIT", (blank,), ADDED.get(chosen, "")), self._modify)

    async def _modify(self, form: Form, values: dict[str, str]) -> None:
        work = self._work
        if work.state.card is None:
            return
        card = await work.desk.call(
            work.words.modify, work.state.card.item.lead, **{self._field: values["value"]}
        )
        work.asking.close()
        work.state.card = card
        work.state.say(f"{self._field.replace('_', ' ')} saved")

    async def copy(self) -> None:
        """`o`: send a number, address or link to the terminal's clipboard, or open it there."""
        work = self._work
        card = work.state.card
        if card is None:
            work.state.say("No lead is in hand", warn=True)
            return
        lead = card.lead
        rows = [Row(bare_number(number.number), number.shown, number.kind) for number in card.numbers]
        rows += [Row(address, address, "mail") for address in lead.emails]
        rows += [
            Row(link, link, what)
            for link, what in ((lead.linkedin, "linkedin"), (lead.website, "web"))
            if link
        ]
        chosen = await work.app.push_screen_wait(Pick("COPY: sent to your terminal's clipboard", rows))
        if chosen is not None:
            work.app.copy_to_clipboard(chosen)
            if chosen.startswith(("http://", "https://")):
                work.app.open_url(chosen)
            work.state.say(f"{chosen} sent to your terminal")


def found_row(lead: FoundLead) -> Row[int]:
    """A search hit as a row."""
    words = (lead.name, lead.title, lead.company, lead.phone or lead.email)
    return Row(lead.lead, ", ".join(word for word in words if word), lead.verdict)
