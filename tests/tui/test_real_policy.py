"""The pages about the policy over a real desk, a real file and real policy files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dialq.desk.campaigns import campaign_lines
from dialq.desk.explain import why
from dialq.desk.nurture import nurture_list
from dialq.desk.tasks import tasks
from dialq.policy.folder import preset_texts
from tests.tui.driver import LARGE, Driver
from tests.tui.real_office import Office, an_office

INBOUND = preset_texts()["campaigns/inbound.toml"]
EXPERIMENT = """
[[experiment]]
name = "first mail"
what = "template"
of = "inbound"
step = "email-1"
starts = 2025-11-01
ends = 2026-01-31
goal = "Do fewer lines bring more answers?"
[experiment.variants]
long = "inbound-thanks"
short = "inbound-question"
"""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Three hot leads."""
    return an_office(tmp_path)


def write(office: Office, name: str, text: str) -> None:
    """Put a policy file where the desk looks for it, as an editor does it: newer than the last."""
    path = office.path.parent / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def in_nurture(office: Office) -> list[str]:
    """Who is in nurture, with the reason."""
    desk = office.open()
    found = [f"{entry.name}: {entry.why}" for entry in nurture_list(desk).lines]
    desk.close()
    return found


def marked(shown: str) -> str:
    """The marked row of a page, its columns a blank apart."""
    return next(" ".join(row.split()) for row in shown.splitlines() if row.startswith(" > "))


async def walk_to(rep: Driver, campaign: str) -> None:
    """Mark a campaign of the list."""
    for _ in range(20):
        if marked(rep.text("sheet-body")).startswith(f"> {campaign} "):
            return
        await rep.press("j")
    raise AssertionError(f"{campaign} is not in the list")


async def look(rep: Driver) -> None:
    """Let the screen look at the policy, as it does every two seconds."""
    rep.watch.at += 5
    await rep.work.minding.look()
    await rep.settle()


async def test_the_counts_of_the_campaigns_page_are_those_of_the_desk(office: Office) -> None:
    async with office.screen(size=LARGE) as rep:
        await rep.press("f3")
        await walk_to(rep, "inbound")
        shown = rep.text("sheet-body")
        desk = office.open()
        inbound = next(entry for entry in campaign_lines(desk) if entry.name == "inbound")
        desk.close()
        assert inbound.in_it == 3
        assert re.match(r"> inbound 1 .*\) 3 A meeting", marked(shown))
        assert "leads 3" in shown
        await rep.press("enter")
        assert "C call-1       call      1m" in rep.text("sheet-body")
        await rep.press("escape", "p")
        assert "inbound v1" in rep.text("sheet-body")
        assert "passed over: no event" in rep.text("sheet-body")


async def test_r4_11_a_young_campaign_asks_why_and_undo_brings_the_lead_back(office: Office) -> None:
    async with office.screen() as rep:
        await rep.press("f6")
        assert "TO NURTURE" in rep.text("head")
        assert "at least 6 touches" in " ".join(rep.text("keys").split())
        await rep.press("1", "enter")
        assert "Max Roe is in nurture" in rep.text("keys")
        assert rep.state.card is not None
        assert rep.state.card.lead.name == "Lee Moran"
        assert in_nurture(office) == ["Max Roe: by hand (ana): no time to chase it"]
        await rep.press("u")
        assert "Took back" in rep.text("keys")
        assert rep.state.card.lead.name == "Max Roe"
        assert in_nurture(office) == []


async def test_a_batch_goes_and_comes_back_as_a_whole(office: Office) -> None:
    """SEED1-25."""
    async with office.screen() as rep:
        await rep.press("f7", "a", "j", "space", "enter", "1")
        assert "2 leads would go to nurture now" in rep.text("sheet-body")
        await rep.press("enter")
        assert "2 leads went to nurture" in rep.text("keys")
        assert rep.state.card is not None
        assert rep.state.card.lead.name == "Lee Moran"
        assert len(in_nurture(office)) == 2
        await rep.press("u")
        assert "Took back: 2 leads handed over" in rep.text("keys")
        assert in_nurture(office) == []


async def test_a_whole_campaign_goes_to_a_calmer_programme(office: Office) -> None:
    async with office.screen() as rep:
        await rep.press("f3")
        await walk_to(rep, "inbound")
        await rep.press("f7")
        assert "before call-1, 0 touches" in rep.text("sheet-body")
        await rep.press("enter", "3", "enter")
        assert "3 leads went to warm" in rep.text("sheet-foot")
        assert rep.app.screen.marked.name == "inbound"  # type: ignore[attr-defined]
        await rep.press("home")
        await walk_to(rep, "follow-up-21")
        assert re.match(r"> follow-up-21 1 .*\) 3 ", marked(rep.text("sheet-body")))


async def test_one_is_taken_back_from_the_nurture_list(office: Office) -> None:
    async with office.screen() as rep:
        await rep.press("f6", "1", "enter", "f4")
        assert "Max Roe" in rep.text("sheet-body")
        assert "0/12" in rep.text("sheet-body")
        await rep.press("b")
        assert "Max Roe is back from nurture" in rep.text("sheet-foot")
        assert "Nobody is in nurture" in rep.text("sheet-body")


async def test_a_broken_file_is_shown_and_the_last_good_policy_works_on(office: Office) -> None:
    write(office, "campaigns/inbound.toml", INBOUND)
    async with office.screen(size=LARGE) as rep:
        write(office, "campaigns/inbound.toml", INBOUND.replace('at = "4d"', 'at = "soon"'))
        await look(rep)
        header = rep.text("header")
        assert "! policy: " in header
        assert "inbound.toml" in header
        await rep.press("1")
        assert "No answer" in rep.text("keys")
        await rep.press("f3")
        assert "inbound.toml" in rep.text("sheet-body").splitlines()[0]
        await rep.press("escape")
        write(office, "campaigns/inbound.toml", INBOUND)
        await look(rep)
        assert "policy" not in rep.text("header")


