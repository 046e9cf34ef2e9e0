"""Mails over a real desk on a real file: replies, threads, answers, the mail screen, one mail to many."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dialq.clock import MINUTE
from dialq.desk import mailing
from dialq.desk.answer import answer
from dialq.desk.desk import Desk
from dialq.desk.inbox import take_in
from dialq.desk.kept import ANSWER, FAILED, HOLD, UNCONFIRMED, Mail
from dialq.desk.letters import REPLY, UNSUBSCRIBE, Envelope, Letter
from dialq.desk.mail_views import PlannedMail
from dialq.desk.mailbox_standing import stop_mailbox
from dialq.desk.planned import planned_mails
from dialq.desk.reading_acts import Answer
from dialq.desk.take import look, open_lead
from dialq.desk.views import Draft, Logged, Queued
from dialq.tui.screens.outbox import OutboxScreen
from tests.tui.driver import LARGE, Driver
from tests.tui.real_office import Office, an_office

MAILBOX = """
[[mailbox]]
name = "sales"
address = "sales@example.com"
[mailbox.smtp]
host = "127.0.0.1"
port = 2525
security = "none"
auth = "none"
"""
KIM, LEE, MAX = 1, 2, 3


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Three hot leads and a mailbox."""
    return an_office(tmp_path, MAILBOX)


def a_mail_to(desk: Desk, lead: int, *, left: bool = True) -> Mail:
    """A mail by hand, which has left or waits."""
    queued = mailing.queue_mail(
        desk, Draft(lead, "", "", "Cold chain alerts", "Shall I show you?"), override="x"
    )
    assert isinstance(queued, Queued), queued
    mail = desk.store.outbox.get(queued.message)
    assert mail is not None
    if left:
        from dialq.desk.mail_fates import put_down_left

        with desk.store.writing():
            put_down_left(desk, mail, desk.now())
    return mail


def comes(desk: Desk, mail: Mail, kind: str = REPLY, *, number: int = 1, text: str = "What does it cost?\n\nKim",
          until: date | None = None) -> None:  # fmt: skip
    """A letter in answer to a mail of ours."""
    letter = Letter(
        kind, f"<{number}@example.org>", desk.now(), "kim@example.org", "Kim Lee", f"Re: {mail.subject}", text,
        (mail.message,), until=until,
    )  # fmt: skip
    taken = take_in(desk, Envelope("sales", "INBOX", 1, number, desk.now()), letter)
    assert taken.new
    assert taken.lead == KIM


async def polls(rep: Driver) -> None:
    """The screen looks whether others committed something, once."""
    rep.watch.at += 1
    await rep.work.watching.poll()
    await rep.settle()


def row(rep: Driver) -> str:
    """The marked row."""
    return next((shown for shown in rep.text("sheet-body").splitlines() if shown.startswith(" > ")), "")


def said(rep: Driver) -> str:
    """What stands at the foot, its blanks one."""
    return " ".join(rep.text("sheet-foot").split())


async def test_r11_1_a_reply_is_announced_read_and_answered_in_its_thread(office: Office) -> None:
    """R11.1: at the first poll after its commit; the thread is readable, one key answers in it."""
    desk = office.open("fetcher")
    mine = office.open("ana")
    mail = a_mail_to(mine, KIM)
    office.clock.advance(30 * MINUTE)
    async with office.screen(size=LARGE) as rep:
        await polls(rep)
        assert rep.lead != KIM
        comes(desk, mail)
        await polls(rep)
        header = rep.text("header")
        assert "^ NEW" in header
        assert "Kim Lee, Kim Lee Inc" in header
        await rep.press("g")
        assert rep.lead == KIM
        assert "THEY" in rep.text("card")
        assert "What does it cost?" in rep.text("card")
        await rep.press("r")
        shown = rep.text("sheet-body")
        assert "Shall I show you?" in shown
        assert "What does it cost?" in shown
        await rep.press("enter")
        assert "ANSWER to Kim Lee" in rep.text("sheet-title")
        await rep.type("$40.")
        await rep.press("ctrl+s")
        assert "kim@example.org leaves" in rep.text("keys")
        answered = desk.store.outbox.with_status(HOLD)
        assert [(one.subject, one.rank) for one in answered] == [("Re: Cold chain alerts", ANSWER)]
        assert answered[0].body.startswith("$40.")
        assert rep.lead not in (0, KIM)
    desk.close()
    mine.close()


async def test_r11_1_a_reply_of_the_lead_in_hand_stands_on_its_card(office: Office) -> None:
    desk, mine = office.open("fetcher"), office.open("ana")
    mail = a_mail_to(mine, KIM)
    async with office.screen(size=LARGE) as rep:
        await rep.work.stepping.open_lead(KIM)
        await polls(rep)
        comes(desk, mail)
        await polls(rep)
        assert "Kim Lee just now:" in rep.text("keys")
        assert "What does it cost?" in rep.text("card")
    desk.close()
    mine.close()


