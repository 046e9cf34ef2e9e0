"""Tasks by hand: what is to be done, and when (SEED1-17)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialq.desk.reading_acts import Ambiguous
from dialq.desk.views import Logged, Refused, Taken
from dialq.tui.forms import Field, Form

if TYPE_CHECKING:
    from dialq.tui.screens.work import WorkScreen


class Tasking:
    """Asks for a task of the lead in hand; a promise in its way is replaced only when that is said."""

    def __init__(self, work: WorkScreen) -> None:
        self._work = work
        self._replaces: dict[str, str] = {}
        """The task that would replace a promise, while that is asked."""

    def ask(self) -> None:
        """What, and when."""
        words, when = Field("note", "what", wide=True), Field("when", "when", "tomorrow 9", "fri 10, in 2h")
        self._work.asking.ask(Form("task", "ADD TASK", (words, when), "A promise to yourself, with its words"),
                              self._given)  # fmt: skip

    async def _given(self, form: Form, values: dict[str, str]) -> None:
        await self._add(values)

    async def _replacing(self, form: Form, values: dict[str, str]) -> None:
        if values["yes"].lower().startswith("y"):
            await self._add(self._replaces, replace=True)
        else:
            self._work.asking.close()

    async def _add(self, values: dict[str, str], *, replace: bool = False) -> None:
        work = self._work
        card = work.state.card
        if card is None:
            return
        said = await work.desk.call(
            work.words.policy.add_task, card.item.lead, values["note"], values["when"], replace=replace
        )
        if isinstance(said, Ambiguous):
            self._ask_which(said, values["note"])
        elif isinstance(said, Refused):
            self._refused(said, values)
        else:
            await self._added(said, running=card.on_call is not None)

    def _ask_which(self, said: Ambiguous, words: str) -> None:
        which = Field("when", "1 or 2", "1", choices=said.readings, wide=True)
        choices = "  ".join(f"{place} {reading}" for place, reading in enumerate(said.readings, 1))
        form = Form("task", "WHICH", (which, Field("note", "what", words)), choices)
        self._work.asking.ask(form, self._given)

    def _refused(self, said: Refused, values: dict[str, str]) -> None:
        if said.override:
            self._replaces = values
            blank = Field("yes", "replace it (y/n)", "y", wide=True)
            self._work.asking.ask(Form("task", "REPLACE", (blank,), f"{said.why}. The task would take its place."),
                                  self._replacing)  # fmt: skip
            return
        self._work.asking.close()
        self._work.state.say(f"{said.rule}: {said.why}", warn=True)

    async def _hold_on(self, lead: int) -> None:
        """The desk let go of the lead, which waits for its task now; the card stands as it was."""
        work = self._work
        got = await work.desk.call(work.words.open_lead, lead)
        if isinstance(got, Taken):
            work.state.renew(got.card)
            work.watching.refresh_soon()
        else:
            await work.writing.keep()
            await work.stepping.next_lead()

    async def _added(self, said: Logged, *, running: bool) -> None:
        """The lead stays in hand: its step is still to be done."""
        work = self._work
        work.asking.close()
        work.state.handed = None
        if running:
            await work.look_again()
        else:
            await self._hold_on(said.lead)
        work.state.say(said.toast)
