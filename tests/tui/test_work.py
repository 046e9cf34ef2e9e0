"""The work screen, key by key, on a desk in memory."""

from __future__ import annotations

import pytest
from textual import events

from dialq.desk.views import Refused
from tests.tui.driver import driving
from tests.tui.fake_desk import a_desk


async def test_enter_rings_and_a_digit_logs_and_brings_the_next_lead() -> None:
    """R9.1: 1-4 commit at once."""
    async with driving(a_desk()) as rep:
        await rep.press("enter")
        assert rep.desk.calls == [(1, "+14155550141")]
        assert "ON CALL 00:00 mobile +14155550141" in rep.text("head")
        assert "sent to your terminal" in rep.text("keys")
        await rep.press("1")
        assert [(given.lead, given.code, given.number, given.seen) for given in rep.desk.answers] == [
            (1, "no-answer", "+14155550141", 11)
        ]
        assert rep.lead == 2
        assert "No answer. Next: call 4" in rep.text("keys")


@pytest.mark.parametrize(
    ("key", "code"), [("1", "no-answer"), ("2", "voicemail"), ("3", "busy"), ("4", "gatekeeper")]
)
async def test_r9_1_four_keys_commit_at_once(key: str, code: str) -> None:
    async with driving(a_desk()) as rep:
        await rep.press(key)
        assert [given.code for given in rep.desk.answers] == [code]


async def test_enter_on_a_running_call_asks_what_came_of_it() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("enter", "enter")
        assert len(rep.desk.calls) == 1
        assert "say what came of it" in rep.text("keys")


async def test_a_callback_is_one_prefilled_line() -> None:
    """R9.1: 5-9 open one line, Enter commits; the lead stays until the note is done."""
    async with driving(a_desk()) as rep:
        await rep.press("5")
        assert "CALLBACK" in rep.text("head")
        assert "Thu 27 Nov 09:00" in rep.text("head")
        await rep.press("enter")
        assert [(given.code, given.when) for given in rep.desk.answers] == [("callback", "tomorrow 9")]
        assert rep.lead == 1
        assert "brings the next lead" in rep.text("head")
        await rep.type("rings the mobile")
        await rep.press("enter")
        assert rep.desk.notes == [(1, "rings the mobile")]
        assert rep.lead == 2


async def test_a_shared_promise_says_so_to_the_desk() -> None:
    """R10.2: `anyone` stands behind the time."""
    async with driving(a_desk()) as rep:
        await rep.press("5", "tab", "2", "tab")
        await rep.type("ring twice")
        await rep.press("enter")
        given = rep.desk.answers[0]
        assert (given.when, given.note, given.scope) == ("tomorrow 9 anyone", "ring twice", "")


async def test_escape_leaves_a_form_without_a_trace() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("9", "escape")
        assert rep.desk.answers == []
        assert not rep.state.asking
        await rep.press("1")
        assert len(rep.desk.answers) == 1


async def test_a_reason_is_chosen_by_its_digit() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("9", "2", "enter")
        assert [(given.code, given.reason) for given in rep.desk.answers] == [("not-interested", "budget")]


async def test_two_readings_of_a_time_are_offered_as_1_and_2() -> None:
    """R10.1."""
    async with driving(a_desk()) as rep:
        await rep.press("5")
        await rep.type("at 7")
        await rep.press("enter")
        assert "1 today 19:00 2 tomorrow 07:00" in rep.text("keys")
        await rep.press("2", "enter")
        assert [given.when for given in rep.desk.answers] == ["tomorrow 07:00"]


async def test_a_missing_time_is_said_and_the_form_stays() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("7", "enter")
        assert "needs a time" in rep.text("keys")
        assert rep.state.asking
        await rep.type("thu 14:00")
        await rep.press("enter")
        assert [given.when for given in rep.desk.answers] == ["thu 14:00"]


async def test_r9_other_outcomes_are_zero_then_a_letter() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("0")
        assert "w wrong number" in rep.text("keys")
        await rep.press("w", "enter")
        assert [(given.code, given.number) for given in rep.desk.answers] == [
            ("wrong-number", "+14155550141")
        ]


