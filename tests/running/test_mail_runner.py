"""The runner of all mailboxes: sends, fetches, survives what goes wrong, takes over, ends (R14.5)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from threading import Condition, Event, Thread

import pytest

from dialq import mail_loops, mail_runner
from dialq.bootstrap import open_desk
from dialq.clock import SystemClock
from dialq.desk import inbox, mailing
from dialq.desk.desk import Desk
from dialq.desk.ledger import read
from dialq.desk.letters import Letter
from dialq.desk.mail_shelves import LeaseHeld
from dialq.desk.views import Queued
from dialq.mail.reading import read_letter
from dialq.mail_runner import MailRunner, fetch_once, send_once
from tests.desk.world import SENDER, TEAM, World
from tests.mail.imap_server import ImapServer, imap_server
from tests.mail.misbehaving import DROP, HANG, MisbehavingServer
from tests.real.real_mail import until

SECONDS = 20.0
BOX = """
[[mailbox]]
name = "{name}"
address = "{name}@coldchain.example"
reps = ["{name}"]
pace_seconds = [0, 0]
poll_seconds = 5
[mailbox.smtp]
host = "127.0.0.1"
port = {smtp}
security = "none"
[mailbox.imap]
host = "127.0.0.1"
port = {imap}
security = "none"
username = "{name}"
password_env = "MAIL_PASSWORD"
"""


class Lines:
    """What a runner says, to be waited for."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self._changed = Condition()

    def __call__(self, text: str) -> None:
        with self._changed:
            self.said.append(text)
            self._changed.notify_all()

    def wait_for(self, text: str, times: int = 1) -> None:
        """Until a line with this text was said so often."""
        with self._changed:
            found = self._changed.wait_for(lambda: sum(text in one for one in self.said) >= times, SECONDS)
        assert found, self.said


class Office:
    """A file whose settings name mailboxes on servers of this process, in real time."""

    def __init__(self, folder: Path, smtp: MisbehavingServer, imap: ImapServer) -> None:
        self.folder, self.smtp, self.imap = folder, smtp, imap
        self.write_settings("ana")
        self.world = World(folder, sender=False)
        self.world.clock.at = SystemClock().now()
        self.lines = Lines()

    def write_settings(self, *names: str) -> None:
        """The settings of these mailboxes."""
        boxes = "".join(BOX.format(name=name, smtp=self.smtp.port, imap=self.imap.port) for name in names)
        text = f"{SENDER}[mail]\nhold_seconds = 0\n{boxes}"
        (self.folder / "settings.toml").write_text(text, encoding="utf-8")

    def open(self) -> Desk:
        """A desk for a loop."""
        return open_desk(self.world.path, rep="ana", create=False, zone=TEAM)

    def mail(self, number: int, rep: str = "ana") -> Queued:
        """A mail by hand, to leave at once."""
        lead = self.world.lead(number)
        desk = self.world.open(rep)
        queued = mailing.queue_mail(desk, mailing.draft_mail(desk, lead, "inbound-thanks"))
        assert isinstance(queued, Queued), queued
        return queued

    def arrives(self, sender: str, text: str, *, to: str = "ana", answers: str = "") -> None:
        """A letter comes."""
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = (
            sender,
            f"{to}@coldchain.example",
            "Re: your question",
        )
        letter["Message-ID"] = f"<{abs(hash((sender, text)))}@example.com>"
        if answers:
            letter["In-Reply-To"] = answers
        letter.set_content(text)
        self.imap.append(to, letter.as_bytes(), at=SystemClock().now())

    @contextmanager
    def runner(self) -> Iterator[MailRunner]:
        """A runner at work; ending it takes no longer than its promise."""
        runner = MailRunner(self.open, who="ana", log=self.lines)
        thread = Thread(target=lambda: runner.run(automatic=True))
        thread.start()
        try:
            yield runner
        finally:
            runner.stop()
            thread.join(SECONDS)
            assert not thread.is_alive()


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv("MAIL_PASSWORD", "geheim")
    monkeypatch.setattr(mail_runner, "LOOK", 0.05)
    monkeypatch.setattr(mail_runner, "AGAIN", 0.05)
    monkeypatch.setattr(mail_runner, "GRACE", 0.5)
    monkeypatch.setattr(mail_loops, "LOOK", 0.05)
    monkeypatch.setattr(mail_loops, "TURN_OF_OTHERS", 0.05)
    monkeypatch.setattr(mail_loops, "WAITS", (0.05,))
    with MisbehavingServer() as smtp, imap_server({"ana": "geheim", "ben": "geheim"}) as imap:
        office = Office(tmp_path, smtp, imap)
        yield office
        office.world.close()


def test_r14_5_it_sends_and_fetches(office: Office) -> None:
    """R11.1, R14.5: a mail out; its answer in, which is owed to its rep; the mailbox untouched."""
    with office.runner():
        queued = office.mail(42)
        office.lines.wait_for('sent "')
        assert [one.message_id for one in office.smtp.accepted] == [queued.message]
        office.arrives("lou42@example.com", "Yes, call me.", answers=queued.message)
        office.lines.wait_for("reply from lou42@example.com")
    response = read(office.world.desk, queued.lead).state.response
    assert response is not None
    assert response.kind == "reply"
    assert all(flags <= {"\\Recent"} for flags in office.imap.flags("ana").values())


