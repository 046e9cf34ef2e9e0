"""One lead's facts, replayed from the first on: what happens by itself, and what a fact does to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from dialq.clock import Instant
from dialq.engine.campaign import CALL, NO_CONTACT, RESEARCH, Campaign, Step
from tests.oracle import contacts
from tests.oracle.calendar import TeamCalendar
from tests.oracle.state import (
    ACTIVE,
    LOST,
    MEETING,
    MET,
    NURTURE,
    RESTING,
    Enrolment,
    Mark,
    Matter,
    State,
    Touch,
)
from tests.oracle.team import NO, Team

LIFE_CAP = 30
FRESH_DAYS = 4
REST_DAYS = 30
"""The rest where no campaign has said one."""


@dataclass(slots=True)
class Fold:
    """A lead's state, and the ways it moves on."""

    state: State
    team: Team

    @property
    def calendar(self) -> TeamCalendar:
        """The team's calendar."""
        return self.team.calendar

    @property
    def programme(self) -> tuple[Campaign, ...]:
        """The campaigns of the lead's programme, in order."""
        return self.team.legs(self.state.programme) if self.state.programme else ()

    @property
    def misfit(self) -> bool:
        """Whether the lead is not whom the team sells to (R3.1)."""
        return self.team.fit(self.state.lead) == NO

    # -- dates

    def mark(self, at: Instant) -> Mark:
        """An instant with its team date."""
        return Mark(at, self.calendar.day_of(at))

    def days_on(self, at: Instant, days: int) -> Instant:
        """The start of the first open day on or after the date `days` later."""
        return self.calendar.start_from(self.calendar.day_of(at) + timedelta(days=days))

    def due(self, enrolment: Enrolment) -> Instant | None:
        """When the open line step falls due (R4.2); None: the line is through."""
        step = enrolment.step
        if step is None:
            return None
        if not enrolment.done:
            return Instant(max(self._first_due(enrolment, step), enrolment.entered))
        before, last = enrolment.campaign.line[len(enrolment.done) - 1], enrolment.done[-1]
        if step.at.by_day:
            gap = step.at.day - before.at.day
            day = max(_later(enrolment.day0.day, step.at.day), _later(last.day, gap))
            return Instant(max(self.calendar.start_from(day), last.at))
        wait = step.at.seconds - before.at.seconds
        return Instant(max(enrolment.day0.at + step.at.seconds, last.at + wait))

    def _first_due(self, enrolment: Enrolment, step: Step) -> Instant:
        """The campaign's first step opens at once; a line step behind a mail beside it has its own time."""
        if step.at.by_day:
            return self.calendar.start_from(_later(enrolment.day0.day, step.at.day))
        wait = 0 if step is enrolment.campaign.steps[0] else step.at.seconds
        return Instant(enrolment.day0.at + wait)

    # -- what happens by itself

    def advance(self, to: Instant) -> None:
        """Let time pass: rests end, pauses end, steps that cannot be done are skipped when they fall due."""
        while self._rest_ends(to) or self._pause_ends(to) or self._skips(to) or self._runs_out(to):
            pass

    def _rest_ends(self, to: Instant) -> bool:
        state = self.state
        if state.stage != RESTING or state.matters or state.rest_until is None or state.rest_until > to:
            return False
        self.enter_next(state.rest_until)
        return True

    def _pause_ends(self, to: Instant) -> bool:
        state, enrolment = self.state, self.state.enrolment
        if enrolment is None or enrolment.stopped is None or state.matters:
            return False
        if state.paused_until is None or state.paused_until > to:
            return False
        self._resume(enrolment, state.paused_until)
        return True

    def _skips(self, to: Instant) -> bool:
        """Skip the open step if it is due and shut; a lead without any channel is asked first."""
        state, enrolment = self.state, self.state.enrolment
        if enrolment is None or enrolment.stopped is not None or contacts.suppressed(state):
            return False
        due, limit = self.due(enrolment), self.limit(enrolment)
        if due is None or due > to or (limit is not None and due >= limit):
            return False
        at = Instant(max(due, state.clock))
        if not contacts.reachable(state, at):
            back = contacts.reachable_again(state, at)
            if back is None or back > to:
                return False
            state.clock = back
            return True
        if not self.shut(enrolment, at):
            return False
        self.step_done(due, met=False)
        return True

    def _runs_out(self, to: Instant) -> bool:
        """A campaign with a limit in days ends at it, whatever is still planned (R4.11)."""
        enrolment = self.state.enrolment
        limit = None if enrolment is None or enrolment.stopped is not None else self.limit(enrolment)
        if limit is None or limit > to:
            return False
        self.rest(limit)
        return True

    def limit(self, enrolment: Enrolment) -> Instant | None:
        """The start of the first open day so many days after day 0; None: no limit."""
        days = enrolment.campaign.limit_days
        if not days:
            return None
        return Instant(max(self.calendar.start_from(_later(enrolment.day0.day, days)), enrolment.entered))

    def shut(self, enrolment: Enrolment, at: Instant) -> bool:
        """Whether the open step cannot be done at all: no channel, call cap, condition, or already sent."""
        step = enrolment.step
        assert step is not None
        if self.with_marketing:
            return step.key in self.state.items
        if step.key in enrolment.sent or not contacts.usable(self.state, step.channel, at):
            return True
        if step.channel == CALL and self.calls_in(enrolment) >= enrolment.campaign.max_calls:
            return True
        return step.when == NO_CONTACT and enrolment.met_last

    # -- campaigns

    def enter_first(self, at: Instant) -> None:
        """Begin the programme: day 0 is when it became a lead, or now if that is no longer fresh."""
        born = self.state.born
        self.enter_next(at, born if at < self.calendar.business_days_after(born, FRESH_DAYS) else at)

    def enter_next(self, at: Instant, day0: Instant | None = None) -> None:
        """Enter the programme's next campaign that takes the lead, or nurture if there is none."""
        state, programme = self.state, self.programme
        state.rest_until = None
        takes = [place for place, leg in enumerate(programme) if not self.team.passed_over(leg)]
        place = next((place for place in takes if place > state.place), None)
        if place is None or state.life >= LIFE_CAP:
            self.nurture(at)
            return
        state.place = place
        self.enrol(programme[place], at, at if day0 is None else day0)

    def enrol(self, campaign: Campaign, at: Instant, day0: Instant) -> None:
        """The lead starts a campaign; what is owed, or a pause, keeps it still at once."""
        state = self.state
        state.stage = ACTIVE
        state.enrolment = Enrolment(campaign, at, self.mark(day0))
        if state.matters or at < (state.paused_until or 0):
            state.enrolment.stopped = at

    def nurture(self, at: Instant) -> None:
        """With marketing until it responds: the first item it has not had is due at once (R16.1)."""
        state = self.state
        state.enrolment = None
        state.rest_until = None
        state.stage = NURTURE
        state.nurture_since = at
        if not self.team.nurture:
            return
        items = self.team.campaigns[self.team.nurture]
        had = [step.key in state.items for step in items.line]
        if all(had):
            state.stage = LOST
            return
        first = items.line[had.index(False)].at.day
        start = self.calendar.day_of(at) - timedelta(days=first)
        done = [Mark(at, start + timedelta(days=step.at.day)) for step in items.line[: had.index(False)]]
        state.enrolment = Enrolment(items, at, Mark(at, start), done)
        if at < (state.paused_until or 0):
            state.enrolment.stopped = at

    @property
    def with_marketing(self) -> bool:
        """Whether the running campaign is marketing's, whose items no cap of sales counts (R7.6)."""
        return self.state.stage == NURTURE

    def rest(self, at: Instant) -> None:
        """The rest after the last campaign it was in; after the programme's last one, nurture."""
        state, programme = self.state, self.programme
        state.enrolment = None
        if state.place + 1 >= len(programme) or state.life >= LIFE_CAP:
            self.nurture(at)
            return
        state.stage = RESTING
        state.rest_until = self.days_on(
            at, programme[state.place].rest_days if state.place >= 0 else REST_DAYS
        )

    def step_done(self, at: Instant, *, met: bool) -> None:
        """The open line step is over at an instant; behind the last one the campaign ends."""
        enrolment = self.state.enrolment
        assert enrolment is not None
        step = enrolment.step
        assert step is not None
        if step.channel == CALL:
            enrolment.met[step.key] = met
        enrolment.done.append(self.mark(at))
        enrolment.later = enrolment.retry = None
        enrolment.busy = enrolment.laters = 0
        if enrolment.step is None and self.with_marketing:
            state = self.state
            state.stage, state.enrolment = LOST, None
        elif enrolment.step is None:
            self.rest(at)

    def open_step(self, channel: str) -> Step | None:
        """The open step of a running campaign, if it is of that channel."""
        enrolment = self.state.enrolment
        if enrolment is None or enrolment.stopped is not None or enrolment.step is None:
            return None
        if self.with_marketing:
            return None
        return enrolment.step if enrolment.step.channel == channel else None

    def stop(self, at: Instant) -> None:
        """A promise, response or pause stops the campaign."""
        if self.state.enrolment is not None and self.state.enrolment.stopped is None:
            self.state.enrolment.stopped = at

    def _resume(self, enrolment: Enrolment, at: Instant) -> None:
        """Go on where it stopped, gaps kept: all its marks move by the length of the stop."""
        assert enrolment.stopped is not None
        seconds = max(0, at - enrolment.stopped)
        days = max(timedelta(0), self.calendar.day_of(at) - self.calendar.day_of(enrolment.stopped))
        for mark in (enrolment.day0, *enrolment.done):
            mark.at = Instant(mark.at + seconds)
            mark.day += days
        enrolment.stopped = None
        self.state.clock = Instant(max(self.state.clock, at))

    # -- matters

    def open(self, matter: Matter, since: Instant) -> None:
        """Owe the lead something; it replaces an older matter of its kind and stops all else."""
        state = self.state
        state.matters = [other for other in state.matters if other.kind != matter.kind] + [matter]
        if self.with_marketing:
            state.enrolment = None
        state.stage = ACTIVE
        state.rest_until = None
        self.stop(since)

    def settle(self, at: Instant, *, silent: bool = False) -> None:
        """Nothing is owed any more (a meeting stays set): the campaign goes on; if it had ended, rest.

        Who fell silent goes to the campaign made for that, if the programme names one (SEED4-06).
        """
        state = self.state
        state.matters = [matter for matter in state.matters if matter.kind == MEETING]
        if state.stage != ACTIVE:
            return
        if state.matters:
            state.stage = MET
        elif silent and (wakes := self._wakes()) is not None:
            self.enrol(wakes, at, at)
        elif state.enrolment is None:
            self.rest(at)
        elif state.enrolment.stopped is not None and at >= (state.paused_until or 0):
            self._resume(state.enrolment, at)

    def _wakes(self) -> Campaign | None:
        """The campaign for who fell silent, if the lead is not in it already and has touches left."""
        state = self.state
        name = self.team.silent.get(state.programme, "")
        inside = state.enrolment is not None and state.enrolment.campaign.name == name
        return self.team.campaigns[name] if name and not inside and state.life < LIFE_CAP else None

    def drop(self, matter: Matter, at: Instant, *, silent: bool = False) -> None:
        """One matter is settled: by a mail, or since it met nobody to the end (`silent`)."""
        self.state.matters.remove(matter)
        if all(other.kind == MEETING for other in self.state.matters):
            self.settle(at, silent=silent)

    # -- the ledger

    def touched(self, at: Instant, channel: str, *, by_hand: bool) -> None:
        """Count a touch everywhere; at the campaign's or the life's cap the campaign ends (R7.1)."""
        state, enrolment = self.state, self.state.enrolment
        if channel == RESEARCH:
            return
        touch = Touch(at, channel)
        state.touches.append(touch)
        state.by_hand += by_hand
        if enrolment is not None and not self.with_marketing:
            enrolment.touches.append(touch)
            state.life += 1

    def capped(self, at: Instant) -> None:
        """End what a cap has shut for good; asked after each touch, at its instant."""
        state, enrolment = self.state, self.state.enrolment
        life = state.life >= LIFE_CAP and state.stage in (ACTIVE, RESTING)
        if life or (enrolment is not None and not self.with_marketing and self._campaign_full(enrolment)):
            state.enrolment = None
            if not state.matters:
                self.rest(at)

    def _campaign_full(self, enrolment: Enrolment) -> bool:
        return len(self.since_response(enrolment.touches)) >= enrolment.campaign.max_touches

    def since_response(self, touches: list[Touch]) -> list[Touch]:
        """The touches that campaign and day caps count (R7.1)."""
        return [touch for touch in touches if touch.at >= (self.state.responded or 0)]

    def calls_in(self, enrolment: Enrolment) -> int:
        """Phone touches of the campaign since the last response."""
        return sum(touch.channel == CALL for touch in self.since_response(enrolment.touches))


def _later(day: date, days: int) -> date:
    return day + timedelta(days=days)
