"""The oracle behind the driver's port."""

from __future__ import annotations

from dataclasses import dataclass

from dialq.clock import Instant
from dialq.engine.lead import Lead
from tests.oracle import contacts
from tests.oracle.day_plan import WHEN, Seen
from tests.oracle.facts import Arrived, AutoSent, CallStarted, Outcome
from tests.oracle.model import World

REP = "ana"


@dataclass(slots=True)
class OraclePort:
    """One lead in an oracle world, worked by one rep."""

    world: World
    lead: Lead

    def __post_init__(self) -> None:
        """The lead comes in as it arrives, unless it says when it was recorded."""
        recorded = self.lead.recorded or self.lead.arrived
        self.world.record(Arrived(self.lead, recorded))

    def verdict(self, now: Instant) -> Seen:
        """The oracle's verdict, as the driver sees it."""
        said = self.world.verdict(self.lead.id, REP, now)
        return Seen(said.ready, said.until, said.channel, said.campaign, said.rule, said.tier)

    def automatic(self, now: Instant) -> Instant | None:
        """When the next automatic mail leaves."""
        mail = self.world.automatic(self.lead.id, now)
        return None if mail is None else mail[1]

    def send_automatic(self, now: Instant) -> None:
        """Record that it left."""
        mail = self.world.automatic(self.lead.id, now)
        assert mail is not None
        self.world.record(AutoSent(self.lead.id, mail[0], now))

    def call(self, code: str, started: Instant, ended: Instant) -> None:
        """Record a call to the first usable number."""
        number = contacts.phones(self.world.state(self.lead.id, started).state, started)[0].number
        self.world.record(CallStarted(self.lead.id, REP, started, number))
        when = Instant(ended + WHEN[code]) if code in WHEN else None
        self.world.record(Outcome(self.lead.id, REP, code, "call", ended, ended, number, when))

    def do(self, channel: str, now: Instant) -> None:
        """Record a step that is no call."""
        code = "sent" if channel == "email" else "done"
        self.world.record(Outcome(self.lead.id, REP, code, channel, now, now))
