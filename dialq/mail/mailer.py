"""The desk's mailer: makes a mail's bytes and delivers them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from dialq.desk.outgoing import Outgoing
from dialq.mail.maildir import MaildirOutbox
from dialq.mail.message import compose, new_message_id
from dialq.mail.tokens import sign, verify


class Mailer:
    """Composes mails and delivers them to a Maildir."""

    def __init__(self, folder: Path, key: Callable[[], bytes]) -> None:
        """`key` gives the secret that words in our mails are signed with, whenever one is made or read."""
        self._outbox = MaildirOutbox(folder)
        self._key = key

    def new_message_id(self, address: str) -> str:
        """A new Message-ID at the domain of a sender's address."""
        return new_message_id(address.rpartition("@")[2])

    def new_token(self, lead: int) -> str:
        """A new word for a mail to a lead, signed: replies and opt-outs carry it back."""
        return sign(self._key(), lead)

    def token_lead(self, token: str) -> int | None:
        """The lead that a word was made for; None: it is not ours."""
        return verify(self._key(), token)

    def compose(self, mail: Outgoing) -> bytes:
        """The mail as it goes over the wire."""
        return compose(mail)

    def deliver(self, message_id: str, raw: bytes) -> None:
        """Put it into the outbox folder; the same Message-ID twice leaves one mail."""
        self._outbox.deliver(message_id, raw)
