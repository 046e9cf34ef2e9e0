"""One template to many: looked through, with exclusions and edits, before it goes (SEED1-16)."""

from __future__ import annotations

from tests.tui.driver import Driver, driving
from tests.tui.fake_desk import a_desk


def said(rep: Driver) -> str:
    """What stands at the foot, its blanks one."""
    return " ".join(rep.text("sheet-foot").split())


async def to_the_list(rep: Driver) -> None:
    """From the work screen to the merged mails by the first template."""
    await rep.press("f8", "w", "1")
    assert "MAIL TO MANY by pricing" in rep.text("sheet-title")


async def test_seed1_16_the_list_says_who_gets_none_and_why() -> None:
    async with driving(a_desk(4)) as rep:
        await to_the_list(rep)
        shown = rep.text("sheet-body")
        assert "3 of 4 mails marked to go   1 may not" in shown
        assert "first_name is empty for this lead" in shown
        await rep.press("j", "space")
        assert "Lee Moran gets none" in said(rep)
        assert "3 of 4" in rep.text("sheet-body")


async def test_seed1_16_what_is_left_out_does_not_go_and_what_was_edited_goes_as_it_stands() -> None:
    async with driving(a_desk(4)) as rep:
        await to_the_list(rep)
        await rep.press("space", "j", "j", "e")
        await rep.type("PS ")
        await rep.press("ctrl+s", "g", "g")
        assert [[one.lead for one in batch] for batch in rep.desk.post.batches] == [[3, 4]]
        assert [one.body for one in rep.desk.post.batches[0]] == ["Hi Priya", "PS Hi Tom"]
        assert "1 mail in the outbox, the last leaves 14:10" in said(rep)
        assert "1 stayed (Priya Shah: something happened to this lead since)" in said(rep)


async def test_seed1_16_sent_twice_goes_once_and_the_batch_can_be_stopped() -> None:
    async with driving(a_desk(4)) as rep:
        await to_the_list(rep)
        await rep.press("g")
        assert rep.desk.post.batches == []
        assert "3 mails by pricing would go. g again = send" in said(rep)
        await rep.press("j", "g")
        assert rep.desk.post.batches == []
        await rep.press("g", "g")
        assert len(rep.desk.post.batches) == 1
        assert "No mail is marked to go" in said(rep)
        await rep.press("X")
        assert rep.desk.post.done == [("stop", "mass-20251126-1142-aa")]
        await rep.press("X")
        assert "Nothing was sent from here yet" in said(rep)
        await rep.press("escape")
        assert "4 mails of the batch stopped" in said(rep)


async def test_all_or_none() -> None:
    async with driving(a_desk(4)) as rep:
        await to_the_list(rep)
        await rep.press("a", "g")
        assert rep.desk.post.batches == []
        assert "No mail is marked to go" in said(rep)
        await rep.press("a")
        assert "3 of 4" in rep.text("sheet-body")


async def test_one_is_read_as_they_will_see_it() -> None:
    async with driving(a_desk(4)) as rep:
        await to_the_list(rep)
        await rep.press("enter")
        assert "Hi Jordan" in rep.text("sheet-body")
        assert "1 Example Street, Springfield" in rep.text("sheet-body")


async def test_nobody_due_is_said() -> None:
    async with driving(a_desk(0)) as rep:
        await to_the_list(rep)
        assert "No lead is due for a mail by this template" in rep.text("sheet-body")
        for key in ("space", "enter", "e", "g", "X"):
            await rep.press(key)
        assert rep.desk.post.batches == []


async def test_from_the_palette_and_from_the_leads_to_hand_over() -> None:
    async with driving(a_desk(4)) as rep:
        await rep.press("ctrl+p")
        await rep.type("mail to many")
        await rep.press("enter", "1", "g", "g", "escape")
        assert rep.app.screen is rep.work
        assert "in the outbox" in rep.text("keys")
        await rep.press("f7", "a", "a", "space", "m", "1")
        assert "MAIL TO MANY by pricing" in rep.text("sheet-title")
        assert "1 of 1 mail marked to go" in rep.text("sheet-body")
        assert "Jordan Reyes" in rep.text("sheet-body")
