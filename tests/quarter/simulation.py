"""Ninety days at four desks: one process, one file, one clock that jumps from deed to deed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from heapq import heappop, heappush
from itertools import count
from pathlib import Path
from random import Random

from dialq.bootstrap import open_desk
from dialq.clock import DAY, HOUR, MINUTE, Instant, ManualClock
from dialq.desk.answer import answer
from dialq.desk.desk import Desk
from dialq.desk.importing import add_lead
from dialq.desk.interact import interact
from dialq.desk.mailing import run_automatic, run_outbox
from dialq.desk.nurture import nurture_run
from dialq.desk.reading_acts import Answer
from dialq.engine.outcome import INBOUND
from tests.quarter.people import PERSONAS, SETTINGS, SOURCES, TEAM, Deed, Person
from tests.quarter.working import Rep, day_ahead

REPS = ("ana", "ben", "cem", "dot")
MACHINE_EVERY = 15 * MINUTE


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
    nurtured: int = 0
    """How many leads a rule handed to marketing."""
    _moments: list[tuple[Instant, int, Callable[[], None]]] = field(default_factory=list)
    _numbers: count[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        """Four desks on one file."""
        for name, text in (("settings", SETTINGS), ("sources", SOURCES), ("personas", PERSONAS)):
            (self.folder / f"{name}.toml").write_text(text, encoding="utf-8")
        self.clock = ManualClock(self.start)
        path = self.folder / "quarter.db"
        desks = [open_desk(path, rep=rep, session=rep, clock=self.clock, zone=TEAM) for rep in REPS]
        self.reps = [Rep(desk, self.random) for desk in desks]

    @property
    def desk(self) -> Desk:
        """Any desk: it mails, imports and writes letters down."""
        return self.reps[0].desk

    @property
    def end(self) -> Instant:
        """When the quarter is over."""
        return Instant(self.start + self.days * DAY)

    def run(self, people: list[Person]) -> None:
        """Everybody arrives, acts, is called and written to."""
        for person in people:
            self._plan(person.arrives, partial(self._arrives, person))
        for number, rep in enumerate(self.reps):
            self._plan(Instant(self.start + number), partial(self._works, rep, 0))
        self._plan(self.start, self._machine)
        self._plan(Instant(self.start + 7 * HOUR), self._morning)
        while self._moments[0][0] < self.end:
            now, _, happens = heappop(self._moments)
            self.clock.at = now
            happens()
        self.clock.at = self.end

    def close(self) -> None:
        """Close every desk."""
        for rep in self.reps:
            rep.desk.close()

    def _plan(self, at: Instant, happens: Callable[[], None]) -> None:
        heappush(self._moments, (at, next(self._numbers), happens))

    def _arrives(self, person: Person) -> None:
        lead, _ = add_lead(self.desk, person.record)
        assert lead not in self.people, "nobody is merged into somebody else"
        self.people[lead] = person
        if person.record.interaction == "contact-me":
            self.told.append(Told(lead, "contact-me", person.arrives))
        for deed in person.deeds:
            self._plan(deed.at, partial(self._acts, lead, deed))
        self._wakes()

    def _acts(self, lead: int, deed: Deed) -> None:
        desk, now, record = self.desk, self.clock.at, self.people[lead].record
        if deed.kind == "inbound":
            if record.phones:
                when = day_ahead(self.random, now)
                answer(desk, Answer(lead, "callback", when=when, direction=INBOUND))
                self.told.append(Told(lead, "inbound-call", now))
        elif deed.kind in ("bounced", "unsubscribed", "out-of-office"):
            if record.emails:
                when = day_ahead(self.random, now) if deed.kind == "out-of-office" else ""
                answer(desk, Answer(lead, deed.kind, when=when, number=record.emails[0]))
        else:
            interact(desk, lead, deed.kind, "the cold chain")
            self.told.append(Told(lead, deed.kind, now))
        self._wakes()

    def _works(self, rep: Rep, turn: int) -> None:
        if turn == rep.turns:
            rep.turns += 1
            self._plan(rep.turn(self.clock.at), partial(self._works, rep, rep.turns))

    def _wakes(self) -> None:
        """Something happened: who has nothing in hand looks again."""
        for rep in self.reps:
            if rep.hand is None:
                rep.turns += 1
                self._plan(Instant(self.clock.at + 1), partial(self._works, rep, rep.turns))

    def _machine(self) -> None:
        """Whoever is open runs the automatic steps and the outbox (R14.5)."""
        run_automatic(self.desk)
        run_outbox(self.desk)
        by_day = 7 <= self.clock.at % DAY // HOUR - 5 < 20
        self._plan(Instant(self.clock.at + (MACHINE_EVERY if by_day else HOUR)), self._machine)

    def _morning(self) -> None:
        """What cron does before work."""
        self.nurtured += sum(nurture_run(self.desk).entered.values())
        self._plan(Instant(self.clock.at + DAY), self._morning)
