"""An IMAP server in this process: real enough to log in to, and open enough to look behind it."""

from __future__ import annotations

import asyncio
import ssl
import threading
from argparse import Namespace
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any, TypeVar

from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import Config as _Talkative
from pymap.backend.dict import Identity, Login
from pymap.backend.dict.mailbox import MailboxData, MailboxSet, Message
from pymap.config import BackendCapability
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials.flag import Flag
from pymap.user import Passwords, UserMetadata

from dialq.clock import Instant

Given = TypeVar("Given")
SECONDS = 10
"""Nothing in here takes longer."""


class _Deaf(_Talkative):
    """A server that cannot say when something comes."""

    @property
    def backend_capability(self) -> BackendCapability:
        return BackendCapability(idle=False, object_id=True, multi_append=True)


class ImapServer:
    """Users with folders on a port of this machine; made by `imap_server`."""

    def __init__(self, *, idle: bool, tls: ssl.SSLContext | None, security: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._idle, self._tls, self._security = idle, tls, security
        self._lines: list[asyncio.StreamWriter] = []
        self.port = 0
        self.logins = 0
        """How many connections there were."""

    async def open(self, users: Mapping[str, str]) -> None:
        """Be there for these users, who have these passwords."""
        self._config = (_Talkative if self._idle else _Deaf)(
            Namespace(passlib_cfg=None, proxy_protocol=None),
            host="127.0.0.1",
            port=0,
            demo_data=False,
            demo_user="",
            demo_password="",
            ssl_context=self._tls if self._security == "starttls" else None,
            tls_enabled=self._security == "starttls",
            invalid_user_sleep=0.0,
        )
        self._config.apply_context()
        self._login = Login(self._config)
        for name, password in users.items():
            hashed = await Passwords(self._config).hash_password(password)
            await Identity(name, self._login, None, frozenset()).set(
                UserMetadata(self._config, name, password=hashed)
            )
        talk = ProxyProtocolReader(self._config.proxy_protocol).get_callback(
            IMAPServer(self._login, self._config)
        )

        async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self.logins += 1
            self._lines.append(writer)
            with suppress(ConnectionError, ssl.SSLError):
                await talk(reader, writer)

        tls = self._tls if self._security == "tls" else None
        self._server = await asyncio.start_server(greet, host="127.0.0.1", port=0, ssl=tls)
        self.port = self._server.sockets[0].getsockname()[1]

    def append(
        self,
        user: str,
        raw: bytes,
        folder: str = "INBOX",
        *,
        at: Instant = Instant(0),
        flags: tuple[str, ...] = (),
    ) -> int:
        """Put a mail into a folder; its UID."""

        async def put() -> int:
            mailbox = await self._mailbox(user, folder)
            when = datetime.fromtimestamp(at, UTC)
            wanted = frozenset(Flag(flag.encode()) for flag in flags)
            return (await mailbox.append(AppendMessage(raw, when, wanted), recent=True)).uid

        return self._do(put())

    def make_folder(self, user: str, folder: str) -> None:
        """One more folder."""

        async def make() -> None:
            await (await self._folders(user)).add_mailbox(folder)

        self._do(make())

    def folders(self, user: str) -> list[str]:
        """The names of a user's folders."""

        async def names() -> list[str]:
            listed = await (await self._folders(user)).list_mailboxes()
            return [entry.name for entry in listed.list() if entry.exists]

        return self._do(names())

    def flags(self, user: str, folder: str = "INBOX") -> dict[int, frozenset[str]]:
        r"""The flags of all mails, `\Recent` among them."""

        async def read() -> dict[int, frozenset[str]]:
            found = {}
            async for mail in (await self._mailbox(user, folder)).messages():
                recent = {"\\Recent"} if mail.recent else set()
                found[mail.uid] = frozenset({str(flag) for flag in mail.permanent_flags} | recent)
            return found

        return self._do(read())

    def expunge(self, user: str, uid: int, folder: str = "INBOX") -> None:
        """Take a mail away."""

        async def take() -> None:
            await (await self._mailbox(user, folder)).delete([uid])

        self._do(take())

    def renumber(self, user: str, folder: str = "INBOX") -> None:
        """Give the folder a new UIDVALIDITY and its mails new UIDs from 1, as after a move to another server."""

        async def renew() -> None:
            mailbox = await self._mailbox(user, folder)
            kept = list(mailbox._messages.values())
            mailbox._messages = {uid: Message.copy(mail, uid=uid) for uid, mail in enumerate(kept, 1)}
            mailbox._uid_validity += 1
            mailbox._max_uid = len(kept)

        self.hang_up()
        self._do(renew())

    def hang_up(self) -> None:
        """Cut all connections, without a word."""

        async def cut() -> None:
            for line in self._lines:
                line.transport.abort()
            self._lines.clear()

        self._do(cut())

    async def _folders(self, user: str) -> MailboxSet:
        """A user's folders, made by the first session."""
        async with Identity(user, self._login, None, frozenset()).new_session() as session:
            return session.mailbox_set

    async def _mailbox(self, user: str, folder: str) -> MailboxData:
        """One folder."""
        return await (await self._folders(user)).get_mailbox(folder)

    def _do(self, work: Coroutine[Any, Any, Given]) -> Given:
        """Do it where the server runs."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(SECONDS)

    def run(self, users: Mapping[str, str], ready: threading.Event) -> None:
        """Serve until the loop is stopped; the thread's work."""

        async def serve() -> None:
            await self.open(users)
            ready.set()

        asyncio.set_event_loop(self._loop)
        self._loop.create_task(serve())
        self._loop.run_forever()
        self._loop.run_until_complete(self._leave())
        self._loop.close()

    async def _leave(self) -> None:
        """End all that still runs."""
        self._server.close()
        for task in (rest := [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]):
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        for line in self._lines:
            line.transport.abort()

    def stop(self) -> None:
        """Have `run` end."""
        self._loop.call_soon_threadsafe(self._loop.stop)


@contextmanager
def imap_server(
    users: Mapping[str, str] | None = None,
    *,
    idle: bool = True,
    tls: ssl.SSLContext | None = None,
    security: str = "none",
) -> Iterator[ImapServer]:
    """A server for these users, `ana` with the password `geheim` if none are named."""
    server = ImapServer(idle=idle, tls=tls, security=security)
    ready = threading.Event()
    thread = threading.Thread(target=server.run, args=(users or {"ana": "geheim"}, ready), daemon=True)
    thread.start()
    assert ready.wait(SECONDS)
    try:
        yield server
    finally:
        server.stop()
        thread.join(SECONDS)
