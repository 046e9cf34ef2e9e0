"""What a lead did, read from its story: shown on the card, and compared with what files tell again (R3.2, R3.4)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from dialq.clock import MINUTE, Instant
from dialq.desk.desk import Desk
from dialq.desk.views import Interaction
from dialq.engine.day import local
from dialq.engine.events import ARRIVED, OUTCOME, RESPONDED, Event
from dialq.engine.history import standing_events
from dialq.engine.lead import Lead

TWICE = 10 * MINUTE
"""The same thing told again within this is one interaction: a form sent twice, a time cut to the minute."""


class Told(NamedTuple):
    """One interaction as somebody told us of it."""

    kind: str
    topic: str
    at: Instant
    dated: bool = True
    """Whether the time was told; else it is the moment we heard of it."""
    source: str = ""

    def is_same(self, other: Told, *, now: bool = False) -> bool:
        """Whether both tell of one interaction: by their times, or by where they come from if one has no time.

        What happens `now`, before our eyes, is compared by time only.
        """
        if (self.kind, self.topic.casefold()) != (other.kind, other.topic.casefold()):
            return False
        if now or (self.dated and other.dated):
            return abs(self.at - other.at) < TWICE
        return self.source.casefold() == other.source.casefold()


def told_of(lead: Lead, events: Iterable[Event]) -> list[Told]:
    """All interactions of a lead that stand, in the order in which we heard of them."""
    found = []
    for event in standing_events(events):
        one = _arrival(lead, event) if event.kind == ARRIVED else _later(event)
        if one is not None and one.kind:
            found.append(one)
    return found


def _arrival(lead: Lead, event: Event) -> Told:
    """What brought it here; a blank may have been filled by a second file."""
    facts = event.facts
    kind, topic = facts.get("interaction"), facts.get("topic")
    return Told(
        str(kind or lead.interaction), str(topic or ("" if kind else lead.topic)), event.happened,
        not facts.get("undated"), str(facts.get("source", "")),
    )  # fmt: skip


def _later(event: Event) -> Told | None:
    facts = event.facts
    if event.kind == RESPONDED:
        kind, topic = str(facts.get("kind", "")), str(facts.get("topic", ""))
        return Told(kind, topic, event.happened, not facts.get("undated"), str(facts.get("source", "")))
    if event.kind == OUTCOME and facts.get("direction") == "in" and not facts.get("received"):
        return Told("inbound-call", "", event.happened)
    if event.kind == OUTCOME and facts.get("code") == "replied":
        return Told("reply", str(facts.get("note", "")), event.happened)
    return None


def interactions(desk: Desk, lead: Lead, events: Iterable[Event], now: Instant) -> tuple[Interaction, ...]:
    """What the lead did, the newest first."""
    today = local(now, desk.zone)
    shown = []
    for one in sorted(told_of(lead, events), key=lambda told: told.at, reverse=True):
        wall = local(one.at, desk.zone)
        year = f" {wall.year}" if abs((wall - today).days) >= 300 else ""
        shown.append(Interaction(one.at, f"{wall.day} {wall:%b}{year}", one.kind, one.topic))
    return tuple(shown)
