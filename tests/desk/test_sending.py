"""Mails leave through a server: once, in order, within limits, and never after a stop (R14.2, R14.4, R18.1)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from dialq.bootstrap import open_desk
from dialq.clock import DAY, MINUTE, Instant
from dialq.desk import interact, mailing
from dialq.desk.explain import story
from dialq.desk.kept import ANSWER, AUTO, BATCH, BY_HAND, PAIR
from dialq.desk.ledger import read
from dialq.desk.mail_fates import GIVE_UP, resolve_mail, retry_mail
from dialq.desk.mailbox_standing import next_send_at, restart_mailbox, sent_in_24h
from dialq.desk.sending import Sender
from dialq.desk.sending_values import (
    AGAIN,
    OF_MAIL,
    OF_MAILBOX,
    OF_RECIPIENT,
    REFUSED,
    UNKNOWN,
    Handed,
)
from dialq.desk.suppressing import suppress
from dialq.errors import BadInput, RuleRefused
from dialq.settings import ServerSettings
from tests.desk.post import ANA, TOOK, Office, not_reached
from tests.desk.world import TEAM, at
from tests.real.real_mail import until


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    yield office
    office.close()


def test_r14_2_a_mail_leaves_once_after_its_hold(office: Office) -> None:
    """R13.3, R14.2: not before its hold, then once; its leaving stands in the story and changes no card."""
    lead = office.lead()
    mail = office.write(lead)
    seen = read(office.desk, lead).state.seen
    assert office.send() == []
    office.clock.advance(60)
    assert [one.mail.message for one in office.send()] == [mail.message]
    assert office.send() == []
    assert office.server.taken == ["lou42@example.com"]
    assert (office.mail(mail.message).status, office.mail(mail.message).left_at) == (
        "sent",
        office.clock.now(),
    )
    assert read(office.desk, lead).state.seen == seen
    assert any("left" in line.text for line in story(office.desk, lead))


FATES = [
    (Handed(AGAIN, "RCPT: 450 4.7.1 greylisted"), "hold", "450 4.7.1"),
    (Handed(REFUSED, "DATA: 554 no thanks", "5.6.0", OF_MAIL), "failed", "554 no thanks"),
    (Handed(REFUSED, "RCPT: 550 5.1.1 unknown", "5.1.1", OF_RECIPIENT), "failed", "unknown"),
    (Handed(UNKNOWN, "lost after the text", lost=True), "unconfirmed", "lost"),
    (Handed(REFUSED, "AUTH: 535 no", "5.7.8", OF_MAILBOX, lost=True), "hold", "535"),
    (Handed(AGAIN, "421 closing", about=OF_MAILBOX, lost=True), "hold", "421"),
]


@pytest.mark.parametrize(("handed", "status", "says"), FATES)
def test_r14_2_each_fate_is_put_down(office: Office, handed: Handed, status: str, says: str) -> None:
    """R14.2: sent again only where the server surely did not take it; the reason is kept."""
    mail = office.write(office.lead())
    office.clock.advance(60)
    office.server.says.append(handed)
    office.send()
    found = office.mail(mail.message)
    assert (found.status, office.server.taken) == (status, [])
    assert says in found.problem
    again = office.send()
    assert len(again) == (handed.about == OF_MAILBOX and handed.fate == AGAIN)


def test_r14_3_an_address_that_is_refused_is_dead(office: Office) -> None:
    """R14.3: 5.1.x at the door is a bounce: the address is not used again."""
    lead = office.lead()
    office.write(lead)
    office.clock.advance(60)
    office.server.says.append(Handed(REFUSED, "RCPT: 550 5.1.1 unknown", "5.1.1", OF_RECIPIENT))
    office.send()
    assert ("lou42@example.com", None) in read(office.desk, lead).state.dead


def test_r14_3_a_mailbox_that_is_refused_stops(office: Office) -> None:
    """R14.3: nothing more is tried until a person starts it; then all leaves."""
    mails = [office.write(office.lead(number)) for number in (42, 43)]
    office.clock.advance(60)
    office.server.says.append(Handed(REFUSED, "MAIL: 550 5.7.1 policy", "5.7.1", OF_MAILBOX, lost=True))
    office.send()
    office.clock.advance(DAY)
    assert office.send() == []
    assert next_send_at(office.desk, ANA) is None
    assert office.desk.store.mailboxes.get("ana").stopped == "MAIL: 550 5.7.1 policy"
    restart_mailbox(office.desk, "ana")
    office.send()
    assert [office.mail(m.message).status for m in mails] == ["sent", "sent"]
    with pytest.raises(BadInput, match="not stopped"):
        restart_mailbox(office.desk, "ana")


def test_greylisting_is_waited_out(office: Office) -> None:
    """Field 4: 450 is tried again, later each time, and given up after two days."""
    mail = office.write(office.lead())
    office.clock.advance(60)
    waits = []
    while office.mail(mail.message).status == "hold":
        office.server.says.append(Handed(AGAIN, "RCPT: 451 4.7.1 later"))
        assert len(office.send()) == 1
        waits.append(office.mail(mail.message).leaves - office.clock.now())
        office.clock.at = max(office.mail(mail.message).leaves, office.clock.now())
    found = office.mail(mail.message)
    assert found.status == "failed"
    assert "given up after 2 days" in found.problem
    assert waits[:3] == [MINUTE, 5 * MINUTE, 15 * MINUTE]
    assert office.clock.now() - found.queued >= GIVE_UP
    retry_mail(office.desk, mail.message)
    assert office.send() == []
    office.clock.advance(60)
    assert len(office.send()) == 1
    assert office.mail(mail.message).status == "sent"


def test_a_server_that_is_not_there_costs_no_try(office: Office) -> None:
    """The mailbox says why; its mails wait without being counted, and leave when it is back."""
    mail = office.write(office.lead())
    office.clock.advance(60)
    office.server.closed_door = not_reached()
    assert office.send() == []
    assert office.desk.store.mailboxes.get("ana").problem == "connect: refused"
    assert office.mail(mail.message).tries == 0
    office.server.closed_door = None
    office.send()
    assert office.desk.store.mailboxes.get("ana").problem == ""
    assert office.mail(mail.message).status == "sent"


def test_a_lost_connection_is_opened_anew(office: Office) -> None:
    """The mail that met the lost line waits; the others of the batch go over a new one in the same turn."""
    mails = [office.write(office.lead(number)) for number in range(42, 46)]
    office.clock.advance(60)
    office.server.says.extend([TOOK, Handed(AGAIN, "MAIL: 421 bye", lost=True)])
    office.send()
    assert sorted(office.mail(m.message).status for m in mails) == ["hold", "sent", "sent", "sent"]
    assert office.server.connections == 2


def test_r14_4_answers_and_pairs_leave_before_batches(tmp_path: Path) -> None:
    """R14.4: by rank, then by time."""
    office = Office(tmp_path)
    ranks = {42: BATCH, 43: AUTO, 44: BY_HAND, 45: PAIR, 46: ANSWER}
    for number, rank in ranks.items():
        mail = office.write(office.lead(number))
        with office.desk.store.writing():
            office.desk.store.outbox._db.execute(  # type: ignore[attr-defined]
                "UPDATE outbox SET rank = ? WHERE message = ?", (rank, mail.message)
            )
        office.clock.advance(1)
    office.clock.advance(60)
    office.send()
    assert office.server.taken == [f"lou{number}@example.com" for number in (46, 45, 44, 43, 42)]
    office.close()


def test_r14_4_the_limit_of_a_rolling_day(tmp_path: Path) -> None:
    """R14.4: so many in any 24 hours, then one as soon as one falls out; answers are counted, not held."""
    office = Office(tmp_path, replace(ANA, daily_limit=3))
    for number in range(42, 47):
        office.write(office.lead(number))
    office.clock.advance(60)
    office.send()
    assert sent_in_24h(office.desk, office.boxes[0]) == (3, 3)
    first = office.clock.now()
    assert next_send_at(office.desk, office.boxes[0]) == first + DAY
    office.clock.at = at("2026-12-02 09:59")
    assert office.send() == []
    asked = office.lead(50)
    interact.interact(office.desk, asked, "reply")
    office.write(asked)
    office.clock.advance(60)
    assert [one.mail.recipient for one in office.send()] == ["lou50@example.com"]
    office.clock.at = first
    office.clock.advance(DAY)
    assert len(office.send()) == 2
    assert len(office.server.taken) == 6
    office.close()


def test_a_new_mailbox_starts_low(tmp_path: Path) -> None:
    """Field 4: 10 on the first day, 5 more each day, up to the limit."""
    office = Office(tmp_path, replace(ANA, ramp_from=2, ramp_step=1, daily_limit=4))
    limits = []
    for number in range(42, 60):
        office.write(office.lead(number))
    for _ in range(5):
        office.clock.advance(DAY)
        before = len(office.server.taken)
        office.send()
        limits.append(len(office.server.taken) - before)
    assert limits == [2, 3, 4, 4, 4]
    office.close()


def test_r14_4_a_steady_pace_for_what_nobody_waits_for(tmp_path: Path) -> None:
    """R14.4: batches leave one at a time, 60 to 120 seconds apart; a mail by hand goes in between."""
    office = Office(tmp_path, replace(ANA, pace_seconds=(60, 120)))
    for number in (42, 43, 44):
        office.write(office.lead(number), rank=BATCH)
    office.clock.advance(60)
    assert len(office.send()) == 1
    pause = office.desk.store.mailboxes.get("ana").next_at - office.clock.now()
    assert 60 <= pause <= 120
    assert next_send_at(office.desk, office.boxes[0]) == office.clock.now() + pause
    office.write(office.lead(45))
    office.clock.advance(59)
    assert office.send() == []
    office.clock.advance(1)
    sent = [one.mail.rank for one in office.send()]
    assert BY_HAND in sent
    office.clock.advance(120)
    office.send()
    office.clock.advance(120)
    office.send()
    assert len(office.server.taken) == 4
    office.close()


def test_r18_1_suppression_is_asked_again_at_the_send(office: Office) -> None:
    """R18.1: a ban that came while the mail waited stops it."""
    mail = office.write(office.lead())
    suppress(office.desk, "lou42@example.com", "address")
    office.clock.advance(60)
    assert office.send() == []
    assert office.mail(mail.message).status == "cancelled"
    assert "may not be written to" in office.mail(mail.message).problem


def test_r8_1_nothing_leaves_into_a_rest_that_came_later(office: Office) -> None:
    """R8.1: the lead said "not now" on the phone while a mail waited."""
    lead = office.lead()
    mail = office.write(lead)
    office.log(lead, "not-now")
    office.clock.advance(60)
    assert office.send() == []
    assert office.mail(mail.message).problem == "the lead rests"


def test_r14_4_a_batch_keeps_the_hours_where_the_lead_is(office: Office) -> None:
    """R14.4: 08:00 to 20:00 lead time."""
    mail = office.write(office.lead(), rank=BATCH)
    office.clock.at = at("2026-12-01 21:00")
    assert office.send() == []
    assert office.mail(mail.message).leaves == at("2026-12-02 08:00")
    office.clock.at = at("2026-12-02 08:00")
    assert len(office.send()) == 1


def test_a_mail_in_hold_can_be_written_anew(office: Office) -> None:
    """SEED1-18: until it leaves its text can be changed, and the new text is what leaves."""
    mail = office.write(office.lead())
    mailing.edit_mail(office.desk, mail.message, "Another subject", "Another text")
    office.clock.advance(60)
    office.send()
    assert b"Subject: Another subject" in office.server.texts[0]
    assert b"Another text" in office.server.texts[0]
    with pytest.raises(BadInput, match="not waiting"):
        mailing.edit_mail(office.desk, mail.message, "x", "y")


def test_r18_1_a_ban_reaches_a_mail_that_is_next_in_line(office: Office) -> None:
    """R18.1: what is written while a slow server takes one mail holds for the next, which was put down already."""
    mails = [office.write(office.lead(number)) for number in (42, 43)]
    office.clock.advance(60)
    order = [m.recipient for m in office.desk.store.outbox.due("ana", office.clock.now())]
    office.server.meanwhile = lambda: _ban_and_wait(office, order[1])
    office.send()
    assert office.send() == []
    assert office.server.taken == order[:1]
    assert {m.recipient: office.mail(m.message).status for m in mails} == {
        order[0]: "sent",
        order[1]: "cancelled",
    }
    (banned,) = (m for m in mails if m.recipient == order[1])
    assert any("did not leave" in line.text for line in story(office.desk, banned.lead))


def _ban_and_wait(office: Office, address: str) -> None:
    """Somebody bans an address, and the sender notices while the server takes its time."""
    other = open_desk(office.path, rep="ben", clock=office.clock, zone=TEAM)
    suppress(other, address, "address")
    waiting = other.store.outbox.due

    def noticed() -> bool:
        left = [mail.recipient for mail in waiting("ana", other.now())]
        return bool(office.sender._withdrawn) or (
            address not in left and not other.store.outbox.count("sending") > 1
        )

    until(noticed, "the sender never noticed")
    other.close()


def test_r18_1_what_nobody_waits_for_leaves_only_once_the_inbox_was_read(tmp_path: Path) -> None:
    """R18.1: a "stop" may lie there; a mail by hand and an answer do not wait for it."""
    box = replace(ANA, imap=ServerSettings("127.0.0.1", 143, "none"))
    office = Office(tmp_path, box)
    office.write(office.lead(42), rank=AUTO)
    office.write(office.lead(43))
    office.clock.advance(60)
    assert [one.mail.rank for one in office.send()] == [BY_HAND]
    assert next_send_at(office.desk, box) is None
    office.desk.store.claims.presence.show("fetch-ana", office.clock.now())
    assert [one.mail.rank for one in office.send()] == [AUTO]
    office.close()


def test_a_rep_without_a_mailbox_is_told(tmp_path: Path) -> None:
    """R14.4: nobody writes from another's mailbox by accident; the shared one serves everybody."""
    office = Office(tmp_path, ANA)
    ben = office.open("ben")
    ben.use(ben.policy, office.desk.settings)
    lead = office.lead()
    template = mailing.template_names(ben)[0]
    with pytest.raises(BadInput, match="no mailbox for ben"):
        mailing.queue_mail(ben, mailing.draft_mail(ben, lead, template))
    office.close()


