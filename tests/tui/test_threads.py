"""Threads and answers: whole, scrolled, answered by one key; replies announced at once (R11.1)."""

from __future__ import annotations

import pytest

from dialq.clock import Instant
from dialq.desk.views import Draft, StoryLine
from dialq.tui.own_words import has_own_words
from tests.tui.driver import LARGE, Driver, driving
from tests.tui.fake_desk import NOON, FakeDesk, a_desk


def an_answer_owed(desk: FakeDesk, lead: int, *, tier: str = "now") -> FakeDesk:
    """This lead has written a minute ago."""
    place = next(place for place, card in enumerate(desk.cards) if card.item.lead == lead)
    card = desk.cards[place]
    step = card.item.step._replace(channel="email", key="", label="answer them") if card.item.step else None
    item = card.item._replace(
        tier=tier,
        owed="answer",
        due=Instant(NOON - 5),
        step=step,
        reasons=(f'{card.lead.name} wrote to us 5 s ago, "What would three depots cost?": we owe an answer',),
    )
    desk.cards[place] = card._replace(item=item)
    return desk


async def test_the_thread_is_whole_and_begins_at_the_newest() -> None:
    async with driving(a_desk(), LARGE) as rep:
        await rep.press("r")
        shown = rep.text("sheet-body")
        for part in ("WE    ana", "Pricing one-pager", "from $40 a depot.", "THEY  Jordan Reyes", "out of office",
                     "What would three depots cost a year?"):  # fmt: skip
            assert part in shown
        assert "Enter answer" in rep.text("sheet-foot")


async def test_a_long_thread_scrolls() -> None:
    desk = a_desk()
    long = "\n".join(f"line {number}" for number in range(80))
    desk.post.lines = (desk.post.lines[0]._replace(text=long), *desk.post.lines[1:])
    async with driving(desk) as rep:
        await rep.press("r")
        assert "What would three depots cost a year?" in rep.text("sheet-body")
        await rep.press("home")
        assert "line 0" in rep.text("sheet-body")
        await rep.press("pagedown")
        assert "line 20" in rep.text("sheet-body")


async def test_no_mails_at_all_is_said() -> None:
    desk = a_desk()
    desk.post.lines = ()
    async with driving(desk) as rep:
        await rep.press("r")
        assert "none came from them" in " ".join(rep.text("sheet-body").split())
        await rep.press("escape")
        assert rep.app.screen is rep.work


@pytest.mark.parametrize("keys", [("r", "enter"), ("r", "a"), ("R",)], ids=["enter", "a", "from the card"])
async def test_one_key_answers_in_the_thread(keys: tuple[str, ...]) -> None:
    async with driving(a_desk()) as rep:
        await rep.press(*keys)
        assert "ANSWER to Jordan Reyes" in rep.text("sheet-title")
        await rep.type("About $900.")
        await rep.press("ctrl+s")
        assert [(mail.subject, mail.body) for mail in rep.desk.mails] == [
            ("Re: Pricing one-pager", "About $900.\n\n> What would three depots cost a year?")
        ]
        assert 'Mail "Re: Pricing one-pager" to jordan@acme.example leaves' in rep.text("keys")


async def test_r11_1_enter_on_an_owed_answer_answers_and_brings_the_next_lead() -> None:
    async with driving(an_answer_owed(a_desk(), 1)) as rep:
        await rep.press("enter")
        assert "ANSWER to Jordan Reyes" in rep.text("sheet-title")
        await rep.type("Yes.")
        await rep.press("ctrl+s")
        assert len(rep.desk.mails) == 1
        assert rep.lead == 2


async def test_who_asked_in_another_way_gets_a_mail_of_its_own() -> None:
    desk = an_answer_owed(a_desk(), 1)
    desk.post.answers = False
    async with driving(desk) as rep:
        await rep.press("enter")
        assert "MAIL to Jordan Reyes" in rep.text("sheet-title")
        await rep.press("escape", "R")
        assert "they have not written" in rep.text("keys")


async def test_an_answer_left_is_kept_and_said() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("R")
        await rep.type("Half")
        await rep.press("escape", "escape")
        assert rep.desk.mail_drafts[-1].body.startswith("Half")
        assert "Mail not sent; the draft is kept" in rep.text("keys")


