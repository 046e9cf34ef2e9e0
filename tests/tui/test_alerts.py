"""What a rep is told at once stands on whatever page is open: answers (R11.1), mails that failed (R14.4)."""

from __future__ import annotations

import pytest

from dialq.clock import Instant
from dialq.desk.views import Queued, StoryLine
from dialq.tui.mail_vocabulary import Trouble
from dialq.tui.screens.sheet import Sheet
from tests.tui.driver import LARGE, SMALL, Driver, driving
from tests.tui.fake_desk import NOON, FakeDesk, a_desk
from tests.tui.fake_mail import a_full_outbox
from tests.tui.test_threads import comes_in

FAILED = Trouble(
    "<4@example.com>", "sam@borealis.example", "Re: Pricing", True, "RCPT: 550 5.1.1 unknown user"
)
UNSURE = Trouble("<3@example.com>", "tom@pelion.example", "Your question", False, "the connection was lost")
PAGES = {
    "templates": "e", "preview": "e 1", "editor": "e 1 e", "answer": "R", "thread": "r", "story": "t", "why": "y",
    "script": "v", "log": "1 l", "help": "question_mark", "palette": "ctrl+p", "find": "slash", "campaigns": "f3",
    "nurture": "f4", "hand over": "f7", "mails": "f8", "read": "f8 enter", "edit": "f8 e", "many": "f8 w 1",
    "pause": "p", "wrap-up": "q", "block": "b", "add": "a", "modify": "m",
}  # fmt: skip


def a_busy_desk() -> FakeDesk:
    """A desk with mails of every kind, and something left to ask in the evening."""
    desk = a_desk()
    desk.post.view, desk.clean = a_full_outbox(), False
    return desk


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "140x40"])
@pytest.mark.parametrize("keys", PAGES.values(), ids=PAGES)
async def test_r11_1_a_reply_is_announced_on_every_page_within_a_second(
    keys: str, size: tuple[int, int]
) -> None:
    """R11.1: at the first poll, in the place of the rule below the title; the page and its keyboard stay."""
    async with driving(a_busy_desk(), size) as rep:
        await rep.work.watching.poll()
        await rep.press(*keys.split())
        page, focused = rep.app.screen, rep.app.focused
        assert isinstance(page, Sheet)
        body = rep.text("sheet-body")
        rep.watch.at += 1
        await comes_in(rep, 4)
        assert "^ NEW 0:05 Tom Ash, Pelion wrote to us" in rep.text("sheet-title")
        assert len(rep.text("sheet-title").splitlines()[1]) <= size[0]
        assert (rep.app.screen, rep.app.focused) == (page, focused)
        assert rep.text("sheet-body") == body


async def test_r11_1_the_clock_of_the_announcement_goes_on_and_typing_too() -> None:
    async with driving(a_busy_desk()) as rep:
        await rep.work.watching.poll()
        await rep.press("R")
        await rep.type("Hi ")
        rep.watch.at += 1
        await comes_in(rep, 4)
        rep.desk.clock.advance(7)
        rep.work.watching.tick()
        assert "^ NEW 0:12 Tom Ash" in rep.text("sheet-title")
        await rep.type("there")
        await rep.press("ctrl+s")
        assert rep.desk.mails[0].body.startswith("Hi there")


async def test_r11_1_what_the_lead_in_hand_did_stands_on_the_page_until_the_next_key_of_the_work() -> None:
    async with driving(a_busy_desk()) as rep:
        await rep.work.watching.poll()
        await rep.press("f8")
        card = rep.desk.cards[0]
        theirs = StoryLine(9, Instant(NOON), "11:42", "THEY", "", "reply", "reply: Yes, Thursday")
        rep.desk.cards[0] = card._replace(seen=card.seen + 1, story=(theirs, *card.story))
        rep.desk.version += 1
        rep.watch.at += 1
        await rep.work.watching.poll()
        await rep.settle()
        assert "! Jordan Reyes just now: reply: Yes, Thursday" in rep.text("sheet-title")
        await rep.press("escape", "y")
        assert "just now" not in rep.text("sheet-title")


async def fails(rep: Driver, *troubles: Trouble) -> None:
    """The server has refused mails: the screen looks after its mails once."""
    rep.desk.post.troubles = troubles
    await rep.look_after("@mails")


@pytest.mark.parametrize(("keys", "pane"), [("", "keys"), ("f4", "sheet-title"), ("R", "sheet-title")])
@pytest.mark.parametrize(
    ("trouble", "fate"), [(FAILED, "failed: RCPT: 550"), (UNSURE, "may have left: the conn")]
)
async def test_r14_4_a_mail_of_mine_that_failed_is_told_in_words(
    keys: str, pane: str, trouble: Trouble, fate: str
) -> None:
    """R14.2, R14.4: on the work screen and on any page; then it stands in the header until it is looked at."""
    async with driving(a_busy_desk(), LARGE) as rep:
        await rep.look_after("@mails")
        await rep.press(*keys.split())
        await fails(rep, trouble)
        assert f'Your mail "{trouble.subject}" to {trouble.to} {fate}' in rep.text(pane)
        if keys:
            await rep.press("escape", "escape")
        left = "1 of yours failed" if trouble.failed else "1 may have left, unconfirmed"
        assert f"! mail: {left}: F8 decides" in rep.text("header")
        await rep.press("f8", "escape")
        assert ("F8 decides" in rep.text("header")) is not trouble.failed
        await fails(rep)
        assert "F8 decides" not in rep.text("header")


