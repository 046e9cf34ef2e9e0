"""Bytes of a mail as text, whatever its charset claims to be."""

from __future__ import annotations

import binascii
import codecs

_NOT_FOR_MAIL = frozenset({"punycode", "idna", "undefined", "unicode-escape", "raw-unicode-escape"})
"""Codecs of Python that no mail is written in; some are slow on purpose-made bytes."""


def as_text(raw: bytes, charset: str = "") -> str:
    """The bytes in the charset they claim, else in UTF-8, else in Windows' western one. Never raises."""
    for name in (charset or "utf-8", "utf-8"):
        text = _strictly(raw, name)
        if text is not None:
            return text
    if _is_western(charset):
        return raw.decode("cp1252", "replace")
    return raw.decode(charset, "replace")


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


def _strictly(raw: bytes, charset: str) -> str | None:
    try:
        if codecs.lookup(charset).name in _NOT_FOR_MAIL:
            return None
        return raw.decode(charset)
    except (LookupError, UnicodeError, ValueError):
        return None


def _is_western(charset: str) -> bool:
    """Whether broken bytes are better read as western text than as what they claim to be."""
    if charset.lower().replace("_", "-") in ("", "utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1"):
        return True
    try:
        found = codecs.lookup(charset)
        return found.name in _NOT_FOR_MAIL or b"".decode(charset, "replace") != ""
    except (LookupError, UnicodeError, ValueError):
        return True
