"""The text of a mail as a person reads it, and what of it they wrote themselves."""

from __future__ import annotations

import re

from dialq.mail.merge_fields import plain_text
from dialq.mail.opened import Opened
from dialq.mail.quotes import without_marked_lines, without_quotes

_LONGEST = 20_000
_LOOKED_AT = 200_000
_MOST_PARTS = 4
_STUB = re.compile(
    r"\s*(?:this (?:message|e-?mail|part)|your (?:e-?mail|mail)|to view|diese (?:nachricht|e-?mail)"
    r"|ce message)[^\n]{0,120}html[^\n]{0,200}\s*",
    re.IGNORECASE,
)


def whole_text(mail: Opened) -> str:
    """All of a mail's text, plain, with its quotes; attachments are no text."""
    plain = [part for part in mail.parts if part.kind == "text/plain" and not part.attached][:_MOST_PARTS]
    text = "\n\n".join(plain_text(part.text[:_LOOKED_AT]).strip() for part in plain).strip()
    if text and not _STUB.fullmatch(text):
        return text[:_LOOKED_AT]
    html = next((part for part in mail.parts if part.kind == "text/html" and not part.attached), None)
    if html is None:
        return text
    from dialq.mail.html_text import html_text

    return plain_text(html_text(html.text)).strip()[:_LOOKED_AT] or text


def own_text(whole: str) -> str:
    """What they wrote themselves, at most 20,000 characters; '' if all of it is quoted."""
    return without_quotes(whole)[:_LONGEST].rstrip()


def shown_text(whole: str, own: str) -> str:
    """Their own text, or where it cannot be told all that is not marked as quoted."""
    return own or without_marked_lines(whole)[:_LONGEST].rstrip()
