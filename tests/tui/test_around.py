"""Other leads, undo, pages, blocks: what keys do around the card in hand."""

from __future__ import annotations

import pytest

from tests.tui.driver import LARGE, driving
from tests.tui.fake_desk import a_desk


async def test_r12_5_opening_another_lead_parks_the_one_in_hand() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("j", "j", "full_stop")
        assert rep.lead == 3
        assert rep.desk.parked == [1]
        assert "Jordan Reyes is parked" in rep.text("keys")
        assert rep.state.parked == {1: "Jordan Reyes"}
        await rep.press("backspace")
        assert rep.lead == 1
        assert rep.state.parked == {}


async def test_find_opens_a_lead() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("slash")
        await rep.type("ivy")
        assert "Ivy Dunn" in rep.text("sheet-body")
        await rep.press("enter")
        assert rep.lead == 6


async def test_r9_6_they_rang_opens_the_lead_and_answers_are_incoming() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("i")
        await rep.type("0145")
        await rep.press("enter")
        assert rep.lead == 5
        assert "THEY RANG" in rep.text("card")
        await rep.press("1")
        assert rep.desk.answers[0].direction == "in"


async def test_r9_6_an_unknown_caller_becomes_a_lead() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("i")
        await rep.type("5550199")
        await rep.press("enter")
        assert "NOBODY KNOWN" in rep.text("head")
        await rep.type("Max Roe")
        await rep.press("enter")
        assert rep.lead == len(rep.desk.cards)
        assert rep.desk.cards[-1].lead.name == "Max Roe"


async def test_undo_brings_the_lead_back() -> None:
    """R13.1."""
    async with driving(a_desk()) as rep:
        await rep.press("1", "u")
        assert rep.desk.answers == []
        assert rep.lead == 1
        assert "Taken back: no answer" in rep.text("keys")


async def test_nothing_to_undo_is_one_sentence() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("u")
        assert "nothing of yours to take back" in rep.text("keys")
        assert rep.lead == 1


async def test_r13_4_my_log_replaces_an_outcome() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("1", "l", "enter")
        assert "CORRECT no answer" in rep.text("head")
        await rep.press("4")
        assert [(event, given.lead, given.code) for event, given in rep.desk.corrections] == [
            (101, 1, "gatekeeper")
        ]
        assert rep.lead == 2
        assert rep.state.correcting is None


async def test_why_lists_every_rule() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("y")
        assert "cap.day" in rep.text("sheet-body")
        assert "08:00-21:00" in rep.text("sheet-body")
        await rep.press("escape")
        assert rep.app.screen is rep.work


@pytest.mark.parametrize(
    ("key", "wanted"),
    [
        ("t", "decides w/ Kim"),
        ("r", "Pricing one-pager"),
        ("v", "AFTER THE BEEP"),
        ("question_mark", "Nobody answered"),
        ("f1", "ANSWER"),
    ],
)
async def test_pages_to_read(key: str, wanted: str) -> None:
    async with driving(a_desk(), LARGE) as rep:
        await rep.press(key)
        shown = rep.text("sheet-body")
        assert wanted in shown or wanted.upper() in shown
        await rep.press("escape")
        assert rep.app.screen is rep.work
        assert rep.desk.answers == []


async def test_the_palette_finds_an_action_by_its_name() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("ctrl+p")
        await rep.type("other number")
        await rep.press("enter")
        assert rep.app.screen is rep.work
        assert rep.state.number == 1


async def test_modify_changes_one_field_in_place() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("m", "1")
        assert "EDIT" in rep.text("head")
        await rep.type("CEO")
        await rep.press("enter")
        assert "CEO" in rep.text("card")


async def test_later_asks_when_and_why() -> None:
    """R10.3."""
    async with driving(a_desk()) as rep:
        await rep.press("s", "enter")
        assert [(given.code, given.when, given.reason) for given in rep.desk.answers] == [
            ("later", "in 2h", "no time now")
        ]


async def test_a_block_narrows_the_queue() -> None:
    """R5.6."""
    async with driving(a_desk()) as rep:
        await rep.press("b", "3")
        assert "block: MAIL" in rep.text("header")
        assert rep.lead == 1
        await rep.press("1")
        assert rep.lead == 6
