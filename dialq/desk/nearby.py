"""Whether something may surround a lead, asked of a whole chunk with two reads: bans, and who was rung of late."""

from __future__ import annotations

from typing import Any

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.kept import Stand
from dialq.engine.addresses import forms, untagged

MOST_BANS = 5_000
"""So many are held in memory while a chunk is judged; where there are more, each lead asks the file."""


class Nearby:
    """Bans and dials of others, as of one instant."""

    def __init__(self, desk: Desk, at: Instant) -> None:
        bans = desk.store.bans
        self._rung = bans.rung_since(Instant(at - desk.policy.caps.neighbour_gap))
        banned = bans.values(MOST_BANS)
        self._banned = banned | {untagged(one) for one in banned if "@" in one} if banned else banned

    def may_touch(self, stand: Stand, facts: dict[str, Any]) -> bool:
        """Whether the lead must be looked at by itself; False is certain."""
        if not self._rung and self._banned is not None and not self._banned:
            return False
        numbers = [phone[0] for phone in facts.get("phones", ())]
        if self._rung and (f"c:{stand.company_key}" in self._rung or not self._rung.isdisjoint(numbers)):
            return True
        if self._banned is None:
            return True
        emails = [form for email in facts.get("emails", ()) for form in forms(email)]
        values = [str(stand.lead), stand.company_key, *numbers, *emails]
        values += [email.rpartition("@")[2] for email in emails]
        return not self._banned.isdisjoint(values)
