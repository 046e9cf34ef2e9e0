"""Campaigns, programmes, nurture, experiments and load: keys and pages on a desk in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NoReturn

import pytest

from dialq.errors import BadInput
from dialq.tui.actions import ACTIONS, CAMPAIGNS, PLACES, WORK
from dialq.tui.keymap import build_keymap
from dialq.tui.screens.campaigns import CampaignsScreen
from dialq.tui.screens.nurture import NurtureScreen
from tests.tui.driver import LARGE, Driver, driving
from tests.tui.fake_desk import a_desk

PAGES = (
    ("campaigns.open", "CAMPAIGNS"),
    ("nurture.open", "IN NURTURE"),
    ("queue.hand", "HAND OVER"),
    ("programmes.open", "PROGRAMME hot"),
    ("experiments.open", "EXPERIMENTS: which?"),
    ("load.open", "LOAD"),
)


@pytest.mark.parametrize(("action", "title"), PAGES)
async def test_every_page_is_reached_by_the_palette_and_left_by_escape(action: str, title: str) -> None:
    async with driving(a_desk()) as rep:
        await rep.press("ctrl+p")
        await rep.type(action)
        await rep.press("enter")
        assert title in rep.text("sheet-title")
        await rep.press("escape")
        assert rep.app.screen is rep.work
        assert rep.desk.said == ["alive"]


async def test_campaigns_show_leads_by_step_who_rests_and_what_the_check_found() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("f3")
        shown = rep.text("sheet-body")
        for part in ("inbound", "412", "expo-2024 (retired)", "day   0", "leads 55", "check", "12 until 4 Dec",
                     "ends it Thu 11 Dec and rests until 10 Jan"):  # fmt: skip
            assert part in shown
        await rep.press("j")
        assert "Three weeks of following up" in rep.text("sheet-body").replace("…", " of following up")
        assert "resting nobody" in rep.text("sheet-body")


async def test_enter_shows_all_of_a_campaign_with_findings_in_place() -> None:
    async with driving(a_desk(), LARGE) as rep:
        await rep.press("f3", "enter")
        lines = rep.text("sheet-body").splitlines()
        place = next(place for place, shown in enumerate(lines) if shown.startswith(" C call-6"))
        assert "one day after call 5" in lines[place + 1]
        await rep.press("escape")
        assert "CAMPAIGNS" in rep.text("sheet-title")
        await rep.press("escape")
        assert rep.app.screen is rep.work


@pytest.mark.parametrize(
    ("key", "title", "wanted"),
    [
        ("d", "DRY RUN", "inbound v4 -> v5"),
        ("p", "PROGRAMME hot", "rest 30 days: 14 leads"),
        ("f4", "IN NURTURE", "1,840 leads"),
        ("l", "LOAD", "due today"),
    ],
)
async def test_keys_of_the_campaigns_page(key: str, title: str, wanted: str) -> None:
    async with driving(a_desk()) as rep:
        await rep.press("f3", key)
        assert title in rep.text("sheet-title")
        assert wanted in rep.text("sheet-body")
        await rep.press("escape")
        assert isinstance(rep.app.screen, CampaignsScreen)


async def test_the_next_programme_is_one_key() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("f3", "p", "tab")
        assert "PROGRAMME warm" in rep.text("sheet-title")
        await rep.press("tab")
        assert "PROGRAMME hot" in rep.text("sheet-title")


async def test_an_experiment_is_picked_and_read() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("f3", "x", "1")
        assert "too early (ends 31 Jan, 40 of 200 per arm)" in rep.text("sheet-body")
        assert "|-----x------|" in rep.text("sheet-body")


async def test_no_experiment_says_how_to_declare_one() -> None:
    desk = a_desk()
    desk.experiments = False
    async with driving(desk) as rep:
        await rep.press("f3", "x")
        assert "experiments.toml" in rep.text("sheet-body")


async def test_the_overload_and_a_fault_stand_on_the_campaigns_page() -> None:
    desk = a_desk()
    desk.loaded, desk.fault = True, "campaigns/inbound.toml line 12: no time."
    async with driving(desk) as rep:
        await rep.press("f3")
        assert "20 will slip" in rep.text("sheet-title")
        assert "! campaigns/inbound.toml line 12" in rep.text("sheet-body")


async def test_what_a_page_cannot_do_is_one_sentence_at_its_foot() -> None:
    async with driving(a_desk()) as rep:

        def broken(*_: Any, **__: Any) -> NoReturn:
            raise BadInput("events.toml line 3: the place Bostn is unknown", "Did you mean Boston?")

        words = rep.work.words.policy
        rep.work.words = _with(rep, words._replace(diff=broken))
        await rep.press("f3", "d")
        assert "! events.toml line 3" in rep.text("sheet-foot")
        await rep.press("j")
        assert "events.toml" not in rep.text("sheet-foot")


def _with(rep: Driver, policy: Any) -> Any:
    return replace(rep.work.words, policy=policy)


async def test_the_nurture_list_says_since_when_why_and_what_is_next() -> None:
    """R16.1: each entry says which rule put it there."""
    async with driving(a_desk(), LARGE) as rep:
        await rep.press("f4")
        shown = rep.text("sheet-body")
        for part in (
            "1,500 untouched",
            "Tom Ash",
            "17 Oct",
            "1/12",
            "untouched for 45 days",
            "no address at all",
        ):
            assert part in shown


async def test_one_is_taken_back_from_nurture() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("f4", "b")
        assert rep.desk.taken_back == [4]
        assert "Tom Ash is back: last-call starts on Mon" in rep.text("sheet-foot")
        assert "Tom Ash" not in rep.text("sheet-body")
        await rep.press("b", wait=0.1)
        assert rep.desk.taken_back == [4]
        assert "Key dropped: same key again" in rep.text("sheet-foot")


async def test_enter_in_the_nurture_list_opens_the_lead_and_parks_the_one_in_hand() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("f3", "f4", "j", "enter")
        assert rep.app.screen is rep.work
        assert rep.lead == 5
        assert rep.desk.parked == [1]


async def test_every_key_of_a_page_stands_at_its_foot_and_in_its_palette() -> None:
    async with driving(a_desk(), LARGE) as rep:
        await rep.press("f3")
        mine = [act for act in ACTIONS if act.place == CAMPAIGNS]
        for act in mine:
            assert f" {act.label}" in rep.text("sheet-foot")
        await rep.press("ctrl+p")
        for act in mine:
            assert act.tooltip in rep.text("sheet-body")
        await rep.type("nurture list")
        await rep.press("enter")
        assert isinstance(rep.app.screen, NurtureScreen)


async def test_a_click_on_a_key_of_a_page_does_what_the_key_does() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("f3")
        foot = rep.text("sheet-foot").splitlines()[1]
        await rep.pilot.click("#sheet-foot", offset=(foot.index("flow") + 1, 1))
        await rep.settle()
        assert "PROGRAMME hot" in rep.text("sheet-title")


def test_a_page_has_its_own_keys_and_they_can_be_rebound() -> None:
    keymap = build_keymap({"campaigns.diff": "D", "step.do": "F9"})
    assert keymap.find("d", place=CAMPAIGNS) == ""
    assert keymap.find("D", place=CAMPAIGNS) == "campaigns.diff"
    assert keymap.find("enter", place=CAMPAIGNS) == "campaigns.details"
    assert keymap.find("enter") == ""
    assert {act.place for act in ACTIONS} == set(PLACES)
    assert PLACES[0] == WORK


@pytest.mark.parametrize("size", [(80, 24), LARGE], ids=["80x24", "140x40"])
@pytest.mark.parametrize(
    "keys", ["f3", "f3 enter", "f3 p", "f4", "f3 x 1", "f3 d", "f3 l", "f7", "f7 enter 1"]
)
async def test_no_page_is_wider_than_the_terminal(keys: str, size: tuple[int, int]) -> None:
    async with driving(a_desk(), size) as rep:
        await rep.press(*keys.split())
        assert max(len(shown) for shown in rep.text().splitlines()) <= size[0]
