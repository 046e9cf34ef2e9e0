"""Header values as ASCII lines: what people read is folded and encoded, what programs read stays whole.

The standard library folds a long References, List-Unsubscribe or address into encoded words, which breaks
threads, opt-outs and delivery; so the lines are made here.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable

from dialq.mail.merge_fields import one_line

LONGEST_LINE = 998
"""Bytes of a line of a mail, its end not counted (RFC 5322)."""
_WIDTH = 76
"""Of a line with encoded words (RFC 2047); the others keep to it where they can."""
_FRAME = len("=?utf-8?b??=")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LONG_WORD = 60


def text_value(name: str, text: str) -> str:
    """The value of a header that is words for people, such as Subject."""
    words = one_line(text)
    if not _is_plain(words):
        return _folded(name, _encoded(name, words))
    return _folded(name, words.split(" "))


def address_value(name: str, shown: str, address: str) -> str:
    """The value of a header that is one address, its domain in ASCII already, with a person's name or without."""
    person = one_line(shown)
    if not person:
        return address
    return _folded(name, [*_phrase(name, person), f"<{address}>"])


def _phrase(name: str, person: str) -> list[str]:
    """A person's name, in the pieces between which a line may end."""
    if _is_plain(person) and max(map(len, person.split(" "))) <= _LONG_WORD:
        if _ATOMS.fullmatch(person):
            return person.split(" ")
        quoted = re.sub(r'(["\\])', r"\\\1", person)
        if len(quoted) < _LONG_WORD:
            return [f'"{quoted}"']
    return _encoded(name, person)


def _is_plain(text: str) -> bool:
    """Whether a text says in ASCII what it says; `=?` in it would be read as an encoded word."""
    return text.isascii() and "=?" not in text and max(map(len, text.split(" "))) < LONGEST_LINE // 2


def _encoded(name: str, text: str) -> list[str]:
    """A text as encoded words, each of whole letters, the first short enough to stand behind the header's name."""
    words, part, room = [], b"", _room(len(name) + 2)
    for letter in text:
        raw = letter.encode("utf-8", "replace")
        if len(part) + len(raw) > room:
            words.append(part)
            part, room = b"", _room(1)
        part += raw
    return [f"=?utf-8?b?{b64encode(one).decode('ascii')}?=" for one in (*words, part)]


def _room(before: int) -> int:
    """Bytes that one encoded word may hold on a line on which so much stands already."""
    return (_WIDTH - before - _FRAME) // 4 * 3


def _folded(name: str, pieces: Iterable[str]) -> str:
    """The pieces with a blank between them, a new line begun where one grows too long."""
    value, used = "", len(name) + 2
    for number, piece in enumerate(pieces):
        fits = used + 1 + len(piece) <= _WIDTH
        value += ("" if not number else " " if fits else "\r\n ") + piece
        used = used + (number > 0) + len(piece) if fits or not number else 1 + len(piece)
    return value