async def comes_in(rep: Driver, lead: int) -> None:
    """Another process took a letter in: the screen polls once."""
    an_answer_owed(rep.desk, lead)
    rep.desk.version += 1
    rep.watch.at += 0.25
    await rep.work.watching.poll()
    await rep.settle()


async def test_r11_1_a_reply_is_announced_at_the_next_poll_whatever_is_in_hand() -> None:
    """A promise is in hand, which comes before an answer: the reply is announced all the same."""
    async with driving(a_desk()) as rep:
        await rep.work.watching.poll()
        assert rep.lead == 1
        rep.watch.at += 1
        await comes_in(rep, 4)
        header = rep.text("header")
        assert "^ NEW 0:05 Tom Ash, Pelion" in header
        assert " ago" not in header.split("NEW")[1].splitlines()[0]
        assert 'wrote to us, "What would three depots' in header
        assert rep.lead == 1
        await rep.press("g")
        assert rep.lead == 4


async def test_r11_1_right_after_another_look_a_reply_waits_less_than_a_second() -> None:
    async with driving(a_desk()) as rep:
        await rep.work.watching.poll()
        committed = rep.watch.at
        await comes_in(rep, 4)
        while "^ NEW" not in rep.text("header") or "Tom Ash" not in rep.text("header"):
            rep.watch.at += 0.25
            assert rep.watch.at - committed < 1
            await rep.work.watching.poll()
            await rep.settle()


