"""Makes the bytes of a mail: headers that no value can break, text, HTML, and the footer of R14.4."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from hashlib import sha256
from urllib.parse import quote

from dialq.desk.outgoing import Outgoing, is_message_id
from dialq.errors import BadInput
from dialq.mail.addresses import ascii_address, ascii_domain
from dialq.mail.headers import LONGEST_LINE, address_value, text_value
from dialq.mail.html_part import with_footer
from dialq.mail.merge_fields import one_line, plain_text

_TOKEN = re.compile(r"[A-Za-z0-9._~-]{1,128}")
_END_POINT = re.compile(r"https://[!#$%&'()*+./0-9:;=?@A-Z\[\]_a-z~-]{1,400}")
_LONG_SUBJECT = 500
"""Characters after which a subject is cut; nobody reads on, and some servers refuse it."""


class _Verbatim(EmailPolicy):
    """Writes our own headers as they were made; those of the parts are the library's."""

    def fold_binary(self, name: str, value: str) -> bytes:
        """One header as bytes."""
        if name.startswith(("Content-", "MIME-")):
            return super().fold_binary(name, value)
        return f"{name}: {value}{self.linesep}".encode("ascii")


_POLICY = _Verbatim(linesep=SMTP.linesep)


def new_message_id(domain: str) -> str:
    """A new, unguessable Message-ID at a domain, with its angle brackets."""
    # A letter first: neither a number of a lead nor an option of a command can be meant by its beginning.
    return f"<{secrets.choice('ghjkmnpqrstvwxyz')}{secrets.token_hex(16)[1:]}@{ascii_domain(domain)}>"


def token_reference(token: str, domain: str) -> str:
    """The id in References that carries our token: it survives servers that replace the Message-ID."""
    return f"<dialq.{token}@{ascii_domain(domain)}>"


def compose(mail: Outgoing) -> bytes:
    """The mail as it goes over the wire; the same value always makes the same bytes.

    Raises BadInput for an address, id, token or end-point that cannot stand in a header, and for a mail without
    text or footer.
    """
    message = EmailMessage(policy=_POLICY)
    for name, value in _headers(mail):
        message.set_raw(name, value)
    body, footer = _body_and_footer(mail)
    text = f"{body}\n\n{footer}\n"
    message.set_content(text, charset="utf-8", cte=_transfer(text))
    page = plain_text(mail.html).strip("\n")
    if page.strip():
        page = f"{with_footer(page, footer)}\n"
        message.add_alternative(page, subtype="html", charset="utf-8", cte=_transfer(page))
        message.set_boundary(f"=_{sha256(f'{mail.message_id}{text}{page}'.encode()).hexdigest()[:32]}")
    return message.as_bytes()


def _headers(mail: Outgoing) -> Iterator[tuple[str, str]]:
    sender = ascii_address(mail.from_address, "sender")
    yield "Date", format_datetime(datetime.fromtimestamp(mail.date, UTC))
    yield "From", address_value("From", mail.from_name, sender)
    yield "To", address_value("To", mail.to_name, ascii_address(mail.to_address))
    if mail.reply_to:
        yield "Reply-To", ascii_address(mail.reply_to, "sender")
    yield "Subject", text_value("Subject", _subject(mail.subject))
    yield "Message-ID", _id(mail.message_id)
    references = [_id(one) for one in mail.references]
    if references:
        yield "In-Reply-To", references[-1]
    if mail.token:
        references.append(token_reference(_token(mail.token), sender.rpartition("@")[2]))
        yield from _opt_out(mail, sender)
    if references:
        yield "References", " ".join(_fitting(references))


def _opt_out(mail: Outgoing, sender: str) -> Iterator[tuple[str, str]]:
    """How a mail program offers the opt-out: by mail always, with one click where the team has an end-point."""
    subject = quote(f"unsubscribe {mail.token}")
    by_mail = f"<mailto:{quote(sender, safe='@')}?subject={subject}>"
    if not mail.unsubscribe_url:
        yield "List-Unsubscribe", by_mail
        return
    if not _END_POINT.fullmatch(mail.unsubscribe_url):
        raise BadInput(
            f"{one_line(mail.unsubscribe_url)[:80]!r} is no end-point for opt-outs",
            "Let mail.unsubscribe_url in the settings begin with https:// and be shorter than 400 letters.",
        )
    yield "List-Unsubscribe", f"<{mail.unsubscribe_url}>, {by_mail}"
    yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"


def _fitting(references: list[str]) -> list[str]:
    """The first id of a thread and as many of the last as one line may hold."""
    fitting, room = references[:1], LONGEST_LINE - len("References: ") - len(references[0])
    for one in reversed(references[1:]):
        room -= len(one) + 1
        if room < 0:
            break
        fitting.insert(1, one)
    return fitting


def _body_and_footer(mail: Outgoing) -> tuple[str, str]:
    body, footer = plain_text(mail.body).strip("\n"), plain_text(mail.footer).strip("\n")
    if not body.strip():
        raise BadInput("the mail has no text", "Write one, or choose a template.")
    if not footer.strip():
        raise BadInput(
            "the mail has no footer with sender, postal address and opt-out",
            "Fill in [sender] in the settings.",
        )
    return body, footer


def _transfer(text: str) -> str:
    """How a text travels: as it is if every server takes it so."""
    plain = text.isascii() and max(map(len, text.split("\n"))) <= LONGEST_LINE
    return "7bit" if plain else "quoted-printable"


def _subject(text: str) -> str:
    subject = one_line(text)
    if not subject:
        raise BadInput("the mail has no subject", "Write one, or choose a template.")
    return subject[:_LONG_SUBJECT]


def _id(text: str) -> str:
    if not is_message_id(text):
        raise BadInput(f"{one_line(text)[:80]!r} is no Message-ID", "Write it like <word@example.com>.")
    return text


def _token(text: str) -> str:
    if not _TOKEN.fullmatch(text):
        raise BadInput(f"the token {one_line(text)!r} of a mail is not plain", "Make a new one.")
    return text
