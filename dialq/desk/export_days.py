"""Which outcomes stand in the file of a day, so that a day that is over keeps its file.

The file of a day holds what was recorded on that day of the team and stood at its end. What is
corrected or taken back later comes in the file of the day it was done on, naming what it corrects.
A closed day ends with its closing: what is recorded on it afterwards belongs to the next day.
"""

from __future__ import annotations

from datetime import date, timedelta

from msgspec import Struct

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.engine.day import at_wall
from dialq.engine.events import OUTCOME, REDONE, UNDONE, Event
from dialq.engine.history import standing_events

OUTCOMES_CLOSED = "outcomes"
"""The name under which a day's rows are kept when it is closed."""
_ONE_DAY = timedelta(days=1)
_KINDS = frozenset({OUTCOME, UNDONE, REDONE})


class Line(Struct, frozen=True):
    """One line of a day's file."""

    event: Event
    """The outcome as it stands now, with its latest facts."""
    origin: Event
    """The event that first reported it: its id and times are the line's."""
    corrects: int = 0
    """Id of the event that this line takes the place of; 0: none."""
    undone: bool = False
    """Taken back or replaced within the day."""
    taken_back: Event | None = None
    """The event that took an outcome of an earlier file back; the line only says so."""


class FileDays:
    """Puts events into the file of a day."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._closed: dict[date, int | None] = {}

    def bounds(self, day: date) -> tuple[Instant, Instant]:
        """The day in the team's zone: [midnight, midnight)."""
        zone = self._desk.policy.calendar.zone
        return at_wall(day, 0, zone), at_wall(day + _ONE_DAY, 0, zone)

    def of(self, event: Event) -> date:
        """The day in whose file an event stands."""
        day = self._desk.policy.calendar.date(event.recorded)
        while (last := self._last_of_closed(day)) is not None and last < event.id:
            day += _ONE_DAY
        return day

    def lines(self, day: date) -> list[Line]:
        """All lines of a day's file, in the order of recording; undone ones are marked."""
        recorded = [event for event in self._recorded(day) if event.kind in _KINDS]
        leads = {event.lead for event in recorded if self.of(event) == day}
        found = [line for lead in leads for line in self._of_lead(lead, day)]
        return sorted(found, key=lambda line: ((line.taken_back or line.origin).id, line.origin.id))

    def _recorded(self, day: date) -> list[Event]:
        """What was recorded on the day, or after the day before it was closed."""
        events = self._desk.store.events
        closed = self._last_of_closed(day - _ONE_DAY)
        late = events.news(closed) if closed is not None else []
        return [*late, *events.recorded_between(*self.bounds(day))]

    def _of_lead(self, lead: int, day: date) -> list[Line]:
        events = self._desk.store.events.of_lead(lead)
        dated = [(event, self.of(event)) for event in events]
        by_id = {event.id: event for event in events}
        before = _live([event for event, when in dated if when < day], by_id)
        after = _live([event for event, when in dated if when <= day], by_id)
        lines = _changes(before, after, by_id, [event for event, when in dated if when == day])
        shown = {line.origin.id for line in lines}
        gone = [event for event, when in dated if when == day and event.kind == OUTCOME]
        lines += [
            Line(event, event, _corrected(event), undone=True)
            for event in gone
            if not event.facts.get("restates") and event.id not in shown
        ]
        return lines

    def _last_of_closed(self, day: date) -> int | None:
        """The last event a closed day knew; None if it is open."""
        if day not in self._closed:
            closed = self._desk.store.tables.closed(day.isoformat(), OUTCOMES_CLOSED)
            self._closed[day] = closed[0] if closed is not None else None
        return self._closed[day]


Live = dict[int, tuple[Event, Event]]
"""Place in the fold -> (outcome as it stands, the event that first reported it)."""


def _live(events: list[Event], by_id: dict[int, Event]) -> Live:
    standing = [event for event in standing_events(events) if event.kind == OUTCOME]
    return {event.place: (event, _origin(event, by_id)) for event in standing}


def _origin(event: Event, by_id: dict[int, Event]) -> Event:
    """The event whose consequences this one only works out anew, or the event itself."""
    while event.facts.get("restates") in by_id:
        event = by_id[int(event.facts["restates"])]
    return event


def _changes(before: Live, after: Live, by_id: dict[int, Event], today: list[Event]) -> list[Line]:
    lines = []
    for place, (event, origin) in after.items():
        old = before.get(place)
        if old is None:
            lines.append(Line(event, origin, _corrected(origin)))
        elif old[1].id != origin.id:
            lines.append(Line(event, origin, old[1].id))
    for place in before.keys() - after.keys():
        event, origin = before[place]
        undo = next(e for e in reversed(today) if e.kind in _KINDS)
        lines.append(Line(event, origin, origin.id, taken_back=undo))
    return lines


def _corrected(event: Event) -> int:
    return int(event.facts.get("replaces") or 0)
