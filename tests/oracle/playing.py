"""Turns abstract commands into concrete facts, and plays them in an oracle world."""

from __future__ import annotations

from dataclasses import dataclass

from dialq.clock import Instant
from dialq.engine.campaign import CALL, EMAIL
from dialq.engine.lead import Lead, LeadId, Phone
from dialq.engine.outcome import INBOUND, OUTBOUND
from tests.oracle import contacts
from tests.oracle.facts import (
    Arrived,
    AutoSent,
    CallStarted,
    Corrected,
    Fact,
    Outcome,
    Responded,
    Suppressed,
    Undone,
)
from tests.oracle.model import World
from tests.oracle.script import (
    Add,
    Ban,
    Command,
    Correct,
    Log,
    Post,
    Redo,
    Respond,
    StartCall,
    Undo,
    Wait,
    WaitForNext,
    Work,
)
from tests.oracle.state import ACTIVE, MEETING, RESPONSE, Dial, State

REPS = ("ana", "ben")
NUMBERS = (
    Phone("+14155550142", "mobile", ("America/Los_Angeles",)),
    Phone("+12125550143", "work", ("America/New_York",)),
    Phone("+13035550144", "work", ("America/Denver",)),
    Phone("+14155550145", "other", ("America/Los_Angeles",)),
    Phone("+18085550146", "work", ("Pacific/Honolulu",)),
    Phone("+12065550147", "mobile", ()),
)
ADDRESSES = ("lou@field.example", "kim@north.example", "sam@north.example", "ira@river.example")
COMPANIES = ("", "Field Works", "North Mill", "FIELD works")