async def test_zero_then_escape_or_a_stray_letter_does_nothing() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("0", "escape", "0", "z")
        assert rep.desk.answers == []
        assert "0 z means nothing" in rep.text("keys")


async def test_a_refusal_asks_for_a_reason_in_the_same_line() -> None:
    """R7.4: past a cap it needs a reason, asked at once."""
    desk = a_desk()
    desk.refuse = Refused("cap.day", "2 touches today are enough", None, True)
    async with driving(desk) as rep:
        await rep.press("1")
        assert desk.answers == []
        assert "LOG IT ANYWAY" in rep.text("head")
        assert "cap.day: 2 touches today are enough" in rep.text("keys")
        await rep.type("they asked me to")
        await rep.press("enter")
        assert [(given.code, given.override) for given in desk.answers] == [("no-answer", "they asked me to")]
        assert rep.lead == 2


async def test_a_refusal_without_override_is_only_said() -> None:
    desk = a_desk()
    desk.refuse = Refused("window", "closed until 08:00 there", None, False)
    async with driving(desk) as rep:
        await rep.press("enter")
        assert desk.calls == []
        assert "Not dialled. window: closed until 08:00 there" in rep.text("keys")
        assert rep.lead == 1


async def test_r9_4_a_held_key_logs_once_and_is_shown() -> None:
    """R9.4: dropped presses are shown, never queued."""
    async with driving(a_desk()) as rep:
        await rep.press("1")
        await rep.press("1", "1", "1", wait=0.03)
        assert len(rep.desk.answers) == 1
        assert "1 dropped: same key again within 1 s" in rep.text("keys")
        await rep.press("1", wait=1.5)
        assert len(rep.desk.answers) == 2


async def test_r9_4_a_card_must_have_stood() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("1")
        await rep.press("2", wait=0.3)
        assert len(rep.desk.answers) == 1
        assert "stood less than 0.4 s" in rep.text("keys")
        await rep.press("3", wait=0.2)
        assert [given.code for given in rep.desk.answers] == ["no-answer", "busy"]


async def test_r9_4_pasted_text_is_never_keys() -> None:
    async with driving(a_desk()) as rep:
        rep.app.post_message(events.Paste("1\n1\n0d\n"))
        await rep.settle()
        assert rep.desk.answers == []
        assert rep.desk.calls == []
        assert "Pasted text is no keys" in rep.text("keys")


async def test_pasted_text_goes_into_an_open_note() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("n")
        rep.app.post_message(events.Paste("1 depot"))
        await rep.settle()
        await rep.press("escape")
        assert rep.desk.drafts == {1: "1 depot"}
        assert rep.desk.answers == []


@pytest.mark.parametrize("key", ["h", "d", "w", "c"])
async def test_harmless_letters(key: str) -> None:
    async with driving(a_desk()) as rep:
        before = rep.app.screen, rep.lead
        await rep.press(key)
        assert (rep.app.screen, rep.lead) == before
        assert rep.desk.answers == []


async def test_the_note_goes_along_with_any_outcome() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("n")
        await rep.type("3 depots")
        await rep.press("ctrl+j")
        await rep.type("ok Thu")
        assert rep.desk.drafts == {1: "3 depots\nok Thu"}
        await rep.press("enter", "1")
        assert [given.note for given in rep.desk.answers] == ["3 depots\nok Thu"]
        assert rep.desk.drafts == {}
        assert rep.work.writing.text == ""


async def test_keys_are_text_while_the_note_is_open() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("tab", "1", "0", "d")
        assert rep.desk.answers == []
        assert rep.work.writing.text == "10d"


async def test_a_draft_note_comes_back_with_its_lead() -> None:
    desk = a_desk()
    desk.drafts[1] = "half a thought"
    async with driving(desk) as rep:
        assert rep.work.writing.text == "half a thought"


async def test_x_chooses_the_other_number_and_enter_rings_it() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("x")
        assert ">office" in rep.text("card")
        await rep.press("enter")
        assert rep.desk.calls == [(1, "+14155550101")]
