"""When a number may be rung: windows of wall-clock time in every zone the lead may be in (R15.1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from dialq.clock import Instant
from dialq.engine.day import at_wall, local

Hours = tuple[int, int]
"""Minutes after midnight, half-open: [from, to)."""

EVERY_DAY: tuple[Hours, ...] = ((8 * 60, 21 * 60),) * 7
"""08:00-21:00 every day: the US federal window, applied to everybody until the law book comes (unverified)."""

_HORIZON_DAYS = 15


@dataclass(frozen=True)
class Windows:
    """Calling hours by weekday (Monday first); a zone may have its own. (0, 0) is a closed day."""

    default: tuple[Hours, ...] = EVERY_DAY
    by_zone: dict[str, tuple[Hours, ...]] = field(default_factory=dict)
    guard: int = 3 * 60
    """Seconds before a window's end in which no call is offered any more (R15.2)."""
    _known: dict[tuple[str, bool], tuple[Instant, Instant, bool]] = field(
        default_factory=dict, compare=False, repr=False
    )
    """The stretch each class was last asked about: from, until, open. Asked again a thousand times a second."""

    def __hash__(self) -> int:
        """By value, so that verdicts may be remembered per policy."""
        return hash((self.default, tuple(sorted(self.by_zone.items())), self.guard))

    def spans(self, window: str, at: Instant, *, guard: bool = True) -> list[tuple[Instant, Instant]]:
        """The open stretches of a window class from the local day of `at` on, cut to what all its zones share."""
        shared: list[tuple[Instant, Instant]] | None = None
        for zone in window.split("|"):
            mine = self._zone_spans(zone, at, self.guard if guard else 0)
            shared = mine if shared is None else _overlap(shared, mine)
        return shared or []

    def state(self, window: str, at: Instant, *, guard: bool = True) -> tuple[bool, Instant | None]:
        """Whether the class is open at `at`, and when that changes next (None: not within two weeks)."""
        if not window:
            return True, None
        known = self._known.get((window, guard))
        if known is not None and known[0] <= at < known[1]:
            return known[2], known[1]
        is_open, change = self._look(window, at, guard=guard)
        if change is not None:
            self._known[window, guard] = (at, change, is_open)
        return is_open, change

    def _look(self, window: str, at: Instant, *, guard: bool) -> tuple[bool, Instant | None]:
        for opens, closes in self.spans(window, at, guard=guard):
            if at < opens:
                return False, opens
            if at < closes:
                return True, closes
        return False, None

    def first_open(self, window: str, at: Instant) -> Instant | None:
        """The first instant from `at` on at which a call may be offered; None if there is none in two weeks."""
        is_open, change = self.state(window, at)
        return at if is_open else change

    def _zone_spans(self, zone: str, at: Instant, guard: int) -> list[tuple[Instant, Instant]]:
        hours = self.by_zone.get(zone, self.default)
        first = local(at, zone).date() - timedelta(days=1)
        spans = []
        for ahead in range(_HORIZON_DAYS):
            day = first + timedelta(days=ahead)
            begins, ends = hours[day.weekday()]
            if begins < ends:
                closes = Instant(at_wall(day, ends, zone) - guard)
                if closes > at:
                    spans.append((at_wall(day, begins, zone), closes))
        return spans


def _overlap(
    left: list[tuple[Instant, Instant]], right: list[tuple[Instant, Instant]]
) -> list[tuple[Instant, Instant]]:
    both = []
    for begins, ends in left:
        for other_begins, other_ends in right:
            opens, closes = max(begins, other_begins), min(ends, other_ends)
            if opens < closes:
                both.append((opens, closes))
    return sorted(both)
