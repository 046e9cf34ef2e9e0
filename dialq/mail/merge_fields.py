"""The merge fields a template may use, and how a lead's values are made harmless for a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from difflib import get_close_matches

MERGE_FIELDS = (
    "first_name", "last_name", "name", "title", "company", "industry", "city", "region", "country",
    "source", "topic", "interaction", "website", "phone", "email", "campaign", "day_part",
    "rep_name", "rep_email", "sender_company", "postal_address",
)  # fmt: skip
"""Fields that every lead, campaign and sender can fill; a lead's custom fields come on top."""
EVENT_FIELDS = ("event_title", "event_place", "event_date")
"""Fields that an event campaign fills besides."""

_HIDDEN = frozenset({"Cc", "Cs", "Co", "Zl", "Zp"})
_TURNS_TEXT = frozenset(
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200e\u200f\u2060\ufeff"
)
"""Marks that turn the reading direction or hide: they can make a text look like another one."""
_BLANKS = re.compile(r"\s+")


def one_line(value: str) -> str:
    """A value as one line of plain text: line ends and blanks become one space, control characters go."""
    line = _BLANKS.sub(" ", value)
    shown = _without_hidden(line)
    # What stood between two blanks and went leaves them side by side.
    return (line if shown is line else _BLANKS.sub(" ", shown)).strip()


def plain_text(value: str) -> str:
    """A text whose only control characters are its line ends, each of them a plain newline."""
    lines = value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    return "\n".join(_without_hidden(line).rstrip() for line in lines)


def explain_missing(missing: Collection[str], known: Collection[str] = MERGE_FIELDS) -> str:
    """One sentence on fields without a value: empty for this lead, or no merge field at all."""
    empty = [field for field in missing if field in known]
    parts = [f"{', '.join(empty)} {'is' if len(empty) == 1 else 'are'} empty for this lead"] if empty else []
    for field in missing:
        if field not in known:
            close = get_close_matches(field, sorted(known), n=1, cutoff=0.5)
            parts.append(f"{field!r} is no merge field" + (f" (nearest: {close[0]})" if close else ""))
    return "; ".join(parts)


def _without_hidden(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        char for char in text if unicodedata.category(char) not in _HIDDEN and char not in _TURNS_TEXT
    )
