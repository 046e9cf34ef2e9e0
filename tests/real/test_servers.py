"""Our client against servers that people run: OpenSMTPD and Dovecot (R14.2, R14.3)."""

from __future__ import annotations

import email
import email.policy
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage

import pytest

from dialq.clock import Instant
from dialq.desk.letters import BOUNCE, Cursor
from dialq.desk.sending_values import ACCEPTED, OF_MAILBOX, OF_RECIPIENT, REFUSED, Handed
from dialq.mail.arrived import BEGINNING, Arrived
from dialq.mail.fetching import Fetcher
from dialq.mail.imap_faults import FolderMissing, LoginRefused
from dialq.mail.reading import read_letter
from dialq.mail.smtp import SmtpCarrier
from tests.real.accounts import ANA, BEN
from tests.real.real_mail import RealMail, until


@pytest.fixture
def fetcher(real_mail: RealMail) -> Iterator[Fetcher]:
    one = Fetcher(real_mail.mailbox(BEN), lambda: BEN.password, ssl_context=real_mail.trust())
    yield one
    one.close()


def a_mail(recipient: str, number: int = 1, body: str = "Good morning.") -> tuple[str, bytes]:
    """A mail of Ana's: its Message-ID and its bytes."""
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = f"Ana Lima <{ANA.address}>", recipient, f"Offer {number}"
    mail["Message-ID"] = f"<offer-{number}.{time.monotonic_ns()}@example.com>"
    mail.set_content(body)
    return str(mail["Message-ID"]), bytes(mail)


def send(real_mail: RealMail, recipient: str, security: str = "tls") -> tuple[str, Handed]:
    """Send one through our own carrier: its Message-ID and what came of it."""
    line = SmtpCarrier(real_mail.trust()).connect(real_mail.mailbox(ANA, security))
    assert not isinstance(line, Handed), line
    message, raw = a_mail(recipient)
    handed = line.hand_over(message, ANA.address, recipient, raw)
    line.close()
    return message, handed


def look(fetcher: Fetcher, cursor: Cursor | None = None, folder: str = "INBOX") -> list[Arrived]:
    """All that a look gives, from the beginning of time."""
    return list(fetcher.look(folder, cursor, Instant(86_400)))


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_what_is_sent_is_seen_by_whoever_waits(real_mail: RealMail, security: str) -> None:
    """Out through OpenSMTPD, in through Dovecot, which wakes the one who waits."""
    fetcher = Fetcher(real_mail.mailbox(BEN, security), lambda: BEN.password, ssl_context=real_mail.trust())
    assert look(fetcher) == []
    with ThreadPoolExecutor(1) as aside:
        waiting = aside.submit(fetcher.wait, 60)
        until(lambda: fetcher._sign.watched, "it never waited")
        message, handed = send(real_mail, BEN.address, security)
        assert handed.fate == ACCEPTED
        assert waiting.result(30)
    (mail,) = look(fetcher)
    fetcher.close()
    assert email.message_from_bytes(mail.raw)["Message-ID"] == message


@pytest.mark.parametrize(
    ("who", "status", "permanent"),
    [("nobody", "5.1.1", True), ("spam", "5.7.1", True), ("full", "5.2.2", False)],
)
def test_a_mail_that_cannot_be_delivered_comes_back_as_a_report(
    real_mail: RealMail, who: str, status: str, permanent: bool
) -> None:
    """The server takes it, is refused by the next one, and writes to the sender: what it says is understood."""
    fetcher = Fetcher(real_mail.mailbox(ANA), lambda: ANA.password, ssl_context=real_mail.trust())
    message, handed = send(real_mail, f"{who}@far.example")
    assert handed.fate == ACCEPTED
    real_mail.wait_for_inbox(ANA, 1)
    (report,) = look(fetcher)
    fetcher.close()
    letter = read_letter(report.raw)
    assert (letter.kind, letter.status, letter.permanent) == (BOUNCE, status, permanent)
    assert (letter.address, letter.answers[:1]) == (f"{who}@far.example", (message,))


def test_a_mail_to_nobody_here_is_refused_at_once(real_mail: RealMail) -> None:
    _, handed = send(real_mail, "nobody@example.com")
    assert (handed.fate, handed.about) == (REFUSED, OF_RECIPIENT)


def test_a_mail_to_somebody_far_away_arrives_as_it_was_written(real_mail: RealMail) -> None:
    message, handed = send(real_mail, "kim@far.example")
    assert handed.fate == ACCEPTED
    ((recipient, raw),) = real_mail.far_side.wait_for(1)
    assert recipient == "kim@far.example"
    arrived = email.message_from_bytes(raw)
    assert (arrived["Message-ID"], arrived["Subject"]) == (message, "Offer 1")
    assert arrived.get_payload(decode=True) == b"Good morning.\r\n"


def test_looking_leaves_no_trace(real_mail: RealMail, fetcher: Fetcher) -> None:
    """Every file stays where it was, unseen and new (R14.3)."""
    for number in range(3):
        real_mail.deliver(a_mail(BEN.address, number)[1], BEN)
    before = real_mail.files(BEN)
    found = look(fetcher)
    fetcher.wait(0.1)
    assert look(fetcher, Cursor(validity=found[-1].validity, uid=found[-1].uid, at=Instant(0))) == []
    assert len(found) == 3
    assert real_mail.files(BEN) == before
    assert all(name.startswith("new/") for name in before)


def test_a_large_mail_is_fetched_in_part(real_mail: RealMail, fetcher: Fetcher) -> None:
    real_mail.deliver(a_mail(BEN.address, 1, "word " * 2_000_000)[1], BEN)
    (mail,) = look(fetcher)
    assert len(mail.raw) == BEGINNING
    assert mail.note.startswith("only the first 256 KB of 1")
    assert b"Subject: Offer 1" in mail.raw


def test_other_folders_are_read_and_missing_ones_named(real_mail: RealMail, fetcher: Fetcher) -> None:
    real_mail.deliver(a_mail(BEN.address)[1], BEN)
    real_mail.make_folder(BEN, "Antw&APY-rten")
    assert look(fetcher, folder="Antwörten") == []
    with pytest.raises(FolderMissing, match='has no folder "Antworten"') as fault:
        look(fetcher, folder="Antworten")
    assert '"Antwörten"' in fault.value.hint


def test_a_wrong_password_is_refused_by_both(real_mail: RealMail, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(real_mail.variable(ANA), "wrong")
    fetcher = Fetcher(real_mail.mailbox(ANA), lambda: "wrong", ssl_context=real_mail.trust())
    with pytest.raises(LoginRefused, match="AUTHENTICATIONFAILED"):
        look(fetcher)
    fetcher.close()
    refused = SmtpCarrier(real_mail.trust()).connect(real_mail.mailbox(ANA))
    assert isinstance(refused, Handed)
    assert (refused.fate, refused.about) == (REFUSED, OF_MAILBOX)
