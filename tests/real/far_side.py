"""The rest of the world: a mail server that takes the mails our own server relays, or refuses them by their address."""

from __future__ import annotations

import threading
from types import TracebackType

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

REFUSALS = {
    "nobody": "550 5.1.1 <{address}>: Recipient address rejected: User unknown",
    "full": "552 5.2.2 <{address}>: Mailbox is full",
    "spam": "550 5.7.1 <{address}>: Message rejected as spam",
}
"""What happens to mails for these local parts; every other one is taken."""


class FarSide:
    """Runs in threads of this process. `received` holds what was taken: recipient and bytes."""

    def __init__(self, port: int) -> None:
        self.received: list[tuple[str, bytes]] = []
        self._came = threading.Condition()
        self._controller = Controller(self, hostname="127.0.0.1", port=port)

    async def handle_RCPT(  # the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, rcpt_options: list[str]
    ) -> str:
        """Take or refuse a recipient."""
        refusal = REFUSALS.get(address.partition("@")[0])
        if refusal is not None:
            return refusal.format(address=address)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep what came."""
        content = envelope.content
        assert isinstance(content, bytes)
        with self._came:
            self.received += [(address, content) for address in envelope.rcpt_tos]
            self._came.notify_all()
        return "250 2.0.0 taken"

    def wait_for(self, count: int, seconds: float = 20) -> list[tuple[str, bytes]]:
        """All that came, as soon as it is so many."""
        with self._came:
            assert self._came.wait_for(lambda: len(self.received) >= count, seconds), "they never came"
            return list(self.received)

    def __enter__(self) -> FarSide:
        """Listen."""
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Be gone."""
        self._controller.stop()
