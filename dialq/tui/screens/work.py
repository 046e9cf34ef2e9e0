"""The work screen: one lead in hand, one key a step, one key an outcome."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import TextArea

from dialq.desk.views import Empty, Taken
from dialq.errors import DialqError
from dialq.tui.actions import BY_ID
from dialq.tui.acts.adding import Adding
from dialq.tui.acts.alerting import Alerting
from dialq.tui.acts.answering import Answering
from dialq.tui.acts.asking import Asking
from dialq.tui.acts.command import Command
from dialq.tui.acts.corresponding import Corresponding
from dialq.tui.acts.day import Day
from dialq.tui.acts.leads import Leads
from dialq.tui.acts.mailing import Mailing
from dialq.tui.acts.minding import Minding
from dialq.tui.acts.planning import Planning
from dialq.tui.acts.reading import Reading
from dialq.tui.acts.stepping import Stepping
from dialq.tui.acts.tasking import Tasking
from dialq.tui.acts.watching import Watching
from dialq.tui.acts.writing import Writing
from dialq.tui.bridge import DbThread
from dialq.tui.drawing.card import card_lines
from dialq.tui.drawing.empty import empty_lines
from dialq.tui.drawing.head import head_line
from dialq.tui.drawing.header import header, told_on_pages
from dialq.tui.drawing.keys import keys_bar
from dialq.tui.drawing.queue import queue_lines, then_line
from dialq.tui.guard import KeyGuard
from dialq.tui.keymap import Keymap, shown_key
from dialq.tui.screens.sheet import Sheet
from dialq.tui.settings import UiSettings
from dialq.tui.spans import Line
from dialq.tui.state import WorkState
from dialq.tui.vocabulary import Vocabulary
from dialq.tui.widgets.form_bar import FormBar
from dialq.tui.widgets.note import NoteEditor
from dialq.tui.widgets.pane import Pane

WIDE = 120
"""From this many columns on the queue stands at the left."""
PARTS = ("#header", "#queue", "#card", "#head", "#keys", "#then")
"""What is painted."""


class WorkScreen(Screen[None], inherit_bindings=False):
    """Holds the state, hears the keys, paints; its parts in `acts` ask the desk."""

    AUTO_FOCUS = ""

    def __init__(
        self, desk: DbThread, words: Vocabulary, settings: UiSettings, keymap: Keymap, guard: KeyGuard
    ) -> None:
        super().__init__()
        self.desk, self.words, self.settings, self._guard = desk, words, settings, guard
        self.state = WorkState(
            settings.rep, settings.zone, keymap, settings.clock.now(),
            ascii=settings.ascii, goal=settings.meeting_goal, block=settings.block,
        )  # fmt: skip
        self.busy = False
        self.paused = False
        self._after = self._dropped = ""
        self.answering, self.stepping, self.mailing = Answering(self), Stepping(self), Mailing(self)
        self.adding, self.watching, self.writing = Adding(self), Watching(self), Writing(self)
        self.asking, self.day, self.planning = Asking(self), Day(self), Planning(self)
        self.minding, self.tasking = Minding(self), Tasking(self)
        self.alerting, self.corresponding = Alerting(self), Corresponding(self)
        self._commands: dict[str, Command] = {}
        parts = (self.answering, self.stepping, self.mailing, self.adding, self.writing,
                 Leads(self), self.day, self.planning, self.corresponding, Reading(self))  # fmt: skip
        for part in parts:
            self._commands |= part.commands()

    def compose(self) -> ComposeResult:
        """Everything is mounted once; only lines change."""
        yield Pane(id="header")
        with Horizontal(id="middle"):
            yield Pane(id="queue")
            with Vertical(id="main"):
                yield Pane(id="card")
                yield Pane(id="head")
                yield NoteEditor(id="note")
                yield FormBar(id="form")
        yield Pane(id="keys")
        yield Pane(id="then")

    def on_mount(self) -> None:
        """Begin to watch."""
        self.query_one("#form", FormBar).display = False
        self.watching.start()
        self.minding.start()

    def on_resize(self, event: events.Resize) -> None:
        """The list appears with enough columns; lines are cut anew once sizes are known."""
        self.set_class(event.size.width >= WIDE, "-wide")
        self.set_class(event.size.height >= 30, "-tall")
        self.call_after_refresh(self.paint)

    @property
    def is_wide(self) -> bool:
        """Whether the list stands at the left."""
        return self.size.width >= WIDE

    def on_screen_resume(self) -> None:
        """Back from a page: the clock has moved meanwhile."""
        self.state.now = self.settings.clock.now()
        self.call_after_refresh(self.paint)

    async def begin(self) -> None:
        """The first five minutes, then the first lead."""
        if self.settings.start_screen:
            self.state.morning = await self.desk.call(self.words.start_of_day)
            self.watching.refresh_soon()
        else:
            await self.stepping.next_lead()

    # Painting

    def paint(self) -> None:
        """Show the present state; only what differs goes to the terminal."""
        if not all(self.query(part) for part in PARTS):  # The app is leaving, part by part.
            return
        card = self.query_one("#card", Pane)
        state, width = self.state, self.size.width
        self.query_one("#header", Pane).show(header(state, width))
        size = card.size
        lines = card_lines(state, size.width, size.height) or empty_lines(state, size.width, size.height)
        card.show(lines)
        self.query_one("#head", Pane).show((head_line(state, self.asking.form, size.width),))
        keys = keys_bar(state, width, self.asking.form)
        self.query_one("#keys", Pane).show(keys)
        if self.is_wide:
            pane = self.query_one("#queue", Pane)
            pane.show(queue_lines(state, pane.size.width, pane.size.height))
        else:
            self.query_one("#then", Pane).show(keys[3:] or (then_line(state, width),))
        self._tell_the_page()

    def _tell_the_page(self) -> None:
        """The page on top says what came, too."""
        top = self.app.screen_stack[-1] if self.app.screen_stack else None
        if isinstance(top, Sheet):
            top.show_title()

    def announcement(self, width: int, *, keys: bool) -> Line:
        """What a page on top must say at once."""
        return told_on_pages(self.state, width, keys=keys)

    # Keys

    def on_key(self, event: events.Key) -> None:
        """Keys that no text field took; while one is open its editing keys, bindings to Textual, go further up."""
        if self.state.asking or self.state.writing:
            return
        event.stop()
        event.prevent_default()
        if self.state.prefix or event.key == "escape":
            self._after_prefix(event.key)
        else:
            action = self.state.keymap.find(event.key)
            if action:
                self.perform(action, key=event.key)

    def _after_prefix(self, key: str) -> None:
        state = self.state
        prefix, state.prefix = state.prefix, ""
        action = state.keymap.find(key, prefix) if prefix else ""
        if action:
            self.perform(action, key=key)
            return
        if key == "escape":
            state.say("")
            state.dialled, state.correcting, state.corrected = "", None, None
        else:
            state.say(f"{prefix} {shown_key(key)} means nothing", warn=True)
        self.paint()

    def perform(self, action: str, *, key: str = "") -> None:
        """Do what an action says, unless the key was stray or the last one is still being saved."""
        refusal = self.guard_refusal() if key and BY_ID[action].guarded else ""
        if self.busy and not refusal:
            refusal = "the last one is still being saved"
        if refusal:
            self._dropped = f"{shown_key(key) or action} dropped: {refusal}"
            self.state.say(self._dropped, warn=True)
            self.paint()
            return
        self._dropped = self.state.alert = ""
        self.state.say("")
        self.state.dialled = ""
        doing = self._commands[action]()
        if doing is not None:
            self.start(doing)
        else:
            self.paint()

    def then_perform(self, action: str) -> None:
        """Do this when the present wish is done."""
        self._after = action

    def guard_refusal(self) -> str:
        """R9.4: why the last key may not record; '' if it may."""
        return self._guard.refusal(self.settings.monotonic())

    def another_shown(self) -> None:
        """Something else stands where a key would act: it must stand a while first (R9.4)."""
        self._guard.card_shown(self.settings.monotonic())

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text is never keys (R9.4)."""
        event.stop()
        self.state.say("Pasted text is no keys: open the note (n) or a form first", warn=True)
        self.paint()

    def on_pane_clicked(self, event: Pane.Clicked) -> None:
        """A click on a key does what the key does."""
        event.stop()
        if event.act in self._commands and not (self.state.asking or self.state.writing):
            self.perform(event.act)

    # Work with the desk

    def start(self, doing: Coroutine[Any, Any, None]) -> None:
        """Run a wish; meanwhile keys that record are dropped."""
        self.busy = True
        self.run_worker(self._watched(doing), group="wish")

    async def _watched(self, doing: Coroutine[Any, Any, None]) -> None:
        try:
            await doing
        except DialqError as failure:
            self.state.say(str(failure), warn=True)
        finally:
            self.busy = False
            if self._dropped:  # What the wish had to say came later and covered it.
                self.state.say(self._dropped, warn=True)
            self.paint()
        after, self._after = self._after, ""
        if after:
            self.perform(after)

    def background(self, doing: Coroutine[Any, Any, None]) -> None:
        """Run something no key asked for."""
        self.run_worker(self._quiet(doing), group="background")

    async def _quiet(self, doing: Coroutine[Any, Any, None]) -> None:
        try:
            await doing
        except DialqError as failure:
            self.watching.fail_quietly(failure)

    async def show_next(self, got: Taken | Empty | None, *, inbound: bool = False) -> None:
        """A lead is in hand, or none is: what went before is saved, and keys are heard as soon as it is seen."""
        self.busy = False
        if isinstance(got, Taken):
            self.state.take(got.card, unfinished=got.unfinished, inbound=inbound)
            self.writing.show(got.card.draft_note)
            if got.unfinished:
                self.state.say("This call has no outcome yet: say what came of it first", warn=True)
        else:
            self.state.put_down(got)
            self.writing.show("")
        self.state.now = self.settings.clock.now()
        self.another_shown()
        self.paint()
        self.watching.refresh_soon()

    async def look_again(self, *, after_all: bool = False) -> None:
        """Read the card in hand anew; `after_all`: why it came is over, it stands as it is now."""
        card = self.state.card
        if card is not None:
            seen = await self.desk.call(self.words.look, card.item.lead)
            if after_all:
                self.state.card = seen
            else:
                self.state.renew(seen)
        self.watching.refresh_soon()

    # What the form and the note say

    @on(FormBar.Committed)
    def _committed(self, event: FormBar.Committed) -> None:
        self.asking.committed(event)

    @on(FormBar.Edited)
    def _edited(self, event: FormBar.Edited) -> None:
        self.asking.edited(event)

    @on(FormBar.Cancelled)
    def _cancelled(self) -> None:
        self.asking.cancelled()

    @on(NoteEditor.Ended)
    def _note_ended(self) -> None:
        self.writing.ended()

    @on(TextArea.Changed, "#note")
    def _note_changed(self) -> None:
        self.writing.changed()
