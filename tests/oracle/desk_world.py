"""The real desk on a real file, told the same facts as the oracle."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from dialq.bootstrap import open_desk
from dialq.clock import Instant, ManualClock
from dialq.desk.answer import commit
from dialq.desk.explain import why
from dialq.desk.ledger import around, next_event, placing, read, write
from dialq.desk.pairing import counts_as
from dialq.desk.queue import queue
from dialq.desk.reading_acts import Answer
from dialq.desk.suppressing import suppress
from dialq.desk.take import promote
from dialq.desk.undo import put_back, replace_outcome, take_back
from dialq.engine.acts import Act
from dialq.engine.channels import phones
from dialq.engine.decide import decide, start_call
from dialq.engine.effects import apply
from dialq.engine.events import ARRIVED, CALL_STARTED, OUTCOME, RESPONDED, Event
from dialq.engine.judge import place
from dialq.engine.lead import Lead
from dialq.engine.outcome import OUTCOMES
from dialq.engine.qualify import arrival, interacted
from dialq.engine.state import OpenCall, Response, State
from dialq.engine.verdict import Verdict
from tests.oracle.engine_policy import as_policy
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
from tests.oracle.strategies import RULES, TEAM


class DeskWorld:
    """Executes facts one by one, each at the instant it was recorded."""

    def __init__(self, folder: Path, start: Instant) -> None:
        self.clock = ManualClock(start)
        self.desk = open_desk(folder / "world.db", rep="ana", clock=self.clock, zone=TEAM)
        self.desk.policy = as_policy(self.desk.policy, RULES)
        self.desk.store.use(self.desk.policy)
        self.events: list[int] = []
        """The event each fact came to; 0: none."""
        self.facts: list[Fact] = []

    def record(self, fact: Fact) -> None:
        """Do what the fact says."""
        self.clock.at = fact.recorded
        self.facts.append(fact)
        with self.desk.store.writing():
            promote(self.desk, fact.recorded)
        match fact:
            case Arrived():
                self.events.append(self._arrived(fact))
            case CallStarted():
                self.events.append(self._call(fact))
            case Outcome():
                self.events.append(self._outcome(fact))
            case Responded():
                self.events.append(self._responded(fact))
            case AutoSent():
                self.events.append(self._automatic(fact))
            case Undone():
                self.events.append(self._undone(fact))
            case Corrected():
                self.events.append(self._corrected(fact))
            case Suppressed():
                suppress(self.desk, fact.value, fact.scope)
                self.events.append(0)

    def queue(self, rep: str, now: Instant) -> list[int]:
        """Every ready lead in order, from the index."""
        self.clock.at = now
        self.desk.rep = rep
        return [item.lead for item in queue(self.desk, limit=1000).items]

    def verdict(self, lead: int, rep: str, now: Instant) -> Verdict:
        """The verdict with every rule."""
        self.clock.at = now
        self.desk.rep = rep
        return why(self.desk, lead)

    def _arrived(self, fact: Arrived) -> int:
        desk, lead = self.desk, replace(fact.lead, recorded=fact.recorded)
        with desk.store.writing():
            near = around(desk, lead, fact.recorded)
            effects = arrival(lead, fact.recorded, desk.policy)
            event = Event(next_event(desk), lead.id, ARRIVED, lead.arrived, fact.recorded, "ana", {}, effects)
            state = apply(State(), effects)
            found, _ = placing(desk, lead, state, near, fact.recorded)
            desk.store.add_leads([(lead, event, state)], [found], "", fact.recorded)
        return event.id

    def _call(self, fact: CallStarted) -> int:
        desk, now = self.desk, fact.recorded
        desk.rep = fact.rep
        with desk.store.writing():
            dossier = read(desk, fact.lead)
            near = around(desk, dossier.lead, now)
            call = OpenCall(next_event(desk), fact.rep, now, fact.number)
            effects = start_call(dossier.lead, dossier.state, desk.policy, near, call)
            desk.store.bans.rang(dossier.lead, fact.number, now)
            event = Event(
                call.event, fact.lead, CALL_STARTED, now, now, fact.rep, {"number": fact.number}, effects
            )
            write(desk, dossier, [event], now, near)
        return call.event

    def _act(self, fact: Outcome, state: State, lead: Lead, event: int, recorded: Instant) -> Act:
        row = OUTCOMES[fact.code]
        call = state.call
        mine = call is not None and call.rep == fact.rep and row.for_calls and fact.channel == "call"
        mine = mine and fact.direction == "out" and call is not None and call.at <= fact.happened
        number = fact.number
        if not number and fact.channel == "call":
            known = phones(lead, state, around(self.desk, lead, recorded), recorded)
            number = known[0].number if known else ""
        return Act(
            fact.code, fact.channel or "call", fact.happened, recorded, fact.rep, event, number=number, when=fact.when,
            scope=fact.scope, reason=fact.reason, direction=fact.direction, anyone=fact.anyone,
            call=call if mine else None,
        )  # fmt: skip

    def _outcome(self, fact: Outcome) -> int:
        desk, now = self.desk, fact.recorded
        desk.rep = fact.rep
        with desk.store.writing():
            dossier = read(desk, fact.lead)
            near = around(desk, dossier.lead, now)
            act = self._act(fact, dossier.state, dossier.lead, next_event(desk), now)
            if fact.pair:
                step = counts_as(desk, dossier, act)
                act = replace(act, side_step=step.key if step is not None else "", paired=True)
            decision = decide(dossier.lead, dossier.state, desk.policy, near, act)
            if fact.pair:
                facts = {"code": "sent", "channel": "email", "direction": "out"}
                cause = self.events[-1]
                event = Event(
                    act.event, fact.lead, OUTCOME, now, now, fact.rep, facts, decision.effects, cause
                )
                write(desk, dossier, [event], now, near)
            else:
                commit(desk, dossier, near, act, decision, Answer(fact.lead, "", pair=False), "")
        return act.event

    def _responded(self, fact: Responded) -> int:
        desk, now = self.desk, fact.recorded
        with desk.store.writing():
            dossier = read(desk, fact.lead)
            near = around(desk, dossier.lead, now)
            event = next_event(desk)
            response = Response(fact.happened, fact.kind, event=event)
            effects = interacted(dossier.lead, dossier.state, desk.policy, near, response, now)
            write(
                desk,
                dossier,
                [Event(event, fact.lead, RESPONDED, fact.happened, now, "", {"kind": fact.kind}, effects)],
                now,
                near,
            )
        return event

    def _automatic(self, fact: AutoSent) -> int:
        desk, now = self.desk, fact.recorded
        with desk.store.writing():
            dossier = read(desk, fact.lead)
            near = around(desk, dossier.lead, now)
            state = place(dossier.lead, dossier.state, desk.policy, now, near).road.state
            steps = desk.policy.campaign(state.campaign, state.version).steps
            step = next(step for step in steps if step.key == fact.step)
            side = step.key if step.beside else ""
            act = Act("sent", "email", now, now, "", next_event(desk), by_person=False, side_step=side)
            effects = decide(dossier.lead, dossier.state, desk.policy, near, act).effects
            facts = {"code": "sent", "channel": "email", "direction": "out", "auto": True, "side_step": side}
            write(
                desk, dossier, [Event(act.event, fact.lead, OUTCOME, now, now, "", facts, effects)], now, near
            )
        return act.event

    def _undone(self, fact: Undone) -> int:
        desk = self.desk
        target = desk.store.events.get(self.events[fact.fact])
        assert target is not None
        with desk.store.writing():
            dossier = read(desk, target.lead)
            if target.kind == OUTCOME:
                take_back(desk, dossier, target)
            else:
                undone = desk.store.events.get(int(target.facts["undoes"]))
                assert undone is not None
                put_back(desk, dossier, target, undone)
        return next_event(desk) - 1

    def _corrected(self, fact: Corrected) -> int:
        desk = self.desk
        place = fact.fact
        while isinstance(older := self.facts[place], Corrected):
            place = older.fact
        old = desk.store.events.get(self.events[fact.fact])
        assert old is not None
        assert isinstance(older, Outcome)
        desk.rep = fact.outcome.rep
        with desk.store.writing():
            dossier = read(desk, old.lead)
            from dialq.desk.undo import _call_of, _state_before

            before = _state_before(desk.store.events.of_lead(old.lead), old)
            new = replace(fact.outcome, happened=older.happened, recorded=older.recorded)
            act = self._act(new, before, dossier.lead, next_event(desk), older.recorded)
            act = replace(act, call=_call_of(before, old))
            replace_outcome(desk, dossier, old, act, Answer(old.lead, act.code, pair=False), "")
        return act.event
