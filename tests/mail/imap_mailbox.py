"""Mailboxes and mails for the tests of fetching."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from dialq.clock import Instant, from_datetime
from dialq.desk.letters import Cursor
from dialq.mail.arrived import Arrived
from dialq.mail.fetching import Fetcher
from dialq.settings import MailboxSettings, ServerSettings

NOON = from_datetime(datetime(2026, 11, 22, 12, 0, tzinfo=UTC))


def a_mailbox(port: int, **changes: object) -> MailboxSettings:
    """Ana's mailbox on a server of this machine."""
    server = {"host": "127.0.0.1", "security": "none", "username": "ana", "port": port}
    server |= {
        name: changes.pop(name) for name in list(changes) if name in ("host", "security", "auth", "username")
    }
    given = {"name": "sales", "address": "ana@example.com", "imap": ServerSettings(**server)} | changes  # type: ignore[arg-type]
    return MailboxSettings(**given)  # type: ignore[arg-type]


@contextmanager
def fetching(mailbox: MailboxSettings, secret: str = "geheim", **more: object) -> Iterator[Fetcher]:
    """A fetcher that is closed at the end."""
    fetcher = Fetcher(mailbox, lambda: secret, **more)  # type: ignore[arg-type]
    try:
        yield fetcher
    finally:
        fetcher.close()


def a_mail(number: int = 1, body: str = "Yes, call me.") -> bytes:
    """A mail that somebody wrote."""
    return (
        f"From: Kim Roe <kim@example.net>\r\nTo: ana@example.com\r\nSubject: Re: offer {number}\r\n"
        f"Message-ID: <answer-{number}@example.net>\r\n\r\n{body}\r\n"
    ).encode()


def read_to(mails: list[Arrived]) -> Cursor:
    """The cursor after these."""
    return Cursor(validity=mails[-1].validity, uid=mails[-1].uid, at=NOON)


def look(
    fetcher: Fetcher, cursor: Cursor | None = None, folder: str = "INBOX", since: Instant = NOON
) -> list[Arrived]:
    """All that a look gives."""
    return list(fetcher.look(folder, cursor, since))
