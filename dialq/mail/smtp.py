"""Hands mails to a mailbox's own server, and says exactly what came of each (R14.2)."""

from __future__ import annotations

import re
import ssl
from functools import partial

from msgspec.structs import replace

from dialq.desk.mail_ports import Line
from dialq.desk.sending_values import ACCEPTED, OF_MAIL, OF_MAILBOX, OF_RECIPIENT, UNKNOWN, Handed
from dialq.errors import BadInput
from dialq.mail.addresses import ascii_address
from dialq.mail.merge_fields import one_line
from dialq.mail.secrets import secret_of
from dialq.mail.smtp_faults import (
    CONNECT,
    DATA,
    END,
    MAIL,
    RCPT,
    TEXT,
    Ended,
    answered,
    refused,
    silent,
    status_of,
)
from dialq.mail.smtp_login import open_conversation
from dialq.mail.smtp_wire import Conversation, Waits
from dialq.settings import MailboxSettings

_ADDRESS = re.compile(r"[^\s<>@\x00-\x1f\x7f]+@[^\s<>@\x00-\x1f\x7f]+")
_LINE_END = re.compile(rb"\r\n|\r|\n")
_FIRST_DOT = re.compile(rb"^\.", re.MULTILINE)

GOODBYE = 221
"""The answer to QUIT, and to nothing else (RFC 5321, 4.2.3)."""


class SmtpCarrier:
    """Opens lines to the servers of mailboxes. Certificates are always verified."""

    def __init__(self, context: ssl.SSLContext | None = None, waits: Waits | None = None) -> None:
        self._context = context
        self._waits = waits or Waits()

    def connect(self, mailbox: MailboxSettings) -> Line | Handed:
        """An open line, logged in; where it cannot be had, why: AGAIN, or REFUSED by the server itself."""
        server = mailbox.smtp
        if server is None:
            return refused(CONNECT, f"the mailbox {mailbox.name!r} has no [mailbox.smtp]", OF_MAILBOX)
        if self._context is None:
            self._context = ssl.create_default_context()
        secret = partial(secret_of, server.secret, server.username)
        try:
            return SmtpLine(open_conversation(server, secret, self._context, self._waits))
        except Ended as ended:
            return ended.handed


class SmtpLine:
    """A line to a server that is logged in; one mail after the other goes over it."""

    def __init__(self, talk: Conversation) -> None:
        self._talk = talk
        self._begun = False

    def hand_over(self, message_id: str, sender: str, recipient: str, raw: bytes) -> Handed:
        """Hand one mail to the server; `message_id` stands in the mail itself already."""
        text = wire_text(raw)
        try:
            self._begin(sender, recipient, text)
            self._give(text)
            return self._end()
        except Ended as ended:
            return self._put_in_order(ended.handed)

    def close(self) -> None:
        """Say good-bye, without waiting long."""
        if self._talk.lost:
            return
        self._talk.patience = self._talk.waits.goodbye
        try:
            self._talk.ask(b"QUIT")
        except OSError:
            return
        finally:
            self._talk.close()

    def break_off(self) -> None:
        """Hang up in the middle of whatever goes on, from any thread."""
        self._talk.break_off()

    def _begin(self, sender: str, recipient: str, text: bytes) -> None:
        """MAIL and RCPT, as far as the server can take such a mail at all."""
        offers = self._talk.esmtp_features
        sender = _plain(MAIL, sender, OF_MAILBOX)
        recipient = _plain(RCPT, recipient, OF_RECIPIENT)
        limit = offers.get("size", "")
        if limit.isdecimal() and 0 < int(limit) < len(text):
            raise Ended(refused(MAIL, f"the mail has {len(text)} bytes, the server takes {limit}", OF_MAIL))
        options = f" SIZE={len(text)}" if "size" in offers else ""
        self._listen(MAIL)
        self._step(MAIL, f"MAIL FROM:<{sender}>{options}", (250,))
        self._begun = True
        self._step(RCPT, f"RCPT TO:<{recipient}>", (250, 251, 252))

    def _give(self, text: bytes) -> None:
        """DATA and the text, without its end: until that is written the server cannot have the mail."""
        self._step(DATA, "DATA", (354,))
        self._talk.patience = self._talk.waits.text
        try:
            self._talk.send(_FIRST_DOT.sub(b"..", text))
        except OSError as error:
            if parting := self._talk.parting_words():
                raise Ended(answered(TEXT, *parting, lost=True)) from None
            raise Ended(silent(TEXT, self._talk.fault(error))) from None
        self._listen(TEXT)

    def _end(self) -> Handed:
        """The end of the text, in a write of its own. From here on only an answer tells."""
        try:
            code, words = self._talk.ask(b".")
        except OSError as error:
            raise Ended(silent(END, self._talk.fault(error))) from None
        self._begun, self._talk.patience = False, self._talk.waits.command
        if not 200 <= code < 300:
            raise Ended(self._surely_not(answered(END, code, words, lost=self._talk.lost)))
        text = one_line(words.decode("utf-8", "replace"))
        return Handed(ACCEPTED, f"{code} {text}", status_of(code, text), lost=self._talk.lost)

    def _surely_not(self, refused: Handed) -> Handed:
        """A refusal of the text, if it was the answer to its end.

        Some servers answer in the middle of a text, and take it all the same: then another answer still comes. Only
        the good-bye tells, since its answer is like no other.
        """
        if refused.lost:
            return refused
        try:
            code, words = self._talk.ask(b"QUIT")
        except OSError:
            return replace(refused, lost=True)
        self._talk.close()
        if code == GOODBYE:
            return replace(refused, lost=True)
        said = one_line(words.decode("utf-8", "replace"))
        return Handed(UNKNOWN, f"{refused.why}; then {code} {said}", lost=True)

    def _listen(self, stage: str) -> None:
        """Whether the server is still there: one that hung up, or says something unasked, takes no mail."""
        try:
            unasked = self._talk.unasked()
        except OSError as error:
            raise Ended(silent(stage, self._talk.fault(error))) from None
        if unasked is not None:
            raise Ended(answered(stage, *unasked, lost=True))

    def _step(self, stage: str, line: str, wanted: tuple[int, ...]) -> None:
        try:
            code, words = self._talk.ask(line.encode())
        except OSError as error:
            raise Ended(silent(stage, self._talk.fault(error))) from None
        if code not in wanted:
            raise Ended(answered(stage, code, words, lost=self._talk.lost))

    def _put_in_order(self, handed: Handed) -> Handed:
        """After a failure: the server forgets the mail, or the line is given up."""
        self._talk.patience = self._talk.waits.command
        begun, self._begun = self._begun, False
        if handed.lost:
            self._talk.close()
            return handed
        if begun:
            try:
                self._step("RSET", "RSET", (250,))
            except Ended:
                self._talk.close()
        return replace(handed, lost=self._talk.lost)


def wire_text(raw: bytes) -> bytes:
    """The mail with every line ended by CR and LF: a lone one of them could end the mail for some servers."""
    text = _LINE_END.sub(b"\r\n", raw)
    return text if text.endswith(b"\r\n") else text + b"\r\n"


def _plain(stage: str, address: str, about: str) -> str:
    """An address as the conversation takes it; one that could break it is not even tried."""
    try:
        return ascii_address(address)
    except BadInput as error:
        raise Ended(refused(stage, error.title, about)) from None
