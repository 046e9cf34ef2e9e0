"""The real engine behind the driver's port: pure values, no store."""

from __future__ import annotations

from dataclasses import dataclass, field

from dialq.clock import Instant
from dialq.engine.acts import Act
from dialq.engine.campaign import CALL, Campaign, Programme
from dialq.engine.channels import NOTHING_AROUND, phones
from dialq.engine.day import TeamCalendar
from dialq.engine.decide import decide, start_call
from dialq.engine.effects import apply
from dialq.engine.judge import judge
from dialq.engine.lead import Lead
from dialq.engine.policy import Policy
from dialq.engine.qualify import as_new
from dialq.engine.state import OpenCall, State
from dialq.engine.verdict import READY
from dialq.engine.windows import Windows
from tests.oracle.calendar import Span
from tests.oracle.day_plan import WHEN, Seen
from tests.oracle.plans import Scenario
from tests.oracle.presets import PRESETS

REP = "ana"


def policy_of(scenario: Scenario) -> Policy:
    """The engine's policy for a scenario."""
    by_zone = {
        zone: tuple(_minutes(week.get(day)) for day in range(7)) for zone, week in scenario.hours.items()
    }
    campaigns: dict[tuple[str, int], Campaign] = {(c.name, c.version): c for c in PRESETS.values()}
    legs = (scenario.campaign, "last-call")
    return Policy(
        calendar=TeamCalendar(scenario.calendar.zone, scenario.weekdays, scenario.holidays),
        windows=Windows(by_zone=by_zone, guard=scenario.guard),
        campaigns=campaigns,
        current={c.name: c.version for c in PRESETS.values()},
        programmes={"hot": Programme("hot", legs), "warm": Programme("warm", legs)},
    )


def _minutes(span: Span | None) -> tuple[int, int]:
    if span is None:
        return (0, 0)
    opens, closes = span
    return opens.hour * 60 + opens.minute, closes.hour * 60 + closes.minute


@dataclass
class RealPort:
    """One lead in the real engine, worked by one rep."""

    policy: Policy
    lead: Lead
    state: State = field(init=False)
    event: int = 1

    def __post_init__(self) -> None:
        """The lead comes in."""
        self.state = as_new(self.lead, self.policy)

    def verdict(self, now: Instant) -> Seen:
        """The engine's verdict, as the driver sees it."""
        said = judge(self.lead, self.state, self.policy, now, NOTHING_AROUND, REP)
        channel = said.step.channel if said.step is not None else ""
        if self.state.owes:
            channel = CALL if phones(self.lead, self.state, NOTHING_AROUND, now) else "email"
        campaign = "" if said.rule in ("resting", "nurture", "ended", "suppressed") else said.campaign
        return Seen(said.status == READY, said.until, channel, campaign, said.rule, said.tier)

    def automatic(self, now: Instant) -> Instant | None:
        """When the next automatic mail leaves."""
        return judge(self.lead, self.state, self.policy, now).auto_at

    def send_automatic(self, now: Instant) -> None:
        """It left."""
        key = judge(self.lead, self.state, self.policy, now).auto_step
        campaign = self.policy.campaign(self.state.campaign, self.state.version)
        step = next(step for step in campaign.steps if step.key == key)
        self._act("sent", "email", now, side_step=key if step.beside else "", by_person=False)

    def call(self, code: str, started: Instant, ended: Instant) -> None:
        """A call to the first usable number."""
        number = phones(self.lead, self.state, NOTHING_AROUND, started)[0].number
        call = OpenCall(self.event, REP, started, number)
        self.event += 1
        self.state = apply(self.state, start_call(self.lead, self.state, self.policy, NOTHING_AROUND, call))
        when = Instant(ended + WHEN[code]) if code in WHEN else None
        self._act(code, CALL, ended, number=number, when=when, call=call)

    def do(self, channel: str, now: Instant) -> None:
        """A step that is no call."""
        self._act("sent" if channel == "email" else "done", channel, now)

    def _act(
        self,
        code: str,
        channel: str,
        at: Instant,
        *,
        by_person: bool = True,
        side_step: str = "",
        number: str = "",
        when: Instant | None = None,
        call: OpenCall | None = None,
    ) -> None:
        act = Act(
            code, channel, at, at, REP if by_person else "", self.event, number, when,
            by_person=by_person, side_step=side_step, call=call,
        )  # fmt: skip
        self.event += 1
        decision = decide(self.lead, self.state, self.policy, NOTHING_AROUND, act)
        self.state = apply(self.state, decision.effects)