async def test_r18_1_the_card_in_hand_tells_of_an_unsubscription_and_its_keys_with_it(office: Office) -> None:
    desk, mine = office.open("fetcher"), office.open("ana")
    mail = a_mail_to(mine, KIM)
    async with office.screen(size=LARGE) as rep:
        await rep.work.stepping.open_lead(KIM)
        await polls(rep)
        await rep.press("n")
        await rep.type("half")
        comes(desk, mail, UNSUBSCRIBE, text="Unsubscribe")
        await polls(rep)
        assert "Kim Lee just now: unsubscribed" in rep.text("keys")
        card = rep.state.card
        assert card is not None
        now = look(mine, KIM)
        assert card.item == now.item._replace(place=card.item.place)
        assert (card.why_now, card.banner, card.numbers) == (now.why_now, now.banner, now.numbers)
        assert rep.work.writing.text == "half"
    desk.close()
    mine.close()


async def test_r14_1_an_answer_left_half_written_goes_on_where_it_stood(office: Office) -> None:
    desk, mine = office.open("fetcher"), office.open("ana")
    mail = a_mail_to(mine, KIM)
    comes(desk, mail)
    async with office.screen() as rep:
        assert rep.lead == KIM
        await rep.press("enter")
        await rep.type("$40")
        await rep.press("escape", "escape")
        assert "the draft is kept" in rep.text("keys")
        await rep.press("R")
        await rep.press("ctrl+s")
        (answered,) = desk.store.outbox.with_status(HOLD)
        assert answered.body.startswith("$40")
        assert "> What does it cost?" in answered.body
    desk.close()
    mine.close()


async def test_r14_1_a_second_letter_loses_no_word_of_the_answer(office: Office) -> None:
    """R14.1, R11.1: the refused send says what came, the next one goes; a draft left before it is opened again."""
    desk, mine = office.open("fetcher"), office.open("ana")
    mail = a_mail_to(mine, KIM)
    comes(desk, mail)
    async with office.screen() as rep:
        await polls(rep)
        assert rep.lead == KIM
        await rep.press("R", "ctrl+s")
        assert "the answer has no word of yours yet" in said(rep)
        await rep.type("It is $40.")
        comes(desk, mail, number=2, text="And for ten of them?\n\nKim")
        await polls(rep)
        assert "! Kim Lee just now: reply" in rep.text("sheet-title")
        await rep.press("escape", "escape", "R")
        assert "begun before their last letter" in rep.text("sheet-foot")
        comes(desk, mail, number=3, text="Or twenty?\n\nKim")
        await rep.press("ctrl+s")
        assert "Ctrl+S again sends it as it stands" in said(rep)
        assert "Or twenty?" in said(rep)
        assert desk.store.outbox.with_status(HOLD) == []
        await rep.press("ctrl+s")
        (answered,) = desk.store.outbox.with_status(HOLD)
        assert answered.body.startswith("It is $40.")
        for number in (1, 2, 3):
            assert f"<{number}@example.org>" in answered.mail
    desk.close()
    mine.close()


async def test_seed1_18_r13_3_a_mail_in_an_open_editor_does_not_leave(office: Office) -> None:
    """SEED1-18, R13.3: its hold ends while it is edited; saved it waits a new hold, left it does too."""
    desk = office.open("ana")
    mail = a_mail_to(desk, KIM, left=False)
    async with office.screen() as rep:
        await rep.press("f8", "e")
        for minutes in (5, 50, 50):
            office.clock.advance(minutes * MINUTE)
            assert desk.store.outbox.due("sales", desk.now()) == []
            await rep.type("PS ")
            await rep.app.screen._saver.flush()  # type: ignore[attr-defined]
        await rep.press("ctrl+s")
        kept = desk.store.outbox.get(mail.message)
        assert kept is not None
        assert kept.body == "PS PS PS Shall I show you?"
        assert kept.leaves == desk.now() + desk.policy.hold
        await rep.press("e")
        office.clock.advance(5 * MINUTE)
        await rep.press("escape", "escape")
        kept = desk.store.outbox.get(mail.message)
        assert kept is not None
        assert kept.leaves == desk.now() + desk.policy.hold
    desk.close()


async def test_r14_4_what_the_server_refused_of_mine_is_told_and_asked_about_in_the_evening(
    office: Office,
) -> None:
    desk, other = office.open("ana"), office.open("ben")
    mail, theirs = a_mail_to(desk, KIM, left=False), a_mail_to(other, LEE, left=False)
    async with office.screen(size=LARGE) as rep:
        await rep.work.watching.run_mails()
        with desk.store.writing():
            for one in (mail, theirs):
                desk.store.outbox.move(one.message, FAILED, "RCPT: 550 5.1.1 unknown user")
        await polls(rep)
        assert 'Your mail "Cold chain alerts" to kim@example.org failed: RCPT: 550 5.1.1' in rep.text("keys")
        assert "1 of yours failed: F8 decides" in rep.text("header")
        await rep.press("q")
        assert "MAILS THAT FAILED 1" in rep.text("sheet-body")
        assert "kim@example.org" in rep.text("sheet-body")
    desk.close()
    other.close()