async def test_what_failed_before_the_start_is_no_news_and_each_is_told_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rung: list[int] = []
    async with driving(a_busy_desk(), bell=True) as rep:
        monkeypatch.setattr(rep.app, "bell", lambda: rung.append(1))
        await fails(rep, FAILED)
        assert "failed" not in rep.text("keys")
        assert rung == []
        await fails(rep, FAILED, UNSURE)
        await fails(rep, FAILED, UNSURE)
        assert rung == [1]


def mails_of_every_fate() -> tuple[Queued, ...]:
    """One of each."""
    return tuple(
        Queued(f"<{place}@example.com>", 1, f"{status}@example.org", "Hi", "", status, Instant(NOON + 60))
        for place, status in enumerate(("hold", "failed", "unconfirmed", "sending"))
    )


async def test_r14_2_the_morning_counts_what_may_have_left_apart() -> None:
    desk = a_desk()
    desk.held = mails_of_every_fate()
    async with driving(desk, LARGE, begin=False) as rep:
        shown = rep.text("card").splitlines()
        at = {title: next(place for place, line in enumerate(shown) if title in line) for title in
              ("MAY HAVE LEFT, unconfirmed: to be decided 1", "MAILS THAT FAILED 1", "MAILS IN HOLD 2")}  # fmt: skip
        assert list(at.values()) == sorted(at.values())
        assert "unconfirmed@example.org" in shown[at["MAY HAVE LEFT, unconfirmed: to be decided 1"] + 1]
        assert "failed@example.org" in shown[at["MAILS THAT FAILED 1"] + 1]
        assert "F8 = decide, hold back or edit a mail" in rep.text("card")


async def test_r14_2_the_evening_asks_about_what_failed_and_what_may_have_left() -> None:
    desk = a_desk()
    desk.left_open = mails_of_every_fate()
    async with driving(desk) as rep:
        await rep.press("q")
        shown = rep.text("sheet-body")
        for title in (
            "MAY HAVE LEFT, unconfirmed: to be decided 1",
            "MAILS THAT FAILED 1",
            "MAILS IN HOLD 2",
        ):
            assert title in shown
        assert shown.count("Nobody else sends for sales") == 1


async def test_the_morning_uses_the_lines_there_are() -> None:
    """SEED1-18: at 80x24 as many automatic mails are shown as lines are free; the keys are never pushed out."""
    desk = a_desk()
    planned = a_full_outbox().planned[0]
    many = tuple(planned._replace(lead=place, name=f"Ivy {place}") for place in range(7))
    desk.post.view = a_full_outbox()._replace(planned=many)
    async with driving(desk, begin=False) as rep:
        await rep.look_after("@mails")
        shown = rep.text("card").splitlines()
        assert "LEAVE BY THEMSELVES TODAY 7, 4 shown" in rep.text("card")
        assert len(shown) == rep.work.query_one("#card").size.height
        assert "F8 = hold back or edit a mail" in shown[-1]
        desk.held = mails_of_every_fate()
        await rep.work.watching.greet()
        shown = rep.text("card").splitlines()
        assert len(shown) <= rep.work.query_one("#card").size.height
        assert "unconfirmed@example.org" in rep.text("card")
        assert "F8 = decide" in shown[-1]


async def test_seed1_16_where_g_sends_to_many_the_news_does_not_tell_to_press_it() -> None:
    async with driving(a_busy_desk()) as rep:
        await rep.work.watching.poll()
        await rep.press("f8", "w", "1")
        rep.watch.at += 1
        await comes_in(rep, 4)
        assert "^ NEW 0:05 Tom Ash" in rep.text("sheet-title")
        assert "then g" not in rep.text("sheet-title")


async def test_r18_1_a_lead_in_hand_that_is_suppressed_says_so_and_no_key_works_it() -> None:
    async with driving(a_busy_desk()) as rep:
        await rep.work.watching.poll()
        card = rep.desk.cards[0]
        gone = card._replace(seen=card.seen + 1, stage="suppressed", banner="SUPPRESSED: call, email")
        rep.desk.cards[0], rep.desk.version = gone, rep.desk.version + 1
        rep.watch.at += 1
        await rep.work.watching.poll()
        await rep.settle()
        assert "Jordan Reyes just now: SUPPRESSED: call, email" in rep.text("keys")
        assert "SUPPRESSED: call, email" in rep.text("card")
        await rep.press("5")
        assert "SUPPRESSED: call, email. Enter = next lead; 5 again = log it anyway" in " ".join(
            rep.text("keys").replace("─", "").split()
        )
        await rep.press("5")
        assert rep.state.asking
        await rep.press("escape", "enter")
        assert rep.desk.calls == []
        assert "release 1" in rep.desk.said
