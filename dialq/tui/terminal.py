"""What goes to the terminal besides text: links, and text made safe to show."""

from __future__ import annotations

import unicodedata

_HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"}


def visible(text: str) -> str:
    r"""Text in which nothing can drive the terminal: control, bidi and zero-width characters as `\x1b`, `\u202e`.

    A line break is shown as ` / `, a tab as a blank.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_visible_character(character) for character in text.replace("\r\n", "\n"))


def _visible_character(character: str) -> str:
    if character == "\n":
        return " / "
    if character == "\t":
        return " "
    if unicodedata.category(character) not in _HIDDEN:
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def visible_lines(text: str) -> str:
    """Like `visible`, for text that people edit: line breaks and tabs stay."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("\t".join(visible(part) for part in line.split("\t")) for line in lines)


def tel_link(number: str) -> str:
    """A `tel:` link of an E.164 number, its extension kept: `tel:+14155550142;ext=7`."""
    return "tel:" + "".join(character for character in number if character in "+0123456789;=ext")


def bare_number(number: str) -> str:
    """The number as it is dialled, ungrouped: `+14155550142`, its extension after a blank."""
    main, _, extension = number.partition(";ext=")
    return f"{main} x{extension}" if extension else main
