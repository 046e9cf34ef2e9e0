"""Ninety days at four desks: one process, one file, one clock that jumps from deed to deed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from heapq import heappop, heappush
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from dialq.bootstrap import open_desk
from dialq.clock import DAY, HOUR, MINUTE, Instant, ManualClock, from_datetime
from dialq.desk.answer import answer, answer_and_next, start_call
from dialq.desk.desk import Desk
from dialq.desk.importing import add_lead
from dialq.desk.interact import interact
from dialq.desk.mailing import draft_mail, queue_mail, run_automatic, run_outbox
from dialq.desk.nurture import nurture_run
from dialq.desk.reading_acts import Answer
from dialq.desk.take import release, take_next
from dialq.desk.views import Card, Queued, Refused, Taken
from dialq.engine.outcome import INBOUND, REASONS
from dialq.errors import BadInput
from tests.quarter.people import CALLS, PERSONAS, SETTINGS, SOURCES, TEAM, Deed, Person, pick

REPS = ("ana", "ben", "cem", "dot")
OPENS, CLOSES = time(8), time(18)
MACHINE_EVERY = 15 * MINUTE
ACTED = ("callback", "interested", "meeting")


@dataclass(slots=True)
class Rep:
    """One person at one desk."""

    desk: Desk
    hand: Card | None = None
    calling: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What a lead did, as the world knows it."""

    lead: int
    kind: str
    at: Instant


@dataclass(slots=True)
class Quarter:
    """The world of the quarter; `run` plays it from the first day to the last."""

    folder: Path
    start: Instant
    days: int
    random: Random
    clock: ManualClock = field(init=False)
    reps: list[Rep] = field(init=False)
    people: dict[int, Person] = field(default_factory=dict)
    """By the id of the lead they became."""
    told: list[Told] = field(default_factory=list)
    moments: list[tuple[Instant, int, str, object]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Four desks on one file."""
        for name, text in (("settings", SETTINGS), ("sources", SOURCES), ("personas", PERSONAS)):
            (self.folder / f"{name}.toml").write_text(text, encoding="utf-8")
        self.clock = ManualClock(self.start)
        path = self.folder / "quarter.db"
        desks = [open_desk(path, rep=rep, session=rep, clock=self.clock, zone=TEAM) for rep in REPS]
        self.reps = [Rep(desk) for desk in desks]

    @property
    def desk(self) -> Desk:
        """Any desk: who mails, imports and writes letters down."""
        return self.reps[0].desk

    @property
    def end(self) -> Instant:
        """When the quarter is over."""
        return Instant(self.start + self.days * DAY)

    def run(self, people: list[Person]) -> None:
        """Everybody arrives, acts, is called and written to."""
        for person in people:
            self._at(person.arrives, "arrives", person)
        for number, rep in enumerate(self.reps):
            self._at(Instant(self.start + number), "works", rep)
        self._at(self.start, "machine", None)
        while self.moments and self.moments[0][0] < self.end:
            now, _, what, who = heappop(self.moments)
            self.clock.at = max(self.clock.at, now)
            getattr(self, f"_{what}")(who)

    def _at(self, at: Instant, what: str, who: object) -> None:
        heappush(self.moments, (at, len(self.moments) + hash(what) % 7, what, _Last(who)))

    def close(self) -> None:
        """Close every desk."""
        for rep in self.reps:
            rep.desk.close()
