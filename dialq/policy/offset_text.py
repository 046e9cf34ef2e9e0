"""Offsets as campaign files write them: `30m`, `1h`, `5d`."""

from __future__ import annotations

import re

from dialq.engine.campaign import Offset

_OFFSET = re.compile(r"(\d{1,5})\s*([mhd])")
LONGEST_DAYS = 730
"""Two years: a step further off than that is a slip of the finger."""


def parse_offset(text: str) -> Offset | None:
    """The offset, or None if the text is none. Minutes and hours count on the clock, days on the calendar."""
    match = _OFFSET.fullmatch(text.strip().casefold())
    if match is None:
        return None
    count, unit = int(match[1]), match[2]
    if unit == "d":
        return Offset(days=count) if count <= LONGEST_DAYS else None
    minutes = count * 60 if unit == "h" else count
    return Offset(minutes=minutes) if minutes <= 24 * 60 else None
