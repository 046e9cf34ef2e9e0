"""A mail comes out at the other end as it went in, or is not sent at all."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialq.desk.sending_values import ACCEPTED, AGAIN, OF_MAIL, OF_MAILBOX, OF_RECIPIENT, REFUSED, UNKNOWN
from dialq.mail.smtp import SmtpLine, wire_text
from dialq.mail.smtp_wire import Conversation
from tests.mail.misbehaving import MisbehavingServer
from tests.mail.sending import ANA, BO, MAIL, a_line, hand_over

PIECES = st.sampled_from([b".", b"..", b"\r\n", b"\r\n.\r\n", b"a", b" ", b".a", b"MAIL", b"\0", b"\xff"])
LONE = re.compile(rb"(?<!\r)\n|\r(?!\n)")


@pytest.fixture(scope="module")
def sink() -> Iterator[tuple[MisbehavingServer, SmtpLine]]:
    """A server that behaves well, and one line to it."""
    with MisbehavingServer() as server, a_line(server) as line:
        yield server, line


@settings(max_examples=200, deadline=None)
@given(pieces=st.lists(PIECES, max_size=30))
def test_every_byte_arrives_and_none_more(
    sink: tuple[MisbehavingServer, SmtpLine], pieces: list[bytes]
) -> None:
    server, line = sink
    raw = b"Message-ID: <x@example.com>\r\n\r\n" + b"".join(pieces) + b"\r\n"
    assert line.hand_over("<x@example.com>", ANA, BO, raw).fate == ACCEPTED
    assert server.accepted[-1].raw == raw


@given(raw=st.lists(st.one_of(PIECES, st.sampled_from([b"\n", b"\r", b"\n.\n", b"\r.\r"]))).map(b"".join))
def test_no_line_end_is_left_that_some_server_could_take_for_the_end_of_the_mail(raw: bytes) -> None:
    text = wire_text(raw)
    assert text.endswith(b"\r\n")
    assert LONE.search(text) is None
    assert wire_text(text) == text
    assert text.replace(b"\r\n", b"") == raw.replace(b"\r", b"").replace(b"\n", b"")


def test_the_envelope_is_what_was_asked_for() -> None:
    with MisbehavingServer(offers=("SIZE",)) as server, a_line(server) as line:
        assert hand_over(line).fate == ACCEPTED
        assert server.accepted == [("<1@example.com>", ANA, (BO,), MAIL)]
        size = len(MAIL)
        assert server.lines[1:] == [
            b"MAIL FROM:<%s> SIZE=%d" % (ANA.encode(), size),
            b"RCPT TO:<bo@example.net>",
            b"DATA",
        ]


@pytest.mark.parametrize(
    "address", ["", "bo", "bo@example.net>\r\nRSET", "b o@example.net", "<bo@example.net>", "a@b@c"]
)
def test_an_address_that_could_break_the_conversation_is_never_said(address: str) -> None:
    with MisbehavingServer() as server, a_line(server) as line:
        handed = hand_over(line, recipient=address)
        assert (handed.fate, handed.about, handed.lost) == (REFUSED, OF_RECIPIENT, False)
        assert hand_over(line, sender=address).about == OF_MAILBOX
        assert len(server.lines) == 1
        assert hand_over(line).fate == ACCEPTED


def test_an_address_beyond_ascii_goes_by_its_plain_form_or_not_at_all() -> None:
    with MisbehavingServer() as server, a_line(server) as line:
        assert hand_over(line, recipient="bo@bücher.example").fate == ACCEPTED
        assert b"RCPT TO:<bo@xn--bcher-kva.example>" in server.lines
        handed = hand_over(line, recipient="bö@example.net")
        assert (handed.fate, handed.about) == (REFUSED, OF_RECIPIENT)
        assert hand_over(line, sender="änna@example.com").about == OF_MAILBOX


@pytest.mark.parametrize(("size", "fate"), [(len(MAIL) - 1, REFUSED), (len(MAIL), ACCEPTED), (0, ACCEPTED)])
def test_a_mail_that_is_too_big_is_not_begun(size: int, fate: str) -> None:
    with MisbehavingServer(offers=(f"SIZE {size}",)) as server, a_line(server) as line:
        handed = hand_over(line)
        assert (handed.fate, handed.about) == (fate, OF_MAIL)
        assert len(server.accepted) == (fate == ACCEPTED)


def test_closing_says_good_bye_once_and_takes_no_mail_after() -> None:
    with MisbehavingServer() as server, a_line(server) as line:
        line.close()
        line.close()
        assert hand_over(line).lost
        server.wait_for("QUIT")
        assert server.lines.count(b"QUIT") == 1


def test_the_end_of_a_mail_is_written_by_itself_R14_2(monkeypatch: pytest.MonkeyPatch) -> None:
    """What broke before it was written surely did not send the mail."""
    written: list[bytes] = []
    send = Conversation.send

    def noting(talk: Conversation, s: bytes | str) -> None:
        written.append(s if isinstance(s, bytes) else s.encode())
        send(talk, s)

    with MisbehavingServer() as server, a_line(server) as line:
        monkeypatch.setattr(Conversation, "send", noting)
        assert hand_over(line).fate == ACCEPTED
        assert written[-1] == b".\r\n"
        assert written[-2] == MAIL.replace(b"\r\n.", b"\r\n..")
        assert [one for one in written[:-1] if one.endswith(b"\r\n.\r\n")] == []


@pytest.mark.parametrize(
    ("breaks_at", "fate"), [(b"DATA\r\n", AGAIN), (b"Message-ID", AGAIN), (b".\r\n", UNKNOWN)]
)
def test_a_write_that_fails_leaves_doubt_at_the_end_of_a_mail_only_R14_2(
    monkeypatch: pytest.MonkeyPatch, breaks_at: bytes, fate: str
) -> None:
    send = Conversation.send

    def breaking(talk: Conversation, s: bytes | str) -> None:
        if isinstance(s, bytes) and s.startswith(breaks_at):
            assert talk.sock is not None
            talk.sock.shutdown(socket.SHUT_RDWR)
        send(talk, s)

    with MisbehavingServer() as server, a_line(server) as line:
        monkeypatch.setattr(Conversation, "send", breaking)
        handed = hand_over(line)
        assert (handed.fate, handed.about, handed.lost) == (fate, OF_MAIL, True)
        assert server.accepted == []