def test_r18_1_nobody_who_is_banned_is_written_to_again_by_hand(office: Office) -> None:
    """R18.1: to send again what failed, or is in doubt, is refused, naming why."""
    mail = office.write(office.lead())
    office.clock.advance(60)
    office.server.says.append(Handed(UNKNOWN, "lost after the text", lost=True))
    office.send()
    suppress(office.desk, "lou42@example.com", "address")
    with pytest.raises(RuleRefused, match="may not be written to"):
        resolve_mail(office.desk, mail.message, left=False)
    assert office.mail(mail.message).status == "unconfirmed"


def test_a_clock_that_goes_back_stops_nothing(office: Office) -> None:
    """R21.1: a bad clock at the start of the machine, then the right one, a week earlier."""
    office.write(office.lead(42))
    office.clock.advance(60)
    office.send()
    office.write(office.lead(43))
    office.clock.at = Instant(office.clock.now() - 7 * DAY)
    assert sent_in_24h(office.desk, ANA)[1] == 50
    assert sent_in_24h(office.desk, replace(ANA, ramp_step=5))[1] == 10


def test_what_was_kept_back_for_a_while_leaves_by_the_same_sender(office: Office) -> None:
    """R18.1: a mail that was withdrawn beside a slow server is asked anew, and goes once nothing holds it."""
    mail = office.write(office.lead())
    office.clock.advance(60)
    lease = office.desk.store.leases.take("send-ana", "ana")
    assert lease is not None
    sender = Sender(office.desk, ANA, office.server, lease)
    sender._withdrawn.add(mail.message)
    assert [one.mail.message for one in sender.turn()] == [mail.message]
    sender.close()
    lease.give_back()
