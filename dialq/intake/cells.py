"""One cell, cleaned: blanks that pretend to be data, a spreadsheet's quotes, control characters."""

from __future__ import annotations

import re
import unicodedata

_NOTHING = (
    *"- -- --- – — 0 ? ?? . xx xxx n/a na n.a. n.a #n/a #ref! #value! #name? none null nil nan".split(),
    *"(null) <null> (none) test tbd unknown undefined (blank) kein keine".split(),
    *("not provided", "[not provided]", "(not set)", "no data"),
)
_CASES = (str.lower, str.upper, str.capitalize, str.title)
_SURNAMES = {"Null", "Na"}
BLANKS = frozenset(("", *(cased(word) for word in _NOTHING for cased in _CASES))) - _SURNAMES
"""What people and programs write where there is nothing."""

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_SPACES = re.compile(r"\s+")
_QUOTES = "'=\""
_FORMULA_STARTS = "=+-@0123456789"


def line(cell: str) -> str:
    """A cell of one line: trimmed, compatibility letters unfolded, no control characters, '' for a blank."""
    text = cell.strip()
    if not (text.isascii() and text.isprintable()):
        text = _plain(text)
    if text in BLANKS:
        return ""
    return unquoted(text) if text[0] in _QUOTES else text


def _plain(text: str) -> str:
    """Letters, digits and single spaces of any script, and nothing that moves a cursor."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    if not text.isprintable():
        text = _SPACES.sub(" ", "".join(mark if mark.isprintable() else " " for mark in text))
    return text.strip()


def prose(cell: str) -> str:
    """A cell of free text: its lines kept, letters composed, '' for a blank."""
    text = raw_value(cell)
    return "" if text in BLANKS else text


def raw_value(cell: str) -> str:
    """A cell dialq does not interpret: trimmed and made safe to show, `0` and `none` stay."""
    text = cell.strip()
    if not (text.isascii() and text.isprintable()):
        text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
        text = "".join(mark for mark in text if mark == "\n" or mark.isprintable()).strip()
    return unquoted(text) if text and text[0] in _QUOTES else text


def unquoted(text: str) -> str:
    """Without what spreadsheets put around text: `'+1415`, `="02134"`, `"quoted"`."""
    if text.startswith('="') and text.endswith('"') and len(text) > 3:
        return text[2:-1].strip()
    if text[0] == "'" and text[1:2] and text[1] in _FORMULA_STARTS:
        return text[1:].strip()
    if text[0] == '"' and text.endswith('"') and len(text) > 2:
        return text[1:-1].strip()
    return text
