"""Opens a connection to a mailbox's IMAP server and logs in: encrypted, or not at all beyond this machine."""

from __future__ import annotations

import ipaddress
import re
import ssl
from base64 import b64encode
from collections.abc import Callable

from imapclient.exceptions import LoginError

from dialq.errors import BadSetting, DialqError
from dialq.mail.imap_client import ImapClient
from dialq.mail.imap_faults import FAULTS, LOST, login_refused, plain_words, unreachable
from dialq.settings import MailboxSettings, ServerSettings

_FOR_NOW = re.compile(
    r"\[(UNAVAILABLE|INUSE|LIMIT|SERVERBUG|CONTACTADMIN)\]|try (again|later)|temporar", re.IGNORECASE
)
"""How servers say that a login failed for no fault of its own (RFC 5530)."""
_PRINTABLE = re.compile(r"[ -~]+")
_ATOM = re.compile(r"[\w.@+=/-]+", re.ASCII)


def open_mailbox(
    mailbox: MailboxSettings, server: ServerSettings, secret: Callable[[], str], tls: ssl.SSLContext | None
) -> ImapClient:
    """A connection that is logged in. Unreachable and LoginRefused say why it cannot be had."""
    if server.security == "none" and not _is_here(server.host):
        raise BadSetting(
            f"Mailbox {mailbox.name}: the IMAP server {server.host} is not on this machine and security is none",
            "Set security to tls or starttls",
        )
    client = _connect(mailbox, server, tls or ssl.create_default_context())
    word = ""
    try:
        # Asked for late: a server that is not who it should be gets none.
        word = secret() if server.auth != "none" else ""
        _log_in(client, mailbox, server, word)
    except DialqError:
        client.hang_up()
        raise
    except FAULTS as fault:
        client.hang_up()
        raise unreachable(mailbox, server, fault, _secrets(server, word)) from fault
    return client


def _connect(mailbox: MailboxSettings, server: ServerSettings, tls: ssl.SSLContext) -> ImapClient:
    """A connection, encrypted as the settings say."""
    try:
        client = ImapClient(server.host, server.port, tls if server.security == "tls" else None)
    except FAULTS as fault:
        raise unreachable(mailbox, server, fault) from fault
    if server.security != "starttls":
        return client
    try:
        client.starttls(tls)
    except FAULTS as fault:
        client.hang_up()
        raise unreachable(mailbox, server, fault) from fault
    return client


def _log_in(client: ImapClient, mailbox: MailboxSettings, server: ServerSettings, secret: str) -> None:
    """Log in in the way the settings name."""
    token = _Token(server.username, secret)
    try:
        if server.auth == "xoauth2":
            client.sasl_login("XOAUTH2", token)
        elif server.auth == "plain" and client.has_capability("AUTH=PLAIN"):
            client.sasl_login("PLAIN", lambda _: _plain(server.username, secret))
        elif server.auth != "none":
            _with_login(client, server.username, secret)
    except LoginError as refusal:
        # The library makes a refusal of a lost connection too.
        if isinstance(refusal.__context__, LOST):
            raise refusal.__context__ from refusal
        words = plain_words(f"{refusal} {token.answer}", _secrets(server, secret))
        if _FOR_NOW.search(words):
            raise
        raise login_refused(mailbox, server, words) from refusal


def _plain(username: str, secret: str) -> bytes:
    """What PLAIN says."""
    return f"\0{username}\0{secret}".encode()


def _bearer(username: str, token: str) -> bytes:
    """What XOAUTH2 says."""
    return f"user={username}\1auth=Bearer {token}\1\1".encode()


def _secrets(server: ServerSettings, secret: str) -> tuple[str, ...]:
    """The secret in all the forms in which a server could repeat it."""
    said = (_plain(server.username, secret), _bearer(server.username, secret), secret.encode())
    return (secret, *(b64encode(form).decode() for form in said)) if secret else ()


def _with_login(client: ImapClient, username: str, secret: str) -> None:
    """Log in with a user name and a password in the open, which the encrypted line hides."""
    if client.has_capability("AUTH=LOGIN"):
        answers = iter((username, secret))
        client.sasl_login("LOGIN", lambda _: next(answers, None))
        return
    if client.has_capability("LOGINDISABLED"):
        raise LoginError("it allows neither PLAIN nor LOGIN on this connection")
    if not _PRINTABLE.fullmatch(username + secret):
        raise LoginError("it only knows LOGIN, which takes neither accents nor control characters")
    # The library quotes the password, and leaves the user name as it is.
    quoted = username.replace("\\", "\\\\").replace('"', '\\"')
    client.login(username if _ATOM.fullmatch(username) else f'"{quoted}"', secret)


class _Token:
    """Answers an XOAUTH2 server: first with the token, then, where it says what is wrong, with nothing."""

    def __init__(self, username: str, token: str) -> None:
        self._first: bytes | None = _bearer(username, token)
        self.answer = ""
        """What the server had against the token."""

    def __call__(self, challenge: bytes) -> bytes:
        said, self._first = self._first, None
        if said is None:
            self.answer = plain_words(challenge)
        return said or b""


def _is_here(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"
