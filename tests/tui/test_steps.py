"""Enter does the step, whatever its channel; mails are previewed, edited and sent."""

from __future__ import annotations

from dialq.desk.views import Refused
from tests.tui.driver import Driver, driving
from tests.tui.fake_desk import FakeDesk, a_desk


def a_desk_on(channel: str) -> FakeDesk:
    """A desk whose only lead is at a step of that channel."""
    desk = a_desk()
    desk.cards = [card for card in desk.cards if card.item.step and card.item.step.channel == channel][:1]
    return desk


async def wait_and_enter(rep: Driver) -> None:
    await rep.press("enter")


async def test_a_mail_is_previewed_then_sent() -> None:
    async with driving(a_desk_on("email")) as rep:
        await wait_and_enter(rep)
        assert "as they will see it" in rep.text("sheet-foot")
        assert "1 Example Street" in rep.text("sheet-body")
        assert rep.desk.mails == []
        await wait_and_enter(rep)
        assert [mail.template for mail in rep.desk.mails] == ["pricing"]
        assert rep.lead == 0
        assert "leaves 11:43" in rep.text("keys")


async def test_r9_4_a_held_enter_does_not_send_the_preview() -> None:
    async with driving(a_desk_on("email")) as rep:
        await rep.press("enter")
        await rep.press("enter", wait=0.5)
        assert rep.desk.mails == []
        assert "Key dropped" in rep.text("sheet-foot")


async def test_a_mail_is_edited_in_place_and_its_draft_kept() -> None:
    """R14.1: drafts survive."""
    async with driving(a_desk_on("email")) as rep:
        await rep.press("enter", "e")
        await rep.type("PS. ")
        assert rep.desk.mail_drafts[-1].body.startswith("PS. Hi")
        await rep.press("escape", "escape")
        assert rep.desk.mails == []
        assert "draft is kept" in rep.text("keys")
        await rep.press("enter", "e", "ctrl+s")
        assert len(rep.desk.mails) == 1


async def test_a_missing_field_is_named_and_blocks() -> None:
    """R14.1."""
    async with driving(a_desk()) as rep:
        await rep.press("e", "3")
        assert "! missing: industry" in rep.text("mail-to")
        await rep.press("enter")
        assert rep.desk.mails == []
        assert "lacks industry" in rep.text("sheet-foot")


async def test_a_mail_beside_the_plan_leaves_the_lead_in_hand() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("e", "1", "enter")
        assert len(rep.desk.mails) == 1
        assert rep.state.card is not None
        assert rep.state.card.item.lead == 1


async def test_a_mail_past_a_rule_asks_for_a_reason() -> None:
    desk = a_desk()
    desk.refuse = Refused("gap", "20 hours between two mails")
    async with driving(desk) as rep:
        await rep.press("e", "1", "enter")
        assert "SEND IT ANYWAY" in rep.text("head")
        await rep.type("asked for it")
        await rep.press("enter")
        assert len(desk.mails) == 1


async def test_linkedin_copies_then_is_done() -> None:
    async with driving(a_desk_on("social")) as rep:
        await wait_and_enter(rep)
        assert "https://in.example" in rep.text("keys") or "in.example" in rep.text("keys")
        assert rep.desk.answers == []
        await wait_and_enter(rep)
        assert [(given.code, given.channel) for given in rep.desk.answers] == [("done", "social")]


async def test_a_post_card_goes_into_the_print_batch() -> None:
    async with driving(a_desk_on("post")) as rep:
        await wait_and_enter(rep)
        assert [(given.code, given.channel) for given in rep.desk.answers] == [("done", "post")]


async def test_research_opens_the_note_then_is_done() -> None:
    async with driving(a_desk_on("research")) as rep:
        await wait_and_enter(rep)
        assert rep.state.writing
        await rep.type("3 depots")
        await rep.press("enter", "enter")
        assert [(given.code, given.channel, given.note) for given in rep.desk.answers] == [
            ("done", "research", "3 depots")
        ]
