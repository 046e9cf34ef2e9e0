"""What happens without a key: clocks, other reps, quiet minutes, a terminal that goes away."""

from __future__ import annotations

from dataclasses import replace
from typing import NoReturn

import pytest

from dialq.errors import StoreBusy
from dialq.tui.screens.work import WorkScreen
from dialq.tui.widgets.pane import Pane
from tests.tui.driver import LARGE, driving
from tests.tui.fake_desk import a_desk


async def test_r5_4_a_hotter_lead_is_announced_and_never_moves_the_one_in_hand() -> None:
    desk = a_desk()
    hot = desk.cards.pop(0)
    async with driving(desk) as rep:
        desk.in_hand = 4
        await rep.work.stepping.open_lead(4)
        before = rep.text("card")
        desk.cards.insert(0, hot)
        desk.version += 1
        await rep.work.watching.refresh()
        await rep.settle()
        assert rep.text("card") == before
        assert rep.lead == 4
        assert "^ NEW" in rep.text("header")
        assert "Jordan Reyes, Acme Freight" in rep.text("header")
        assert "g = take it" in rep.text("header")
        await rep.press("g")
        assert rep.lead == 1
        assert 4 in desk.parked
        assert "^ NEW" not in rep.text("header")


async def test_other_reps_commits_are_seen_at_the_next_poll_and_soon_again_at_most() -> None:
    """R11.1: within a second, however often others write."""
    desk = a_desk()
    async with driving(desk) as rep:
        await rep.work.watching.poll()
        desk.cards = desk.cards[:3]
        rep.watch.at += 1
        await rep.work.watching.poll()
        assert len(rep.state.waiting) > 2
        desk.version += 1
        await rep.work.watching.poll()
        assert len(rep.state.waiting) == 2
        desk.cards, desk.version = desk.cards[:2], desk.version + 1
        await rep.work.watching.poll()
        assert len(rep.state.waiting) == 2
        rep.watch.at += 0.75
        await rep.work.watching.poll()
        assert len(rep.state.waiting) == 1


