"""Bytes of a mail as text, whatever its charset claims to be."""

from __future__ import annotations

import binascii
import codecs

_NOT_FOR_MAIL = frozenset({"punycode", "idna", "undefined", "unicode-escape", "raw-unicode-escape"})
"""Codecs of Python that no mail is written in; some are slow on purpose-made bytes."""
_WESTERN = frozenset({"", "utf-8", "ascii", "iso8859-1"})
"""Charsets that western text of old programs claims, wrongly."""


def as_text(raw: bytes, charset: str = "") -> str:
    """The bytes in the charset they claim, else in UTF-8, else in Windows' western one. Never raises."""
    codec = _codec_of_text(charset)
    for name in dict.fromkeys((codec or "utf-8", "utf-8")):
        text = _strictly(raw, name)
        if text is not None:
            return text
    # Broken bytes are better read as western text than as what claims to be UTF-8.
    text = raw.decode("cp1252" if codec in _WESTERN else codec, "replace")
    return text.encode("utf-8", "replace").decode("utf-8")


def unpacked(raw: bytes, encoding: str) -> bytes:
    """The bytes behind a Content-Transfer-Encoding; what is broken is left as far as it goes."""
    if encoding == "quoted-printable":
        return binascii.a2b_qp(raw)
    if encoding != "base64":
        return raw
    letters = raw.translate(None, delete=_NOT_BASE64)
    try:
        return binascii.a2b_base64(letters[: len(letters) // 4 * 4])
    except binascii.Error:
        return b""


_NOT_BASE64 = bytes(
    byte for byte in range(256) if not (chr(byte).isascii() and chr(byte).isalnum()) and byte not in b"+/="
)


def _codec_of_text(charset: str) -> str:
    """The codec of a charset; '' if it is unknown, or does something else than to write text as bytes."""
    try:
        # Codecs like base64 or zip are found by the same look-up; only this tells them apart.
        known = codecs.lookup(charset) if charset else None
        readable = known is not None and b"a".decode(charset, "replace") is not None
    except (LookupError, UnicodeError, ValueError):
        return ""
    return known.name if known is not None and readable and known.name not in _NOT_FOR_MAIL else ""


def _strictly(raw: bytes, codec: str) -> str | None:
    try:
        text = raw.decode(codec)
        # Some codecs let half a character through, which nothing can write down.
        text.encode("utf-8")
    except (UnicodeError, ValueError):
        return None
    return text
