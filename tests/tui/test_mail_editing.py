"""Mails that wait, written anew on the mail screen (SEED1-18, R13.3)."""

from __future__ import annotations

import pytest

from dialq.tui.screens.outbox import OutboxScreen
from tests.tui.driver import driving
from tests.tui.test_mail_screen import a_busy_desk, mark, row, said


@pytest.mark.parametrize(
    ("name", "wanted", "sentence"),
    [
        ("Jordan Reyes", ["edit"], "The mail to Jordan Reyes leaves 11:42 as it stands now"),
        ("Ivy Dunn", ["hold", "edit planned", "release"], "The mail to Ivy Dunn leaves as it stands now"),
        ("Nia Roe", ["edit planned"], "Kept. The mail to Nia Roe is still held by ben; x lets it go"),
    ],
)
async def test_seed1_18_a_mail_is_edited_in_place(name: str, wanted: list[str], sentence: str) -> None:
    """SEED1-18: what leaves by itself is held while it is written anew; what a rep holds stays held."""
    async with driving(a_busy_desk()) as rep:
        await rep.press("f8")
        await mark(rep, name)
        await rep.press("e")
        assert "EDIT the mail to" in rep.text("sheet-title")
        assert "Ctrl+S keep" in said(rep)
        await rep.type("PS ")
        await rep.press("ctrl+s")
        assert [act[0] for act in rep.desk.post.done] == wanted
        assert sentence in said(rep)


@pytest.mark.parametrize(
    ("name", "meanwhile", "after"),
    [
        ("Jordan Reyes", [], [("let go", "<1@example.com>")]),
        ("Ivy Dunn", [("hold", 6, "email-2")], [("hold", 6, "email-2"), ("release", 6, "email-2")]),
    ],
)
async def test_seed1_18_r13_3_an_open_editor_keeps_its_mail_back(
    name: str, meanwhile: list[tuple[object, ...]], after: list[tuple[object, ...]]
) -> None:
    """SEED1-18, R13.3: nothing leaves under the writer's hands; left unsaved it waits as before."""
    async with driving(a_busy_desk()) as rep:
        await rep.press("f8")
        await mark(rep, name)
        await rep.press("e")
        assert rep.desk.post.kept_back == (["<1@example.com>"] if name == "Jordan Reyes" else [])
        assert rep.desk.post.done == meanwhile
        await rep.press("escape", "escape")
        assert rep.desk.post.kept_back == []
        assert rep.desk.post.done == after


async def test_seed1_18_a_terminal_that_goes_away_lets_the_edited_mail_go() -> None:
    async with driving(a_busy_desk()) as rep:
        await rep.press("f8", "e")
        assert rep.desk.post.kept_back == ["<1@example.com>"]
        rep.app._leave_at_once()
        assert rep.desk.post.done == [("let go", "<1@example.com>")]


async def test_seed1_18_what_left_before_its_editor_opened_is_said_at_once() -> None:
    desk = a_busy_desk()
    async with driving(desk) as rep:
        await rep.press("f8")
        desk.post.view = desk.post.view._replace(hold=desk.post.view.hold[1:])
        await rep.press("e")
        assert "this mail is not waiting any more" in said(rep)
        assert isinstance(rep.app.screen, OutboxScreen)


async def test_what_is_being_sent_offers_nothing_and_opens_no_editor() -> None:
    desk = a_busy_desk()
    sending = desk.post.view.hold[0]._replace(status="sending")
    desk.post.view = desk.post.view._replace(hold=(sending, desk.post.view.hold[1]))
    async with driving(desk) as rep:
        await rep.press("f8")
        assert "x stop" not in said(rep)
        for key, word in (("e", "changed"), ("x", "stopped"), ("A", "sent again")):
            await rep.press(key)
            assert f"It is being sent this moment and cannot be {word}" in said(rep)
        assert desk.post.done == []


async def test_the_subject_is_not_wiped_by_its_first_letter() -> None:
    async with driving(a_busy_desk()) as rep:
        await rep.press("f8", "e", "tab")
        await rep.type("!")
        await rep.press("ctrl+s")
        assert rep.desk.post.done[0][2] == "Pricing for cold-chain alerts!"


async def test_an_edited_automatic_mail_says_so_in_few_columns() -> None:
    desk = a_busy_desk()
    planned = tuple(one._replace(edited_by="ana", held_by="") for one in desk.post.view.planned)
    desk.post.view = desk.post.view._replace(planned=planned)
    async with driving(desk) as rep:
        await rep.press("f8")
        await mark(rep, "Ivy Dunn")
        assert row(rep).split()[-1] == "edited"
        assert "email-2 by inbound-question, edited by ana" in " ".join(rep.text("sheet-body").split())


async def test_what_the_desk_refuses_of_an_edit_stands_below_the_text() -> None:
    desk = a_busy_desk()
    desk.post.refuse_edit = "the mail still has blanks: industry"
    async with driving(desk) as rep:
        await rep.press("f8", "e", "ctrl+s")
        assert "! the mail still has blanks: industry" in said(rep)
        await rep.press("escape", "escape")
        assert desk.post.done == [("let go", "<1@example.com>")]
        assert isinstance(rep.app.screen, OutboxScreen)
