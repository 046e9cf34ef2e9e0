"""Lead data on a terminal: nothing in it may move the cursor, turn the text round or hide."""

from __future__ import annotations

_JOINS_EMOJI = "\u200d"


def visible(text: str) -> str:
    """The text with every control, bidirectional or invisible character written out, as `\\x1b`."""
    if text.isprintable():
        return text
    return "".join(map(_shown, text))


def _shown(char: str) -> str:
    if char.isprintable() or char == _JOINS_EMOJI:
        return char
    if char.isspace() and char not in "\t\n\r\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029":
        return " "
    return f"\\x{ord(char):02x}" if ord(char) < 256 else f"\\u{ord(char):04x}"
