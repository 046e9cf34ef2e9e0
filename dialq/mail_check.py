"""Tries the servers of a mailbox: logs in, looks at the folders, sends nothing, changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dialq.clock import DAY, Instant
from dialq.desk.sending_values import Handed
from dialq.errors import DialqError
from dialq.mail.fetching import Fetcher
from dialq.mail.secrets import secret_of
from dialq.mail.smtp import SmtpCarrier
from dialq.settings import MailboxSettings, ServerSettings


class Tried(NamedTuple):
    """One thing that was tried."""

    what: str
    """`smtp` or `imap`."""
    where: str
    """`smtp.example.com:587, starttls, plain`, of IMAP with the folder."""
    ok: bool
    said: str
    """What works, or the server's own words against it."""


def try_mailbox(mailbox: MailboxSettings, now: Instant) -> tuple[Tried, ...]:
    """Log in to both servers of a mailbox and open each of its folders for reading."""
    return (*_try_smtp(mailbox), *_try_imap(mailbox, now))


def secret_fault(mailbox: MailboxSettings) -> str:
    """Why a password or token of a mailbox cannot be had; '' if all can. Nobody is logged in."""
    asked = [
        server for server in (mailbox.smtp, mailbox.imap) if server is not None and server.auth != "none"
    ]
    for server in {(server.secret, server.username): server for server in asked}.values():
        try:
            secret_of(server.secret, server.username)
        except DialqError as error:
            return str(error)
    return ""


def _try_smtp(mailbox: MailboxSettings) -> Iterator[Tried]:
    server = mailbox.smtp
    if server is None:
        yield Tried("smtp", "", True, "none: its mails go to the outbox folder")
        return
    line = SmtpCarrier().connect(mailbox)
    if isinstance(line, Handed):
        yield Tried("smtp", _where(server), False, line.why)
        return
    line.close()
    yield Tried("smtp", _where(server), True, "lets us in")


def _try_imap(mailbox: MailboxSettings, now: Instant) -> Iterator[Tried]:
    server = mailbox.imap
    if server is None:
        yield Tried("imap", "", True, "none: answers are not fetched")
        return
    fetcher = Fetcher(mailbox, lambda: secret_of(server.secret, server.username))
    try:
        for folder in mailbox.folders:
            fault = _open(fetcher, folder, now)
            yield Tried("imap", f"{_where(server)}, {folder}", not fault, fault or "lets us in and look")
    finally:
        fetcher.close()


def _open(fetcher: Fetcher, folder: str, now: Instant) -> str:
    """Why a folder cannot be looked at; '' if it can."""
    try:
        # Nothing has come since the day after tomorrow: the folder is opened, and no mail is fetched.
        next(fetcher.look(folder, None, Instant(now + 2 * DAY)), None)
    except DialqError as error:
        return str(error)
    return ""


def _where(server: ServerSettings) -> str:
    return f"{server.host}:{server.port}, {server.security}, {server.auth}"
