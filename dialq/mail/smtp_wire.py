"""The conversation with a mail server: smtplib's, with an end to every wait and every answer."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from contextlib import suppress
from time import monotonic

from msgspec import Struct

_REPLY = re.compile(rb"([2-5]\d\d)(?:([ -])(.*))?")
_LONGEST_LINE, _LONGEST_REPLY = 4_096, 65_536
_PARTING = 1.0
"""Seconds in which the last words of a server that hung up are waited for: they are there, or nowhere."""
_BROKEN_OFF = "dialq was told to end and hung up"
_Reply = tuple[int, bytes]


class Waits(Struct, frozen=True):
    """Seconds after which a silent server counts as lost."""

    connect: float = 10
    command: float = 60
    """For one whole answer, however it dribbles in."""
    text: float = 300
    """For handing over a mail's text, and for the answer to it."""
    goodbye: float = 2


class Conversation(smtplib.SMTP):
    """A connection whose waits end. What goes wrong is an OSError, and then `sock` is None where it is lost.

    smtplib waits that long for each piece of an answer, and for as many pieces as come; it also drops what
    a server said before it hung up.
    """

    def __init__(self, host: str, port: int, waits: Waits) -> None:
        self.waits = waits
        self.patience = waits.command
        self._rest, self._ours = b"", False
        # A name is given so that smtplib does not ask the DNS for ours; it is set when the address is known.
        super().__init__(host, port, local_hostname="localhost", timeout=waits.connect)

    def introduce(self) -> _Reply:
        """EHLO by our address (RFC 5321, 4.1.4): a terminal program's machine has no name that others know."""
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("the connection is closed")
        # The end of a mail is a small piece of its own, and would wait for an acknowledgement otherwise.
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        ours = self.sock.getsockname()[0]
        self.local_hostname = f"[IPv6:{ours}]" if ":" in ours else f"[{ours}]"
        return self.ehlo()

    @property
    def lost(self) -> bool:
        """Whether nothing more can be said."""
        return self.sock is None

    @property
    def encrypted(self) -> bool:
        """Whether nobody else on the way can read along."""
        return isinstance(self.sock, ssl.SSLSocket)

    def break_off(self) -> None:
        """Let every wait of another thread end now, as if the server had hung up; what ends says that it was us."""
        self._ours = True
        sock = self.sock
        if sock is not None:
            with suppress(OSError):
                # Not the method of a TLS socket, which would also take away what the other thread is using.
                socket.socket.shutdown(sock, socket.SHUT_RDWR)

    def fault(self, error: OSError) -> OSError:
        """Why the conversation ended: the error, or that we ended it ourselves."""
        return smtplib.SMTPServerDisconnected(_BROKEN_OFF) if self._ours else error

    def encrypt(self, context: ssl.SSLContext) -> None:
        """STARTTLS, with the server's certificate verified."""
        self.starttls(context=context)
        if self._rest:
            # Said before encryption began, so by anybody (CVE-2011-0411).
            self.close()
            raise smtplib.SMTPServerDisconnected("more was said than asked for before encryption began")

    def send(self, s: bytes | str) -> None:  # type: ignore[override]
        """Write it all, or raise an OSError; the connection stays open for what the server has yet to say."""
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("the connection is closed")
        self.sock.settimeout(self.patience)
        self.sock.sendall(s.encode(self.command_encoding) if isinstance(s, str) else s)

    def getreply(self) -> _Reply:
        """The next answer, its lines joined by newlines; an OSError closes the connection."""
        return self._reply(self.patience)

    def ask(self, line: bytes) -> _Reply:
        """Send a line and wait for its answer; a server that hung up before may have said why."""
        try:
            self.send(line + b"\r\n")
        except OSError:
            parting = self.parting_words()
            if parting is None:
                raise
            return parting
        return self.getreply()

    def parting_words(self) -> _Reply | None:
        """What the server said before it hung up; the connection is closed."""
        try:
            return self._reply(_PARTING)
        except OSError:
            return None
        finally:
            self.close()

    def unasked(self) -> _Reply | None:
        """What the server says though it was not asked; raises an OSError if it hung up."""
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("the connection is closed")
        if b"\n" in self._rest:
            return self._reply(_PARTING)
        self.sock.settimeout(0)
        try:
            self._take(self.sock.recv(_LONGEST_LINE))
        except (BlockingIOError, ssl.SSLWantReadError):
            if not self._rest:
                return None
        except OSError:
            self.close()
            raise
        return self._reply(_PARTING)

    def _reply(self, seconds: float) -> _Reply:
        lines: list[bytes] = []
        deadline, size = monotonic() + seconds, 0
        try:
            while size <= _LONGEST_REPLY:
                line = self._line(deadline)
                size += len(line)
                match = _REPLY.fullmatch(line.rstrip())
                if match is None:
                    raise smtplib.SMTPServerDisconnected("the answer is no SMTP")
                lines.append((match[3] or b"").strip())
                if match[2] != b"-":
                    return int(match[1]), b"\n".join(lines)
            raise smtplib.SMTPServerDisconnected("the answer does not end")
        except TimeoutError:
            self.close()
            raise TimeoutError(f"no answer within {seconds:g} seconds") from None
        except OSError:
            self.close()
            raise

    def _line(self, deadline: float) -> bytes:
        while b"\n" not in self._rest:
            if self.sock is None:
                raise smtplib.SMTPServerDisconnected("the connection is closed")
            if len(self._rest) > _LONGEST_LINE:
                raise smtplib.SMTPServerDisconnected("the answer does not end")
            if (left := deadline - monotonic()) <= 0:
                raise TimeoutError
            self.sock.settimeout(left)
            self._take(self.sock.recv(_LONGEST_LINE))
        line, _, self._rest = self._rest.partition(b"\n")
        return line

    def _take(self, piece: bytes) -> None:
        if not piece:
            raise smtplib.SMTPServerDisconnected("the server hung up")
        self._rest += piece


class EncryptedConversation(Conversation, smtplib.SMTP_SSL):
    """A conversation that is encrypted from its first byte."""

    def __init__(self, host: str, port: int, waits: Waits, context: ssl.SSLContext) -> None:
        self.waits = waits
        self.patience = waits.command
        self._rest, self._ours = b"", False
        smtplib.SMTP_SSL.__init__(
            self, host, port, local_hostname="localhost", timeout=waits.connect, context=context
        )
