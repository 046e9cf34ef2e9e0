"""An IMAP connection that can look, and do nothing else: no command here changes a flag or a folder."""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import imapclient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError
from msgspec import Struct

from dialq.mail.arrived import BEGINNING
from dialq.mail.imap_faults import FAULTS, LOST
from dialq.mail.stop_sign import StopSign

CONNECT_SECONDS, READ_SECONDS, GOODBYE_SECONDS = 15, 30, 0.4
MOST_AT_ONCE = 8 * 1024 * 1024
"""A server that sends more in one piece was not asked for it."""


class Place(Struct, frozen=True):
    """How a folder stands."""

    validity: int
    next_uid: int
    count: int


class Slip(Struct, frozen=True):
    """What is known of a mail before it is fetched."""

    size: int
    arrived: datetime | None
    """INTERNALDATE; None: none that can be read."""


class NoIdle(IMAPClientError):  # type: ignore[misc]  # the library brings no types
    """The server offers IDLE and refuses it."""


class ImapClient(imapclient.IMAPClient):  # type: ignore[misc]  # the library brings no types
    """One connection. It opens folders with EXAMINE and mails with BODY.PEEK only."""

    def __init__(self, host: str, port: int, tls: ssl.SSLContext | None) -> None:
        timeout = imapclient.SocketTimeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
        super().__init__(host, port, ssl=tls is not None, ssl_context=tls, timeout=timeout)
        self.normalise_times = False
        # The library keeps and formats every line for its log, also the one with the password.
        self._imap.debug = 0
        _keep_alive(self.socket())

    def examine(self, folder: str) -> Place:
        """Open a folder for reading only."""
        said = self.select_folder(folder, readonly=True)
        return Place(
            validity=said[b"UIDVALIDITY"], next_uid=said.get(b"UIDNEXT", 0), count=said.get(b"EXISTS", 0)
        )

    def folder_names(self) -> tuple[str, ...]:
        """The names of all folders that can be opened."""
        rows = self.list_folders()
        return tuple(sorted(str(name) for flags, _, name in rows if b"\\Noselect" not in flags))

    def uids_above(self, uid: int) -> list[int]:
        """UIDs above this one, in order. `n:*` also gives the last mail where all are below n."""
        return sorted({found for found in self.search([b"UID", b"%d:*" % (uid + 1)]) if found > uid})

    def uids_since(self, day: date) -> list[int]:
        """UIDs of what arrived on this day, in whatever zone the server counts, or later; in order."""
        return sorted(set(self.search(["SINCE", day])))

    def slips(self, uids: Sequence[int]) -> dict[int, Slip]:
        """Size and arrival of mails; those that are gone are left out."""
        found = self.fetch(uids, ["RFC822.SIZE", "INTERNALDATE"])
        return {
            uid: Slip(size=item[b"RFC822.SIZE"], arrived=item.get(b"INTERNALDATE"))
            for uid, item in found.items()
            if isinstance(item.get(b"RFC822.SIZE"), int)
        }

    def whole(self, uids: Sequence[int]) -> dict[int, bytes | None]:
        """Whole mails; None: the server has it and does not give it, left out: it is gone."""
        return self._peek(uids, b"BODY[]")

    def beginning(self, uid: int) -> dict[int, bytes | None]:
        """The first part of a mail."""
        return self._peek([uid], b"BODY[]", b"<0.%d>" % BEGINNING)

    def head(self, uid: int) -> dict[int, bytes | None]:
        """The header of a mail, if it is of a size that can be."""
        return self._peek([uid], b"BODY[HEADER]", b"<0.%d>" % BEGINNING)

    def _peek(self, uids: Sequence[int], part: bytes, piece: bytes = b"") -> dict[int, bytes | None]:
        """A part of mails, unseen; a server that gives more than the piece asked for is cut short."""
        found = self.fetch(uids, [part.replace(b"BODY", b"BODY.PEEK") + piece])
        names = (part, part + b"<0>")
        bodies = {
            uid: next((item[name] for name in names if name in item), None) for uid, item in found.items()
        }
        most = BEGINNING if piece else MOST_AT_ONCE
        return {uid: body[:most] if isinstance(body, bytes) else None for uid, body in bodies.items()}

    def idle_until(self, sign: StopSign, seconds: float) -> bool:
        """Wait in IDLE until the server announces something (True), the time is up, or the sign goes up."""
        early = self._start_idle()
        # What came in one piece with the server's "go on" is in a buffer, where no poll sees it.
        heard = list(self.idle_check(timeout=0))
        if early:
            self.idle_done()
            return True
        if not heard:
            sign.wait(seconds, self.socket())
        if sign.up:
            self.socket().settimeout(GOODBYE_SECONDS)
        heard += self.idle_done()[1]
        return any(isinstance(line, tuple) and line[1:2] == (b"EXISTS",) for line in heard)

    def _start_idle(self) -> bool:
        """Whether the server announced something before it said "go on"."""
        try:
            self.idle()
        except LOST:
            raise
        except IMAPClientError as refusal:
            while self._imap.tagged_commands[self._idle_tag] is None:
                if self._imap._get_response() is None:
                    return True
            raise NoIdle(str(refusal)) from refusal
        return False

    def hang_up(self) -> None:
        """Say good-bye and close, without waiting long. Never raises for what the server does."""
        with contextlib.suppress(*FAULTS):
            self.socket().settimeout(GOODBYE_SECONDS)
            self.logout()
        with contextlib.suppress(*FAULTS):
            self.shutdown()

    def break_off(self) -> None:
        """Wake the thread that reads from the server, from another thread: its command fails as with a lost line."""
        with contextlib.suppress(*FAULTS):
            # Not the method of a TLS socket, which would also take away what the other thread is using.
            socket.socket.shutdown(self.socket(), socket.SHUT_RDWR)

    def _poll_socket(self, sock: object, timeout: float | None = None) -> bool:
        """Read without waiting, whatever the system thinks of the socket: see `idle_until`."""
        return True

    def _create_IMAP4(self) -> Any:
        """The library's connection, with a bound on what a server may send in one piece."""
        inner = super()._create_IMAP4()
        inner.read = _bounded(inner.read)
        return inner


def _bounded(read: Callable[[int], bytes]) -> Callable[[int], bytes]:
    """Reads as `read` does, and breaks off where a server announces more than anybody asked for."""

    def reading(size: int) -> bytes:
        if size > MOST_AT_ONCE:
            raise IMAPClientAbortError(
                f"it sends {size:,} bytes at once, and {MOST_AT_ONCE:,} are the most it may"
            )
        return read(size)

    return reading


def _keep_alive(line: socket.socket) -> None:
    """Have the system find out within two minutes that a silent line is dead."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in (("TCP_KEEPIDLE", 60), ("TCP_KEEPINTVL", 15), ("TCP_KEEPCNT", 4)):
        if hasattr(socket, option):
            line.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)
