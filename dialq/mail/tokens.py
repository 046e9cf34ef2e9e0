"""Signed words that our mails carry and answers bring back: whose answer it is, and that nobody made it up (R14.3)."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from base64 import b32encode

_TOKEN = re.compile(
    r"(?P<signed>(?P<lead>[1-9a-z][0-9a-z]{0,12})\.[a-z2-7]{16})\.(?P<signature>[a-z2-7]{24})"
)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_NONCE_BYTES = 10
_SIGNATURE_BYTES = 15
"""120 bits: nobody guesses one by sending mails."""
_LARGEST = 2**63 - 1


def sign(key: bytes, lead: int) -> str:
    """A new word for a lead: `<lead in base 36>.<nonce>.<signature>`, no two alike."""
    signed = f"{_base36(lead)}.{_plain(secrets.token_bytes(_NONCE_BYTES))}"
    return f"{signed}.{_signature(key, signed)}"


def verify(key: bytes, token: str) -> int | None:
    """The lead a word was signed for; None for what was not signed with this key. Capitals are as small letters."""
    found = _TOKEN.fullmatch(token.lower())
    if found is None or not hmac.compare_digest(_signature(key, found["signed"]), found["signature"]):
        return None
    lead = int(found["lead"], 36)
    return lead if lead <= _LARGEST else None


def _signature(key: bytes, signed: str) -> str:
    digest = hmac.new(key, signed.encode("ascii"), hashlib.sha256).digest()
    return _plain(digest[:_SIGNATURE_BYTES])


def _plain(raw: bytes) -> str:
    """Bytes in letters that headers, addresses and links carry as they are, in whatever case; tens need no padding."""
    return b32encode(raw).decode("ascii").lower()


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits
