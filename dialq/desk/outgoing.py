"""A mail on its way out, and the blanks a person must fill before it may go."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from dialq.clock import Instant


class Outgoing(Struct, frozen=True):
    """All that a mail is made of; the same value always makes the same bytes."""

    message_id: str
    """With its angle brackets, `<…@example.com>`: made once, before the mail is stored (R14.2)."""
    date: Instant
    from_name: str
    from_address: str
    to_name: str
    to_address: str
    subject: str
    body: str
    footer: str
    """Sender identity, postal address and opt-out (R14.4)."""
    references: tuple[str, ...] = ()
    """Message-IDs of the thread it continues, oldest first."""
    token: str = ""
    """Our own unguessable word for this mail: replies and opt-outs carry it back (R14.3)."""
    html: str = ""
    """The text as HTML, without the footer; '': the mail is plain text."""
    reply_to: str = ""
    """The address that answers go to; '' is that of the sender."""
    unsubscribe_url: str = ""
    """The team's own address for one-click opt-out (RFC 8058), our token filled in; '': by mail only."""


_MESSAGE_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]+@[\x21-\x3b\x3d\x3f-\x7e]+>")
_LONGEST_ID = 250
_MARK = re.compile(r"\{\{[^\n]*?\}\}|\{%[^\n]*?%\}|\{#[^\n]*?#\}|\{\{|\{%")
"""`{{ field }}`, `{% if field %}`, `{# a note #}`, and those of them that were never closed."""
_LONGEST_MARK = 60


def is_message_id(text: str) -> bool:
    """Whether a text can stand in References as it is: one id with its angle brackets."""
    return len(text) <= _LONGEST_ID and _MESSAGE_ID.fullmatch(text) is not None


def blank(field: str) -> str:
    """How a merge field without a value stands in a text until a person fills it."""
    return f"[{field}]"


def still_blank(text: str, missing: Iterable[str]) -> tuple[str, ...]:
    """What of an edited text blocks its send: blanks of missing fields, and marks of templates (R14.1).

    Nobody fills in a text that was written by hand. What is quoted of a letter, behind `>`, is not ours to judge.
    """
    own = "\n".join(line for line in text.split("\n") if not line.startswith(">"))
    marks = (found[0][:_LONGEST_MARK] for found in _MARK.finditer(own))
    return tuple(dict.fromkeys((*(field for field in missing if blank(field) in text), *marks)))