async def test_an_edit_is_shown_by_the_dry_run_then_taken_up_as_a_new_version(office: Office) -> None:
    """R4.7."""
    write(office, "campaigns/inbound.toml", INBOUND)
    async with office.screen(size=LARGE) as rep:
        write(office, "campaigns/inbound.toml", INBOUND.replace('at = "4d"', 'at = "3d"'))
        await rep.press("f3", "d")
        shown = rep.text("sheet-body")
        assert "inbound" in shown
        assert "email-2" in shown
        await rep.press("escape", "escape")
        await look(rep)
        assert "the new policy is in force" in rep.text("keys")
        await rep.press("f3")
        await walk_to(rep, "inbound")
        assert marked(rep.text("sheet-body")).startswith("> inbound 2 ")
        assert "older   v1: 3 leads" in rep.text("sheet-body")


async def test_leads_are_judged_anew_between_keys_to_the_end(office: Office) -> None:
    write(office, "settings.toml", (office.path.parent / "settings.toml").read_text() + "\n[caps]\nday = 1\n")
    async with office.screen() as rep:
        await look(rep)
        assert rep.state.judging is None
        assert "judging" not in rep.text("header")
        await rep.press("1")
        assert "No answer" in rep.text("keys")


async def test_an_experiment_is_too_early_to_read(office: Office) -> None:
    """R20.1."""
    write(office, "experiments.toml", EXPERIMENT)
    async with office.screen() as rep:
        await rep.press("f3", "x")
        shown = rep.text("sheet-body")
        assert "Do fewer lines bring more answers?" in shown
        assert "too early" in shown
        assert "long: inbound-thanks" in shown
        assert "short: inbound-question" in shown


async def test_the_load_counts_all_calls_of_today(office: Office) -> None:
    async with office.screen() as rep:
        await rep.press("f3", "l")
        lines = rep.text("sheet-body").splitlines()
        assert any(" due today" in shown and "9 touches" in shown for shown in lines)
        assert any(shown.startswith(" call") for shown in lines)


async def test_a_task_is_noted_comes_up_with_its_words_and_is_done_by_enter(office: Office) -> None:
    """SEED1-17."""
    async with office.screen() as rep:
        lead = rep.lead
        await rep.press("a", "1")
        await rep.type("send the drawing")
        await rep.press("tab")
        await rep.type("in 2h")
        await rep.press("enter")
        assert "send the drawing" in rep.text("keys")
        assert rep.lead == lead, "its step is still to be done"
        assert "call 1 of 6" in rep.text("card")
        await rep.press("1")
        assert rep.lead != lead
        office.clock.advance(2 * 3600)
        await rep.press("1")
        assert rep.lead == lead
        assert "send the drawing" in rep.text("card")
        await rep.press("enter")
        assert "Task: send the drawing; Enter again = done" in rep.text("keys")
        await rep.press("escape", "enter")
    desk = office.open()
    assert tasks(desk) == ()
    desk.close()


async def test_after_a_busy_signal_why_now_says_so(office: Office) -> None:
    async with office.screen() as rep:
        lead = rep.lead
        await rep.press("3")
        office.clock.advance(16 * 60)
        desk = office.open()
        reason = why(desk, lead).reasons[0]
        desk.close()
        assert reason == "Inquired 17 min ago; busy 16 min ago"


async def test_a_ban_that_is_put_back_leaves_the_hand(office: Office) -> None:
    async with office.screen() as rep:
        banned = rep.lead
        await rep.press("0", "d", "enter")
        if rep.state.after_talk:
            await rep.press("escape")
        assert rep.lead != banned
        await rep.press("u")
        assert rep.lead == banned
        await rep.press("U")
        assert rep.lead
        assert rep.lead != banned


async def test_r12_2_a_pause_gives_the_same_lead_back_within_its_lease(office: Office) -> None:
    async with office.screen() as rep:
        await rep.press("j", "full_stop")
        lead = rep.lead
        await rep.press("p")
        office.clock.advance(60)
        await rep.press("enter")
        assert rep.lead == lead


async def test_automatic_mails_of_the_day_stand_on_the_first_screen(office: Office) -> None:
    async with office.screen() as rep:
        await rep.press("1", "1", "1")
        office.clock.advance(25 * 60)
        before = rep.state.morning = await rep.work.desk.call(rep.work.words.start_of_day)
        rep.watch.at += 5
        await rep.work.watching.run_mails()
        after = rep.state.morning
        assert len(before.mails) == 0
        assert len(after.mails) > 0


async def test_a_draft_is_opened_from_the_wrap_up(office: Office) -> None:
    async with office.screen() as rep:
        await rep.press("n")
        await rep.type("half a thought")
        await rep.press("escape", "j", "full_stop", "q")
        assert "note for Max Roe" in rep.text("sheet-body")
        await rep.press("j", "enter")
        assert rep.state.card is not None
        assert rep.state.card.lead.name == "Max Roe"
        assert rep.work.writing.text == "half a thought"


async def test_undo_takes_back_the_last_act_whichever_it_was(office: Office) -> None:
    async with office.screen() as rep:
        await rep.press("f7", "a", "enter", "1", "enter")
        assert len(in_nurture(office)) == 3
        await rep.press("f4", "b", "escape")
        assert len(in_nurture(office)) == 2
        await rep.press("u")
        assert len(in_nurture(office)) == 3
        await rep.press("u")
        assert in_nurture(office) == []