def test_a_server_that_hangs_up_is_tried_again(office: Office) -> None:
    """Nothing ends, nothing is lost: the mail leaves when the server is back."""
    office.smtp.behave("connect", DROP, times=3)
    with office.runner():
        office.mail(42)
        office.lines.wait_for('sent "')
        office.imap.hang_up()
        office.arrives("lou42@example.com", "Yes, call me.")
        office.lines.wait_for("reply from")
    assert len(office.smtp.accepted) == 1


def test_a_mail_that_the_program_fails_over_is_passed_over(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The loop dies over it, starts again, and after three times goes on behind it; a person is told of it."""

    def fails_over_one(raw: bytes) -> Letter:
        if b"poison" in raw:
            raise ValueError("nobody foresaw this")
        return read_letter(raw)

    monkeypatch.setattr(mail_loops, "read_letter", fails_over_one)
    queued = office.mail(42)
    with office.runner():
        office.lines.wait_for('sent "')
        office.arrives("lou42@example.com", "poison")
        office.arrives("lou42@example.com", "Yes, call me.", answers=queued.message)
        office.lines.wait_for("reply from")
    assert sum("nobody foresaw this" in line for line in office.lines.said) == mail_loops.TRIES - 1
    desk = office.open()
    (line,) = inbox.letters_to_look_at(desk)
    desk.close()
    assert (line.lead, line.sender) == (queued.lead, "lou42@example.com")
    assert "read it in your mail program" in line.acted


def test_edited_settings_are_taken_up(office: Office) -> None:
    """A second mailbox is sent from as soon as the settings name it."""
    with office.runner():
        office.mail(42)
        office.lines.wait_for("(ana)")
        office.write_settings("ana", "ben")
        office.mail(43, rep="ben")
        office.lines.wait_for("(ben)")
    assert [one.sender for one in office.smtp.accepted] == ["ana@coldchain.example", "ben@coldchain.example"]


def test_r14_5_another_takes_over(office: Office) -> None:
    """R14.5: of two runners one has the mailbox; when it ends the other goes on."""
    second = Office.__new__(Office)
    second.__dict__ |= {**office.__dict__, "lines": Lines()}
    with office.runner() as first:
        office.mail(42)
        office.lines.wait_for('sent "')
        with second.runner():
            office.mail(43)
            office.lines.wait_for('sent "', times=2)
            assert second.lines.said == []
            first.stop()
            office.mail(44)
            second.lines.wait_for('sent "')
    assert len(office.smtp.accepted) == 3


def test_r14_2_ended_while_the_server_is_silent(office: Office) -> None:
    """R14.2: a mail that had not gone over when the program was ended waits; it is not in doubt."""
    office.smtp.behave("RCPT", HANG)
    with office.runner():
        queued = office.mail(42)
        office.smtp.wait_for("RCPT")
    mail = office.world.desk.store.outbox.get(queued.message)
    assert mail is not None
    assert mail.status == "hold"


def test_r14_5_whoever_fails_gives_the_mailbox_back_for_a_while(office: Office) -> None:
    """R14.5: a screen without the password in its environment keeps it from nobody who has it."""
    tried, stop = Event(), Event()
    desk = office.open()
    stage = mail_loops.Stage(office.open, desk.settings.mail.mailboxes[0], stop, office.lines, "ben")

    def fails(_desk: Desk, _lease: LeaseHeld) -> float:
        tried.set()
        return SECONDS

    thread = Thread(target=lambda: mail_loops.take_turns(stage, "send-ana", fails))
    thread.start()
    assert tried.wait(SECONDS)
    until(lambda: desk.store.leases.holder("send-ana") == "", "it was never given back")
    lease = desk.store.leases.take("send-ana", "ana")
    assert lease is not None
    lease.give_back()
    stop.set()
    thread.join(SECONDS)
    assert not thread.is_alive()
    desk.close()


def test_one_turn_by_hand(office: Office) -> None:
    """`mail send` and `mail fetch`: one turn each, and how many came of what kind."""
    queued = office.mail(42)
    desk = office.open()
    assert send_once(desk, office.lines) == 1
    office.arrives("lou42@example.com", "Yes, call me.", answers=queued.message)
    assert fetch_once(desk, office.lines) == {"reply": 1}
    assert fetch_once(desk, office.lines) == {}
    cursor = inbox.cursor(desk, "ana", "INBOX")
    assert cursor is not None
    assert cursor.uid > 0
    desk.close()


def test_a_mailbox_in_other_hands_is_named(office: Office) -> None:
    """`mail send` beside a runner leaves the mailbox to it, and says who has it."""
    desk = office.open()
    lease = desk.store.leases.take("send-ana", "ben")
    assert lease is not None
    office.mail(42)
    assert send_once(desk, office.lines) == 0
    assert any("ben, process" in line for line in office.lines.said)
    lease.give_back()
    desk.close()
