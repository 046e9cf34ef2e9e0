"""The mail screen: what waits, failed, leaves by itself, came in; and what one key does about it."""

from __future__ import annotations

from dataclasses import replace
from typing import NoReturn

import pytest

from dialq.errors import StoreBusy
from dialq.tui.screens.outbox import OutboxScreen
from dialq.tui.widgets.pane import Pane
from tests.tui.driver import LARGE, SMALL, Driver, driving
from tests.tui.fake_desk import NOON, FakeDesk, a_desk
from tests.tui.fake_mail import a_full_outbox


def a_busy_desk() -> FakeDesk:
    """A desk with mails of every kind."""
    desk = a_desk()
    desk.post.view = a_full_outbox()
    return desk


def row(rep: Driver) -> str:
    """The marked row."""
    return next(shown for shown in rep.text("sheet-body").splitlines() if shown.startswith(" > "))


def said(rep: Driver) -> str:
    """What stands at the foot, its blanks one."""
    return " ".join(rep.text("sheet-foot").split())


async def mark(rep: Driver, name: str) -> None:
    """Walk to the row that says this."""
    await rep.press("home")
    for _ in range(20):
        if name in row(rep):
            return
        await rep.press("j")
    raise AssertionError(f"no row says {name}")


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "140x40"])
async def test_every_part_is_there_and_what_a_person_must_decide_stands_first(size: tuple[int, int]) -> None:
    async with driving(a_busy_desk(), size) as rep:
        await rep.press("f8")
        shown = rep.text("sheet-body")
        titles = ["UNCONFIRMED, may have left 1", "FAILED 1", "LETTERS TO LOOK AT 1", "WAITING 2",
                  "LEAVES BY ITSELF TODAY 2"]  # fmt: skip
        if size == SMALL:
            titles = titles[1:] if titles[0] not in shown else titles
        places = [shown.index(title) for title in titles if title in shown]
        assert places == sorted(places)
        assert len(places) >= 3
        who = "ana sends" if size == SMALL else "ana sends and fetches 11:41"
        for part in ("[#########.] 47/50 today", "3 waiting, next 14:10", who,
                     "! STOPPED: LOGIN: 535 5.7.8 authentication failed"):  # fmt: skip
            assert part in shown
        assert "Jordan Reyes" in row(rep)
        assert "0:42" in row(rep)


