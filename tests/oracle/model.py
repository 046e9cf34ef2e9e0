"""The oracle: gather all facts, judge all leads, sort."""

from __future__ import annotations

from dataclasses import dataclass, field

from msgspec.structs import replace

from dialq.clock import Instant
from dialq.engine.lead import Lead, LeadId
from dialq.engine.verdict import FRESH
from tests.oracle.calendar import TeamCalendar, Windows
from tests.oracle.effects import bans_of, take_in
from tests.oracle.facts import Arrived, Corrected, Fact, Outcome, Suppressed, Undone
from tests.oracle.fold import Fold
from tests.oracle.judge import Judge, OracleVerdict
from tests.oracle.state import Dial, State
from tests.oracle.team import Team


@dataclass(slots=True)
class World:
    """All that was recorded, and what follows from it. Nothing is cached, all is replayed."""

    team: Team = field(default_factory=Team)
    windows: Windows = field(default_factory=Windows)
    facts: list[Fact] = field(default_factory=list)

    @property
    def calendar(self) -> TeamCalendar:
        """The team's calendar."""
        return self.team.calendar

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
        return Fold(State(fact.lead, fact.recorded), self.team)

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
        """Every ready lead in the order of R5.1, as it is handed out if each is answered (R5.5)."""
        dials = self.dials(now)
        judged = [(self._judge(lead, rep, now, dials), lead) for lead in self.leads(now)]
        ready = sorted((judge.place(), lead, judge.warm) for judge, lead in judged if not judge.holding)
        order: list[LeadId] = []
        while ready:
            share = self.team.warm_share
            turn = share > 0 and (self.answered(rep, now) + len(order) + 1) % share == 0
            calm = ready[0][0][0] >= FRESH
            warm = [place for place in ready if place[2] and place[0][0] >= FRESH]
            taken = warm[0] if turn and calm and warm else ready[0]
            ready.remove(taken)
            order.append(taken[1])
        return order

    def answered(self, rep: str, now: Instant) -> int:
        """How many leads a rep answered in this team day, putting off and skipping apart (R5.5)."""
        today = self.calendar.day_of(now)
        return sum(
            isinstance(fact, Outcome)
            and fact.rep == rep
            and not fact.pair
            and fact.code not in ("skip", "later")
            and self.calendar.day_of(fact.recorded) == today
            for fact in self.effective(now)
        )


def _owner(fact: Fact) -> LeadId | None:
    """Which lead a fact is about."""
    lead = getattr(fact, "lead", None)
    return lead.id if isinstance(lead, Lead) else lead
