"""To nurture and to calmer programmes: one lead by one key, many in one act, all of it undoable."""

from __future__ import annotations

from dialq.tui.screens.handing import HandingScreen
from tests.tui.driver import driving
from tests.tui.fake_desk import a_desk


async def test_r16_1_one_key_hands_the_lead_to_nurture_and_brings_the_next() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("f6")
        assert rep.desk.handed == [("nurture", (1,), "")]
        assert rep.lead == 2
        assert "Jordan Reyes is in nurture; u takes it back" in rep.text("keys")
        await rep.press("u")
        assert rep.desk.handed == []
        assert rep.lead == 1
        assert "Took back" in rep.text("keys")


async def test_r4_11_below_the_least_touches_it_asks_why_in_one_prefilled_line() -> None:
    desk = a_desk()
    desk.young = True
    async with driving(desk) as rep:
        await rep.press("f6")
        assert "TO NURTURE" in rep.text("head")
        assert "4 of at least 6 touches are done" in rep.text("keys")
        assert desk.handed == []
        await rep.press("2", "enter")
        assert desk.handed == [("nurture", (1,), "no need now")]
        assert rep.lead == 2


async def test_a_lead_that_cannot_go_stays_in_hand() -> None:
    desk = a_desk()
    desk.owed = {1}
    async with driving(desk) as rep:
        await rep.press("f6")
        assert rep.lead == 1
        assert "Jordan Reyes stays: an answer is owed" in rep.text("keys")


async def test_r9_4_the_key_that_hands_over_is_guarded() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("f6")
        await rep.press("f6", wait=0.2)
        assert len(rep.desk.handed) == 1
        assert "F6 dropped" in rep.text("keys")


async def test_many_go_in_one_act_previewed_with_a_count_and_come_back_by_one_key() -> None:
    """SEED1-21, SEED1-25."""
    desk = a_desk()
    desk.owed = {3}
    async with driving(desk) as rep:
        await rep.press("f7")
        assert "5 of 9 leads taken in" in rep.text("sheet-body")
        await rep.press("a", "j", "space")
        assert "8 of 9 leads taken in" in rep.text("sheet-body")
        assert "[ ] Lee Moran" in rep.text("sheet-body")
        await rep.press("enter", "1")
        preview = rep.text("sheet-body")
        assert "7 leads would go to nurture now" in preview
        assert "1 lead would stay" in preview
        assert "Priya Shah: an answer is owed" in preview
        assert desk.handed == []
        await rep.press("enter")
        assert desk.handed == [("nurture", (1, 4, 5, 6, 7, 8, 9), "a calmer pace suits them")]
        assert rep.app.screen is rep.work
        assert rep.lead == 2
        said = " ".join(rep.text("keys").split())
        assert "7 leads went to nurture; 1 stayed (Priya Shah: an answer is owed)" in said
        await rep.press("u")
        assert desk.handed == []
        assert "Took back: 7 leads handed over" in rep.text("keys")
        assert rep.lead == 2


async def test_who_waits_for_an_answer_is_left_out_until_it_is_said() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("f7")
        shown = rep.text("sheet-body")
        assert "[ ] Jordan Reyes" in shown
        assert "[ ] Priya Shah" in shown
        assert "[x] Sam Ode" in shown
        await rep.press("t")
        assert "[x] Jordan Reyes" in rep.text("sheet-body")
        assert "[x] Lee Moran" in rep.text("sheet-body")
        assert "[ ] Priya Shah" in rep.text("sheet-body")
        await rep.press("t")
        assert "[ ] Lee Moran" in rep.text("sheet-body")


async def test_a_calmer_programme_and_a_reason_of_ones_own() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("f7", "a", "a", "space", "enter", "3")
        await rep.type("chase weekly")
        await rep.press("enter")
        assert rep.desk.handed == [("warm", (1,), "chase weekly")]


async def test_nobody_taken_in_goes_nowhere() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("f7", "a", "a", "enter")
        assert isinstance(rep.app.screen, HandingScreen)
        assert "Nobody is taken in" in rep.text("sheet-foot")


async def test_escape_at_any_point_hands_over_nobody() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("f7", "enter", "1", "escape")
        assert "5 of 9 leads taken in" in rep.text("sheet-body")
        await rep.press("enter", "escape", "escape")
        assert rep.app.screen is rep.work
        assert rep.desk.handed == []
        assert rep.lead == 1


async def test_r9_4_a_double_enter_does_not_hand_a_batch_over() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("f7", "enter", "enter")
        await rep.press("enter", wait=0.3)
        assert rep.desk.handed == []
        assert "Enter dropped: same key again" in rep.text("sheet-foot")


async def test_an_outcome_after_a_batch_is_what_undo_takes_back_first() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("f7", "enter", "1", "enter")
        assert rep.state.handed is not None
        await rep.press("1")
        assert rep.state.handed is None


async def test_a_campaign_hands_its_leads_over_from_its_own_page() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("f3", "f7")
        assert "HAND OVER leads of inbound" in rep.text("sheet-title")
        await rep.press("a", "enter", "1", "enter")
        assert "9 leads went to nurture" in rep.text("sheet-foot")
        await rep.press("escape")
        assert rep.lead == 0
        await rep.press("u")
        assert rep.desk.handed == []


async def test_a_task_is_added_with_words_and_a_time() -> None:
    """SEED1-17."""
    async with driving(a_desk()) as rep:
        await rep.press("a", "1")
        assert "ADD TASK" in rep.text("head")
        await rep.type("send the drawing")
        await rep.press("tab")
        await rep.type("fri 10")
        assert "Fri 28 Nov 10:00" in rep.text("head")
        await rep.press("enter")
        assert rep.desk.tasks == [(1, "send the drawing", "fri 10")]
        assert "Task noted for fri 10" in rep.text("keys")


async def test_a_task_in_the_place_of_a_promise_is_asked_about() -> None:
    desk = a_desk()
    desk.owed = {1}
    async with driving(desk) as rep:
        await rep.press("a", "1")
        await rep.type("ring the plant")
        await rep.press("enter")
        assert "REPLACE" in rep.text("head")
        assert "promised something for Fri 10:00" in rep.text("keys")
        await rep.press("enter")
        assert desk.tasks == [(1, "ring the plant", "tomorrow 9")]


async def test_a_promise_is_kept_where_replacing_is_declined() -> None:
    desk = a_desk()
    desk.owed = {1}
    async with driving(desk) as rep:
        await rep.press("a", "1")
        await rep.type("ring the plant")
        await rep.press("enter")
        await rep.type("n")
        await rep.press("enter")
        assert desk.tasks == []
        assert not rep.state.asking


async def test_a_task_time_with_two_readings_is_asked() -> None:
    """R10.1."""
    async with driving(a_desk()) as rep:
        await rep.press("a", "1")
        await rep.type("call")
        await rep.press("tab")
        await rep.type("at 7")
        await rep.press("enter")
        assert "1 today 19:00 2 tomorrow 07:00" in " ".join(rep.text("keys").split())
        await rep.press("2", "enter")
        assert rep.desk.tasks == [(1, "call", "tomorrow 07:00")]
