"""Makes the bytes of a mail: headers that no value can break, text, and the footer of R14.4."""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from urllib.parse import quote

from dialq.desk.outgoing import Outgoing
from dialq.errors import BadInput
from dialq.mail.merge_fields import one_line, plain_text

_ADDRESS = re.compile(r"[\x21-\x7e]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_NOT_IN_ADDRESS = re.compile(r"[()<>\[\]:;,\\\"]")
_MESSAGE_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]+@[\x21-\x3b\x3d\x3f-\x7e]+>")
_TOKEN = re.compile(r"[A-Za-z0-9._~-]{1,128}")
_IDS = ("Message-ID", "In-Reply-To", "References", "List-Unsubscribe")
_LONGEST_LINE = 998
_LONG_SUBJECT = 500
"""Characters after which a subject is cut; nobody reads on, and some servers refuse it."""


class _WholeIds(EmailPolicy):
    """Folds headers for people to read, and never the ids that programs read.

    Python would turn a long References or List-Unsubscribe into encoded words, which breaks threading.
    """

    def fold_binary(self, name: str, value: str) -> bytes:
        """One header as bytes."""
        if name in _IDS:
            return f"{name}: {value}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


_POLICY = _WholeIds(linesep=SMTP.linesep)


def new_message_id(domain: str) -> str:
    """A new, unguessable Message-ID at a domain, with its angle brackets."""
    return f"<{secrets.token_urlsafe(24)}@{_domain(domain)}>"


def new_token() -> str:
    """A new, unguessable word for replies and opt-outs to carry back."""
    return secrets.token_urlsafe(18)


def token_reference(token: str, domain: str) -> str:
    """The id in References that carries our token: it survives servers that replace the Message-ID."""
    return f"<dialq.{token}@{_domain(domain)}>"


def compose(mail: Outgoing) -> bytes:
    """The mail as it goes over the wire; the same value always makes the same bytes.

    Raises BadInput for an address, id or token that cannot stand in a header, and for a mail without
    text or footer.
    """
    message = EmailMessage(policy=_POLICY)
    message["Date"] = datetime.fromtimestamp(mail.date, UTC)
    message["From"] = _mailbox("sender", mail.from_name, mail.from_address)
    message["To"] = _mailbox("recipient", mail.to_name, mail.to_address)
    message["Subject"] = _subject(mail.subject)
    message["Message-ID"] = _id(mail.message_id)
    _add_thread(message, mail)
    text = _text(mail)
    plain = text.isascii() and max(map(len, text.split("\n"))) <= _LONGEST_LINE
    message.set_content(text, charset="utf-8", cte="7bit" if plain else "quoted-printable")
    return message.as_bytes()


def _add_thread(message: EmailMessage, mail: Outgoing) -> None:
    """In-Reply-To, References and List-Unsubscribe: how answers and opt-outs find their way back."""
    references = [_id(one) for one in mail.references]
    if references:
        message["In-Reply-To"] = references[-1]
    if mail.token:
        if not _TOKEN.fullmatch(mail.token):
            raise BadInput(f"the token {one_line(mail.token)!r} of a mail is not plain", "Make a new one.")
        references.append(token_reference(mail.token, mail.from_address.rpartition("@")[2]))
        subject = quote(f"unsubscribe {mail.token}")
        message["List-Unsubscribe"] = f"<mailto:{quote(mail.from_address, safe='@')}?subject={subject}>"
    if references:
        message["References"] = " ".join(_fitting(references))


def _fitting(references: list[str]) -> list[str]:
    """The first id of a thread and as many of the last as one line may hold."""
    fitting, room = references[:1], _LONGEST_LINE - len("References: ") - len(references[0])
    for one in reversed(references[1:]):
        room -= len(one) + 1
        if room < 0:
            break
        fitting.insert(1, one)
    return fitting


def _text(mail: Outgoing) -> str:
    body, footer = plain_text(mail.body).strip("\n"), plain_text(mail.footer).strip("\n")
    if not body.strip():
        raise BadInput("the mail has no text", "Write one, or choose a template.")
    if not footer.strip():
        raise BadInput(
            "the mail has no footer with sender, postal address and opt-out",
            "Fill in [sender] in the settings.",
        )
    return f"{body}\n\n{footer}\n"


def _subject(text: str) -> str:
    subject = one_line(text)
    if not subject:
        raise BadInput("the mail has no subject", "Write one, or choose a template.")
    return subject[:_LONG_SUBJECT]


def _mailbox(whose: str, name: str, address: str) -> Address:
    if not _ADDRESS.fullmatch(address) or _NOT_IN_ADDRESS.search(address) or address.count("@") != 1:
        raise BadInput(f"{one_line(address)!r} is no mail address for the {whose}", "Correct the address.")
    return Address(display_name=one_line(name), addr_spec=address)


def _id(text: str) -> str:
    if len(text) > 250 or not _MESSAGE_ID.fullmatch(text):
        raise BadInput(f"{one_line(text)[:80]!r} is no Message-ID", "Write it like <word@example.com>.")
    return text


def _domain(domain: str) -> str:
    if not _ADDRESS.fullmatch(f"x@{domain}"):
        raise BadInput(f"{one_line(domain)!r} is no domain", 'Write it like "example.com".')
    return domain
