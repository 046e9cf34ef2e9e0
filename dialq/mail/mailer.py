"""The desk's mailer: makes a mail's bytes and delivers them."""

from __future__ import annotations

from pathlib import Path

from dialq.desk.outgoing import Outgoing
from dialq.mail.maildir import MaildirOutbox
from dialq.mail.message import compose, new_message_id, new_token


class Mailer:
    """Composes mails and delivers them to a Maildir."""

    def __init__(self, folder: Path) -> None:
        self._outbox = MaildirOutbox(folder)

    def new_message_id(self, address: str) -> str:
        """A new Message-ID at the domain of a sender's address."""
        return new_message_id(address.rpartition("@")[2])

    def new_token(self) -> str:
        """A new, unguessable word for replies and opt-outs to carry back."""
        return new_token()

    def compose(self, mail: Outgoing) -> bytes:
        """The mail as it goes over the wire."""
        return compose(mail)

    def deliver(self, message_id: str, raw: bytes) -> None:
        """Put it into the outbox folder; the same Message-ID twice leaves one mail."""
        self._outbox.deliver(message_id, raw)
