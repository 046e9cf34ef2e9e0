"""The same screen over a real desk and a real file."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialq.desk.day import my_log
from dialq.desk.notes import draft_note
from tests.tui.real_office import Office, an_office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Three hot leads."""
    return an_office(tmp_path)


async def test_a_stretch_of_a_day(office: Office) -> None:
    """A call, a note, a callback, an undo: what the screen said is in the file."""
    async with office.screen() as rep:
        assert rep.state.card is not None
        assert rep.state.card.lead.name == "Max Roe"
        assert "JUST IN 1:00" in rep.text("card")
        await rep.press("enter")
        assert "ON CALL 00:00" in rep.text("head")
        await rep.press("n")
        await rep.type("left a word")
        await rep.press("enter", "2")
        assert rep.state.card.lead.name == "Lee Moran"
        await rep.press("enter", "5")
        assert "Thu 27 Nov 09:00" in rep.text("head")
        await rep.press("enter", "escape")
        assert rep.state.card.lead.name == "Kim Lee"
        await rep.press("1", "u")
        assert rep.state.card.lead.name == "Kim Lee"
        assert "Took back: no answer" in rep.text("keys")
    desk = office.open()
    log = [(entry.name, entry.code, entry.note, entry.undone) for entry in my_log(desk)]
    desk.close()
    assert sorted(log) == [
        ("Kim Lee", "no-answer", "", True),
        ("Lee Moran", "callback", "", False),
        ("Max Roe", "voicemail", "left a word", False),
    ]


async def test_a_correction_from_my_log(office: Office) -> None:
    """R13.4."""
    async with office.screen() as rep:
        await rep.press("1", "l", "enter", "4")
        assert "dropped" not in rep.text("keys")
    desk = office.open()
    codes = {(entry.code, entry.corrected) for entry in my_log(desk)}
    desk.close()
    assert codes == {("no-answer", True), ("gatekeeper", False)}


async def test_a_mail_is_sent_and_the_lead_stays(office: Office) -> None:
    async with office.screen() as rep:
        await rep.press("e", "1", "enter")
        assert "leaves" in rep.text("keys")
        assert rep.state.card is not None
        assert rep.state.card.lead.name == "Max Roe"
        await rep.press("1")
        assert rep.state.card.lead.name == "Lee Moran"


async def test_r12_1_two_screens_hold_two_leads(office: Office) -> None:
    async with office.screen("ana") as ana, office.screen("ben") as ben:
        assert ana.lead
        assert ben.lead
        assert ana.lead != ben.lead


async def test_a_draft_note_is_on_disk_as_it_is_typed(office: Office) -> None:
    async with office.screen() as rep:
        await rep.press("n")
        await rep.type("half a thought")
        other = office.open()
        assert draft_note(other, rep.lead) == "half a thought"
        other.close()


async def test_r9_2_a_call_that_was_cut_off_is_asked_first(office: Office) -> None:
    async with office.screen() as rep:
        await rep.press("enter")
        called = rep.lead
    office.clock.advance(300)
    async with office.screen() as rep:
        assert rep.lead == called
        assert "UNFINISHED CALL 05:00" in rep.text("head")
        await rep.press("1")
        assert rep.lead != called


async def test_a_stale_card_is_refused_then_read_anew(office: Office) -> None:
    """A card must name the last event it knew."""
    from dialq.desk.interact import interact

    async with office.screen() as rep:
        lead = rep.lead
        other = office.open("ben")
        interact(other, lead, "form", "again")
        other.close()
        await rep.press("1")
        assert "changed: " in rep.text("keys")
        await rep.press("1")
        assert rep.lead != lead


@pytest.mark.parametrize(
    "key", [*"xvrtyolbam", "slash", "i", "j", "full_stop", "backspace", "question_mark", "s", "S", "0"]
)
async def test_no_key_breaks_the_screen(office: Office, key: str) -> None:
    """Every key answers, on a real lead, and Esc leads back to it."""
    async with office.screen() as rep:
        await rep.press(key, "escape", "escape")
        assert rep.app.screen is rep.work
        assert rep.lead
        assert not rep.state.asking
        await rep.press("1")
        assert "No answer" in rep.text("keys")
