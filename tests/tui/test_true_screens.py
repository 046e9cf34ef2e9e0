"""What stands on the screen is so: undo on every page, leads that others hold, clocks, cards after an outcome."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import AsyncMock

import pytest
from msgspec.structs import replace

from dialq.clock import ManualClock
from dialq.desk.handing import to_nurture
from dialq.desk.nurture import nurture_list
from dialq.desk.policy_views import NurtureLine, NurtureView
from dialq.desk.take import open_lead
from dialq.desk.views import LogLine
from dialq.tui.acts.day import log_text
from dialq.tui.drawing.card import card_lines
from dialq.tui.drawing.nurture import nurture_lines
from dialq.tui.keymap import build_keymap
from dialq.tui.screens.campaigns import CampaignsScreen
from dialq.tui.screens.pause import PauseScreen
from dialq.tui.spans import width_of
from dialq.tui.state import WorkState
from tests.tui.driver import Driver, driving
from tests.tui.fake_desk import NOON, a_desk
from tests.tui.real_office import Office, an_office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Three hot leads."""
    return an_office(tmp_path)


def said(rep: Driver) -> str:
    """What stands at the foot of a page, its blanks one."""
    return " ".join(rep.text("sheet-foot").split())


async def test_r13_1_undo_works_on_the_page_that_promised_it(office: Office) -> None:
    async with office.screen() as rep:
        await rep.press("f3")
        screen = rep.app.screen
        assert isinstance(screen, CampaignsScreen)
        await rep.press(*"j" * [one.name for one in screen._lines].index("inbound"))
        await rep.press("f7", "enter", "1", "enter")
        assert "3 leads went to nurture" in said(rep)
        assert [one.in_it for one in screen._lines if one.name == "inbound"] == [0]
        await rep.press("u")
        assert "Took back: 3 leads" in said(rep)
        assert isinstance(rep.app.screen, CampaignsScreen)
        assert [one.in_it for one in screen._lines if one.name == "inbound"] == [3]
        await rep.press("escape")
        assert rep.lead != 0


async def test_r13_1_undo_in_the_nurture_list_puts_the_lead_back_there(office: Office) -> None:
    desk = office.open()
    to_nurture(desk, (1,), "wants to read")
    async with office.screen() as rep:
        await rep.press("f4", "b")
        assert nurture_list(desk).total == 0
        await rep.press("u")
        assert nurture_list(desk).total == 1
        assert "Kim Lee" in rep.text("sheet-body")
        assert "Took back" in said(rep)
    desk.close()


async def test_r13_1_an_undone_lead_that_another_holds_leaves_the_card_in_hand(office: Office) -> None:
    async with office.screen() as rep:
        first = rep.lead
        await rep.press("1")
        second = rep.lead
        await rep.press("n")
        await rep.type("mine")
        await rep.press("escape")
        dee = office.open("dee")
        open_lead(dee, first)
        await rep.press("u")
        assert rep.lead == second
        assert not rep.state.parked
        assert "Took back: no answer (Max Roe); dee holds this lead" in rep.text("keys")
        assert rep.work.writing.text == "mine"
        dee.close()


async def test_r13_1_an_undone_lead_that_another_holds_brings_the_next_to_an_empty_hand(
    office: Office,
) -> None:
    async with office.screen() as rep:
        first = rep.lead
        await rep.press("1")
        await rep.work.day.let_go(rep.lead)
        rep.state.put_down(None)
        dee = office.open("dee")
        open_lead(dee, first)
        await rep.press("u")
        assert rep.lead not in (0, first)
        assert "dee holds this lead" in rep.text("keys")
        dee.close()


async def test_r13_1_undo_leaves_nothing_parked(office: Office) -> None:
    async with office.screen() as rep:
        first = rep.lead
        await rep.press("1")
        await rep.press("u")
        assert rep.lead == first
        assert rep.state.parked == {}
        await rep.press("2")
        assert rep.lead not in (0, first)


async def test_after_a_conversation_the_card_stands_as_it_is_now(office: Office) -> None:
    async with office.screen() as rep:
        assert "0/2 today" in rep.text("card")
        await rep.press("5", "enter")
        assert "logged; Enter ends it" in rep.text("head")
        assert "1/2 today" in rep.text("card")
        assert "nobody has called" not in rep.text("card")
        assert "FRESH" not in rep.text("card").splitlines()[0]
        assert "1 dial" in rep.text("header")


async def test_a_batch_that_comes_back_fills_an_empty_hand(office: Office) -> None:
    async with office.screen() as rep:
        await rep.press("f7", "a", "enter", "1", "enter")
        assert rep.state.empty is not None
        await rep.press("u")
        assert rep.lead != 0


async def test_r17_1_the_local_clock_goes_on_with_the_minute(office: Office) -> None:
    async with office.screen() as rep:
        assert "11:42 in New York, open" in rep.text("card")
        why, seen = (
            rep.state.card.why_now if rep.state.card else "",
            rep.state.card.seen if rep.state.card else 0,
        )
        office.clock.advance(8 * 60)
        rep.work.watching.tick()
        await rep.settle()
        assert "11:50 in New York, open" in rep.text("card")
        assert rep.state.card is not None
        assert (rep.state.card.why_now, rep.state.card.seen) == (why, seen)


async def test_the_campaigns_page_follows_others_and_the_files(office: Office) -> None:
    async with office.screen() as rep:
        await rep.press("f3", "j", "j")
        screen = rep.app.screen
        assert isinstance(screen, CampaignsScreen)
        assert screen.marked is not None
        marked, dee = screen.marked.name, office.open("dee")
        inside = {one.name: one.in_it for one in screen._lines}
        to_nurture(dee, (1, 2), "for later")
        await screen.follow()
        await rep.settle()
        assert {one.name: one.in_it for one in screen._lines} != inside
        assert screen.marked.name == marked
        file = office.path.parent / "programmes.toml"
        file.write_text("no toml at all", encoding="utf-8")
        await rep.look_after("@mind")
        await screen.follow()
        await rep.settle()
        assert "programmes.toml" in rep.text("sheet-body")
        file.unlink()
        await rep.look_after("@mind")
        await screen.follow()
        await rep.settle()
        assert "programmes.toml" not in rep.text("sheet-body")
        dee.close()


async def test_a_page_that_nothing_happened_to_is_not_read_again() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("f3")
        screen = rep.app.screen
        assert isinstance(screen, CampaignsScreen)
        before = screen._lines
        await screen.follow()
        assert screen._lines is before


async def test_the_dry_run_says_how_to_look_first(office: Office) -> None:
    async with office.screen() as rep:
        await rep.press("f3", "d")
        shown = " ".join(rep.text("sheet-body").split())
        assert "the folder draft/ beside the database" in shown
        assert "a saved edit is taken up within seconds" in shown


async def test_what_was_taken_back_is_marked_however_long_it_is(office: Office) -> None:
    async with office.screen() as rep:
        await rep.press("8")
        await rep.press("tab")
        await rep.type("when the new hall stands and the budget of the next year is signed by all")
        await rep.press("enter", "escape", "u")
        row = next(row for row in rep.text("card").splitlines() if "not now ·" in row)
        assert "(taken back) not now" in row
        await rep.press("t")
        assert "(taken back) not now" in rep.text("sheet-body")


async def test_undo_of_a_way_back_from_nurture_says_what_it_was(office: Office) -> None:
    desk = office.open()
    to_nurture(desk, (1,), "wants to read")
    desk.close()
    async with office.screen() as rep:
        await rep.press("f4", "b", "u")
        assert "Kim Lee brought back from nurture" in said(rep)


def test_research_keeps_the_columns_of_the_log() -> None:
    entry = LogLine(1, 1, "Lou Field", "Company", NOON, "10:00", "research", "done", "research done", "")
    called = entry._replace(channel="call", label="no answer")
    assert log_text(entry).index("Lou Field") == log_text(called).index("Lou Field")


def test_a_long_source_leaves_the_company_and_the_margin() -> None:
    state = WorkState("ana", "America/New_York", build_keymap(), NOON)
    card = a_desk().card(1)
    state.take(card._replace(lead=replace(card.lead, source="s" * 400)))
    row = "".join(piece.text for piece in card_lines(state, 80, 15)[1])
    assert row.startswith(f" {card.lead.company}")
    assert len(row) == 80


def test_the_pause_is_said_to_its_end_on_80_columns() -> None:
    screen = PauseScreen(NOON, ManualClock(NOON), AsyncMock())
    lines = screen.body_lines(80, 20)
    assert all(width_of(shown) <= 80 for shown in lines)
    assert "its note kept." in " ".join("".join(piece.text for shown in lines for piece in shown).split())


def test_the_whole_reason_stands_in_a_wide_nurture_list() -> None:
    why = "by hand: a calmer pace suits them for now"
    entry = NurtureLine(1, "Lou Field", "Company", NOON, why, 0, 12, NOON)
    lines = nurture_lines(NurtureView(1, {"by hand": 1}, (entry,)), 0, "UTC", NOON, 140, 20)
    assert why in "".join(piece.text for piece in lines[3])


async def test_the_reasons_of_nurture_are_all_seen_whatever_the_lead_is_called() -> None:
    desk = a_desk()
    desk.young = True
    async with driving(desk) as rep:
        await rep.press("f6")
        shown = " ".join(rep.text("keys").split())
        assert (
            "1 no time to chase it 2 no need now 3 wants to read first 4 cannot be reached 5 other (" in shown
        )


async def test_every_key_of_the_campaigns_page_stands_on_80_columns() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("f3")
        assert said(rep).endswith("u undo Esc back")
