"""What a replayed lead is at an instant: the rules of R6 one by one, the tier of R5.1, and until when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time

from dialq.clock import HOUR, MINUTE, Instant
from dialq.engine.campaign import CALL, EMAIL, POST, SOCIAL, Step
from dialq.engine.lead import HOT
from dialq.engine.verdict import (
    CADENCE,
    CALLBACK,
    CLOSED,
    FRESH,
    HELD,
    NOW,
    QUESTIONABLE,
    READY,
    RESPONSE,
    RULES,
    SLIPPING,
)
from tests.oracle import contacts
from tests.oracle.calendar import Windows, every_day, next_midnight
from tests.oracle.caps import Caps
from tests.oracle.fold import FRESH_DAYS, Fold
from tests.oracle.state import ENDED, MEETING, NAME, NO_SHOW, NURTURE, PROMISE, RESTING, Dial, Matter
from tests.oracle.state import RESPONSE as RESPONSE_KIND

YOUNG = 5 * MINUTE
LANE = 30 * MINUTE
UNKNOWN_CALL = 4 * HOUR
SLIP_DAYS = 2

Hold = tuple[bool, Instant | None]
FREE: Hold = (False, None)
FOR_GOOD: Hold = (True, None)


@dataclass(frozen=True, slots=True)
class OracleVerdict:
    """The oracle's word on one lead for one rep."""

    status: str
    tier: int
    rule: str
    until: Instant | None
    due: Instant | None
    step_key: str
    channel: str
    """What is to be done now: the step's channel, `call` or `email` for an answer; '' if nothing is asked."""
    campaign: str
    rules: dict[str, Hold]
    """Each rule -> whether it holds now, and when it stops by itself (None: never, or it holds not)."""
    place: tuple[int, ...] = ()
    """Sort key when ready, the lead's id last."""
    slips: Instant | None = None
    """When the open cadence step turns `slipping`."""

    @property
    def ready(self) -> bool:
        """Whether the lead may be taken."""
        return self.status == READY


def _until(holds: bool, until: Instant | None) -> Hold:
    return (True, until) if holds else FREE


