"""One connection of the mail server that misbehaves on command."""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
import struct
import threading
from base64 import b64decode
from collections.abc import Callable
from typing import Protocol

from tests.mail.behaviours import WELL, Behaviour

_ADDRESS = re.compile(rb"<([^>]*)>")


class Host(Protocol):
    """What a connection asks of its server."""

    security: str
    context: ssl.SSLContext | None
    login: tuple[str, str] | None
    offers: tuple[str, ...]
    mechanisms: str
    lines: list[bytes]
    stopping: threading.Event

    def next_at(self, stage: str) -> Behaviour | None:
        """What to do at a stage; None: the usual."""

    def keep(self, sender: str, recipients: list[str], raw: bytes) -> None:
        """Remember a mail."""


class _Over(Exception):
    """This connection has ended."""


class Session:
    """Serves one client until either side hangs up."""

    def __init__(self, host: Host, connection: socket.socket) -> None:
        self.host, self.connection = host, connection
        self.buffer = b""
        self.encrypted = self.logged_in = False
        self.sender: str | None = None
        self.recipients: list[str] = []

    def run(self) -> None:
        """Serve."""
        try:
            if self.host.security == "tls":
                self.encrypt()
            if self.answer("connect", "220 test.example ESMTP"):
                while True:
                    self.obey(self.line())
        except (_Over, OSError):
            pass
        finally:
            # Shut down first: closing alone, with something unread, would take back what was said last.
            with contextlib.suppress(OSError):
                self.connection.shutdown(socket.SHUT_WR)
            self.connection.close()

    def hang_up(self) -> None:
        """End what waits for this client; for other threads."""
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def obey(self, line: bytes) -> None:
        """Do one command."""
        self.host.lines.append(line)
        verb = line.split(b" ", 1)[0].upper().decode("ascii", "replace")
        does: dict[str, Callable[[bytes], None]] = {
            "EHLO": self.ehlo, "STARTTLS": self.starttls, "AUTH": self.auth, "MAIL": self.mail,
            "RCPT": self.rcpt, "DATA": self.data, "RSET": self.rset, "QUIT": self.quit,
        }  # fmt: skip
        if verb in does:
            does[verb](line)
        else:
            self.connection.sendall(b"502 5.5.2 what is " + line + b"\r\n")

    def answer(self, stage: str, usual: str, keep: Callable[[], None] | None = None) -> bool:
        """Answer as usual or as ordered; whether the step counts as done."""
        return self.behave(self.host.next_at(stage) or WELL, usual.encode() + b"\r\n", keep)

    def behave(self, how: Behaviour, usual: bytes, keep: Callable[[], None] | None = None) -> bool:
        """Behave like this; whether the step counts as done."""
        self.host.stopping.wait(how.after)
        if keep is not None and how.keep:
            keep()
        words = usual if how.say is None else how.say
        if how.dribble:
            self.dribble(words, how.dribble)
        elif not how.silent:
            self.connection.sendall(words)
        if how.then == "hang":
            self.host.stopping.wait()
        if how.then == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        if how.then != "go on":
            raise _Over
        return how.say is None or words[:1] in (b"2", b"3")

    def dribble(self, words: bytes, seconds: float) -> None:
        """One byte, a pause, the next byte."""
        for at in range(len(words)):
            self.connection.sendall(words[at : at + 1])
            if self.host.stopping.wait(seconds):
                raise _Over

    def line(self) -> bytes:
        """The next line, without its end: CR and LF together."""
        while b"\r\n" not in self.buffer:
            piece = self.connection.recv(65536)
            if not piece:
                raise _Over
            self.buffer += piece
        line, _, self.buffer = self.buffer.partition(b"\r\n")
        return line

    def ehlo(self, line: bytes) -> None:
        """What is offered depends on whether anybody could read along."""
        offers = ["test.example", *self.host.offers]
        if self.host.security == "starttls" and not self.encrypted:
            offers.append("STARTTLS")
        elif self.host.login:
            offers.append(f"AUTH {self.host.mechanisms}")
        self.answer("EHLO", "\r\n".join([*(f"250-{one}" for one in offers), "250 HELP"]))

    def starttls(self, line: bytes) -> None:
        """From here on encrypted."""
        if self.answer("STARTTLS", "220 2.0.0 go ahead"):
            self.encrypt()

    def encrypt(self) -> None:
        """The server's side of the handshake."""
        assert self.host.context is not None
        self.connection = self.host.context.wrap_socket(self.connection, server_side=True)
        self.encrypted, self.buffer = True, b""

    def auth(self, line: bytes) -> None:
        """PLAIN, LOGIN and XOAUTH2, as real servers do them."""
        _, mechanism, *first = line.decode().split(" ")
        user, password = self.host.login or ("", "")
        if mechanism == "LOGIN":
            good = [self.challenge("VXNlcm5hbWU6"), self.challenge("UGFzc3dvcmQ6")] == [user, password]
        elif mechanism == "PLAIN":
            good = b64decode(first[0]).decode() == f"\0{user}\0{password}"
        else:
            good = b64decode(first[0]).decode() == f"user={user}\1auth=Bearer {password}\1\1"
            if not good:
                self.challenge("eyJzdGF0dXMiOiI0MDEifQ==")
        usual = "235 2.7.0 welcome" if good else "535 5.7.8 wrong user or password"
        self.logged_in = self.answer("AUTH", usual) and good

    def challenge(self, words: str) -> str:
        """Ask for more, and what came back."""
        self.connection.sendall(f"334 {words}\r\n".encode())
        line = self.line()
        self.host.lines.append(line)
        return b64decode(line).decode()

    def mail(self, line: bytes) -> None:
        """Who it comes from; not before a login, not twice."""
        if self.host.login and not self.logged_in:
            self.connection.sendall(b"530 5.7.0 log in first\r\n")
        elif self.sender is not None:
            self.connection.sendall(b"503 5.5.1 one mail at a time\r\n")
        elif self.answer("MAIL", "250 2.1.0 fine"):
            self.sender = _address(line)

    def rcpt(self, line: bytes) -> None:
        """Who it goes to."""
        if self.answer("RCPT", "250 2.1.5 fine"):
            self.recipients.append(_address(line))

    def data(self, line: bytes) -> None:
        """The text, and what becomes of it."""
        if self.sender is None or not self.recipients:
            self.connection.sendall(b"503 5.5.1 MAIL and RCPT first\r\n")
        elif self.answer("DATA", "354 go on"):
            sender, recipients, raw = self.sender, self.recipients, self.text()
            self.answer("END", "250 2.0.0 taken", lambda: self.host.keep(sender, recipients, raw))
            self.sender, self.recipients = None, []

    def text(self) -> bytes:
        """The text up to its end, without the dots that were put before dots."""
        lines = [self.line()]
        if how := self.host.next_at("text"):
            self.behave(how, b"")
        while lines[-1] != b".":
            lines.append(self.line())
        return b"".join(line.removeprefix(b".") + b"\r\n" for line in lines[:-1])

    def rset(self, line: bytes) -> None:
        """Forget the mail that was begun."""
        if self.answer("RSET", "250 2.0.0 forgotten"):
            self.sender, self.recipients = None, []

    def quit(self, line: bytes) -> None:
        """Good-bye."""
        self.answer("QUIT", "221 2.0.0 bye")
        raise _Over


def _address(line: bytes) -> str:
    match = _ADDRESS.search(line)
    return match[1].decode() if match else ""