async def test_an_out_of_office_reads_well_and_rings_nobody(office: Office) -> None:
    """R11.2."""
    desk, mine = office.open("fetcher"), office.open("ana")
    mail = a_mail_to(mine, KIM)
    async with office.screen(size=LARGE) as rep:
        await polls(rep)
        comes(desk, mail, "out-of-office", until=date(2025, 12, 4), text="Back on Thursday.")
        await polls(rep)
        assert "Kim Lee" not in rep.text("header")
        await rep.work.stepping.open_lead(KIM)
        await rep.settle()
        assert "out of office" in rep.text("card")
        await rep.press("r")
        assert "Back on Thursday." in rep.text("sheet-body")
    desk.close()
    mine.close()


async def test_r14_2_what_failed_and_what_is_unconfirmed_is_decided_on_the_mail_screen(
    office: Office,
) -> None:
    desk = office.open("ana")
    unsure, failed = a_mail_to(desk, KIM, left=False), a_mail_to(desk, LEE, left=False)
    waits = a_mail_to(desk, MAX, left=False)
    with desk.store.writing():
        desk.store.outbox.move(unsure.message, UNCONFIRMED, "the connection was lost")
        desk.store.outbox.move(failed.message, FAILED, "RCPT: 550 5.7.1 no")
    stop_mailbox(desk, "sales", "535 authentication failed")
    async with office.screen() as rep:
        await rep.press("f8")
        shown = rep.text("sheet-body")
        for part in ("UNCONFIRMED", "FAILED", "WAITING", "! STOPPED: 535 authentication failed"):
            assert part in shown
        assert "Max Roe" in row(rep)
        assert "1:00" in row(rep)
        await rep.press("x")
        assert status(desk, waits) == "cancelled"
        await rep.press("home", "s")
        assert status(desk, unsure) == "sent"
        await rep.press("home", "A")
        assert status(desk, failed) == "hold"
        await rep.press("m")
        assert "The mailbox sales sends again" in said(rep)
        assert "STOPPED" not in rep.text("sheet-body")
        await rep.press("e")
        await rep.type("PS ")
        await rep.press("ctrl+s")
        edited = desk.store.outbox.get(failed.message)
        assert edited is not None
        assert edited.body == "PS Shall I show you?"
        await rep.press("enter")
        assert "PS Shall I show you?" in rep.text("sheet-body")
        assert "sales@example.com" in rep.text("sheet-body")
    desk.close()


def status(desk: Desk, mail: Mail) -> str:
    """How far a mail is."""
    kept = desk.store.outbox.get(mail.message)
    assert kept is not None
    return kept.status


async def test_seed1_18_an_automatic_mail_of_today_is_held_edited_and_let_go(office: Office) -> None:
    desk = office.open("ana")
    taken = open_lead(desk, MAX)
    assert taken
    assert isinstance(answer(desk, Answer(MAX, "no-answer", channel="call", number="+14155550101")), Logged)
    before = of_max(desk)
    async with office.screen(start_screen=True) as rep:
        rep.watch.at += 5
        await rep.work.watching.run_mails()
        await rep.settle()
        assert "LEAVE BY THEMSELVES TODAY" in rep.text("card")
        await rep.press("f8")
        for _ in range(5):
            if "Max Roe" not in row(rep):
                await rep.press("j")
        await rep.press("x")
        assert of_max(desk).held_by == "ana"
        assert "held" in row(rep)
        await rep.press("e")
        await rep.type("PS ")
        await rep.press("ctrl+s")
        assert of_max(desk).body == f"PS {before.body}"
        await rep.press("x", wait=5)
        assert of_max(desk).held_by == ""
        assert isinstance(rep.app.screen, OutboxScreen)
    desk.close()


def of_max(desk: Desk) -> PlannedMail:
    """What leaves by itself to Max today."""
    return next(one for one in planned_mails(desk) if one.lead == MAX)


async def test_seed1_16_one_template_to_many_is_sent_and_stopped(office: Office) -> None:
    desk = office.open("ana")
    async with office.screen() as rep:
        await rep.press("f7", "a")
        await rep.press("m", "1")
        assert "MAIL TO MANY by" in rep.text("sheet-title")
        await rep.press("g", "g")
        sent = desk.store.outbox.with_status(HOLD)
        assert len(sent) >= 1
        assert len({mail.batch for mail in sent}) == 1
        assert "in the outbox, the last leaves" in said(rep)
        await rep.press("X")
        assert desk.store.outbox.with_status(HOLD) == []
    desk.close()
