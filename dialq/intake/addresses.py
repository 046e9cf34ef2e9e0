"""Email addresses, web sites and LinkedIn profiles out of cells."""

from __future__ import annotations

import re

from dialq.intake.cells import line

_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~\u0080-\U0010ffff-]{1,64}"
    r"@(?:[\w](?:[\w-]{0,61}[\w])?\.)+[^\W\d_][\w-]{1,62}"
)
_PLAIN = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*@[A-Za-z0-9][A-Za-z0-9-]*\.[A-Za-z]{2,}")
"""Most addresses, told at once."""
_BREAKS = re.compile(r"\s*(?::::|[;,|\s<>()\[\]]|\bor\b|\band\b)\s*")
_WEB_ADDRESS = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?", re.IGNORECASE)
_LINKEDIN = re.compile(r"(?:https?://)?(?:[a-z]{2,3}\.)?linkedin\.com/\S+", re.IGNORECASE)


def is_address(text: str) -> bool:
    """Could mail be sent there? Form only; nobody is asked."""
    if _PLAIN.fullmatch(text):
        return True
    return _ADDRESS.fullmatch(text) is not None and ".." not in text and text[:1] != "." and ".@" not in text


def addresses(cell: str) -> tuple[list[str], list[str]]:
    """The email addresses of a cell, domains in lower case; and the pieces that are none."""
    text = line(cell)
    if not text:
        return [], []
    if is_address(text):
        return [_lower_domain(text)], []
    good: list[str] = []
    bad: list[str] = []
    for piece in _BREAKS.split(text):
        address = piece.strip("\"'.").removeprefix("mailto:")
        if is_address(address):
            good.append(_lower_domain(address))
        elif "@" in piece:
            bad.append(piece)
    return (good, bad) if good or bad else ([], [text])


def linkedin_profile(text: str, *, trusted: bool) -> str:
    """A person's profile address with its scheme, or '' if the text names none.

    `trusted`: the column is a LinkedIn column, so any web address in it is taken for one.
    """
    found = _LINKEDIN.search(text)
    address = found.group().rstrip(".,;)") if found else ""
    if "/company/" in address:
        return ""
    if not address and trusted and _WEB_ADDRESS.fullmatch(text):
        address = text
    return address if not address or address.lower().startswith("http") else f"https://{address}"


def _lower_domain(address: str) -> str:
    """Case matters before the @ only."""
    if address.islower():
        return address
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.lower()}"
