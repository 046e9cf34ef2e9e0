"""The note: saved as it is typed, taken along by any outcome, never lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialq.tui.acts.command import Command
from dialq.tui.saver import Saver
from dialq.tui.widgets.note import NoteEditor

if TYPE_CHECKING:
    from dialq.tui.screens.work import WorkScreen

Written = tuple[int, str]
"""A lead and its note."""


class Writing:
    """Opens, keeps and ends the note of the lead in hand."""

    def __init__(self, work: WorkScreen) -> None:
        self._work = work
        self._shown = ""
        self._logged = ""
        self._saver: Saver[Written] = Saver(self._save, work.background, work.settings.save_after)

    def commands(self) -> dict[str, Command]:
        """Action id -> what it does."""
        return {"note.open": self.open}

    @property
    def editor(self) -> NoteEditor:
        """The widget."""
        return self._work.query_one("#note", NoteEditor)

    @property
    def text(self) -> str:
        """The note as it stands."""
        return self.editor.text.strip()

    def show(self, text: str) -> None:
        """Another lead's note."""
        self._shown = text
        self.editor.put(text)

    def open(self) -> None:
        """Give the keyboard to the note."""
        if self._work.state.card is None:
            self._work.state.say("No lead is in hand", warn=True)
            return
        self._work.state.writing = True
        self.editor.open()

    def close(self) -> None:
        """Give the keyboard back to the keys."""
        if self._work.state.writing:
            self._work.state.writing = False
            self.editor.close()

    def changed(self) -> None:
        """Something was typed."""
        card = self._work.state.card
        if self._work.state.writing and card is not None and self.editor.text != self._shown:
            self._shown = self.editor.text
            self._saver.changed((card.item.lead, self.editor.text))
            self._work.watching.touched()

    async def _save(self, written: Written) -> None:
        lead, text = written
        await self._work.desk.call(self._work.words.save_draft_note, lead, text)

    async def keep(self) -> None:
        """Save what is not saved yet."""
        await self._saver.flush()

    def keep_without_loop(self) -> None:
        """Save what is not saved yet, for a terminal that goes away."""
        for lead, text in self._saver.take_unsaved():
            self._work.desk.call_and_wait(self._work.words.save_draft_note, lead, text)

    def forget_unsaved(self) -> None:
        """The note went along with an outcome: it is no draft any more."""
        self._saver.take_unsaved()

    def finish(self, logged: str) -> None:
        """After a conversation: the lead stays until its note is done (R9.1)."""
        self._work.state.after_talk = True
        self._logged = logged
        self.show(logged)
        self.open()

    def ended(self) -> None:
        """Enter or Esc in the note."""
        self.close()
        if self._work.state.after_talk:
            self._work.start(self._finish())
        else:
            self._work.paint()

    async def _finish(self) -> None:
        work = self._work
        card = work.state.card
        more = self.text.removeprefix(self._logged.strip()).strip()
        if card is not None and more:
            await work.desk.call(work.words.add_note, card.item.lead, more)
        if card is not None and self._saver_used(card.item.lead):
            await work.desk.call(work.words.save_draft_note, card.item.lead, "")
        work.state.after_talk = False
        said = work.state.message
        await work.stepping.next_lead()
        if said and not work.state.unfinished:
            work.state.say(said)

    def _saver_used(self, lead: int) -> bool:
        self._saver.take_unsaved()
        return self._shown.strip() != self._logged.strip()
