"""Getting in: encrypted and checked, in each way of logging in, and what is said where it fails (R14.3)."""

from __future__ import annotations

import logging
import socket
import ssl
from base64 import b64decode, b64encode
from collections.abc import Iterator

import pytest
import trustme

from dialq.errors import BadSetting, WorldFailed
from dialq.mail import imap_client
from dialq.mail.fetching import Fetcher
from dialq.mail.imap_faults import LoginRefused, Unreachable
from dialq.settings import MailboxSettings
from tests.mail.imap_mailbox import NOON, a_mail, a_mailbox, fetching, look
from tests.mail.imap_server import imap_server
from tests.mail.scripted_imap import HANG_UP, STALL, ScriptedImap, scripted_imap

SECRET = "s3cret w0rd"


@pytest.fixture
def scripted() -> Iterator[ScriptedImap]:
    with scripted_imap() as server:
        server.mails[3] = a_mail(3)
        yield server


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def _server_side(authority: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(context)
    return context


def _client_side(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def _refused(mailbox: MailboxSettings, secret: str = SECRET, **more: object) -> WorldFailed:
    """What a look says that fails."""
    with fetching(mailbox, secret, **more) as fetcher, pytest.raises(WorldFailed) as fault:
        look(fetcher)
    return fault.value


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_an_encrypted_mailbox_is_read(authority: trustme.CA, security: str) -> None:
    tls = _server_side(authority, "localhost")
    with imap_server(tls=tls, security=security) as server:
        server.append("ana", a_mail(1), at=NOON)
        mailbox = a_mailbox(server.port, host="localhost", security=security)
        with fetching(mailbox, ssl_context=_client_side(authority)) as fetcher:
            assert [mail.raw for mail in look(fetcher)] == [a_mail(1)]
            assert not fetcher.wait(0.05)
            assert fetcher._client is not None
            assert isinstance(fetcher._client.socket(), ssl.SSLSocket)


@pytest.mark.parametrize("security", ["tls", "starttls"])
@pytest.mark.parametrize("flaw", ["nobody vouches for it", "another's"])
def test_a_certificate_that_is_not_theirs_gets_no_password(
    authority: trustme.CA, security: str, flaw: str
) -> None:
    tls = _server_side(authority, "imap.example.org" if flaw == "another's" else "localhost")
    trust = _client_side(trustme.CA() if flaw != "another's" else authority)
    asked: list[str] = []

    def secret() -> str:
        asked.append("now")
        return SECRET

    with imap_server(tls=tls, security=security) as server:
        mailbox = a_mailbox(server.port, host="localhost", security=security)
        fetcher = Fetcher(mailbox, secret, ssl_context=trust)
        with pytest.raises(Unreachable, match="a certificate that cannot be trusted") as fault:
            look(fetcher)
        fetcher.close()
    assert str(server.port) in fault.value.title
    assert asked == []


def test_starttls_that_is_not_offered_is_not_done_without(scripted: ScriptedImap) -> None:
    """Nothing but the question for its abilities was said in the open."""
    fault = _refused(a_mailbox(scripted.port, security="starttls"))
    assert isinstance(fault, Unreachable)
    assert "STARTTLS" in fault.title
    assert not scripted.times_heard("AUTHENTICATE|LOGIN")


def test_without_encryption_only_this_machine_is_talked_to() -> None:
    with (
        fetching(a_mailbox(143, host="imap.example.com", security="none")) as fetcher,
        pytest.raises(BadSetting, match=r"imap\.example\.com is not on this machine and security is none"),
    ):
        look(fetcher)


def test_a_mailbox_without_an_imap_server_cannot_be_fetched() -> None:
    with pytest.raises(BadSetting, match="Mailbox sales has no IMAP server"):
        Fetcher(MailboxSettings(name="sales", address="ana@example.com"), str)


@pytest.mark.parametrize(
    ("auth", "abilities", "said"),
    [
        ("plain", "AUTH=PLAIN", "AUTHENTICATE PLAIN"),
        ("plain", "", 'LOGIN ana "s3cret w0rd"'),
        ("login", "AUTH=PLAIN", 'LOGIN ana "s3cret w0rd"'),
    ],
)
def test_each_way_to_log_in(scripted: ScriptedImap, auth: str, abilities: str, said: str) -> None:
    scripted.capabilities = f"IMAP4rev1 {abilities}".strip()
    with fetching(a_mailbox(scripted.port, auth=auth), SECRET) as fetcher:
        assert len(look(fetcher)) == 1
    assert said in scripted.heard


def test_login_with_prompts_answers_with_name_then_password() -> None:
    """AUTH=LOGIN, where it is offered, takes any characters."""
    with imap_server({"ana": "schlüssel"}) as server:
        fetcher = Fetcher(a_mailbox(server.port, auth="login"), lambda: "schlüssel")
        assert look(fetcher) == []
        fetcher.close()


def test_plain_takes_any_characters() -> None:
    with imap_server({"ana bö": 'p"ä\\ß'}) as server:
        fetcher = Fetcher(a_mailbox(server.port, username="ana bö"), lambda: 'p"ä\\ß')
        assert look(fetcher) == []
        fetcher.close()


def test_a_user_name_cannot_smuggle_a_command(scripted: ScriptedImap) -> None:
    scripted.capabilities = "IMAP4rev1"
    with fetching(a_mailbox(scripted.port, username='DOM\\ana "x" y'), SECRET) as fetcher:
        look(fetcher)
    assert 'LOGIN "DOM\\\\ana \\"x\\" y" "s3cret w0rd"' in scripted.heard
    fault = _refused(a_mailbox(scripted.port, username="ana\r\nA9 DELETE INBOX"))
    assert isinstance(fault, LoginRefused)
    assert not scripted.times_heard("DELETE|A9")


def test_xoauth2_says_the_token(scripted: ScriptedImap) -> None:
    scripted.answer_instead("AUTHENTICATE XOAUTH2", b"+ \r\n")
    scripted.answer_instead("[A-Za-z0-9+/=]{20,}", b"TAG OK welcome\r\n")
    with fetching(a_mailbox(scripted.port, auth="xoauth2"), "t0ken") as fetcher:
        assert len(look(fetcher)) == 1
    said = scripted.heard[scripted.heard.index("AUTHENTICATE XOAUTH2") + 1]
    assert b64decode(said) == b"user=ana\1auth=Bearer t0ken\1\1"


def test_xoauth2_answers_a_complaint_with_nothing_and_repeats_it(scripted: ScriptedImap) -> None:
    """Such a server says what is wrong with the token in a challenge, and refuses after that."""
    complaint = b64encode(b'{"status":"400","schemes":"Bearer"}')
    scripted.answer_instead("AUTHENTICATE XOAUTH2", b"+ \r\n")
    scripted.answer_instead("[A-Za-z0-9+/=]{20,}", b"+ %s\r\n" % complaint)
    scripted.answer_instead("$", b"TAG NO SASL authentication failed\r\n")
    fault = _refused(a_mailbox(scripted.port, auth="xoauth2"), "t0ken")
    assert isinstance(fault, LoginRefused)
    assert fault.title.endswith('SASL authentication failed {"status":"400","schemes":"Bearer"}')
    assert scripted.heard[scripted.heard.index("AUTHENTICATE XOAUTH2") + 2] == ""


def test_a_wrong_password_is_told_from_a_server_that_is_gone() -> None:
    with imap_server() as server:
        wrong = _refused(a_mailbox(server.port), "wrong")
    gone = _refused(a_mailbox(server.port))
    assert isinstance(wrong, LoginRefused)
    assert wrong.title.startswith("Mailbox sales: the IMAP server 127.0.0.1 refused the login of ana: ")
    assert "username, auth and the secret of mailbox sales" in wrong.hint
    assert type(gone) is Unreachable
    assert gone.title == f"Mailbox sales: the IMAP server 127.0.0.1:{server.port} refuses connections"


@pytest.mark.parametrize(
    "words",
    [
        b"NO [AUTHENTICATIONFAILED] Invalid credentials",
        b"NO go away",
        b"BAD [CLIENTBUG] what?",
        b"NO [ALERT] \x1b[31mWeb login needed",
    ],
)
def test_a_refused_login_repeats_the_servers_words(scripted: ScriptedImap, words: bytes) -> None:
    scripted.capabilities = "IMAP4rev1"
    scripted.answer_instead("LOGIN", b"TAG " + words + b"\r\n")
    fault = _refused(a_mailbox(scripted.port))
    assert isinstance(fault, LoginRefused)
    assert words.decode().split()[-1] in fault.title
    assert str(fault).isprintable()


@pytest.mark.parametrize(
    "words",
    [
        b"NO [UNAVAILABLE] Backend down",
        b"NO [INUSE] Mailbox locked",
        b"NO Temporary authentication failure",
        b"NO Please try again later",
    ],
)
def test_a_login_that_fails_for_now_is_tried_again(scripted: ScriptedImap, words: bytes) -> None:
    scripted.capabilities = "IMAP4rev1"
    scripted.answer_instead("LOGIN", b"TAG " + words + b"\r\n")
    fault = _refused(a_mailbox(scripted.port))
    assert type(fault) is Unreachable
    assert words.decode().split()[-1] in fault.title


@pytest.mark.parametrize(
    "answer",
    [HANG_UP, b"* BYE too many connections\r\n" + HANG_UP, b"rubbish\r\n", b"* OK {99999999999}\r\n"],
)
def test_a_line_that_is_lost_at_login_is_no_refusal(scripted: ScriptedImap, answer: bytes) -> None:
    scripted.answer_instead("AUTHENTICATE", answer)
    assert type(_refused(a_mailbox(scripted.port))) is Unreachable


@pytest.mark.parametrize(
    "greeting", [b"220 smtp.example.com ESMTP\r\n", b"* BYE full\r\n" + HANG_UP, b"\0\xff\xfe\n", HANG_UP]
)
def test_a_server_that_greets_oddly_is_unreachable(scripted: ScriptedImap, greeting: bytes) -> None:
    scripted.greeting = greeting
    fault = _refused(a_mailbox(scripted.port))
    assert type(fault) is Unreachable
    assert str(fault).isprintable()


def test_a_server_that_does_not_answer_is_given_up(
    scripted: ScriptedImap, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap_client, "CONNECT_SECONDS", 0.2)
    scripted.greeting = STALL
    assert _refused(a_mailbox(scripted.port)).title.endswith("does not answer in time")


def test_a_server_whose_name_nobody_knows_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert _refused(a_mailbox(993, host="imap.example.com", security="tls")).title.endswith(
        "has a name that cannot be found"
    )


def test_the_secret_is_in_no_message_and_no_log(
    scripted: ScriptedImap, caplog: pytest.LogCaptureFixture
) -> None:
    """A server may repeat what it was told; logs may be on."""
    caplog.set_level(logging.DEBUG)
    scripted.capabilities = "IMAP4rev1"
    scripted.answer_instead("LOGIN", b'TAG NO "s3cret w0rd" is wrong\r\n')
    fault = _refused(a_mailbox(scripted.port))
    assert SECRET not in str(fault)
    assert "is wrong" in str(fault)
    scripted.capabilities = "IMAP4rev1 AUTH=PLAIN"
    scripted.answer_instead("AUTHENTICATE", b"+ \r\n")
    coded = b64encode(b"\0ana\0s3cret w0rd")
    scripted.answer_instead("[A-Za-z0-9+/=]{20,}", b"TAG NO what is " + coded + b"?\r\n")
    fault = _refused(a_mailbox(scripted.port))
    assert coded.decode() not in str(fault)
    assert "what is …?" in str(fault)
    with fetching(a_mailbox(scripted.port), SECRET) as fetcher:
        look(fetcher)
    assert SECRET not in caplog.text


def test_the_secret_is_asked_for_anew_for_each_connection(scripted: ScriptedImap) -> None:
    """Tokens run out; a password command is asked again."""
    asked: list[int] = []

    def secret() -> str:
        asked.append(1)
        return SECRET

    fetcher = Fetcher(a_mailbox(scripted.port), secret)
    look(fetcher)
    look(fetcher)
    assert len(asked) == 1
    scripted.answer_instead("UID SEARCH", HANG_UP)
    with pytest.raises(Unreachable):
        look(fetcher)
    look(fetcher)
    fetcher.close()
    assert len(asked) == 2
