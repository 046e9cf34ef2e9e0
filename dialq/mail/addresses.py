"""Mail addresses as servers take them: plain letters, names of domains in their ASCII form."""

from __future__ import annotations

import re

from dialq.errors import BadInput
from dialq.mail.merge_fields import one_line

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(
    r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*"
)
_LONGEST_LOCAL, _LONGEST = 64, 254
"""RFC 5321, 4.5.3.1."""


def ascii_address(address: str, whose: str = "recipient") -> str:
    """An address as it stands in a header and in SMTP, a domain of other letters in its `xn--` form.

    Raises BadInput for what is none, for other letters before the `@`, and for a domain that has no sure form.
    """
    local, _, domain = address.rpartition("@")
    plain = _ascii_domain(domain)
    if plain is None or not _LOCAL.fullmatch(local) or len(local) > _LONGEST_LOCAL:
        raise BadInput(f"{one_line(address)!r} is no mail address for the {whose}", "Correct the address.")
    if len(local) + 1 + len(plain) > _LONGEST:
        raise BadInput(f"{one_line(address)[:80]!r} is too long for a mail address", "Correct the address.")
    return f"{local}@{plain}"


def ascii_domain(domain: str) -> str:
    """A domain in its ASCII form. Raises BadInput."""
    plain = _ascii_domain(domain)
    if plain is None:
        raise BadInput(f"{one_line(domain)!r} is no domain", 'Write it like "example.com".')
    return plain


def _ascii_domain(domain: str) -> str | None:
    """The ASCII form of a domain; None where there is none that surely means the same.

    Python knows the first edition of the standard only, which makes `ss` of the German sharp s: that is another
    domain today. What does not come back as it was is no sure form.
    """
    if domain.isascii():
        return domain if _DOMAIN.fullmatch(domain) else None
    try:
        plain = domain.encode("idna").decode("ascii")
        same = plain.encode("ascii").decode("idna").lower() == domain.lower()
    except UnicodeError:
        return None
    return plain if same and _DOMAIN.fullmatch(plain) else None
