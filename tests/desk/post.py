"""A mail server that is told how to behave, and a world with a mailbox that sends to it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from dialq.desk import mailing
from dialq.desk.kept import Mail
from dialq.desk.sending import Attempt, Sender
from dialq.desk.sending_values import ACCEPTED, AGAIN, OF_MAILBOX, Handed
from dialq.desk.views import Queued
from dialq.settings import MailboxSettings, MailSettings, ServerSettings
from tests.desk.world import World

TOOK = Handed(ACCEPTED)
ANA = MailboxSettings(
    "ana", "ana@coldchain.example", reps=("ana",), smtp=ServerSettings("127.0.0.1", 2525, "none", "none"),
    ramp_step=0, pace_seconds=(0, 0),
)  # fmt: skip
SHARED = replace(ANA, name="team", address="team@coldchain.example", reps=())


class Server:
    """Takes mails, or does what it is told for the next ones."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        """Who got one."""
        self.texts: list[bytes] = []
        self.says: deque[Handed] = deque()
        self.closed_door: Handed | None = None
        self.connections = 0
        self.meanwhile: Callable[[], None] | None = None
        """What happens while the next mail is handed over."""

    def connect(self, mailbox: MailboxSettings) -> Server | Handed:
        """A carrier's part."""
        if self.closed_door is not None:
            return self.closed_door
        self.connections += 1
        return self

    def hand_over(self, message_id: str, sender: str, recipient: str, raw: bytes) -> Handed:
        """A line's part."""
        assert message_id.encode() in raw
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            meanwhile()
        said = self.says.popleft() if self.says else TOOK
        if said.fate == ACCEPTED:
            self.taken.append(recipient)
            self.texts.append(raw)
        return said

    def close(self) -> None:
        """A line's part."""

    def break_off(self) -> None:
        """A line's part."""


class Office(World):
    """A world whose mails leave from mailboxes."""

    def __init__(self, folder: Path, *boxes: MailboxSettings, now: str = "2026-12-01 10:00") -> None:
        super().__init__(folder, now)
        self.server = Server()
        self.boxes = boxes or (ANA,)
        mail = MailSettings(mailboxes=self.boxes)
        self.desk.use(self.desk.policy, replace(self.desk.settings, mail=mail))

    def write(self, lead: int, **more: object) -> Mail:
        """A mail by hand, queued."""
        template = mailing.template_names(self.desk)[0]
        draft = mailing.draft_mail(self.desk, lead, template)
        queued = mailing.queue_mail(self.desk, draft, **more)  # type: ignore[arg-type]
        assert isinstance(queued, Queued), queued
        return self.mail(queued.message)

    def mail(self, message: str) -> Mail:
        """A mail of the outbox, as it is now."""
        found = self.desk.store.outbox.get(message)
        assert found is not None
        return found

    def send(self, box: int = 0, most: int = 1000) -> list[Attempt]:
        """One turn of a mailbox's sender."""
        mailbox = self.boxes[box]
        lease = self.desk.store.leases.take(f"send-{mailbox.name}", "ana")
        assert lease is not None
        self.sender = Sender(self.desk, mailbox, self.server, lease)
        try:
            self.sender.recover()
            return self.sender.turn(most)
        finally:
            self.sender.close()
            lease.give_back()


def not_reached(why: str = "connect: refused") -> Handed:
    """The server is not there."""
    return Handed(AGAIN, why, about=OF_MAILBOX, lost=True)
