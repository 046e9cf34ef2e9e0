"""A mail server that misbehaves on command, in threads of this process; it remembers what it accepted.

    with MisbehavingServer() as server:
        server.behave("RCPT", refuse("450 4.7.1 greylisted"))     # at the next RCPT only
        server.behave("END", KEEP_AND_DROP, times=3)              # at the next three ends of a text
        server.behave("MAIL", DROP, times=FOREVER)
        ...                                                       # talk to server.host, server.port
        server.wait_for("END")                                    # until a client has got that far
        server.accepted                                           # [(message_id, sender, recipients, raw), …]

Stages and behaviours stand in `behaviours.py`. Those of one stage are used up in the order in which they were given;
then it behaves well again. `security="tls"` and `"starttls"` need a server's `context`; `login=(user, password)` makes
it ask for a login. It serves any number of clients at once, of other processes too. What hangs does so until the end.
"""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
import threading
from collections import Counter, deque
from collections.abc import Sequence
from types import TracebackType
from typing import NamedTuple

from dialq.settings import MailboxSettings, SecretSettings, ServerSettings
from tests.mail.behaviours import (
    DROP,
    DROP_AFTER,
    HANG,
    KEEP_AND_DROP,
    KEEP_AND_HANG,
    KEEP_AND_RESET,
    RESET,
    STAGES,
    Behaviour,
    late,
    refuse,
    say,
)
from tests.mail.smtp_session import Session

__all__ = [
    "DROP", "DROP_AFTER", "FOREVER", "HANG", "KEEP_AND_DROP", "KEEP_AND_HANG", "KEEP_AND_RESET", "RESET", "STAGES",
    "Accepted", "Behaviour", "MisbehavingServer", "late", "refuse", "say",
]  # fmt: skip

FOREVER = 1_000_000_000
_MESSAGE_ID = re.compile(rb"^message-id:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


class Accepted(NamedTuple):
    """A mail that the server took."""

    message_id: str
    sender: str
    recipients: tuple[str, ...]
    raw: bytes


class MisbehavingServer:
    """Serves while its `with` block lasts."""

    host = "127.0.0.1"

    def __init__(
        self,
        *,
        security: str = "none",
        context: ssl.SSLContext | None = None,
        login: tuple[str, str] | None = None,
        offers: Sequence[str] = ("SIZE 10000000", "ENHANCEDSTATUSCODES"),
        mechanisms: str = "PLAIN LOGIN XOAUTH2",
    ) -> None:
        self.security, self.context, self.login = security, context, login
        self.offers, self.mechanisms = tuple(offers), mechanisms
        self.accepted: list[Accepted] = []
        self.lines: list[bytes] = []
        """Every line a client said outside of a text."""
        self.connections = 0
        self.stopping = threading.Event()
        self._orders: dict[str, deque[tuple[Behaviour, int]]] = {stage: deque() for stage in STAGES}
        self._reached: Counter[str] = Counter()
        self._changed = threading.Condition()
        self._sessions: list[tuple[Session, threading.Thread]] = []
        self._door = socket.create_server((self.host, 0), backlog=64)
        # Little lies on the way to it, so that a client notices soon that nobody reads.
        self._door.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)
        self.port: int = self._door.getsockname()[1]
        self._porter = threading.Thread(target=self._serve, daemon=True)

    def behave(self, stage: str, how: Behaviour, times: int = 1) -> None:
        """Misbehave at this stage for the next so many times."""
        with self._changed:
            self._orders[stage].append((how, times))

    def behave_well(self) -> None:
        """Forget what was ordered and not yet used."""
        with self._changed:
            for orders in self._orders.values():
                orders.clear()

    def mailbox(self, secret: SecretSettings | None = None, auth: str = "") -> MailboxSettings:
        """A mailbox that sends through it; where the password lies is the test's to say."""
        user = self.login[0] if self.login else ""
        server = ServerSettings(
            "localhost" if self.context else self.host,
            self.port,
            self.security,
            auth or ("plain" if self.login else "none"),
            user,
            secret or SecretSettings(),
        )
        return MailboxSettings(name="sales", address="ana@example.com", smtp=server)

    def wait_for(self, stage: str, times: int = 1, seconds: float = 10) -> None:
        """Until clients have got to a stage so many times since the server began."""
        with self._changed:
            there = self._changed.wait_for(lambda: self._reached[stage] >= times, seconds)
        assert there, f"nobody got to {stage}: {dict(self._reached)}"

    def times_at(self, stage: str) -> int:
        """How often clients have got to a stage."""
        with self._changed:
            return self._reached[stage]

    def next_at(self, stage: str) -> Behaviour | None:
        """What to do at a stage, used up by the asking; None: the usual."""
        with self._changed:
            self._reached[stage] += 1
            self._changed.notify_all()
            orders = self._orders[stage]
            if not orders:
                return None
            how, times = orders.popleft()
            if times > 1:
                orders.appendleft((how, times - 1))
            return how

    def keep(self, sender: str, recipients: Sequence[str], raw: bytes) -> None:
        """Remember a mail."""
        match = _MESSAGE_ID.search(raw)
        with self._changed:
            self.accepted.append(Accepted(match[1].decode() if match else "", sender, tuple(recipients), raw))
            self._changed.notify_all()

    def _serve(self) -> None:
        while not self.stopping.is_set():
            try:
                connection, _ = self._door.accept()
            except OSError:
                return
            self.connections += 1
            session = Session(self, connection)
            thread = threading.Thread(target=session.run, daemon=True)
            self._sessions = [one for one in self._sessions if one[1].is_alive()]
            self._sessions.append((session, thread))
            thread.start()

    def __enter__(self) -> MisbehavingServer:
        self._porter.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopping.set()
        with contextlib.suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._porter.join(5)
        self._door.close()
        for session, _ in self._sessions:
            session.hang_up()
        for _, thread in self._sessions:
            thread.join(5)
