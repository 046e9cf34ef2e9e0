"""Where leads come from: what they cost, how far they are, which programme they go through (R3.3, R19)."""

from __future__ import annotations

from msgspec import Struct

LEAD = "lead"
NAME = "name"


class Source(Struct, frozen=True):
    """One source, as the team set it up."""

    name: str
    kind: str = ""
    """`lead` (queued at once) or `name` (kept until it acts twice); '' unsaid, which means lead (R3.3)."""
    temperature: str = ""
    """`hot` or `warm`; '' unsaid: by the arrival."""
    cost: int | None = None
    """What one lead of it costs, in cents; None: unknown."""
    programme: str = ""
    """The programme its leads go through; '' by cost and temperature."""


UNSAID = Source("")


def cents(text: str) -> int | None:
    """An amount of money as cents: `$35`, `2.50`, `1,200.00`, `2,50 EUR`; None where no amount can be read."""
    plain = "".join(c for c in text if c.isdecimal() or c in ".,")
    if not any(c.isdecimal() for c in plain) or "-" in text:
        return None
    mark = max(plain.rfind("."), plain.rfind(","))
    if mark >= 0 and len(plain) - mark - 1 in (1, 2):
        whole, part = plain[:mark], plain[mark + 1 :].ljust(2, "0")
    else:
        whole, part = plain, "00"
    whole = "".join(c for c in whole if c.isdecimal())
    return int(whole or "0") * 100 + int(part) if len(whole) <= 12 else None
