"""A mail as they will see it: preview, edit in place, send."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Label, TextArea

from dialq.desk.views import Draft, Queued, Refused
from dialq.errors import DialqError
from dialq.tui.drawing.header import rule
from dialq.tui.saver import Saver
from dialq.tui.screens.sheet import Sheet
from dialq.tui.spans import ACCENT, BOLD, DIM, KEY, WARN, Line, crop, ends, line, span, wrap
from dialq.tui.terminal import visible_lines
from dialq.tui.widgets.pane import Pane
from dialq.tui.widgets.typing import TypedLine, TypedText

Save = Callable[[Draft], Awaitable[None]]
Send = Callable[[Draft], Awaitable[Queued | Refused | None]]
"""What Enter does; None: it is done, and nothing more is to be said."""


FOOT = 2
"""Lines at the foot."""


class Manner(NamedTuple):
    """What the page is for, in its words."""

    title: str = "MAIL to"
    verb: str = "send"
    left: str = "draft kept"
    """What becomes of the text when the page is left."""
    typing: bool = False
    """Whether the text has the keyboard at once."""


SENDING = Manner()
ANSWERING = Manner("ANSWER to", typing=True)
EDITING = Manner("EDIT the mail to", "keep", "nothing changed", typing=True)


async def forget(draft: Draft) -> None:
    """Keep no draft: where a text is changed that stands somewhere already."""


@dataclass(frozen=True, slots=True)
class Written:
    """What came of writing: the text, and what the desk said to it."""

    draft: Draft
    said: Queued | Refused | None
    afresh: bool = False
    """Nothing was sent: the writer wants to begin another one."""


class MailScreen(Sheet[Written | None]):
    """Returns what the desk said to the mail, or None when it was left unsent (its draft is kept)."""

    def __init__(
        self,
        draft: Draft,
        name: str,
        *,
        save: Save,
        send: Send,
        refusal: Callable[[], str],
        save_after: float,
        manner: Manner = SENDING,
        left: str = "",
    ) -> None:
        """`left`: that this draft was left here before, and what Ctrl+N begins instead; '' if it is a new one."""
        super().__init__(f"{manner.title} {name}", "")
        self._left = left
        self._manner = manner
        self._draft = draft._replace(subject=visible_lines(draft.subject), body=visible_lines(draft.body))
        self._known = self._draft
        self._saver: Saver[Draft] = Saver(save, self.run_worker, save_after)
        self._send = send
        self._refusal = refusal
        self._said = ""
        self._sending = False

    def compose_above(self) -> ComposeResult:
        """Address, subject, body."""
        yield Pane(id="mail-to")
        subject = TypedLine(self._draft.subject, id="mail-subject", compact=True, select_on_focus=False)
        subject.cursor_blink = False
        with Horizontal(id="mail-head"):
            yield Label(" Subject  ", id="mail-label")
            yield subject
        body = TypedText(self._draft.body, id="mail-text", compact=True, highlight_cursor_line=False)
        body.cursor_blink = False
        yield body

    def on_mount(self) -> None:
        """The keyboard goes to the text where there is one to write."""
        if self._manner.typing:
            self.set_focus(self.query_one("#mail-text", TextArea))

    @property
    def editing(self) -> bool:
        """Whether the keyboard is in the text."""
        return self.focused is not None

    def paint(self) -> None:
        """The page, and the address above it."""
        super().paint()
        width = self.size.width
        missing = ", ".join(self._draft.missing)
        state = line(span(f"! missing: {missing} ", WARN)) if missing else ()
        to = ends(line(span(" To       ", DIM), span(self._draft.to or "no address", BOLD)), state, width)
        self.query_one("#mail-to", Pane).show((to,))

    def foot_lines(self, width: int) -> Sequence[Line]:
        """What went wrong, in two lines if it is long; else whose draft this is, and the keys."""
        said = wrap(f"! {self._said}", width - 2, FOOT) if self._said else ()
        if len(said) == FOOT:
            return tuple(line(span(f" {part}", WARN)) for part in said)
        left = crop(line(span(f" {self._left}", ACCENT)), width) if self._left else rule(width)
        return left, self._foot_line(width)

    def body_lines(self, width: int, height: int) -> Sequence[Line]:
        """What every mail carries at its end (R14.4)."""
        text = [
            line(span(f" {part}", DIM))
            for part in wrap(self._draft.footer.replace("\n", " "), width - 2, height)
        ]
        return tuple(text)

    def _foot_line(self, width: int) -> Line:
        if self._said:
            return line(span(f" ! {self._said}", WARN))
        if self.editing:
            send = (span(" Ctrl+S", KEY), span(f" {self._manner.verb}   "))
            return line(*send, span("Esc", KEY), " end editing   ", span("Tab", KEY), " subject/text")
        keys = line(
            span(" Enter", KEY), f" {self._manner.verb}   ", span("e", KEY), " edit   ",
            span("Esc", KEY), f" back, {self._manner.left}",
        )  # fmt: skip
        return ends(keys, line(span("as they will see it ", ACCENT)), width)

    def on_key(self, event: events.Key) -> None:
        """Preview keys; while editing only Ctrl+S, Esc and Tab."""
        if event.key == "ctrl+s" or (event.key == "enter" and not self.editing):
            event.stop()
            self._start_sending()
        elif event.key == "escape":
            event.stop()
            self._leave()
        elif event.key == "tab" and self.editing:
            event.stop()
            subject = self.query_one("#mail-subject", Input)
            self.set_focus(self.query_one("#mail-text", TextArea) if subject.has_focus else subject)
        elif event.key == "ctrl+n" and self._left:
            event.stop()
            self.run_worker(self._keep_and_leave(afresh=True))
        elif event.key in ("e", "tab", "n") and not self.editing:
            event.stop()
            self.set_focus(self.query_one("#mail-text", TextArea))
            self.call_after_refresh(self.paint)

    def _leave(self) -> None:
        if self.editing:
            self.set_focus(None)
            self.call_after_refresh(self.paint)
        else:
            self.run_worker(self._keep_and_leave())

    async def _keep_and_leave(self, *, afresh: bool = False) -> None:
        await self._saver.flush()
        self.dismiss(Written(self._draft, None, afresh=True) if afresh else None)

    def _start_sending(self) -> None:
        refusal = self._refusal()
        if refusal:
            self._say(f"Key dropped: {refusal}")
        elif not self._sending:
            self._sending = True
            self.run_worker(self._try_to_send())

    async def _try_to_send(self) -> None:
        try:
            await self._saver.flush()
            draft = self._written()
            said = await self._send(draft)
        except DialqError as failure:
            self._say(str(failure))
        else:
            if isinstance(said, Refused) and not said.override:
                self._say(f"{said.rule}: {said.why}")
            else:
                self.dismiss(Written(draft, said))
        finally:
            self._sending = False

    def _say(self, text: str) -> None:
        self._said = text
        self.paint()

    def _written(self) -> Draft:
        subject = self.query_one("#mail-subject", Input).value
        return self._draft._replace(subject=subject, body=self.query_one("#mail-text", TextArea).text)

    @on(TextArea.Changed)
    @on(Input.Changed)
    def _edited(self) -> None:
        written = self._written()
        if written == self._known:
            return  # The page was only opened: what was kept before stands (R14.1).
        self._known, self._said = written, ""
        if self.editing:
            self._saver.changed(written)
