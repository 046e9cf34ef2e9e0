"""One sender a mailbox, and what it leaves when it dies: nothing is sent twice (R14.2, R14.5)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from dialq.clock import MINUTE
from dialq.desk.delivering import run_outbox
from dialq.desk.mail_fates import resolve_mail
from dialq.desk.mail_shelves import LeaseHeld
from dialq.desk.sending import AT_ONCE, Sender
from dialq.desk.sending_values import UNKNOWN, Handed
from dialq.desk.undo import undo
from dialq.desk.views import Refused
from dialq.errors import BadInput, WorldFailed
from dialq.settings import MailSettings
from tests.desk.post import ANA, Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    yield office
    office.close()


def test_one_sender_a_mailbox(office: Office) -> None:
    """R14.5: the lease is one for the whole box, and free when its holder gave it back."""
    leases = office.desk.store.leases
    mine = leases.take("send-ana", "ana")
    assert mine is not None
    assert leases.take("send-ana", "ben") is None
    assert leases.holder("send-ana").startswith("ana, process ")
    assert leases.take("send-ben", "ben") is not None
    mine.give_back()
    assert leases.holder("send-ana") == ""
    assert leases.take("send-ana", "ben") is not None


class Crash(BaseException):
    """The process dies here."""


class Mortal:
    """A lease whose holder dies before or after it notes a line."""

    def __init__(self, lease: LeaseHeld, word: str, when: str) -> None:
        self._lease, self._word, self._when = lease, word, when
        self.left_behind, self.is_ours = lease.left_behind, True
        self.clear, self.give_back = lease.clear, lease.give_back

    def note(self, *lines: str) -> None:
        """Put them down, and die if one is the word."""
        if self._when == "before" and self._word in lines:
            raise Crash
        self._lease.note(*lines)
        if self._word in lines:
            raise Crash


@pytest.mark.parametrize(
    ("word", "when", "doubt"),
    [
        ("handed", "before", False),
        ("handed", "after", True),
        ("accepted", "before", True),
        ("accepted", "after", False),
    ],
)
def test_r14_2_after_a_crash_only_the_mail_in_the_air_is_in_doubt(
    office: Office, word: str, when: str, doubt: bool
) -> None:
    """R14.2: of a batch what was handed over is sent, what was not waits, the one in between is for a person."""
    for number in range(42, 46):
        office.write(office.lead(number))
    office.clock.advance(60)
    order = [m.message for m in office.desk.store.outbox.due("ana", office.clock.now())]
    assert len(order) == 4 < AT_ONCE
    lease = office.desk.store.leases.take("send-ana", "ana")
    assert lease is not None
    with pytest.raises(Crash):
        Sender(office.desk, ANA, office.server, Mortal(lease, f"{word} {order[2]}", when)).turn()
    lease.give_back()
    office.send()
    expected = ["sent"] * 4
    expected[2] = "unconfirmed" if doubt else "sent"
    assert [office.mail(message).status for message in order] == expected
    assert len(set(office.server.taken)) == len(office.server.taken)


def test_r14_2_after_a_power_cut_a_person_decides_on_the_batch(office: Office) -> None:
    """R14.2: the notes are lost with the machine: nothing of the batch is sent again by itself."""
    mails = [office.write(office.lead(number)) for number in (42, 43)]
    with office.desk.store.writing():
        office.desk.store.outbox.being_sent([m.message for m in mails])
    notes = "".join(f"another-start {word} {m.message}\n" for m in mails for word in ("claimed", "accepted"))
    lease = office.desk.store.path.with_name("dialq.db-live") / "send-ana.lease"
    lease.parent.mkdir(exist_ok=True)
    lease.write_text("ana, process 1".ljust(160) + notes, encoding="utf-8")
    office.clock.advance(60)
    assert office.send() == []
    assert {office.mail(m.message).status for m in mails} == {"unconfirmed"}
    resolve_mail(office.desk, mails[0].message, left=True)
    resolve_mail(office.desk, mails[1].message, left=False)
    assert office.send() == []
    office.clock.advance(60)
    office.send()
    assert [office.mail(m.message).status for m in mails] == ["sent", "sent"]
    assert office.server.taken == ["lou43@example.com"]
    with pytest.raises(BadInput, match="not unconfirmed"):
        resolve_mail(office.desk, mails[0].message, left=True)


@pytest.mark.parametrize("left", ["nothing", "an empty file"])
def test_r14_2_without_its_notes_a_mail_is_in_doubt(office: Office, left: str) -> None:
    """R14.2: the folder of leases was tidied away, the file was moved alone: nobody knows what was in the air."""
    mail = office.write(office.lead())
    with office.desk.store.writing():
        office.desk.store.outbox.being_sent([mail.message])
    if left == "an empty file":
        folder = office.desk.store.path.with_name("dialq.db-live")
        folder.mkdir(exist_ok=True)
        (folder / "send-ana.lease").touch()
    office.clock.advance(60)
    assert office.send() == []
    assert office.mail(mail.message).status == "unconfirmed"


def test_r14_2_notes_outlive_a_taker_that_fails(office: Office) -> None:
    """R14.2: the disk is full when what happened is to be put down: the next one still knows."""
    mails = [office.write(office.lead(number)) for number in (42, 43)]
    office.clock.advance(60)
    lease = office.desk.store.leases.take("send-ana", "ana")
    assert lease is not None
    lease.note(f"claimed {mails[0].message}", f"claimed {mails[1].message}", f"handed {mails[0].message}")
    lease.note(f"accepted {mails[0].message}")
    with office.desk.store.writing():
        office.desk.store.outbox.being_sent([m.message for m in mails])
    lease.give_back()
    for _ in range(2):
        failing = office.desk.store.leases.take("send-ana", "ben")
        assert failing is not None
        failing.give_back()
    office.send()
    assert [office.mail(m.message).status for m in mails] == ["sent", "sent"]
    assert office.server.taken == ["lou43@example.com"]


def test_r14_5_whose_lease_was_taken_away_begins_nothing_more(office: Office) -> None:
    """R14.5: the file of the lock is gone, so another may hold a new one."""
    office.write(office.lead())
    office.clock.advance(60)
    lease = office.desk.store.leases.take("send-ana", "ana")
    assert lease is not None
    (office.desk.store.path.with_name("dialq.db-live") / "send-ana.lease").unlink()
    assert Sender(office.desk, ANA, office.server, lease).turn() == []
    lease.give_back()
    assert len(office.send()) == 1


def test_r14_2_a_note_that_is_cut_short_stops_the_sending(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R14.2: the disk fills in the middle of a note: the mail it is of is not handed over, and goes later."""
    mails = [office.write(office.lead(number)) for number in (42, 43)]
    office.clock.advance(60)
    real = os.pwrite

    def fills_up(handle: int, text: bytes, at: int) -> int:
        return real(handle, text[:9], at) if b" handed " in text else real(handle, text, at)

    monkeypatch.setattr("dialq.store.leases.os.pwrite", fills_up)
    with pytest.raises(WorldFailed, match="no space is left"):
        office.send()
    assert office.server.taken == []
    monkeypatch.undo()
    office.send()
    assert [office.mail(m.message).status for m in mails] == ["sent", "sent"]
    assert len(office.server.taken) == 2


def test_r14_2_what_a_mailbox_left_half_done_before_it_went_is_for_a_person(office: Office) -> None:
    """R14.2: killed in the middle, then taken out of the settings: nobody sends for it, so nobody would find out."""
    mail = office.write(office.lead())
    with office.desk.store.writing():
        office.desk.store.outbox.being_sent([mail.message])
    nothing = replace(office.desk.settings, mail=MailSettings())
    office.desk.use(office.desk.policy, nothing)
    office.clock.advance(12 * MINUTE)
    assert run_outbox(office.desk) == 0
    assert office.mail(mail.message).status == "unconfirmed"


def test_r13_1_what_may_have_left_is_not_taken_back(office: Office) -> None:
    """R13.1: a mail in doubt is decided on first; one that failed goes with its outcome."""
    office.write(office.lead())
    office.clock.advance(60)
    office.server.says.append(Handed(UNKNOWN, "lost after the text", lost=True))
    office.send()
    said = undo(office.desk)
    assert isinstance(said, Refused)
    assert "may have left" in said.why
