"""What stands in a mail's headers: words, addresses, ids and times, each bounded and harmless."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable
from datetime import datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.utils import parsedate_to_datetime

from dialq.mail.charsets import as_text
from dialq.mail.merge_fields import one_line

_LONGEST = 2000
_MOST = 100
_ADDRESS = re.compile(r"[^\s<>,;:\"()\[\]\\@]{1,200}@[^\s<>,;:\"()\[\]\\@]{1,250}")
_ID = re.compile(r"<([^<>\s]{1,500})>")
_YEARS = range(1990, 2200)


def decoded(value: str) -> str:
    """A header's words as one line of plain text: encoded words read, control characters gone."""
    value = value[:_LONGEST]
    if "=?" not in value:
        return one_line(value)
    try:
        pieces = decode_header(value)
    except (HeaderParseError, binascii.Error, ValueError):
        return one_line(value)
    return one_line("".join(_piece(words, charset) for words, charset in pieces))[:_LONGEST]


def address_in(value: str) -> str:
    """The address of one header, its domain in lower case; that in angle brackets if there is one."""
    value = value[:_LONGEST]
    brackets = re.findall(r"<([^<>]{0,500})>", value)
    found = _ADDRESS.search(brackets[-1]) if brackets else _ADDRESS.search(_bare(value))
    return lower_domain(found[0]) if found else ""


def name_in(value: str) -> str:
    """The name beside an address; '' if there is none."""
    value = value[:_LONGEST]
    if "<" in value:
        name = value[: value.rindex("<")]
    else:
        in_brackets = re.search(r"\(([^()]{1,200})\)", value)
        name = in_brackets[1] if in_brackets else ""
    return decoded(name.strip().strip('"').replace('\\"', '"').replace("\\\\", "\\"))[:200]


def addresses_in(values: Iterable[str]) -> tuple[str, ...]:
    """All addresses of some headers, each once."""
    found: dict[str, None] = {}
    for value in values:
        for address in _ADDRESS.findall(value):
            found.setdefault(lower_domain(address))
            if len(found) >= _MOST:
                return tuple(found)
    return tuple(found)


def ids_in(values: Iterable[str]) -> tuple[str, ...]:
    """All Message-IDs of some headers or texts, each once, with their angle brackets."""
    found: dict[str, None] = {}
    for value in values:
        for one in _ID.findall(value):
            found.setdefault(f"<{one_line(one)}>")
            if len(found) >= _MOST:
                return tuple(found)
    return tuple(found)


def time_in(value: str) -> datetime | None:
    """A Date header as an aware time; None if it cannot be read."""
    try:
        moment = parsedate_to_datetime(value[:200])
        if moment.tzinfo is None:
            from datetime import UTC

            moment = moment.replace(tzinfo=UTC)
        moment.timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.year in _YEARS else None


def lower_domain(address: str) -> str:
    """An address as it is compared: its domain in lower case, hidden characters gone."""
    local, _, domain = one_line(address).strip("'.").rpartition("@")
    return f"{local}@{domain.lower().rstrip('.')}" if local and domain else ""


def _bare(value: str) -> str:
    return re.sub(r"\([^()]{0,500}\)", " ", value)


def _piece(words: bytes | str, charset: str | None) -> str:
    return words if isinstance(words, str) else as_text(words, charset or "")