@dataclass(slots=True)
class Play:
    """A world and its clock. `do` plays a command and says which facts it came to."""

    world: World
    now: Instant
    leads: int = 0

    def do(self, command: Command) -> tuple[Fact, ...]:
        """Play a command; none of it happens (no facts) if it makes no sense now."""
        facts = self.facts_of(command)
        for fact in facts:
            self.world.record(fact)
            self.now = Instant(max(self.now, fact.recorded))
        self.leads += isinstance(command, Add)
        return facts

    def facts_of(self, command: Command) -> tuple[Fact, ...]:
        """What the command comes to, in the order of recording; only waiting moves the clock."""
        match command:
            case Wait():
                self.now = Instant(self.now + command.seconds)
            case WaitForNext():
                self._wait_for_next(command)
            case Add():
                return (Arrived(self._lead(command), self.now),)
            case Post():
                return self._mails(wait=command.wait)
            case Ban():
                return (Suppressed(_banned(command), command.scope, self.now),)
            case Undo() | Redo() | Correct():
                return self._taken_back(command)
            case _ if self.leads:
                return self._about_a_lead(command)
        return ()

    def _about_a_lead(self, command: Command) -> tuple[Fact, ...]:
        match command:
            case Work():
                return self._work(command)
            case StartCall():
                return self._start_call(REPS[command.rep])
            case Log():
                return self._log(command)
            case Respond():
                lead = LeadId(command.lead % self.leads + 1)
                happened = max(self.now - command.ago, self._state(lead).lead.arrived)
                return (Responded(lead, command.kind, Instant(happened), self.now),)
        return ()

    # -- leads and time

    def _lead(self, add: Add) -> Lead:
        number = self.leads + 1
        return Lead(
            LeadId(number),
            f"Lead {number}",
            Instant(self.now - add.age),
            self.now,
            company=COMPANIES[add.company],
            phones=tuple(NUMBERS[which] for which in add.numbers),
            emails=tuple(ADDRESSES[which] for which in add.emails),
            linkedin="profile" if add.linkedin else "",
            street="1 Main Street" if add.address else "",
            city="Springfield" if add.address else "",
            zones=add.zones,
            temperature=add.temperature,
            interaction=add.interaction,
            interactions=add.interactions,
            doubtful="title missing" if add.doubtful else "",
            source=add.source,
            title=add.title,
            cost=add.cost,
        )

    def _state(self, lead: LeadId) -> State:
        return self.world.state(lead, self.now).state

    def _wait_for_next(self, wait: WaitForNext) -> None:
        verdicts = [self.world.verdict(lead, REPS[wait.rep], self.now) for lead in self.world.leads(self.now)]
        edges = [verdict.until for verdict in verdicts if verdict.until is not None]
        if edges:
            self.now = Instant(max(self.now, min(edges) + wait.more))

    def _time(self, lead: LeadId, ahead: int | None) -> Instant | None:
        """A time from now on at which the lead may be rung."""
        if ahead is None:
            return None
        at = Instant(self.now + ahead)
        zones = contacts.zones(self._state(lead), self.now, self.world.calendar)
        return self.world.windows.opens(zones, at) or at

    # -- work

    def _work(self, work: Work) -> tuple[Fact, ...]:
        rep = REPS[work.rep]
        if not self.world.queue(rep, self.now):
            self._wait_for_next(WaitForNext(work.rep))
        queue, now = self.world.queue(rep, self.now), self.now
        if not queue:
            return ()
        lead = queue[0]
        verdict = self.world.verdict(lead, rep, now)
        if not verdict.channel:
            return (Outcome(lead, rep, "attended", "", now, now),)
        if verdict.channel != CALL:
            code = "sent" if verdict.channel == EMAIL else "done"
            return (Outcome(lead, rep, code, verdict.channel, now, now),)
        begun = self._open_call(lead, rep)
        number = begun.number if begun is not None else contacts.phones(self._state(lead), now)[0].number
        ended = Instant(now + work.talk)
        call = Outcome(
            lead, rep, work.code, CALL, ended, ended, number,
            self._time(lead, work.when), work.scope, work.reason, anyone=work.anyone,
        )  # fmt: skip
        mail = Outcome(lead, rep, "sent", EMAIL, ended, ended, pair=True)
        missed = work.code in ("no-answer", "voicemail")
        mails = (mail,) if work.pair and missed and contacts.emails(self._state(lead)) else ()
        if begun is not None:
            return (call, *mails)
        return (CallStarted(lead, rep, now, number), call, *mails)

    def _open_call(self, lead: LeadId, rep: str) -> Dial | None:
        """This rep's call with the lead that nothing is known of: that comes first (R9.2)."""
        dials = self._state(lead).dials
        return next((dial for dial in dials if not dial.code and dial.rep == rep), None)

    def _start_call(self, rep: str) -> tuple[Fact, ...]:
        for lead in self.world.queue(rep, self.now):
            if self.world.verdict(lead, rep, self.now).channel == CALL and self._open_call(lead, rep) is None:
                number = contacts.phones(self._state(lead), self.now)[0].number
                return (CallStarted(lead, rep, self.now, number),)
        return ()

    def _log(self, log: Log) -> tuple[Fact, ...]:
        lead = LeadId(log.lead % self.leads + 1)
        state = self._state(lead)
        if not self._makes_sense(log, state):
            return ()
        happened = Instant(max(self.now - log.ago, state.lead.arrived))
        phones = contacts.phones(state, self.now)
        number = phones[log.number % len(phones)].number if log.channel == CALL and phones else ""
        begun = self._open_call(lead, REPS[log.rep])
        if begun is not None and log.channel == CALL and not log.inbound and begun.start <= happened:
            number = begun.number
        return (
            Outcome(
                lead, REPS[log.rep], log.code, log.channel, happened, self.now, number,
                self._time(lead, log.when), log.scope, log.reason,
                INBOUND if log.inbound else OUTBOUND, log.anyone,
            ),
        )  # fmt: skip

    def _makes_sense(self, log: Log, state: State) -> bool:
        """Whether a desk would take it: a channel to log on, a step to skip, a meeting to have met."""
        running = state.stage == ACTIVE and state.enrolment is not None and state.enrolment.stopped is None
        if log.code in ("attended", "no-show", "cancelled"):
            return any(matter.kind == MEETING and self.now >= matter.at for matter in state.matters)
        if log.code == "skip":
            return running and not contacts.suppressed(state)
        if log.code == "later":
            live = any(m.kind == RESPONSE or m.opens <= self.now for m in state.matters)
            laters = state.enrolment.laters if state.enrolment is not None else 0
            return (running and laters < 2) or (live and not running)
        return not log.channel or contacts.usable(state, log.channel, self.now)

    def _mails(self, *, wait: bool) -> tuple[Fact, ...]:
        """At most one mail a lead: the next one may depend on this one."""
        planned = [(lead, self.world.automatic(lead, self.now)) for lead in self.world.leads(self.now)]
        first = min((mail[1] for _, mail in planned if mail is not None), default=self.now)
        if wait and first > self.now:
            self.now = first
        due = [(lead, mail[0]) for lead, mail in planned if mail is not None and mail[1] <= self.now]
        return tuple(AutoSent(lead, step, self.now) for lead, step in due)

    # -- taking back

    def _mine(self, rep: str) -> list[int]:
        """Indexes of the rep's standing outcomes of this team day, the newest first."""
        day = self.world.calendar.day_of
        standing = self.world.standing(self.now)
        return [
            index
            for index, fact in reversed(list(enumerate(self.world.facts)))
            if isinstance(fact, Outcome)
            and not fact.pair
            and fact.rep == rep
            and index in standing
            and day(fact.recorded) == day(self.now)
        ]

    def _taken_back(self, command: Undo | Redo | Correct) -> tuple[Fact, ...]:
        mine = self._mine(REPS[command.rep])
        if isinstance(command, Redo):
            last = len(self.world.facts) - 1
            undo = self.world.facts[last] if last >= 0 else None
            mine_last = isinstance(undo, Undone) and self._rep_of(undo) == command.rep
            return (Undone(last, self.now),) if mine_last else ()
        if not mine:
            return ()
        if isinstance(command, Undo):
            return () if self._blocked(mine[0]) else (Undone(mine[0], self.now),)
        return self._corrected(command, mine[command.which % len(mine)])

    def _corrected(self, command: Correct, index: int) -> tuple[Fact, ...]:
        """Replaces only one call outcome that went out by another."""
        old = self.world.facts[index]
        assert isinstance(old, Outcome)
        if old.channel != CALL or old.direction == INBOUND or self._blocked(index):
            return ()
        new = Outcome(
            old.lead, old.rep, command.code, CALL, old.happened, old.recorded, old.number,
            self._time(old.lead, command.when), "", command.reason,
        )  # fmt: skip
        return (Corrected(index, new, self.now),)

    def _rep_of(self, undo: Undone) -> int | None:
        fact = self.world.facts[undo.fact]
        return REPS.index(fact.rep) if isinstance(fact, Outcome) else None

    def _blocked(self, index: int) -> bool:
        """Whether another person or the lead has acted on the lead since (R13.2)."""
        done = self.world.facts[index]
        assert isinstance(done, Outcome)
        since = self.world.facts[index + 1 :]
        return any(
            (isinstance(fact, Responded) and fact.lead == done.lead)
            or (isinstance(fact, Outcome | CallStarted) and fact.lead == done.lead and fact.rep != done.rep)
            for fact in since
        )


def _banned(ban: Ban) -> str:
    """The value that is suppressed."""
    values = {
        "number": [phone.number for phone in NUMBERS],
        "address": list(ADDRESSES),
        "domain": [address.rpartition("@")[2] for address in ADDRESSES],
        "company": [name for name in COMPANIES if name],
    }[ban.scope]
    return values[ban.which % len(values)]
