"""Opens a conversation with a mailbox's server: greeting, encryption, login."""

from __future__ import annotations

import ipaddress
import smtplib
import ssl
from base64 import b64encode
from collections.abc import Callable
from contextlib import ExitStack

from dialq.desk.sending_values import AGAIN, OF_MAILBOX, Handed
from dialq.errors import DialqError
from dialq.mail.smtp_faults import (
    CONNECT,
    HELLO,
    LOGIN,
    STARTTLS,
    Ended,
    answered,
    refused,
    silent,
    without,
    words_of,
)
from dialq.mail.smtp_wire import Conversation, EncryptedConversation, Waits
from dialq.settings import ServerSettings


def open_conversation(
    server: ServerSettings, secret: Callable[[], str], context: ssl.SSLContext, waits: Waits
) -> Conversation:
    """A conversation that is ready for mails. Raises Ended; nothing stays open then."""
    with ExitStack() as unless_ready:
        talk = _connected(server, context, waits)
        unless_ready.callback(talk.close)
        _hello(talk)
        if server.security == "starttls":
            _encrypt(talk, context)
            _hello(talk)
        elif not talk.encrypted and not _is_loopback(talk):
            raise Ended(
                refused(CONNECT, "mails leave this machine by encrypted connections only", OF_MAILBOX)
            )
        if server.auth != "none":
            _log_in(talk, server, secret)
        unless_ready.pop_all()
    return talk


def _connected(server: ServerSettings, context: ssl.SSLContext, waits: Waits) -> Conversation:
    try:
        if server.security == "tls":
            return EncryptedConversation(server.host, server.port, waits, context)
        return Conversation(server.host, server.port, waits)
    except smtplib.SMTPResponseException as unwelcome:
        raise Ended(_answer(CONNECT, unwelcome)) from None
    except OSError as error:
        why = f"{CONNECT} {server.host}:{server.port}: {words_of(error)}"
        raise Ended(Handed(AGAIN, why, about=OF_MAILBOX, lost=True)) from None


def _hello(talk: Conversation) -> None:
    try:
        code, words = talk.introduce()
    except OSError as error:
        raise Ended(silent(HELLO, error)) from None
    if code != 250:
        raise Ended(answered(HELLO, code, words, lost=True))


def _encrypt(talk: Conversation, context: ssl.SSLContext) -> None:
    try:
        talk.encrypt(context)
    except smtplib.SMTPNotSupportedError:
        # Not a refusal: whoever sits between (a hotel's network) may have taken the offer out.
        why = f"{STARTTLS}: the server does not offer encryption here; nothing is sent without it"
        raise Ended(Handed(AGAIN, why, about=OF_MAILBOX, lost=True)) from None
    except smtplib.SMTPResponseException as unwilling:
        raise Ended(_answer(STARTTLS, unwilling)) from None
    except OSError as error:
        raise Ended(silent(STARTTLS, error)) from None


def _log_in(talk: Conversation, server: ServerSettings, secret: Callable[[], str]) -> None:
    mechanism, offered = server.auth.upper(), talk.esmtp_features.get("auth", "").upper().split()
    if mechanism not in offered:
        why = f"the server offers no login by {mechanism}, but {', '.join(offered) or 'none at all'}"
        raise Ended(refused(LOGIN, why, OF_MAILBOX))
    try:
        word = secret()
    except DialqError as error:
        raise Ended(Handed(AGAIN, f"{LOGIN}: {error}", about=OF_MAILBOX, lost=True)) from None
    lines = _LINES[mechanism](server.username, word)
    try:
        code, words = _exchange(talk, lines)
    except OSError as error:
        raise Ended(silent(LOGIN, error)) from None
    if code != 235:
        said = [part for line in lines for part in line.split() if part not in (b"AUTH", mechanism.encode())]
        raise Ended(answered(LOGIN, code, without(words, (word.encode(), *said)), lost=True))


def _exchange(talk: Conversation, lines: tuple[bytes, ...]) -> tuple[int, bytes]:
    """One line after the other, as long as the server asks for more."""
    code, words = 334, b""
    for line in lines:
        code, words = talk.ask(line)
        if code != 334:
            break
    return code, words


def _plain(user: str, secret: str) -> tuple[bytes, ...]:
    return (b"AUTH PLAIN " + b64encode(f"\0{user}\0{secret}".encode()),)


def _login(user: str, secret: str) -> tuple[bytes, ...]:
    return b"AUTH LOGIN", b64encode(user.encode()), b64encode(secret.encode())


def _xoauth2(user: str, token: str) -> tuple[bytes, ...]:
    # The empty line fetches the refusal: before it the server only hints at it.
    return b"AUTH XOAUTH2 " + b64encode(f"user={user}\1auth=Bearer {token}\1\1".encode()), b""


_LINES: dict[str, Callable[[str, str], tuple[bytes, ...]]] = {
    "PLAIN": _plain,
    "LOGIN": _login,
    "XOAUTH2": _xoauth2,
}


def _answer(stage: str, error: smtplib.SMTPResponseException) -> Handed:
    words = error.smtp_error
    return answered(stage, error.smtp_code, words if isinstance(words, bytes) else words.encode(), lost=True)


def _is_loopback(talk: Conversation) -> bool:
    assert talk.sock is not None
    return ipaddress.ip_address(talk.sock.getpeername()[0].partition("%")[0]).is_loopback
