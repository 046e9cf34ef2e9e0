"""A small world for desk tests: a real file, a clock that moves when told, a few leads."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from dialq.bootstrap import open_desk
from dialq.clock import Instant, ManualClock, from_datetime
from dialq.desk import answer as answering
from dialq.desk.desk import Desk
from dialq.desk.importing import add_lead
from dialq.desk.reading_acts import Answer
from dialq.desk.take import take_next
from dialq.desk.views import Card, Logged, Taken
from dialq.engine.lead import LeadRecord, Phone

TEAM = "America/New_York"
SENDER = """
[sender]
name = "Ana Torres"
email = "ana@coldchain.example"
company = "Coldchain Alerts"
postal_address = "1 Example Street, Springfield, IL 62701"
"""


def at(text: str) -> Instant:
    """Team time as an instant: `2026-12-01 10:00`."""
    return from_datetime(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(TEAM)))


class World:
    """One file, one clock, desks for any rep."""

    def __init__(self, folder: Path, now: str = "2026-12-01 10:00", *, sender: bool = True) -> None:
        self.path = folder / "dialq.db"
        self.clock = ManualClock(at(now))
        if sender:
            (folder / "settings.toml").write_text(SENDER, encoding="utf-8")
        self.desks: list[Desk] = []
        self.desk = self.open("ana")

    def open(self, rep: str, session: str = "") -> Desk:
        """A desk for a rep."""
        desk = open_desk(self.path, rep=rep, session=session, clock=self.clock, zone=TEAM)
        self.desks.append(desk)
        return desk

    def close(self) -> None:
        """Close every desk."""
        for desk in self.desks:
            desk.close()

    def lead(self, number: int = 42, **facts: object) -> int:
        """A hot lead of its own company; `number` makes name, number and address."""
        given: dict[str, object] = {
            "name": f"Lou Field{number}", "first_name": "Lou", "company": f"Company {number}",
            "phones": (Phone(f"+1415555{100 + number:04}", "mobile", (TEAM,)),),
            "emails": (f"lou{number}@example.com",),
        }  # fmt: skip
        return add_lead(self.desk, LeadRecord(**(given | facts)))[0]  # type: ignore[arg-type]

    def take(self, desk: Desk | None = None) -> Card:
        """The next lead's card."""
        taken = take_next(desk or self.desk)
        assert isinstance(taken, Taken), taken
        return taken.card

    def log(self, lead: int, code: str, **more: object) -> Logged:
        """Log an outcome that no rule refuses."""
        said = answering.answer(self.desk, Answer(lead, code, **more))  # type: ignore[arg-type]
        assert isinstance(said, Logged), said
        return said
