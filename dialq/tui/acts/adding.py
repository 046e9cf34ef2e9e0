"""Adding people, numbers, addresses and whole files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dialq.tui.acts.command import Command
from dialq.tui.forms import Field, Form
from dialq.tui.screens.pick import Pick, Row
from dialq.tui.vocabulary import Typed

if TYPE_CHECKING:
    from dialq.tui.screens.work import WorkScreen


class Adding:
    """The `a` key, the caller nobody knows, and the first import."""

    def __init__(self, work: WorkScreen) -> None:
        self._work = work

    def commands(self) -> dict[str, Command]:
        """Action id -> what it does."""
        return {"lead.add": self.choose}

    async def choose(self) -> None:
        """What to add."""
        rows = [Row("lead", "a lead")]
        if self._work.state.card is not None:
            company = self._work.state.card.lead.company or "the same company"
            rows = [
                Row("task", "a task for this lead: words and when"),
                Row("phone", "a number of this lead"),
                Row("email", "a mail address of this lead"),
                Row("person", f"another person at {company}"),
                Row("note", "a note to the story"),
                *rows,
            ]
        chosen = await self._work.app.push_screen_wait(Pick("ADD", rows))
        if chosen == "task":
            self._work.tasking.ask()
        elif chosen is not None:
            self._ask(chosen)

    def _ask(self, what: str) -> None:
        people = (Field("name", "name", wide=True), Field("phone", "phone"), Field("email", "mail"))
        forms = {
            "phone": Form(
                "phone", "ADD NUMBER", (Field("phone", "number", "", "+1 415 555 0142", wide=True),)
            ),
            "email": Form("email", "ADD MAIL ADDRESS", (Field("email", "address", wide=True),)),
            "person": Form("person", "ADD PERSON", people, "at the same company"),
            "note": Form("note", "ADD NOTE", (Field("note", "note", wide=True),)),
            "lead": Form("lead", "ADD LEAD", people),
        }
        self._work.asking.ask(forms[what], self._add)

    async def _add(self, form: Form, values: dict[str, str]) -> None:
        work = self._work
        card = work.state.card
        if form.code in ("lead", "person"):
            company = card.lead.company if card is not None and form.code == "person" else ""
            await self._add_lead(values, company)
        elif card is not None and form.code == "note":
            await work.desk.call(work.words.add_note, card.item.lead, values["note"])
            work.asking.close()
            work.state.say("Note added")
            await work.look_again()
        elif card is not None:
            work.state.card = await work.desk.call(
                work.words.modify, card.item.lead, **{form.code: values[form.code]}
            )
            work.asking.close()
            work.state.say("Added")

    async def _add_lead(self, values: dict[str, str], company: str) -> None:
        work = self._work
        typed = Typed(values["name"], values["phone"], values["email"], company)
        lead, status = await work.desk.call(work.words.add_typed, typed)
        work.asking.close()
        work.state.say(f"{values['name']} {status} as lead {lead}")
        if work.state.card is None:
            await work.stepping.next_lead()

    def ask_caller(self, text: str) -> None:
        """Nobody answers to what was typed: a new lead with that number or name."""
        number = text if any(letter.isdigit() for letter in text) else ""
        fields = (Field("name", "name", "" if number else text, wide=True), Field("phone", "number", number))
        self._work.asking.ask(
            Form("caller", "NOBODY KNOWN, NEW LEAD", fields, "Enter adds, Esc back"), self._add_caller
        )

    async def _add_caller(self, form: Form, values: dict[str, str]) -> None:
        work = self._work
        typed = Typed(values["name"], values["phone"], source="they rang", interaction="inbound-call")
        lead, _ = await work.desk.call(work.words.add_typed, typed)
        work.asking.close()
        await work.stepping.open_lead(lead, inbound=True)

    def ask_import(self) -> None:
        """The file is empty: which lead file to read?"""
        blank = Field("path", "lead file", "", "~/leads.csv", wide=True)
        self._work.asking.ask(
            Form("import", "IMPORT", (blank,), "CSV or TSV, any encoding; Enter reads it"), self._import
        )

    async def _import(self, form: Form, values: dict[str, str]) -> None:
        work = self._work
        work.state.say("Reading the file…")
        work.paint()
        path = Path(values["path"]).expanduser()
        came = await work.desk.call(work.words.import_file, path)
        work.asking.close()
        rejects = f", {came.rejected} rejected (see {came.rejects_file})" if came.rejected else ""
        work.state.say(f"{came.created} leads created, {came.merged} merged{rejects}")
        await work.stepping.next_lead()
