"""A tiny IMAP server that says what a test tells it to say: for servers that lie, stall, and hang up."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

HANG_UP = b"\0hang up"
"""At the end of an answer: the connection is cut there."""
STALL = b"\0stall"
"""At the end of an answer: nothing more is said, until the server ends."""
SECONDS = 10


class ScriptedImap:
    """One folder, INBOX, with the mails of `mails`. `instead` gives other answers than those that are right.

    An answer may hold `TAG`, which becomes the command's tag.
    """

    def __init__(self) -> None:
        self.mails: dict[int, bytes] = {}
        self.validity = 7
        self.capabilities = "IMAP4rev1 IDLE AUTH=PLAIN"
        self.greeting = b"* OK ready\r\n"
        self.heard: list[str] = []
        """All commands, without their tags."""
        self.instead: list[tuple[str, bytes, int]] = []
        """Pattern of a command, what is answered, how often."""
        self.on_idle: Callable[[], None] = lambda: None
        """Called when a client waits."""
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self._ended = threading.Event()
        self._lines: list[socket.socket] = []
        self._threads: list[threading.Thread] = []

    def answer_instead(self, pattern: str, answer: bytes, times: int = 1) -> None:
        """Answer the next commands that match with this."""
        self.instead.append((pattern, answer, times))

    def tell(self, line: bytes) -> None:
        """Say this to everybody, unasked."""
        for connection in self._lines:
            with contextlib.suppress(OSError):
                connection.sendall(line)

    def times_heard(self, pattern: str) -> int:
        """How many commands matched."""
        return sum(1 for command in self.heard if re.match(pattern, command))

    def start(self) -> None:
        """Be there."""
        self._spawn(self._welcome)

    def end(self) -> None:
        """Be gone."""
        self._ended.set()
        for line in [self._listening, *self._lines]:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
        for thread in self._threads:
            thread.join(SECONDS)

    def _spawn(self, work: Callable[..., None], *given: object) -> None:
        thread = threading.Thread(target=work, args=given, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _welcome(self) -> None:
        while not self._ended.is_set():
            try:
                line, _ = self._listening.accept()
            except OSError:
                return
            self._lines.append(line)
            self._spawn(self._serve, line)

    def _serve(self, line: socket.socket) -> None:
        with contextlib.suppress(OSError), line, line.makefile("rb") as commands:
            if not self._say(line, self.greeting):
                return
            tag = ""
            for said in commands:
                first, _, rest = said.decode("latin-1").strip().partition(" ")
                # A line of one word goes on with the command before.
                tag = first if rest else tag
                self.heard.append(rest or first)
                answer = self._answer(self.heard[-1], line, commands)
                if not self._say(line, answer.replace(b"TAG", tag.encode())):
                    return

    def _say(self, line: socket.socket, answer: bytes) -> bool:
        """Say it; False if that was the end."""
        body = answer.removesuffix(HANG_UP).removesuffix(STALL)
        if body:
            line.sendall(body)
        if answer.endswith(STALL):
            self._ended.wait(SECONDS)
        return not answer.endswith((STALL, HANG_UP))

    def _answer(self, command: str, line: socket.socket, commands: Iterator[bytes]) -> bytes:
        """What a command is answered with."""
        for place, (pattern, answer, times) in enumerate(self.instead):
            if re.match(pattern, command):
                self.instead[place : place + 1] = [(pattern, answer, times - 1)] * (times > 1)
                return answer
        return self._rightly(command, line, commands)

    def _rightly(self, command: str, line: socket.socket, commands: Iterator[bytes]) -> bytes:
        """What a server says that does as it should."""
        match command.split():
            case ["CAPABILITY", *_]:
                return f"* CAPABILITY {self.capabilities}\r\nTAG OK done\r\n".encode()
            case ["AUTHENTICATE", *_]:
                line.sendall(b"+ \r\n")
                next(commands)
            case ["EXAMINE", *_]:
                last = max(self.mails, default=0)
                return (
                    f"* {len(self.mails)} EXISTS\r\n* OK [UIDVALIDITY {self.validity}] fine\r\n"
                    f"* OK [UIDNEXT {last + 1}] fine\r\nTAG OK [READ-ONLY] done\r\n"
                ).encode()
            case ["UID", "SEARCH", *what]:
                return b"* SEARCH %s\r\nTAG OK done\r\n" % " ".join(map(str, self._found(what))).encode()
            case ["UID", "FETCH", uids, *what]:
                return self._fetched([int(uid) for uid in uids.split(",")], " ".join(what))
            case ["IDLE"]:
                line.sendall(b"+ idling\r\n")
                self.on_idle()
                self.heard.append(next(commands, b"").decode().strip())
            case ["LOGOUT"]:
                return b"* BYE see you\r\nTAG OK done\r\n" + HANG_UP
        return b"TAG OK done\r\n"

    def _found(self, what: list[str]) -> list[int]:
        """UIDs that a search finds; `n:*` finds the last one in any case, as it should."""
        if what[0] == "UID":
            first = int(what[1].partition(":")[0])
            last = max(self.mails, default=0)
            return [uid for uid in self.mails if uid >= min(first, last)]
        return list(self.mails)

    def _fetched(self, uids: list[int], what: str) -> bytes:
        """Answers to a fetch."""
        parts = [self._item(place, uid, what) for place, uid in enumerate(self.mails, 1) if uid in uids]
        return b"".join(parts) + b"TAG OK done\r\n"

    def _item(self, place: int, uid: int, what: str) -> bytes:
        raw = self.mails[uid]
        if "RFC822.SIZE" in what:
            date = '"22-Nov-2026 12:30:00 +0000"'
            return f"* {place} FETCH (UID {uid} RFC822.SIZE {len(raw)} INTERNALDATE {date})\r\n".encode()
        piece = re.search(r"<0\.(\d+)>", what)
        name = b"BODY[HEADER]" if "HEADER" in what else b"BODY[]"
        body = raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if "HEADER" in what else raw
        body = body[: int(piece[1])] if piece else body
        name += b"<0>" if piece else b""
        return b"* %d FETCH (UID %d %s {%d}\r\n%s)\r\n" % (place, uid, name, len(body), body)


@contextmanager
def scripted_imap() -> Iterator[ScriptedImap]:
    """A server that does as it should until it is told otherwise."""
    server = ScriptedImap()
    server.start()
    try:
        yield server
    finally:
        server.end()
