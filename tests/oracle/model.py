"""The oracle: gather all facts, judge all leads, sort."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from dialq.clock import Instant
from dialq.engine.campaign import Campaign
from dialq.engine.lead import Lead, LeadId
from tests.oracle.calendar import TeamCalendar, Windows
from tests.oracle.effects import bans_of, take_in
from tests.oracle.facts import Arrived, Corrected, Fact, Outcome, Suppressed, Undone
from tests.oracle.fold import Fold
from tests.oracle.judge import Judge, OracleVerdict
from tests.oracle.presets import PRESETS, PROGRAMMES
from tests.oracle.state import Dial, State


@dataclass(slots=True)
class World:
    """All that was recorded, and what follows from it. Nothing is cached, all is replayed."""

    campaigns: Mapping[str, Campaign] = field(default_factory=lambda: PRESETS)
    programmes: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: PROGRAMMES)
    calendar: TeamCalendar = field(default_factory=TeamCalendar)
    windows: Windows = field(default_factory=Windows)
    facts: list[Fact] = field(default_factory=list)

    def record(self, fact: Fact) -> int:
        """Append a fact; its index is what `Undone` and `Corrected` name."""
        self.facts.append(fact)
        return len(self.facts) - 1

    def leads(self, now: Instant) -> list[LeadId]:
        """Every lead known at an instant."""
        known = self.effective(now)
        return sorted({fact.lead.id for fact in known if isinstance(fact, Arrived)})

    def effective(self, now: Instant) -> list[Fact]:
        """What was recorded by an instant and not taken back, corrections in their places, in that order."""
        return list(self.standing(now).values())

    def standing(self, now: Instant) -> dict[int, Fact]:
        """The same by index."""
        gone: set[int] = set()
        new: dict[int, Fact] = {}
        for index in reversed(range(len(self.facts))):
            fact = self.facts[index]
            if fact.recorded > now or index in gone:
                gone.add(index)
            elif isinstance(fact, Undone):
                gone |= {index, fact.fact, *self._paired(fact.fact)}
            elif isinstance(fact, Corrected):
                gone |= {index, *self._paired(fact.fact)}
                self._correct(fact, new)
        return {i: new.get(i, fact) for i, fact in enumerate(self.facts) if i not in gone}

    def _paired(self, place: int) -> set[int]:
        """The mail that went along with a call: it is taken back with it (R13.1)."""
        if place + 1 >= len(self.facts):
            return set()
        mail = self.facts[place + 1]
        return {place + 1} if isinstance(mail, Outcome) and mail.pair else set()

    def _correct(self, fact: Corrected, new: dict[int, Fact]) -> None:
        """Put the newest replacement in the place, and at the times, of the first outcome."""
        place = fact.fact
        while isinstance(older := self.facts[place], Corrected):
            place = older.fact
        assert not isinstance(older, Arrived | Suppressed)
        happened = getattr(older, "happened", older.recorded)
        new.setdefault(place, replace(fact.outcome, happened=happened, recorded=older.recorded))

    def state(self, lead: LeadId, now: Instant) -> Fold:
        """One lead, replayed up to an instant."""
        known = self.effective(now)
        latest = {fact.lead.id: fact.lead for fact in known if isinstance(fact, Arrived)}
        fold: Fold | None = None
        bans: set[tuple[str, str]] = set()
        for fact in known:
            owner = _owner(fact)
            if fold is None and owner == lead and isinstance(fact, Arrived):
                fold = self._new(fact)
            new_bans = bans_of(fact, latest.get(owner) if owner is not None else None)
            bans |= new_bans
            if fold is not None and (new_bans or owner == lead):
                fold.advance(fact.recorded)
                fold.state.clock = fact.recorded
                fold.state.bans = set(bans)
                if owner == lead:
                    take_in(fold, fact)
        assert fold is not None, f"lead {lead} is unknown at {now}"
        fold.advance(now)
        return fold

    def _new(self, fact: Arrived) -> Fold:
        names = self.programmes[fact.lead.temperature]
        programme = tuple(self.campaigns[name] for name in names)
        return Fold(State(fact.lead, fact.recorded), self.calendar, programme)

    def dials(self, now: Instant) -> dict[LeadId, list[Dial]]:
        """Every dial made for each lead."""
        return {lead: self.state(lead, now).state.dials for lead in self.leads(now)}

    def verdict(self, lead: LeadId, rep: str, now: Instant) -> OracleVerdict:
        """Ready, held or closed for a rep at an instant, and until when."""
        return self._judge(lead, rep, now, self.dials(now)).verdict()

    def _judge(self, lead: LeadId, rep: str, now: Instant, dials: dict[LeadId, list[Dial]]) -> Judge:
        others = [dial for other in dials if other != lead for dial in dials[other]]

        def later(at: Instant) -> Judge:
            fold = self.state(lead, now)
            fold.advance(at)
            return Judge(fold, self.windows, others, rep, at, later)

        return later(now)

    def automatic(self, lead: LeadId, now: Instant) -> tuple[str, Instant] | None:
        """The next automatic mail and when it leaves (at once, if that is past); None: none is planned."""
        return self._judge(lead, "", now, self.dials(now)).automatic()

    def queue(self, rep: str, now: Instant) -> list[LeadId]:
        """Every ready lead in the order of R5.1."""
        dials = self.dials(now)
        judged = [(self._judge(lead, rep, now, dials), lead) for lead in self.leads(now)]
        places = sorted((judge.place(), lead) for judge, lead in judged if not judge.holding)
        return [lead for _, lead in places]


def _owner(fact: Fact) -> LeadId | None:
    """Which lead a fact is about."""
    lead = getattr(fact, "lead", None)
    return lead.id if isinstance(lead, Lead) else lead
