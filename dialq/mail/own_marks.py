"""What of ours a mail carries back: the ids it answers, and our signed words."""

from __future__ import annotations

import re

from msgspec import Struct

from dialq.mail.charsets import as_text
from dialq.mail.header_values import addresses_in, ids_in
from dialq.mail.opened import Opened, split_headers

_REFERENCE = re.compile(r"<dialq\.([A-Za-z0-9._~-]{1,200})@")
_OPT_OUT = re.compile(r"subject=unsubscribe(?:%20|\+| )([A-Za-z0-9._~-]{16,200})", re.IGNORECASE)
_PLUS = re.compile(r"[^+@]+\+([A-Za-z0-9._~-]{16,200})@")
_ID_LINE = re.compile(
    r"^[ \t>]*Message-ID:[ \t]*\r?\n?[ \t>]*(<[^<>\s]{1,500}>)", re.IGNORECASE | re.MULTILINE
)
_SOFT_BREAK = re.compile(r"=\r?\n")
_MOST = 20


class Marks(Struct, frozen=True):
    """Ids and words, each once, the surest first."""

    answers: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()


def marks_of(mail: Opened, *, returned: bool = False) -> Marks:
    """The ids and words in a mail's headers; where it returns a mail of ours, those of all of its text too."""
    headers = mail.headers
    answers = list(ids_in(headers.all("in-reply-to")))
    mentioned = list(ids_in(headers.all("references", "thread-topic-id", "x-original-message-id")))
    said = " ".join(headers.all("in-reply-to", "references"))
    if returned:
        inside = mail.returned
        if inside is not None:
            theirs, _ = split_headers(
                as_text(inside.text.encode("utf-8", "replace")).lstrip().encode("utf-8", "replace")
            )
            answers += ids_in(theirs.all("message-id"))
            mentioned += ids_in(theirs.all("references", "in-reply-to"))
        text = _SOFT_BREAK.sub("", as_text(mail.start)) + "".join(
            f"\n{part.text}" for part in mail.parts if part.raw
        )
        body = text.split("\n\n", 1)[-1] if "\n\n" in text else text.split("\r\n\r\n", 1)[-1]
        answers += _ID_LINE.findall(body)
        said += f" {text}"
    tokens = [*_REFERENCE.findall(said), *(_OPT_OUT.findall(said) if returned else ())]
    for address in addresses_in(headers.all("to", "cc", "delivered-to", "x-original-to", "envelope-to")):
        tokens += _PLUS.findall(address)
    own = {f"<dialq.{token}@" for token in tokens}
    plain = [one for one in answers if not one.startswith(tuple(own) or ("\0",))]
    return Marks(
        _once(plain),
        tuple(one for one in _once(mentioned) if one not in plain and not one.startswith("<dialq.")),
        _once(tokens),
    )


def _once(found: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))[:_MOST]