class Judge:
    """One lead at one instant. `again` gives the judge of a later instant if nothing happens."""

    def __init__(
        self,
        fold: Fold,
        windows: Windows,
        others: list[Dial],
        rep: str,
        now: Instant,
        again: Callable[[Instant], Judge],
    ) -> None:
        """Look at a fold that was advanced to `now`; `others` are the dials made for other leads."""
        self.fold, self.state, self.windows = fold, fold.state, windows
        self.others, self.rep, self.now, self.again = others, rep, now, again
        enrolment = fold.state.enrolment
        self.running = enrolment is not None and enrolment.stopped is None
        self.live = [matter for matter in fold.state.matters if matter.opens <= now]
        self.mine = [m for m in self.live if (opens := self._lane(m)) is not None and opens <= now]
        self.rules = self._rules()

    @property
    def warm(self) -> bool:
        """Whether it stands among the warm leads (R5.5)."""
        return self.state.temperature != HOT

    # -- what is asked

    @property
    def step(self) -> Step | None:
        """The open step, if the lead is in a campaign."""
        return self.state.enrolment.step if self.state.enrolment is not None else None

    @property
    def asked(self) -> Matter | None:
        """The matter that stands first."""
        now = [matter for matter in self.mine if self._by(matter) != CALL or self._is_open()]
        return min(now or self.mine or self.live or self.state.matters, key=self._matter_place, default=None)

    def _by(self, matter: Matter) -> str:
        """How a matter is dealt with: a call if there is a way, a reply by mail; '' asks nothing of the lead."""
        if matter.kind == MEETING:
            return ""
        ways = [CALL, EMAIL, SOCIAL, POST]
        if matter.what == "reply":
            ways = [EMAIL, CALL, SOCIAL, POST]
        return next((way for way in ways if contacts.usable(self.state, way, self.now)), EMAIL)

    def _is_open(self) -> bool:
        """Whether the lead may be rung at this hour."""
        return self.windows.is_open(contacts.zones(self.state, self.now, self.fold.calendar), self.now)

    @property
    def channel(self) -> str:
        """By what the lead is to be reached now; '' if nothing is asked."""
        if self.asked is not None:
            return self._by(self.asked)
        return self.step.channel if self.running and self.step is not None else ""

    # -- the rules of R6

    def _rules(self) -> dict[str, Hold]:
        rules = dict.fromkeys(RULES, FREE)
        state = self.state
        rules["suppressed"] = (contacts.suppressed(state), None)
        rules["ended"] = (state.stage in ENDED, None)
        rules["not-a-lead"] = (state.stage == NAME or self.fold.misfit, None)
        rules["resting"] = _until(state.stage == RESTING, state.rest_until)
        rules["nurture"] = (state.stage == NURTURE, None)
        rules["paused"] = self._paused()
        rules["callback-later"] = self._callback_later()
        if self.running and state.stage != NURTURE:
            rules |= self._step_rules()
        rules["needs-contact"] = self._needs_contact()
        rules["window"] = self._window()
        rules["not-yours"] = self._not_yours()
        rules["claimed"] = self._claimed()
        return rules

    def _paused(self) -> Hold:
        """Out of office or referred; what falls due for the lead in the meantime lifts it."""
        ends = [end for end in (self.state.paused_until, *(m.opens for m in self.state.matters)) if end]
        return _until(not self.live and self.now < (self.state.paused_until or 0), min(ends, default=None))

    def _callback_later(self) -> Hold:
        """Something is promised or tried again, but nothing of it is due."""
        waiting = [matter.opens for matter in self.state.matters]
        return _until(bool(waiting) and not self.live, min(waiting, default=None))

    def _step_rules(self) -> dict[str, Hold]:
        """Not due, caps and gaps: asked of the open step of a running campaign."""
        due, step = self.due_step(), self.step
        if due is None or step is None:
            return {}
        rules: dict[str, Hold] = {
            rule: (True, until) for rule, until in self._caps(step.channel).holding(self.now).items()
        }
        enrolment = self.state.enrolment
        leaves = step.auto and enrolment is not None and not self.fold.shut(enrolment, self.now)
        rules["not-due"] = FOR_GOOD if leaves else _until(self.now < due, due)
        return rules

    def _needs_contact(self) -> Hold:
        """No way to the lead at all; marketing asks for an address, mail or post (R16.1)."""
        if self.state.stage == NURTURE:
            ways = (EMAIL, POST)
            return (not any(contacts.usable(self.state, way, self.now) for way in ways), None)
        question = self.asked is not None and self.asked.kind == MEETING
        holds = not question and not contacts.reachable(self.state, self.now)
        return _until(holds, contacts.reachable_again(self.state, self.now))

    def _window(self) -> Hold:
        if self.channel != CALL:
            return FREE
        zones = contacts.zones(self.state, self.now, self.fold.calendar)
        return _until(not self.windows.is_open(zones, self.now), self.windows.opens(zones, self.now))

    def _not_yours(self) -> Hold:
        """Everything that is due stands in another rep's lane."""
        lanes = [(matter.opens, self._lane(matter)) for matter in self.state.matters]
        opens = [Instant(max(first, lane)) for first, lane in lanes if lane is not None]
        return _until(bool(self.live) and not self.mine, min(opens, default=None))

    def _claimed(self) -> Hold:
        """A colleague's call has no outcome yet (R9.2)."""
        ends = [Instant(d.start + UNKNOWN_CALL) for d in self.state.dials if not d.code and d.rep != self.rep]
        last = max(ends, default=None)
        return _until(last is not None and self.now < last, last)

    def _lane(self, matter: Matter) -> Instant | None:
        """From when on this rep may take it; None: never by itself."""
        if matter.kind == RESPONSE_KIND:
            alone = self.state.last_rep in ("", self.rep)
            return Instant(0) if alone else Instant(matter.at + LANE)
        if matter.rep == self.rep:
            return Instant(0)
        return Instant(matter.at + LANE) if matter.anyone else None

    # -- due, from, slip

    def _caps(self, channel: str) -> Caps:
        return Caps(self.fold, self.others, channel, self.now)

    def due_step(self) -> Instant | None:
        """When the open step is due, `later` and a busy line counted in."""
        enrolment = self.state.enrolment
        due = None if enrolment is None else self.fold.due(enrolment)
        if enrolment is None or due is None:
            return None
        return Instant(max(due, enrolment.later or 0, enrolment.retry or 0))

    def first_ready(self) -> Instant | None:
        """When only a rep's time was lacking: due, caps and gaps over, window open."""
        due, step = self.due_step(), self.step
        if due is None or step is None:
            return None
        ready = Caps(self.fold, (), step.channel, self.now).free_from(due)
        if step.channel != CALL:
            return ready
        return self.windows.opens(contacts.zones(self.state, self.now, self.fold.calendar), ready)

    def slips(self) -> Instant | None:
        """When a cadence step turns slipping."""
        ready = self.first_ready() if self.running else None
        return None if ready is None else self.fold.calendar.business_days_after(ready, SLIP_DAYS)

    # -- the order of R5.1

    def _matter_place(self, matter: Matter) -> tuple[int, ...]:
        young = self.now < matter.at + YOUNG
        if matter.kind == PROMISE and young:
            return (CALLBACK, matter.at)
        if matter.kind == RESPONSE_KIND and matter.what != NO_SHOW:
            return (NOW, -matter.at) if young else (RESPONSE, 1, -matter.at)
        return (RESPONSE, 1, -matter.at) if matter.kind == RESPONSE_KIND else (RESPONSE, 0, matter.at)

    def _step_place(self) -> tuple[int, ...]:
        lead, enrolment, step = self.state.lead, self.state.enrolment, self.step
        due, slips, ready = self.due_step(), self.slips(), self.first_ready()
        assert enrolment is not None
        assert step is not None
        assert due is not None
        hot, since = self.state.temperature == HOT, self.state.born
        doubtful = self.fold.team.questionable(lead)
        if hot and not self.state.by_hand:
            if self.now < since + YOUNG and not self.state.turned:
                return (NOW, -since)
            if self.now < self.fold.calendar.business_days_after(since, FRESH_DAYS):
                return (FRESH, 0, -since)
        elif hot and not step.at.by_day:
            return (FRESH, 1, due)
        if not doubtful and ready is not None and slips is not None and self.now >= slips:
            return (SLIPPING, ready)
        tier = QUESTIONABLE if doubtful else CADENCE
        return (tier, enrolment.number, -(lead.interactions + self.state.interactions), lead.arrived)

    def place(self) -> tuple[int, ...]:
        """The sort key of a ready lead."""
        own = self._matter_place(self.asked) if self.asked is not None else self._step_place()
        return (*own, self.state.lead.id)

    # -- the verdict

    @property
    def holding(self) -> list[str]:
        """The rules that hold, in the order they are asked."""
        return [rule for rule in RULES if self.rules[rule][0]]

    def verdict(self) -> OracleVerdict:
        """The whole word on this lead at this instant."""
        holding = self.holding
        closed = bool(holding) and holding[0] in ("suppressed", "ended")
        asked = self.asked
        return OracleVerdict(
            status=CLOSED if closed else HELD if holding else READY,
            tier=0 if holding else self.place()[0],
            rule=holding[0] if holding else "",
            until=self._ready_again() if holding else self._changes(),
            due=asked.at if asked is not None else self.due_step(),
            step_key=self.step.key if self.step is not None else "",
            channel=self.channel,
            campaign=self.state.enrolment.campaign.name if self.state.enrolment is not None else "",
            rules=self.rules,
            place=() if holding else self.place(),
            slips=self.slips(),
        )

    def _ready_again(self) -> Instant | None:
        """The first instant at which nothing holds any more if nothing happens."""
        judge = self
        for _ in range(500):
            if not judge.holding:
                return judge.now
            ends = [judge.rules[rule][1] for rule in judge.holding]
            owed = {edge for m in judge.state.matters for edge in (m.opens, Instant(m.at + LANE))}
            known = [edge for edge in (*ends, *owed) if edge is not None and edge > judge.now]
            if not known or (None in ends and all(edge <= judge.now for edge in owed)):
                return None
            judge = self.again(min(known))
        raise AssertionError("the rules chase each other")

    def _changes(self) -> Instant | None:
        """When a ready lead is held, or stands in another tier, if nothing happens."""
        was = self.place()[0]
        for edge in sorted(self._edges()):
            then = self.again(edge)
            if then.holding or then.place()[0] != was:
                return edge
        return None

    def _edges(self) -> set[Instant]:
        """Every instant at which a ready lead's verdict might change."""
        since, calendar = self.state.born, self.fold.calendar
        zones = contacts.zones(self.state, self.now, calendar)
        edges = {self.windows.closes(zones, self.now), self.slips(), Instant(since + YOUNG)}
        edges.add(calendar.business_days_after(since, FRESH_DAYS))
        edges.add(next_midnight(self.now, contacts.home_zone(self.state, self.now, calendar)))
        if self.running and self.state.enrolment is not None:
            edges.add(self.fold.limit(self.state.enrolment))
        for matter in self.state.matters:
            edges |= {matter.opens, Instant(matter.at + YOUNG), Instant(matter.at + LANE)}
        return {edge for edge in edges if edge is not None and edge > self.now}

    # -- automatic mails

    def automatic(self) -> tuple[str, Instant] | None:
        """The earliest automatic mail that is still to leave; none goes to who is no lead (R3.1)."""
        if not self.running or contacts.suppressed(self.state) or self.fold.misfit:
            return None
        planned = self._beside()
        due, step = self.due_step(), self.step
        if step is not None and step.auto and due is not None:
            planned.append((step, due))
        usable = [(step, at) for step, at in planned if contacts.usable(self.state, step.channel, self.now)]
        begun = [dial.start + UNKNOWN_CALL for dial in self.state.dials if not dial.code]
        earliest = Instant(max([self.now, *begun[-1:]]))
        mails = [(self._leaves(step, Instant(max(at, earliest))), at, step.key) for step, at in usable]
        first = min(mails, default=None)
        if first is None:
            return None
        leaves, due_at, key = first
        return key, due_at if leaves <= self.now else leaves

    def _leaves(self, step: Step, at: Instant) -> Instant:
        """When no cap holds it, within the lead's 08:00-20:00; one planned in minutes at once (R14.4)."""
        home = contacts.home_zone(self.state, self.now, self.fold.calendar)
        decent = Windows({home: every_day(time(8), time(20))}, guard=0)
        caps = self._caps(step.channel)
        while True:
            free = caps.free_from(at)
            opens = decent.opens(frozenset({home}), free) if step.at.by_day else free
            assert opens is not None, "every day has such hours"
            if opens == at:
                return at
            at = opens

    def _beside(self) -> list[tuple[Step, Instant]]:
        """Mails beside the line that are not out yet, with their due times (R4.2); none for who answered (R11.1)."""
        enrolment = self.state.enrolment
        assert enrolment is not None
        answered = (self.state.responded or 0) > enrolment.entered
        waiting = [
            s
            for s in enrolment.campaign.steps
            if s.beside and s.key not in enrolment.sent and not (answered and s.when != "no_contact")
        ]
        planned = [(step, self._beside_due(step)) for step in waiting]
        return [(step, due) for step, due in planned if due is not None]

    def _beside_due(self, step: Step) -> Instant | None:
        """Day 0 plus its minutes; a `no_contact` one follows its call, if that reached nobody."""
        enrolment = self.state.enrolment
        assert enrolment is not None
        if step.when != "no_contact":
            return Instant(enrolment.day0.at + step.at.seconds)
        steps, line = enrolment.campaign.steps, enrolment.campaign.line
        calls = [s for s in steps[: steps.index(step)] if s.channel == CALL]
        if not calls or enrolment.met.get(calls[-1].key, True):
            return None
        done = enrolment.done[line.index(calls[-1])]
        return Instant(done.at + step.at.seconds - calls[-1].at.seconds)