@pytest.mark.parametrize("bell", [True, False])
async def test_the_bell_rings_once_for_each_answer_if_wanted(
    bell: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[int] = []
    async with driving(a_desk(), bell=bell) as rep:
        monkeypatch.setattr(rep.app, "bell", lambda: rung.append(1))
        await rep.work.watching.refresh()
        await comes_in(rep, 4)
        rep.watch.at += 5
        await rep.work.watching.refresh()
        assert rung == ([1] if bell else [])


async def test_r11_1_a_reply_of_the_lead_in_hand_stands_on_its_card() -> None:
    async with driving(a_desk()) as rep:
        await rep.work.watching.poll()
        card = rep.desk.cards[0]
        theirs = StoryLine(
            9, Instant(NOON), "Wed 11:42", "THEY", "", "reply", 'reply "Re: Pricing": Yes, Thursday'
        )
        rep.desk.cards[0] = card._replace(seen=card.seen + 1, story=(theirs, *card.story))
        rep.desk.version += 1
        rep.watch.at += 1
        await rep.work.watching.poll()
        await rep.settle()
        assert "Jordan Reyes just now: reply" in rep.text("keys")
        assert "Yes, Thursday" in rep.text("card")
        assert rep.state.card is not None
        assert rep.state.card.seen == card.seen + 1


def a_draft(desk: FakeDesk, body: str, answers: tuple[str, ...] = ("<r@acme.example>",)) -> None:
    """A mail to the first lead was left half written."""
    desk.mail_drafts.append(Draft(1, "", "jordan@acme.example", "Re: Pricing", body, answers=answers))


async def writes_again(rep: Driver) -> None:
    """Another letter of the lead in hand is taken in: the screen polls once."""
    card = rep.desk.cards[0]
    theirs = StoryLine(
        card.seen + 1, Instant(NOON), "11:42", "THEY", "", "reply", 'reply "Re: Pricing": Four depots'
    )
    rep.desk.cards[0] = card._replace(seen=card.seen + 1, story=(theirs, *card.story))
    rep.desk.post.answered = ("<s@acme.example>",)
    rep.desk.version += 1
    rep.watch.at += 1
    await rep.work.watching.poll()
    await rep.settle()


async def test_r14_1_r11_1_a_letter_that_comes_while_it_is_answered_is_said_and_no_word_is_lost() -> None:
    """R14.1, R11.1: told in the editor; the first Ctrl+S says what came, the second answers both letters."""
    desk = a_desk()
    desk.post.answered = ("<r@acme.example>",)
    desk.checks_seen = True
    async with driving(desk) as rep:
        await rep.work.watching.poll()
        await rep.press("R")
        await rep.type("About $900.")
        await writes_again(rep)
        assert "! Jordan Reyes just now: reply" in rep.text("sheet-title")
        await rep.press("ctrl+s")
        foot = " ".join(rep.text("sheet-foot").split())
        assert "Ctrl+S again sends it as it stands. Since you began, Jordan Reyes: reply" in foot
        assert "Four depots" in foot
        assert desk.mails == []
        await rep.press("ctrl+s")
        assert [mail.body.splitlines()[0] for mail in desk.mails] == ["About $900."]
        assert desk.mails[0].answers == ("<r@acme.example>", "<s@acme.example>")


async def test_r14_1_an_answer_begun_before_their_last_letter_goes_on_where_it_stood() -> None:
    """R14.1: the draft is opened and says so; Ctrl+N begins afresh, and only typing there takes its place."""
    desk = a_desk()
    a_draft(desk, "About $900.\n\n> What would three depots cost a year?")
    desk.post.answered = ("<s@acme.example>",)
    async with driving(desk) as rep:
        await rep.press("R")
        assert "your draft, begun before their last letter; Ctrl+N answers them anew" in rep.text(
            "sheet-foot"
        )
        await rep.press("ctrl+n")
        assert "your draft" not in rep.text("sheet-foot")
        await rep.press("escape", "escape")
        assert len(desk.mail_drafts) == 1
        assert "the draft is kept" in rep.text("keys")
        await rep.press("R", "ctrl+s")
        assert desk.mails[0].body.startswith("About $900.")
        assert desk.mails[0].answers == ("<r@acme.example>", "<s@acme.example>")


@pytest.mark.parametrize(
    "keys", [("e",), ("R",), ("r", "enter"), ("r", "e")], ids=["e", "R", "r enter", "r e"]
)
async def test_r14_1_no_way_of_opening_a_mail_overwrites_the_draft(keys: tuple[str, ...]) -> None:
    desk = a_desk()
    a_draft(desk, "half a word")
    async with driving(desk) as rep:
        await rep.press(*keys)
        assert "your draft" in rep.text("sheet-foot")
        for _ in range(2):
            if rep.app.screen is not rep.work:
                await rep.press("escape")
        assert [draft.body for draft in desk.mail_drafts] == ["half a word"]
        assert rep.app.screen is rep.work


async def test_r14_1_opening_a_template_and_leaving_it_keeps_no_draft_and_says_none() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("e", "1", "e", "escape", "escape")
        assert rep.desk.mail_drafts == []
        assert "Mail not sent" in rep.text("keys")
        assert "draft" not in rep.text("keys")


async def test_r14_1_the_card_says_that_a_draft_exists() -> None:
    desk = a_desk()
    async with driving(desk) as rep:
        assert "MAIL DRAFT" not in rep.text("head")
        await rep.press("R")
        await rep.type("Half")
        await rep.press("escape", "escape")
        assert "MAIL DRAFT e = go on" in rep.text("head")
        await rep.press("1")
        await rep.settle()
        assert rep.lead == 2
        assert "MAIL DRAFT" not in rep.text("head")
        desk.mail_drafts[-1] = desk.mail_drafts[-1]._replace(lead=2)
        await rep.work.watching.refresh()
        assert "MAIL DRAFT e = go on" in rep.text("head")


async def test_an_answer_without_a_word_of_ones_own_is_refused() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("R", "ctrl+s")
        assert "! the answer has no word of yours yet. Write above what is quoted." in rep.text("sheet-foot")
        assert rep.desk.mails == []
        await rep.type("Yes.")
        await rep.press("ctrl+s")
        assert len(rep.desk.mails) == 1


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("Hi Kim,\n\n\nAna\n\nOn Tue, Kim Lee wrote:\n> How much?", False),
        ("Hi Kim,\n\n$40.\n\nAna\n\nOn Tue, Kim Lee wrote:\n> How much?", True),
        ("Hi Kim,\n\nAna\n\nOn Mon, Kim Lee wrote:\n> An older letter", False),
        ("", False),
        ("> $40", False),
        ("It is:\n$40", True),
    ],
)
def test_own_words_are_neither_quoted_nor_given(body: str, wanted: bool) -> None:
    given_text = "Hi Kim,\n\nAna\n\nOn Tue, Kim Lee wrote:\n> How much?"
    assert has_own_words(body, given_text) is wanted
