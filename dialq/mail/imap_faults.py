"""What can go wrong with an IMAP server, told apart by what is to be done about it."""

from __future__ import annotations

import imaplib
import socket
import ssl
from collections.abc import Sequence
from difflib import get_close_matches

from dialq.errors import WorldFailed
from dialq.settings import MailboxSettings, ServerSettings

FAULTS = (imaplib.IMAP4.error, OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What comes up for a server that is gone, refuses, or talks nonsense that the library stumbles over."""
LOST = (imaplib.IMAP4.abort, OSError)
"""Those after which the connection is of no use."""

MOST_WORDS = 200
"""So many characters of what a server says are shown."""


class Unreachable(WorldFailed):
    """The server could not be reached, or let us down: trying again soon is right."""


class LoginRefused(WorldFailed):
    """The server knows us and says no: trying again soon gets the account locked."""


class FolderMissing(WorldFailed):
    """A folder of the settings is not there; the mailbox's other folders can be read."""


def unreachable(
    mailbox: MailboxSettings, server: ServerSettings, fault: Exception, secrets: Sequence[str] = ()
) -> Unreachable:
    """The sentence for a connection that could not be had, or was lost."""
    return Unreachable(
        f"Mailbox {mailbox.name}: the IMAP server {server.host}:{server.port} {_what_it_did(fault, secrets)}",
        "Answers are fetched as soon as it works again; nothing is lost",
    )


def login_refused(mailbox: MailboxSettings, server: ServerSettings, words: str) -> LoginRefused:
    """The sentence for a login that was turned down."""
    said = words.rstrip(".")
    return LoginRefused(
        f"Mailbox {mailbox.name}: the IMAP server {server.host} refused the login of {server.username}: {said}",
        f"Check username, auth and the secret of mailbox {mailbox.name} in the settings",
    )


def folder_missing(mailbox: MailboxSettings, folder: str, there: Sequence[str]) -> FolderMissing:
    """The sentence for a folder that is not there, with those that are named alike."""
    near = get_close_matches(folder.casefold(), {name.casefold(): name for name in there}, n=3, cutoff=0.5)
    alike = [name for name in there if name.casefold() in near] or list(there[:5])
    named = ", ".join(f'"{plain_words(name)}"' for name in alike)
    return FolderMissing(
        f'Mailbox {mailbox.name} has no folder "{plain_words(folder)}"',
        f"It has {named}: name one of them under folders in the settings"
        if named
        else "It has no folders at all",
    )


def plain_words(said: object, secrets: Sequence[str] = ()) -> str:
    """What a server said as one short line, without control characters and without any secret."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    for secret in secrets:
        text = text.replace(secret, "…")
    line = " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())
    return line if len(line) <= MOST_WORDS else line[: MOST_WORDS - 1] + "…"


def _what_it_did(fault: Exception, secrets: Sequence[str]) -> str:
    """A fault in words."""
    if isinstance(fault, ssl.SSLCertVerificationError):
        return f"shows a certificate that cannot be trusted: {plain_words(fault.verify_message)}"
    if isinstance(fault, ssl.SSLError):
        return f"does not speak TLS as it should: {plain_words(fault.reason or fault)}"
    if isinstance(fault, TimeoutError):
        return "does not answer in time"
    if isinstance(fault, ConnectionRefusedError):
        return "refuses connections"
    if isinstance(fault, socket.gaierror):
        return "has a name that cannot be found"
    if "EOF" in str(fault) or isinstance(fault, ConnectionError):
        return "closed the connection"
    return f"fails: {plain_words(fault, secrets)}"
