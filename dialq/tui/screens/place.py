"""A page with keys of its own: declared in `actions`, heard here, shown at its foot, found in its palette."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from textual import events

from dialq.errors import DialqError
from dialq.tui.actions import ACTIONS, BY_ID, Action
from dialq.tui.acts.command import Command
from dialq.tui.drawing.header import rule
from dialq.tui.keymap import Keymap, shown_key
from dialq.tui.screens.office import Office
from dialq.tui.screens.palette import palette
from dialq.tui.screens.sheet import Sheet
from dialq.tui.spans import DIM, KEY, WARN, Line, crop, line, span, width_of, wrap
from dialq.tui.widgets.pane import Pane

Result = TypeVar("Result")

MOVES = {"down": 1, "j": 1, "up": -1, "k": -1, "pagedown": 10, "pageup": -10, "home": -99999, "end": 99999}
"""What walks a list, on every page."""


FOOT = 2
"""Lines at the foot."""


class Place(Sheet[Result]):
    """A list with a marked row; subclasses give the commands of their keys."""

    PLACE = ""
    """The group of actions whose keys are heard here."""

    def __init__(self, title: str, keymap: Keymap) -> None:
        super().__init__(title, "")
        self.keymap = keymap
        self.mark = 0
        self.said = ""
        self.warned = False

    def commands(self) -> dict[str, Command]:
        """Action id -> what it does."""
        raise NotImplementedError

    @property
    def rows(self) -> int:
        """How many rows the mark can walk."""
        return 0

    def leave(self) -> None:
        """Esc: back to where one came from."""
        self.dismiss(None)

    def moved(self) -> None:
        """The mark stands on another row."""
        self.paint()

    def say(self, text: str, *, warn: bool = False) -> None:
        """Show one sentence at the foot until the next key."""
        self.said, self.warned = text, warn
        self.paint()

    def foot_lines(self, width: int) -> Sequence[Line]:
        """What was said last, else the page's own keys."""
        foot = self._said_lines(width) or (self._keys_line(width),)
        return foot if len(foot) == FOOT else (rule(width), *foot)

    def _said_lines(self, width: int) -> tuple[Line, ...]:
        """The sentence, in the place of the rule too if it is long."""
        sign, role = ("! ", WARN) if self.warned else ("", "")
        words = wrap(f"{sign}{self.said}", width - 2, FOOT) if self.said else ()
        return tuple(line(span(f" {part}", role)) for part in words)

    def _keys_line(self, width: int) -> Line:
        closing = line(span("Esc", KEY), span(" back", DIM))
        for wide in (True, False):
            pieces = [_piece(self.keymap, action, wide=wide) for action in self._offered()]
            shown = line(" ", *(part for piece in pieces for part in piece), *closing)
            if width_of(shown) <= width:
                break
        return crop(shown, width)

    def offered(self) -> Mapping[str, str] | None:
        """Action id -> its word at the foot, for what works now; None: all that the foot may show."""
        return None

    def _offered(self) -> list[Action]:
        words = self.offered()
        if words is None:
            return [action for action in self._declared if action.bar]
        here = [action for action in self._declared if action.id in words]
        return [replace(one, label=words[one.id], short="") for one in here]

    @property
    def _declared(self) -> list[Action]:
        return [action for action in ACTIONS if action.place == self.PLACE]

    def on_key(self, event: events.Key) -> None:
        """The page's own keys, the walk through its list, Esc, the palette."""
        event.stop()
        self.said = ""
        action = self.keymap.find(event.key, place=self.PLACE)
        if action:
            self.perform(action)
        elif event.key in MOVES:
            self.mark = max(0, min(self.rows - 1, self.mark + MOVES[event.key]))
            self.moved()
        elif event.key in ("escape", "q"):
            self.leave()
        elif event.key in self.keymap.keys["palette.open"] + self.keymap.keys["help.keys"]:
            self.start(self._palette())
        else:
            self.paint()

    def perform(self, action: str) -> None:
        """Do what an action of this page says."""
        doing = self.commands()[action]()
        if doing is None:
            self.paint()
        else:
            self.start(doing)

    def start(self, doing: Coroutine[Any, Any, None]) -> None:
        """Run a wish; what goes wrong is one sentence at the foot."""
        self.run_worker(self._watched(doing), group="place", exclusive=False)

    async def _watched(self, doing: Coroutine[Any, Any, None]) -> None:
        try:
            await doing
        except DialqError as failure:
            self.say(str(failure), warn=True)
        else:
            self.paint()

    async def take_back(self, office: Office, read: Callable[[], Awaitable[None]]) -> None:
        """`u`: the last act is taken back, then the page is read anew."""
        refusal = office.refusal()
        if refusal:
            self.say(f"Key dropped: {refusal}", warn=True)
        elif office.undo is not None:
            said = await office.undo()
            await read()
            self.say(said)

    async def _palette(self) -> None:
        title = f"KEYS of the {self.PLACE.lower()}"
        chosen = await self.app.push_screen_wait(palette(title, self._declared, self.keymap))
        if chosen is not None:
            self.perform(chosen)

    def on_pane_clicked(self, event: Pane.Clicked) -> None:
        """A click on a key does what the key does."""
        event.stop()
        if event.act in BY_ID and BY_ID[event.act].place == self.PLACE:
            self.perform(event.act)


def _piece(keymap: Keymap, action: Action, *, wide: bool) -> Line:
    keys = keymap.keys.get(action.id, ())
    if not keys:
        return ()
    label, gap = (action.label, "   ") if wide else (action.short or action.label, "  ")
    return line(span(shown_key(keys[0]), KEY, act=action.id), span(f" {label}{gap}", act=action.id))
