"""Pause, first and last five minutes, empty queues, small terminals."""

from __future__ import annotations

from dialq.clock import Instant
from dialq.desk.views import Queued
from tests.tui.driver import driving
from tests.tui.fake_desk import NOON, FakeDesk, a_desk
from tests.tui.fake_mail import a_full_outbox


async def test_pause_hands_out_nothing_until_the_rep_is_back() -> None:
    """R12.2."""
    async with driving(a_desk()) as rep:
        await rep.press("p", "2")
        assert rep.desk.said[-2:] == ["pause break", "pause lunch"]
        await rep.press("enter")
        assert rep.desk.said[-1] == "resume"
        assert rep.lead == 1


async def test_a_clean_day_leaves_without_a_question() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("q")
        assert rep.desk.said[-1] == "release 1"
        assert rep.app.return_code == 0


async def test_loose_ends_are_shown_before_leaving() -> None:
    desk = a_desk()
    desk.clean = False
    async with driving(desk) as rep:
        await rep.press("q")
        assert "PROMISES BEFORE YOUR NEXT DAY" in rep.text("sheet-body")
        await rep.press("escape")
        assert rep.app.screen is rep.work
        await rep.press("q", "enter")
        assert rep.desk.said[-1] == "release 1"


async def test_the_start_of_the_day_waits_for_enter() -> None:
    async with driving(a_desk(), begin=False) as rep:
        assert "PROMISED TODAY" in rep.text("card")
        assert "Enter = to work" in rep.text("card")
        assert rep.desk.in_hand == 0
        await rep.press("enter")
        assert rep.lead == 1


async def test_a_mail_in_hold_can_be_taken_back_in_the_morning() -> None:
    desk = a_desk()
    desk.held = (
        Queued("<1@example.com>", 1, "kim@example.com", "Pricing", "Hi", "held", Instant(NOON + 60)),
    )
    async with driving(desk, begin=False) as rep:
        assert "MAILS IN HOLD" in rep.text("card")
        assert "F8 = hold back or edit a mail" in rep.text("card")
        desk.post.view = a_full_outbox()
        await rep.press("m", "x", "escape")
        assert [mail.message for mail in desk.held] == []
        assert "MAILS IN HOLD" not in rep.text("card")


async def test_r9_2_an_unfinished_call_is_asked_first() -> None:
    desk = a_desk()
    desk.cards[0] = desk.cards[0]._replace(on_call=Instant(NOON - 600), on_call_number="+14155550101")
    async with driving(desk) as rep:
        assert "UNFINISHED CALL 10:00 office +14155550101" in rep.text("head")
        assert "no outcome yet" in rep.text("keys")
        await rep.press("enter")
        assert desk.calls == []


async def test_an_empty_file_takes_a_path() -> None:
    async with driving(a_desk(0)) as rep:
        assert "no lead in this file yet" in rep.text("card")
        await rep.press("enter")
        await rep.type("leads.csv")
        await rep.press("enter")
        assert rep.lead == 1


async def test_the_queue_runs_dry() -> None:
    async with driving(a_desk(1)) as rep:
        await rep.press("1")
        assert rep.lead == 0
        assert "opens at 12:42" in rep.text("card")


async def test_a_click_on_a_key_does_what_the_key_does() -> None:
    async with driving(a_desk()) as rep:
        keys = rep.text("keys").splitlines()[1]
        await rep.pilot.click("#keys", offset=(keys.index("3 busy") + 1, 1))
        await rep.settle()
        assert [given.code for given in rep.desk.answers] == ["busy"]


async def test_a_small_terminal_gets_one_sentence_and_loses_nothing() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("n")
        await rep.type("keep me")
        await rep.pilot.resize_terminal(60, 20)
        await rep.settle()
        assert "Terminal too small: it is 60x20, dialq needs 80x24" in rep.text("sheet-body").replace(
            "\n ", " "
        )
        await rep.pilot.resize_terminal(100, 30)
        await rep.settle()
        assert rep.app.screen is rep.work
        assert rep.work.writing.text == "keep me"


async def test_the_desk_is_closed_when_the_app_ends() -> None:
    desk: FakeDesk = a_desk()
    async with driving(desk):
        assert not desk.closed
    assert desk.closed
