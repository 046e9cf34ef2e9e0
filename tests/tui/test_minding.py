"""The policy of an open screen: faults, edits, leads judged anew between two keys, mails and load in the morning."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dialq.clock import Instant
from dialq.desk.policy_views import Judging
from dialq.desk.views import Queued
from dialq.tui.acts.minding import FEWEST, MOST
from dialq.tui.vocabulary import Vocabulary
from tests.tui.driver import driving
from tests.tui.fake_desk import NOON, FakeDesk, a_desk

FAULT = 'campaigns/inbound.toml line 12: "at" is no time. Write "30m", "1h" or "5d".'


async def test_a_broken_file_is_said_and_the_work_goes_on() -> None:
    desk = a_desk()
    async with driving(desk) as rep:
        desk.fault = FAULT
        await rep.work.minding.look()
        await rep.settle()
        assert "! policy: campaigns/inbound.toml line 12" in rep.text("header")
        await rep.press("1")
        assert len(desk.answers) == 1
        assert "! policy:" in rep.text("header")
        desk.fault = ""
        await rep.work.minding.look()
        assert "policy" not in rep.text("header")


async def test_an_edited_policy_is_taken_up_and_said() -> None:
    desk = a_desk()
    async with driving(desk) as rep:
        desk.edited = True
        await rep.work.minding.look()
        await rep.settle()
        assert "the new policy is in force" in rep.text("keys")


async def test_judging_anew_shows_how_far_it_is_and_stops_at_a_key() -> None:
    desk = a_desk()
    async with driving(desk) as rep:
        desk.judged = (340_000, 1_000_000)
        rep.work.watching.touched()
        await rep.settle()
        await rep.work.minding.look()
        assert "judging anew 340k of 1M" in rep.text("header")
        assert desk.pieces == []
        rep.watch.at += 1
        await rep.work.minding.judge()
        await rep.settle()
        assert "judging" not in rep.text("header")
        assert sum(desk.pieces) >= 660_000


async def test_pieces_grow_only_as_far_as_a_key_is_never_delayed() -> None:
    desk = a_desk()
    async with driving(desk) as rep:
        desk.judged = (0, 9_000)
        rep.watch.at += 1
        await rep.work.minding.look()
        assert desk.pieces[0] == FEWEST
        assert max(desk.pieces) <= MOST
        desk.judged, desk.pieces = (0, 5_000), []
        slow = rep.work.words.policy.judge_some

        def a_slow_piece(owner: FakeDesk, leads: int) -> Judging | None:
            rep.watch.at += 0.08
            return slow(owner, leads)

        rep.work.words = _judging_by(rep.work.words, a_slow_piece)
        rep.work.watching.touched()
        await rep.settle()
        rep.watch.at += 1
        await rep.work.minding.look()
        assert desk.pieces[-1] < desk.pieces[0]


def _judging_by(words: Vocabulary, judge_some: Callable[..., Judging | None]) -> Vocabulary:
    return replace(words, policy=words.policy._replace(judge_some=judge_some))


async def test_a_key_ends_the_judging_after_the_piece_that_runs() -> None:
    desk = a_desk()
    async with driving(desk) as rep:
        piece = rep.work.words.policy.judge_some

        def while_a_key_comes(owner: FakeDesk, leads: int) -> Judging | None:
            if len(owner.pieces) == 2:
                rep.watch.at += 0.01
                rep.app.call_from_thread(rep.work.watching.touched)
            return piece(owner, leads)

        desk.judged = (0, 1_000_000)
        rep.work.words = _judging_by(rep.work.words, while_a_key_comes)
        rep.watch.at += 1
        await rep.work.minding.look()
        assert len(desk.pieces) == 3
        await rep.settle()
        rep.watch.at += 1
        await rep.work.minding.look()
        assert len(desk.pieces) > 3


async def test_judging_that_another_process_does_is_left_to_it() -> None:
    desk = a_desk()
    async with driving(desk) as rep:
        asked: list[int] = []

        def elsewhere(owner: FakeDesk, leads: int) -> Judging:
            asked.append(leads)
            return Judging(10, 100)

        desk.judged = (10, 100)
        rep.work.words = _judging_by(rep.work.words, elsewhere)
        rep.watch.at += 1
        await rep.work.minding.look()
        assert len(asked) == 1
        assert "judging anew 10 of 100" in rep.text("header")


async def test_the_morning_says_what_is_too_much_and_which_mails_leave_by_themselves() -> None:
    """SEED1-14; automatic mails of the day stand on the first screen."""
    desk = a_desk()
    desk.loaded = True
    async with driving(desk, begin=False) as rep:
        desk.held = (
            Queued("<1@example.com>", 1, "kim@example.com", "Pricing", "", "held", Instant(NOON + 60)),
        )
        await rep.work.watching.run_mails()
        shown = rep.text("card")
        assert "! due today 450, hands for 430: 20 will slip" in shown
        assert "MAILS IN HOLD" in shown
        await rep.press("enter")
        assert rep.lead == 1


async def test_the_wrap_up_warns_and_opens_the_line_that_is_picked() -> None:
    desk = a_desk()
    desk.clean, desk.loaded = False, True
    async with driving(desk) as rep:
        await rep.press("q")
        assert "20 will slip" in rep.text("sheet-body")
        await rep.press("j")
        assert " > 12:00 in 18m  Lee Moran" in rep.text("sheet-body")
        await rep.press("enter")
        assert rep.app.screen is rep.work
        assert rep.lead == 2


async def test_on_the_thread_the_key_of_mail_writes_another() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("r")
        assert "e other mail" in rep.text("sheet-foot")
        await rep.press("e")
        assert "MAIL: which template?" in rep.text("sheet-title")


async def test_a_lead_parked_for_a_pause_comes_back() -> None:
    """R12.2."""
    async with driving(a_desk()) as rep:
        await rep.press("j", "full_stop")
        assert rep.lead == 2
        await rep.press("p")
        assert rep.desk.in_hand == 0
        await rep.press("enter")
        assert rep.lead == 2


async def test_a_lead_that_went_to_the_others_in_a_pause_is_named() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("p")
        rep.desk.parked.clear()
        rep.desk.cards.pop(0)
        await rep.press("enter")
        assert rep.lead == 2
        assert "Jordan Reyes went to the others meanwhile" in rep.text("keys")
