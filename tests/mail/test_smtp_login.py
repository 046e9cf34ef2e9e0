"""Nothing is said to a server that is not the right one, and no password where anybody could read along."""

from __future__ import annotations

import ssl
import traceback
from base64 import b64encode

import pytest

from dialq.desk.sending_values import ACCEPTED, AGAIN, OF_MAILBOX, REFUSED, Handed
from dialq.mail import smtp_login
from dialq.mail.smtp import SmtpCarrier, SmtpLine
from dialq.mail.smtp_wire import Conversation
from dialq.settings import MailboxSettings, SecretSettings, ServerSettings
from tests.mail.certificates import Contexts, contexts
from tests.mail.misbehaving import DROP, HANG, Behaviour, MisbehavingServer, refuse, say
from tests.mail.sending import PATIENT, connect, hand_over, waits_for

USER, PASSWORD = "ana@example.com", "pass wörd=\"' 7"
SECRET = SecretSettings(env="DIALQ_TEST_PASSWORD")


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIALQ_TEST_PASSWORD", PASSWORD)


@pytest.fixture(scope="module")
def tls() -> Contexts:
    """Both sides of an encryption that holds."""
    return contexts()


def refusal(handed: SmtpLine | Handed) -> Handed:
    """No line, but the reason."""
    assert isinstance(handed, Handed)
    assert handed.about == OF_MAILBOX
    assert PASSWORD not in handed.why
    assert PASSWORD.split()[0] + " " not in handed.why
    return handed


@pytest.mark.parametrize("auth", ["plain", "login", "xoauth2"])
@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_each_way_to_encrypt_and_to_log_in_works(security: str, auth: str, tls: Contexts) -> None:
    with MisbehavingServer(security=security, context=tls.server, login=(USER, PASSWORD)) as server:
        line = connect(server, context=tls.client, secret=SECRET, auth=auth)
        assert isinstance(line, SmtpLine), line
        assert hand_over(line, 1).fate == hand_over(line, 2).fate == ACCEPTED
        line.close()
        assert [one.message_id for one in server.accepted] == ["<1@example.com>", "<2@example.com>"]
        hello = [b"ehlo [127.0.0.1]"]
        before = [*hello, b"STARTTLS"] if security == "starttls" else []
        login = f"AUTH {auth.upper()}".encode()
        assert server.lines[: len(before) + 1] == [*before, *hello]
        assert server.lines[len(before) + 1].startswith(login)
        assert server.lines[-1] == b"QUIT"


def test_on_this_machine_a_login_needs_no_encryption() -> None:
    with MisbehavingServer(login=(USER, PASSWORD)) as server:
        line = connect(server, secret=SECRET)
        assert isinstance(line, SmtpLine)
        assert hand_over(line).fate == ACCEPTED
        line.close()


def test_away_from_this_machine_nothing_is_said_unencrypted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp_login, "_is_loopback", lambda talk: False)
    with MisbehavingServer(login=(USER, PASSWORD)) as server:
        handed = refusal(connect(server, secret=SECRET))
        assert (handed.fate, handed.why) == (
            REFUSED,
            "connect: mails leave this machine by encrypted connections only",
        )
        assert not any(line.startswith((b"AUTH", b"MAIL")) for line in server.lines)


def test_where_a_connection_leads_decides_not_what_its_host_is_called() -> None:
    with MisbehavingServer() as server:
        talk = Conversation("localhost", server.port, PATIENT)
        assert smtp_login._is_loopback(talk)
        talk.close()


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_of_an_unknown_authority_is_not_trusted(security: str, tls: Contexts) -> None:
    with MisbehavingServer(security=security, context=tls.server, login=(USER, PASSWORD)) as server:
        handed = refusal(connect(server, context=contexts().client, secret=SECRET))
        assert (handed.fate, "certificate is not to be trusted" in handed.why) == (AGAIN, True)
        assert not any(line.startswith(b"AUTH") for line in server.lines)


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_of_another_host_is_not_trusted(security: str) -> None:
    other = contexts("mail.example.net")
    with MisbehavingServer(security=security, context=other.server, login=(USER, PASSWORD)) as server:
        handed = refusal(connect(server, context=other.client, secret=SECRET))
        assert (handed.fate, "localhost" in handed.why) == (AGAIN, True)
        assert not any(line.startswith(b"AUTH") for line in server.lines)


def test_the_certificates_of_the_system_are_asked_for_by_default(tls: Contexts) -> None:
    with MisbehavingServer(security="tls", context=tls.server) as server:
        handed = refusal(connect(server))
        assert (handed.fate, "certificate is not to be trusted" in handed.why) == (AGAIN, True)


def test_a_server_without_the_encryption_that_was_asked_for_gets_nothing(tls: Contexts) -> None:
    with MisbehavingServer(login=(USER, PASSWORD)) as server:
        server.security = "none"
        box = server.mailbox(SECRET)
        assert box.smtp is not None
        asked = ServerSettings(box.smtp.host, box.smtp.port, "starttls", "plain", USER, SECRET)
        handed = SmtpCarrier(tls.client, PATIENT).connect(MailboxSettings("a", "a@example.com", smtp=asked))
        assert isinstance(handed, Handed)
        assert (handed.fate, handed.why.startswith("STARTTLS: the server does not offer")) == (AGAIN, True)
        assert not any(line.startswith((b"AUTH", b"MAIL")) for line in server.lines)


