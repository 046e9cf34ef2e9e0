"""Wherever text is typed it can be mended: one letter back, a line away, a step to the left."""

from __future__ import annotations

from textual.widgets import Input, TextArea

from dialq.tui.colourless import plain
from dialq.tui.widgets.form_bar import FormBar
from dialq.tui.widgets.note import NoteEditor
from dialq.tui.widgets.pane import Pane
from tests.tui.driver import driving
from tests.tui.fake_desk import a_desk


async def test_a_letter_of_the_note_is_taken_back() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("n")
        await rep.type("abx")
        await rep.press("backspace")
        await rep.type("d")
        await rep.press("left", "left", "delete")
        assert rep.work.query_one("#note", NoteEditor).text == "ad"
        await rep.press("ctrl+u", "escape", "1")
        assert rep.desk.answers[-1].note == "d"


async def test_keys_that_come_at_once_are_done_in_their_order() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("n")
        await rep.pilot.press("a", "b", "d", "left", "delete", "x", "backspace", "y", "z")
        await rep.settle()
        assert rep.work.query_one("#note", NoteEditor).text == "abyz"


async def test_every_editing_key_works_in_a_form() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("s")
        await rep.type("zz")
        bar = rep.work.query_one("#form", FormBar)
        await rep.press("backspace")
        assert bar.typed["when"] == "z"
        await rep.press("ctrl+u")
        assert bar.typed["when"] == ""
        await rep.type("in 3h")
        await rep.press("home", "delete", "right", "left", "end", "ctrl+w")
        assert bar.typed["when"] == "n "


async def test_a_reason_a_task_and_a_field_are_mended() -> None:
    desk = a_desk()
    desk.young = True
    async with driving(desk) as rep:
        for keys in (("f6",), ("a", "1"), ("m", "enter")):
            await rep.press(*keys)
            await rep.press("ctrl+u")
            await rep.type("abc")
            await rep.press("backspace")
            assert "ab" in rep.work.query_one("#form", FormBar).typed.values(), keys
            await rep.press("escape")


async def test_mail_and_search_are_mended() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("slash")
        await rep.type("kim")
        await rep.press("backspace")
        assert rep.app.screen.query_one("#pick-typed", Input).value == "ki"
        await rep.press("escape", "e", "1", "e")
        before = rep.app.screen.query_one("#mail-text", TextArea).text
        await rep.type("XY")
        await rep.press("backspace")
        assert rep.app.screen.query_one("#mail-text", TextArea).text == f"X{before}"
        await rep.press("tab", "end")
        subject = rep.app.screen.query_one("#mail-subject", Input)
        said = subject.value
        await rep.press("backspace")
        assert subject.value == said[:-1]


async def test_no_key_of_the_work_screen_is_heard_while_something_is_typed() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("n", "f6", "f3", "ctrl+p", "ctrl+q", "escape")
        assert rep.desk.handed == []
        assert rep.app.screen is rep.work
        await rep.press("s", "f6", "f3", "ctrl+p", "ctrl+q", "escape")
        assert rep.app.screen is rep.work
        assert rep.lead == 1


async def test_no_color_leaves_bold_and_reverse() -> None:
    """screens.md: NO_COLOR keeps every meaning in words or signs."""
    async with driving(a_desk()) as rep:
        pane = rep.work.query_one("#card", Pane)
        styles = [plain(part.style) for row in range(6) for part in pane.render_line(row) if part.style]
        assert any(style.bold for style in styles)
        assert all(style.color is None and style.bgcolor is None and not style.dim for style in styles)
