"""How the bytes of a lead file are to be read."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import BinaryIO

from dialq.errors import BadInput

_BLOCK = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KINDS = (
    (b"PK\x03\x04", "an Excel workbook or a zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"SQLite format 3", "a database"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
_MOST_ODD = 8
MIXED = "dialq-mixed"
"""Error handler: single stray bytes in UTF-8 text are read as Windows (cp1252) letters."""


def detect_encoding(path: Path) -> str:
    """The Python name of the file's encoding: by BOM, by NULs (UTF-16), as UTF-8, else cp1252.

    The whole file is looked at, in blocks. Raises BadInput for what is no text.
    """
    with path.open("rb") as stream:
        start = stream.read(_BLOCK)
        _refuse_binary(path, start)
        for bom, encoding in _BOMS:
            if start.startswith(bom):
                return encoding
        wide = _utf16_without_bom(start)
        if wide:
            return wide
        if start.count(0) > len(start) // 10:
            raise _no_text(path)
        stream.seek(0)
        return "utf-8" if _is_utf8(stream) else "cp1252"


def decoding_errors(encoding: str) -> str:
    """The error handler for an encoding: nothing is ever thrown away because of one bad byte."""
    return MIXED if encoding.startswith("utf-8") else "replace"


def _refuse_binary(path: Path, start: bytes) -> None:
    """Raises BadInput for workbooks, archives and other files that hold no text."""
    for magic, kind in _KINDS:
        if start.startswith(magic):
            raise BadInput(f"{path} is {kind}, not a CSV file", "Save it as CSV (UTF-8) and import that")
    head = start[:4096]
    odd = sum(byte < 32 and byte not in b"\t\n\r\f\v\0\x1a\x1b" for byte in head)
    if odd > max(_MOST_ODD, len(head) // 20):
        raise _no_text(path)


def _no_text(path: Path) -> BadInput:
    """The sentence for bytes that mean nothing to a reader of text."""
    return BadInput(f"{path} is no text file", "Export the leads as CSV and import that")


def _utf16_without_bom(start: bytes) -> str:
    """`utf-16-le` or `utf-16-be` if every other byte is mostly NUL, else ''."""
    sample = start[: len(start) // 2 * 2]
    half = len(sample) // 2
    if half < 2:
        return ""
    high_first, low_first = sample[0::2].count(0), sample[1::2].count(0)
    if low_first > half * 0.4 and high_first < half * 0.05:
        return "utf-16-le"
    if high_first > half * 0.4 and low_first < half * 0.05:
        return "utf-16-be"
    return ""


def _is_utf8(stream: BinaryIO) -> bool:
    """Is it UTF-8 throughout, or UTF-8 with fewer broken bytes than good letters?"""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        for block in iter(lambda: stream.read(_BLOCK), b""):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        stream.seek(0)
        return _mostly_utf8(stream.read(_BLOCK))
    return True


def _mostly_utf8(sample: bytes) -> bool:
    """Do real UTF-8 letters outnumber the bytes that are none?"""
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    good = sum(not letter.isascii() for letter in text) - broken
    return good > broken


def _read_as_windows(failure: UnicodeError) -> tuple[str, int]:
    """One stray byte, as Windows would show it."""
    if not isinstance(failure, UnicodeDecodeError):
        raise failure
    stray = failure.object[failure.start : failure.end]
    return stray.decode("cp1252", "replace"), failure.end


codecs.register_error(MIXED, _read_as_windows)