async def test_a_tick_repaints_only_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """No timer repaints what did not change."""
    async with driving(a_desk(), LARGE) as rep:
        await rep.press("enter")
        await rep.press("x")
        painted: list[tuple[str | None, int]] = []
        refresh = Pane.refresh

        def spy(self: Pane, *regions: object, **named: object) -> Pane:
            painted.extend((self.id, region.width) for region in regions)  # type: ignore[attr-defined]
            return refresh(self, *regions, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(Pane, "refresh", spy)
        rep.desk.clock.advance(1)
        rep.work.watching.tick()
        painted.clear()
        rep.work.watching.tick()
        assert painted == []
        rep.desk.clock.advance(1)
        rep.work.watching.tick()
        assert {pane for pane, _ in painted} <= {"head", "queue"}
        assert ("head", len(" ON CALL 00:00")) in painted


async def test_r12_2_a_quiet_lead_is_asked_for_then_passed_on_with_its_draft() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("n")
        await rep.type("half")
        rep.watch.at += 61
        rep.work.watching.tick()
        assert "Still there?" in rep.text("keys")
        assert rep.lead == 1
        rep.watch.at += 30
        rep.work.watching.tick()
        await rep.settle()
        assert rep.lead == 0
        assert rep.desk.said[-1] == "release 1"
        assert rep.desk.drafts == {1: "half"}
        assert "passed on to the others after 90 s without a key" in rep.text("card")
        assert "Still there?" not in rep.text("keys")
        await rep.press("enter")
        assert rep.lead == 1
        assert rep.work.writing.text == "half"


async def test_r12_2_a_key_keeps_the_lead_and_a_call_is_never_passed_on() -> None:
    async with driving(a_desk()) as rep:
        rep.watch.at += 80
        await rep.press("h", wait=0)
        rep.watch.at += 50
        rep.work.watching.tick()
        assert rep.lead == 1
        await rep.press("enter")
        rep.watch.at += 5000
        rep.work.watching.tick()
        await rep.settle()
        assert rep.lead == 1
        assert "release 1" not in rep.desk.said


async def test_signs_of_life_are_sent_now_and_then() -> None:
    """R12.1: at most every 20 seconds."""
    async with driving(a_desk()) as rep:
        await rep.press("x", "x", "x", "x")
        assert rep.desk.said == ["alive"]
        await rep.press("x", wait=25)
        assert rep.desk.said == ["alive", "alive"]


async def test_r12_2_a_running_call_is_a_sign_of_life() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("enter")
        before = rep.desk.said.count("alive")
        rep.watch.at += 30
        rep.work.watching.tick()
        await rep.settle()
        assert rep.desk.said.count("alive") == before + 1


async def test_r12_1_while_a_lead_may_stand_on_the_screen_its_lease_goes_on() -> None:
    """Reading is work too: until the lead would be passed on, the screen shows life without a key."""
    async with driving(a_desk()) as rep:
        await rep.work.stepping.open_lead(5)
        before = rep.desk.said.count("alive")
        for _ in range(20):
            rep.watch.at += 25
            rep.work.watching.tick()
            await rep.settle()
        assert rep.lead == 5
        assert rep.desk.said.count("alive") == before + 20
        rep.watch.at += 120
        rep.work.watching.tick()
        await rep.settle()
        assert rep.lead == 0
        assert "after 10 min without a key" in rep.text("card")
        assert rep.desk.said.count("alive") == before + 20


async def test_r12_1_a_lead_that_another_rep_took_leaves_the_screen_with_its_note_kept() -> None:
    async with driving(a_desk()) as rep:
        await rep.work.watching.poll()
        await rep.press("n")
        await rep.type("half")
        rep.desk.holders[1] = "dee"
        rep.desk.version += 1
        await rep.work.watching.poll()
        await rep.settle()
        assert rep.lead == 0
        assert "dee holds Jordan Reyes now. Your note is kept." in " ".join(rep.text("card").split())
        assert rep.desk.drafts == {1: "half"}
        await rep.work.stepping.open_lead(4)
        assert rep.state.parked == {}


async def test_a_lost_terminal_keeps_what_was_typed() -> None:
    async with driving(a_desk(), save_after=600) as rep:
        await rep.press("n")
        for key in "abc":
            await rep.pilot.press(key)
        await rep.pilot.pause()
        assert rep.desk.drafts == {}
        rep.work.writing.keep_without_loop()
        assert rep.desk.drafts == {1: "abc"}


async def test_a_world_that_fails_is_one_sentence_and_the_work_stays() -> None:
    async with driving(a_desk()) as rep:
        words = rep.app.words

        def busy(*_: object, **__: object) -> NoReturn:
            raise StoreBusy("the file is locked by ben", "Press the key again")

        rep.work.words = replace(words, answer_and_next=busy)
        await rep.press("n")
        await rep.type("kept")
        await rep.press("enter", "1")
        assert "the file is locked by ben. Press the key again" in rep.text("keys")
        assert rep.lead == 1
        assert rep.work.writing.text == "kept"
        rep.work.words = words
        await rep.press("1")
        assert [given.note for given in rep.desk.answers] == ["kept"]


async def test_a_desk_that_cannot_be_opened_ends_with_its_exit_code() -> None:
    from dialq.errors import StoreUnusable
    from dialq.tui.app import DialqApp
    from dialq.tui.settings import UiSettings
    from tests.tui.fake_desk import WORDS

    def closed() -> NoReturn:
        raise StoreUnusable("leads.db is no database", "Give another --db")

    app = DialqApp(closed, UiSettings("ana", poll=0), WORDS)
    async with app.run_test() as pilot:
        for _ in range(20):
            await pilot.pause()
    assert app.return_code == 4
    assert app.failure == "leads.db is no database. Give another --db"
    assert not any(isinstance(screen, WorkScreen) for screen in app.screen_stack)
    app.desk.close()
