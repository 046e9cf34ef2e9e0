"""What the desk needs to write and send mail, as small protocols."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from dialq.desk.outgoing import Outgoing
from dialq.desk.sending_values import Handed
from dialq.settings import MailboxSettings


class MailMaker(Protocol):
    """Makes a mail's bytes and delivers them."""

    def new_message_id(self, address: str) -> str:
        """A new Message-ID at the domain of a sender's address."""
        ...

    def new_token(self, lead: int) -> str:
        """A new word for a mail to a lead, signed: nobody else can make one."""
        ...

    def token_lead(self, token: str) -> int | None:
        """The lead that a word was made for; None: it is not ours."""
        ...

    def compose(self, mail: Outgoing) -> bytes:
        """The mail as it goes over the wire."""
        ...

    def deliver(self, message_id: str, raw: bytes) -> None:
        """Deliver it; the same Message-ID twice leaves one mail."""
        ...


class Line(Protocol):
    """An open connection to a mailbox's server, logged in."""

    def hand_over(self, message_id: str, sender: str, recipient: str, raw: bytes) -> Handed:
        """Hand one mail to the server. Never raises for what the server or the network does: it is in the answer."""
        ...

    def close(self) -> None:
        """Say good-bye, without waiting long; never raises."""
        ...

    def break_off(self) -> None:
        """Hang up in the middle of whatever goes on, from any thread: a mail in the air ends as what it is."""
        ...


class Carrier(Protocol):
    """Opens connections to the servers of mailboxes."""

    def connect(self, mailbox: MailboxSettings) -> Line | Handed:
        """An open line; where it cannot be had, AGAIN (about the mailbox) with the reason."""
        ...


class Filled(Protocol):
    """A template filled in for one lead."""

    @property
    def subject(self) -> str:
        """One line; '' for a text without a subject."""
        ...

    @property
    def body(self) -> str:
        """The text."""
        ...

    @property
    def html(self) -> str:
        """The same as HTML; '' where the template has none."""
        ...

    @property
    def missing(self) -> tuple[str, ...]:
        """Fields without a value."""
        ...

    @property
    def problem(self) -> str:
        """`missing` in a sentence."""
        ...


class Asked(Protocol):
    """What a template asks of its fields."""

    @property
    def fields(self) -> tuple[str, ...]:
        """Their names."""
        ...

    @property
    def by_value(self) -> bool:
        """Whether what is missing may hang on what a value says, not only on whether there is one."""
        ...


class TemplateBook(Protocol):
    """Templates by name."""

    def names(self) -> tuple[str, ...]:
        """All names, sorted."""
        ...

    def mails(self) -> tuple[str, ...]:
        """The names of those with a subject."""
        ...

    def snippets(self) -> tuple[str, ...]:
        """The names of the snippets, sorted."""
        ...

    def asks(self, name: str) -> Asked:
        """What a template, its HTML and its snippets ask of the fields."""
        ...

    def has_html(self, name: str) -> bool:
        """Whether there is an HTML part; False for a name that is not known."""
        ...

    def text(self, name: str) -> str:
        """A template as it was written."""
        ...

    def render(self, name: str, fields: Mapping[str, str]) -> Filled:
        """A template filled in with a lead's fields."""
        ...