def test_encryption_from_the_first_byte_asked_of_a_server_that_begins_in_the_clear(tls: Contexts) -> None:
    with MisbehavingServer() as server:
        asked = ServerSettings("localhost", server.port, "tls", "none")
        handed = SmtpCarrier(tls.client, PATIENT).connect(MailboxSettings("a", "a@example.com", smtp=asked))
        assert isinstance(handed, Handed)
        assert (handed.fate, 'is security = "starttls" meant?' in handed.why) == (AGAIN, True)


def test_what_was_slipped_in_before_encryption_began_is_not_believed(tls: Contexts) -> None:
    with MisbehavingServer(security="starttls", context=tls.server) as server:
        server.behave("STARTTLS", say(b"220 2.0.0 go ahead\r\n250 slipped in\r\n"))
        assert refusal(connect(server, context=tls.client)).fate == AGAIN


FAILED_LOGINS = [
    (refuse("535 5.7.8 wrong"), REFUSED, "AUTH: 535 5.7.8 wrong"),
    (refuse("534 5.7.9 needs another password"), REFUSED, "AUTH: 534 5.7.9"),
    (refuse("454 4.7.0 try later"), AGAIN, "AUTH: 454 4.7.0 try later"),
    (refuse("421 4.7.0 too many logins"), AGAIN, "AUTH: 421 4.7.0"),
    (say(b"334 \r\n"), AGAIN, "AUTH: 334"),
    (DROP, AGAIN, "AUTH: the server hung up"),
    (HANG, AGAIN, "AUTH: no answer within 0.6 seconds"),
]


@pytest.mark.parametrize(("how", "fate", "why"), FAILED_LOGINS)
def test_a_login_that_fails_says_whether_trying_again_helps(how: Behaviour, fate: str, why: str) -> None:
    with MisbehavingServer(login=(USER, PASSWORD)) as server:
        server.behave("AUTH", how)
        handed = refusal(connect(server, waits_for(how), secret=SECRET))
        assert (handed.fate, handed.why.startswith(why)) == (fate, True), handed


@pytest.mark.parametrize("auth", ["plain", "login", "xoauth2"])
def test_a_wrong_password_stops_the_mailbox(auth: str) -> None:
    with MisbehavingServer(login=(USER, "another one")) as server:
        handed = refusal(connect(server, secret=SECRET, auth=auth))
        assert (handed.fate, handed.status, handed.about) == (REFUSED, "5.7.8", OF_MAILBOX)


def test_a_server_that_repeats_the_password_does_not_make_us_show_it() -> None:
    plain = b64encode(f"\0{USER}\0{PASSWORD}".encode())
    with MisbehavingServer(login=(USER, PASSWORD)) as server:
        server.behave("AUTH", say(b"535 no: AUTH PLAIN " + plain + b" is " + PASSWORD.encode() + b"\r\n"))
        handed = refusal(connect(server, secret=SECRET))
        assert handed.why == "AUTH: 535 no: AUTH PLAIN ... is ..."


def test_a_way_to_log_in_that_is_not_offered_is_not_tried() -> None:
    with MisbehavingServer(login=(USER, PASSWORD), mechanisms="LOGIN CRAM-MD5") as server:
        handed = refusal(connect(server, secret=SECRET))
        assert handed.fate == REFUSED
        assert handed.why == "AUTH: the server offers no login by PLAIN, but LOGIN, CRAM-MD5"
        assert not any(line.startswith(b"AUTH") for line in server.lines)


def test_a_password_that_cannot_be_had_is_asked_for_again_later() -> None:
    with MisbehavingServer(login=(USER, PASSWORD)) as server:
        handed = refusal(connect(server, secret=SecretSettings(env="DIALQ_TEST_UNSET")))
        assert handed.fate == AGAIN
        assert "DIALQ_TEST_UNSET" in handed.why


def test_a_mailbox_without_a_server_has_no_line() -> None:
    handed = SmtpCarrier().connect(MailboxSettings("a", "a@example.com"))
    assert isinstance(handed, Handed)
    assert (handed.fate, "mailbox.smtp" in handed.why) == (REFUSED, True)


def test_a_server_that_is_not_there_says_where_it_was_looked_for() -> None:
    with MisbehavingServer() as server:
        box = server.mailbox()
    handed = SmtpCarrier(waits=PATIENT).connect(box)
    assert isinstance(handed, Handed)
    assert (handed.fate, handed.about, handed.lost) == (AGAIN, OF_MAILBOX, True)
    assert handed.why == f"connect 127.0.0.1:{server.port}: Connection refused"


def test_no_error_on_the_way_carries_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even one that nobody foresaw: what it prints has no password in it."""

    def breaks(*_: object) -> None:
        raise ssl.SSLError("unforeseen")

    with MisbehavingServer(login=(USER, PASSWORD)) as server:
        monkeypatch.setattr(Conversation, "ask", breaks)
        handed = refusal(connect(server, secret=SECRET))
        assert PASSWORD not in repr(handed)
        monkeypatch.setattr(Conversation, "ask", lambda *_: 1 // 0)
        with pytest.raises(ZeroDivisionError) as failed:
            connect(server, secret=SECRET)
        assert PASSWORD not in "".join(traceback.format_exception(failed.value))
