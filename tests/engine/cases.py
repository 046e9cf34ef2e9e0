"""A lead in the engine, played with without a store: what tables of cases are written in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from dialq.clock import Instant, from_datetime
from dialq.engine.acts import Act, Decision
from dialq.engine.campaign import CALL, Programme
from dialq.engine.channels import NOTHING_AROUND, Around, phones
from dialq.engine.day import TeamCalendar
from dialq.engine.decide import decide, start_call
from dialq.engine.effects import apply
from dialq.engine.judge import judge
from dialq.engine.lead import HOT, WARM, Lead, LeadId, Phone
from dialq.engine.policy import Policy
from dialq.engine.qualify import as_new, interacted
from dialq.engine.settling import settle
from dialq.engine.state import OpenCall, Response, State
from dialq.engine.verdict import RuleLine, Verdict
from tests.oracle.presets import PRESETS

TEAM = "America/New_York"
POLICY = Policy(
    calendar=TeamCalendar(TEAM),
    campaigns={(c.name, c.version): c for c in PRESETS.values()},
    current={c.name: c.version for c in PRESETS.values()},
    programmes={
        HOT: Programme(HOT, ("inbound", "last-call")),
        WARM: Programme(WARM, ("follow-up-21", "last-call")),
    },
)
MOBILE, WORK = "+14155550142", "+12125550143"


def at(text: str, zone: str = TEAM) -> Instant:
    """`2026-12-01 10:00` on a zone's clock."""
    return from_datetime(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)))


def lead_of(arrived: str = "2026-12-01 10:00", **changes: Any) -> Lead:
    """A hot lead of New York with two numbers, an address, a profile and a street."""
    lead = Lead(
        LeadId(1),
        "Lou Field",
        at(arrived),
        at(arrived),
        phones=(Phone(WORK), Phone(MOBILE, "mobile")),
        emails=("lou@field.example",),
        linkedin="lou-field",
        street="1 Main Street",
        city="Springfield",
        zones=(TEAM,),
        temperature=HOT,
    )
    return replace(lead, **changes)


@dataclass
class Case:
    """One lead and what was logged on it."""

    lead: Lead = field(default_factory=lead_of)
    policy: Policy = POLICY
    around: Around = NOTHING_AROUND
    state: State = field(init=False)
    event: int = 1

    def __post_init__(self) -> None:
        """The lead comes in."""
        self.state = as_new(self.lead, self.policy)

    def log(self, code: str, when: str, /, *, rep: str = "ana", channel: str = CALL, **more: Any) -> Decision:
        """An outcome, logged as it happens."""
        now = at(when)
        if (
            channel == CALL
            and "number" not in more
            and (known := phones(self.lead, self.state, self.around, now))
        ):
            more["number"] = known[0].number
        if isinstance(more.get("when"), str):
            more["when"] = at(more["when"])
        decision = decide(
            self.lead,
            self.state,
            self.policy,
            self.around,
            Act(code, channel, now, now, rep, self.event, **more),
        )
        self.state = replace(apply(self.state, decision.effects), seen=self.event)
        self.event += 1
        return decision

    def ring(self, when: str, *, rep: str = "ana", number: str = WORK) -> OpenCall:
        """A call is started and has no outcome yet."""
        call = OpenCall(self.event, rep, at(when), number)
        effects = start_call(self.lead, self.state, self.policy, self.around, call)
        self.state = apply(self.state, effects)
        self.event += 1
        return call

    def hear(self, kind: str, when: str) -> None:
        """The lead does something that asks for an answer."""
        response = Response(at(when), kind, event=self.event)
        effects = interacted(self.lead, self.state, self.policy, self.around, response, at(when))
        self.state = apply(self.state, effects)
        self.event += 1

    def settled(self, when: str) -> State:
        """The state with all that came by itself by then."""
        return apply(self.state, settle(self.lead, self.state, self.policy, self.around, at(when)))

    def verdict(self, when: str, rep: str = "ana") -> Verdict:
        """What the engine says at an instant."""
        return judge(self.lead, self.state, self.policy, at(when), self.around, rep)

    def rule(self, name: str, when: str, rep: str = "ana") -> RuleLine:
        """One rule's line."""
        return next(line for line in self.verdict(when, rep).rules if line.rule == name)

    def stands(self, when: str, rep: str = "ana") -> str:
        """The tier if it is ready, else the rule that holds it."""
        said = self.verdict(when, rep)
        return said.tier_name or said.rule