async def test_the_countdown_repaints_its_own_cell_only(monkeypatch: pytest.MonkeyPatch) -> None:
    async with driving(a_busy_desk(), LARGE) as rep:
        await rep.press("f8")
        screen = rep.app.screen
        assert isinstance(screen, OutboxScreen)
        painted: list[tuple[str | None, int, int]] = []
        refresh = Pane.refresh

        def spy(self: Pane, *regions: object, **named: object) -> Pane:
            painted.extend((self.id, region.width, region.height) for region in regions)  # type: ignore[attr-defined]
            return refresh(self, *regions, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(Pane, "refresh", spy)
        rep.desk.clock.advance(1)
        screen.tick()
        await rep.settle()
        assert painted == [("sheet-body", 10, 1)]
        assert "0:41" in row(rep)


async def test_reading_shows_the_mail_as_they_will_see_it() -> None:
    async with driving(a_busy_desk()) as rep:
        await rep.press("f8", "enter")
        shown = rep.text("sheet-body")
        for part in ("From     Ana Torres <sales@example.com>", "To       jordan@acme.example", "from $40 a depot.",
                     "1 Example Street, Springfield"):  # fmt: skip
            assert part in shown
        await rep.press("x")
        assert rep.desk.post.done == [("cancel", "<1@example.com>")]
        assert 'Stopped: "Pricing for cold-chain alerts" does not go to jordan@acme.example' in said(rep)


@pytest.mark.parametrize(
    ("name", "key", "done", "sentence"),
    [
        ("Jordan Reyes", "x", ("cancel", "<1@example.com>"), "does not go to jordan@acme.example"),
        ("Sam Ode", "x", ("cancel", "<4@example.com>"), "does not go to sam@borealis.example"),
        ("Sam Ode", "A", ("retry", "<4@example.com>"), "is tried again"),
        ("Tom Ash", "s", ("resolve", "<3@example.com>", True), "has left"),
        ("mallory", "s", ("seen", 1), 'Seen: "Re: Pricing" from mallory@elsewhere.example'),
        ("Ivy Dunn", "x", ("hold", 6, "email-2"), "held back; x lets it go"),
        ("Nia Roe", "x", ("release", 7, "email-3"), "leaves when its time comes"),
        ("Priya Shah", "X", ("stop", "mass-20251126-1142-aa"), "4 mails of mass-20251126-1142-aa stopped"),
        ("Priya Shah", "m", ("start", "events"), "The mailbox events sends again"),
    ],
)
async def test_a_key_does_one_thing_and_says_so(
    name: str, key: str, done: tuple[object, ...], sentence: str
) -> None:
    """R14.2, SEED1-18."""
    async with driving(a_busy_desk()) as rep:
        await rep.press("f8")
        await mark(rep, name)
        await rep.press(key)
        assert rep.desk.post.done == [done]
        assert sentence in said(rep)


@pytest.mark.parametrize(
    ("name", "key", "sentence"),
    [
        ("Tom Ash", "x", "It may have left: s = it left, A = send it again"),
        ("Tom Ash", "e", "It may have left"),
        ("Sam Ode", "e", "A tries it again as it is"),
        ("mallory", "x", "A letter of theirs cannot be stopped; s = seen"),
        ("mallory", "o", "Nobody we know wrote this"),
        ("Jordan Reyes", "A", "x stops it"),
        ("Jordan Reyes", "s", "Only of an unconfirmed mail it can be said that it left"),
        ("Jordan Reyes", "X", "belongs to no batch"),
    ],
)
async def test_what_cannot_be_done_is_a_sentence(name: str, key: str, sentence: str) -> None:
    async with driving(a_busy_desk()) as rep:
        await rep.press("f8")
        await mark(rep, name)
        await rep.press(key)
        assert rep.desk.post.done == []
        assert sentence in said(rep)


async def test_no_mailbox_is_stopped() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("f8", "m")
        assert "No mailbox is stopped" in said(rep)


async def test_r9_4_a_held_key_stops_one_mail() -> None:
    async with driving(a_busy_desk()) as rep:
        await rep.press("f8", "x")
        await rep.press("x", "x", wait=0.2)
        assert len(rep.desk.post.done) == 1
        assert "Key dropped: same key again within 1 s" in said(rep)


async def test_r9_4_after_a_mail_was_stopped_the_next_key_says_first_which_one_it_would_hit() -> None:
    async with driving(a_busy_desk()) as rep:
        await rep.press("f8", "x", "x")
        assert rep.desk.post.done == [("cancel", "<1@example.com>")]
        assert "x dropped: the marked mail is gone; x again = on Priya Shah" in said(rep)
        await rep.press("x")
        assert rep.desk.post.done[1:] == [("cancel", "<2@example.com>")]


async def test_r14_2_a_mail_that_may_have_left_is_sent_again_only_by_a_second_press() -> None:
    """R14.2: the first press names the consequence; any other key, or another row, takes the wish back."""
    async with driving(a_busy_desk()) as rep:
        await rep.press("f8")
        await mark(rep, "Tom Ash")
        await rep.press("r")
        assert rep.desk.post.done == []
        await rep.press("A")
        assert "If it left, Tom Ash gets it twice. A once more = send a second copy" in said(rep)
        await rep.press("A", wait=0.5)
        assert "Key dropped" in said(rep)
        await rep.press("j", "k", "A")
        assert rep.desk.post.done == []
        await rep.press("A")
        assert rep.desk.post.done == [("resolve", "<3@example.com>", False)]
        assert "is sent to tom@pelion.example again" in said(rep)


async def test_r9_4_when_the_marked_mail_leaves_the_next_key_hits_no_other_one() -> None:
    """R9.4: another mail under the mark must have stood 0.4 s, and then the first key only says what it would hit."""
    desk = a_busy_desk()
    async with driving(desk) as rep:
        await rep.press("f8")
        screen = rep.app.screen
        assert isinstance(screen, OutboxScreen)
        assert "Jordan Reyes" in row(rep)
        desk.post.view, desk.version = desk.post.view._replace(hold=desk.post.view.hold[1:]), 2
        await screen.follow()
        await rep.settle()
        assert "Priya Shah" in row(rep)
        await rep.press("x", wait=0.2)
        assert "x dropped: the marked mail is gone; x again = on Priya Shah" in said(rep)
        assert desk.post.done == []
        await rep.press("x")
        assert desk.post.done == [("cancel", "<2@example.com>")]


async def test_r9_4_the_list_must_have_stood_after_the_marked_mail_went() -> None:
    desk = a_busy_desk()
    async with driving(desk) as rep:
        await rep.press("f8")
        screen = rep.app.screen
        assert isinstance(screen, OutboxScreen)
        desk.post.view, desk.version = desk.post.view._replace(hold=desk.post.view.hold[1:]), 2
        rep.watch.at += 5
        await screen.follow()
        await rep.press("k", wait=0.1)
        await rep.press("x", wait=0.1)
        assert "Key dropped: the lead had stood less than 0.4 s" in said(rep)
        assert desk.post.done == []


@pytest.mark.parametrize(
    ("name", "there", "not_there"),
    [
        ("Tom Ash", ("s it left", "A send again", "o lead"), ("x ", "e edit")),
        ("Sam Ode", ("A try again", "x give it up"), ("s ", "e edit")),
        ("mallory", ("s seen",), ("x ", "e edit", "A ", "o lead")),
        ("Jordan Reyes", ("x stop", "e edit", "o lead"), ("A ", "s ", "X ")),
        ("Priya Shah", ("x stop", "X stop batch"), ("A ", "s ")),
        ("Ivy Dunn", ("x hold back", "e edit"), ("A ", "s ", "X ")),
        ("Nia Roe", ("x release", "e edit"), ("A ", "s ", "X ")),
    ],
)
async def test_the_foot_offers_only_what_works_on_the_marked_row(
    name: str, there: tuple[str, ...], not_there: tuple[str, ...]
) -> None:
    """The list's foot, and the foot of the mail being read."""
    async with driving(a_busy_desk()) as rep:
        await rep.press("f8")
        await mark(rep, name)
        words = said(rep)
        assert all(word in words for word in there)
        assert not any(f" {word}" in words for word in not_there)
        await rep.press("enter")
        words = said(rep)
        assert all(word in words for word in there if word != "o lead")
        assert not any(f" {word}" in words for word in not_there)


async def test_o_opens_the_lead_and_parks_the_one_in_hand() -> None:
    async with driving(a_busy_desk()) as rep:
        await rep.press("f8")
        await mark(rep, "Priya Shah")
        await rep.press("o")
        assert rep.app.screen is rep.work
        assert rep.lead == 3
        assert rep.desk.parked == [1]


async def test_tab_goes_from_part_to_part_and_round() -> None:
    async with driving(a_busy_desk()) as rep:
        await rep.press("f8")
        firsts = []
        for _ in range(5):
            await rep.press("tab")
            firsts.append(row(rep).split('"')[0].split()[-1])
        assert len(set(firsts)) == 5


async def test_an_empty_page_says_what_to_do() -> None:
    async with driving(a_desk()) as rep:
        await rep.press("f8")
        shown = " ".join(rep.text("sheet-body").split())
        assert "No mailbox is set up: mails go to the outbox folder" in shown
        assert "dialq help mail" in shown
        assert "w writes one mail to many" in shown
        for key in ("enter", "x", "e", "r", "s", "o", "X", "tab"):
            await rep.press(key)
        assert rep.desk.post.done == []


async def test_the_mark_stays_with_its_mail_when_others_change_the_list() -> None:
    async with driving(a_busy_desk()) as rep:
        await rep.press("f8")
        await mark(rep, "Priya Shah")
        screen = rep.app.screen
        assert isinstance(screen, OutboxScreen)
        rep.desk.post.view = rep.desk.post.view._replace(unconfirmed=(), failed=())
        await screen.follow()
        assert "Priya Shah" in row(rep) or rep.desk.version == 1
        rep.desk.version += 1
        await screen.follow()
        await rep.settle()
        assert "Priya Shah" in row(rep)
        assert "FAILED" not in rep.text("sheet-body")


async def test_a_failure_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(desk: object, message: str) -> NoReturn:
        raise StoreBusy("leads.db is locked by another program", "Try again.")

    async with driving(a_busy_desk()) as rep:
        await rep.press("f8")
        words = rep.work.words
        screen = rep.app.screen
        assert isinstance(screen, OutboxScreen)
        monkeypatch.setattr(
            screen, "_office", replace(screen._office, every_word=replace(words, cancel_mail=fail))
        )
        await rep.press("x")
        assert "leads.db is locked by another program" in said(rep)


async def test_hostile_text_of_a_letter_is_shown_and_never_obeyed() -> None:
    async with driving(a_busy_desk()) as rep:
        await rep.press("f8")
        await mark(rep, "mallory")
        await rep.press("enter")
        assert "Send me your list.\\x1b[2J" in rep.text("sheet-body")
        assert "\x1b" not in rep.text("sheet-body")


async def test_in_the_morning_it_opens_at_what_leaves_by_itself() -> None:
    """SEED1-18: hold or edit any of today's automatic mails before they go."""
    async with driving(a_busy_desk(), begin=False) as rep:
        await rep.look_after("@mails")
        card = rep.text("card")
        assert "LEAVE BY THEMSELVES TODAY 2" in card
        assert 'to Ivy Dunn, Harrow  "A question, Ivy"' in card
        assert "F8 = hold back or edit a mail" in card
        await rep.press("f8")
        assert "Ivy Dunn" in row(rep)
        await rep.press("x", "escape")
        assert "held by ana" in rep.text("card")
        assert rep.state.morning is not None
        assert rep.desk.clock.now() == NOON


async def test_a_page_is_not_painted_anew_when_the_screen_below_it_stirs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Idle pages send nothing to the terminal, whatever the work screen looks after meanwhile."""
    async with driving(a_busy_desk()) as rep:
        await rep.press("f8")
        painted: list[object] = []
        display = rep.app._display

        def spy(screen: object, update: object) -> None:
            if update is not None:
                painted.append(update)
            display(screen, update)  # type: ignore[arg-type]

        monkeypatch.setattr(rep.app, "_display", spy)
        rep.desk.clock.advance(60)
        rep.work.watching.tick()
        rep.work.background(rep.work.watching.poll())
        await rep.settle()
        assert painted == []
        await rep.press("escape")
        assert painted != []
        assert rep.state.now == rep.desk.clock.now()
