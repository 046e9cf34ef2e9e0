"""The exported events as the checks read them: one line a deed, nothing but the file and what the world knows."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from dialq.clock import Instant, from_datetime
from dialq.engine.campaign import CALL
from tests.quarter.people import TEAM

ASK = ("reply", "rsvp", "form", "inbound-call", "contact-me")
"""What a lead does that asks for an answer."""
PROMISES = ("callback", "interested", "info-sent")
MET_NOBODY = ("no-answer", "voicemail", "gatekeeper")
TRIES, BUSY = 4, 3
FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the outcomes file, or one thing the lead did."""

    number: int
    """The order of recording."""
    lead: int
    began: Instant
    """A call's start; else when it happened."""
    at: Instant
    rep: str
    code: str
    """The outcome, or the interaction's kind."""
    channel: str = ""
    campaign: str = ""
    step: str = ""
    dial: bool = False
    touch: bool = False
    human: bool = False
    inbound: bool = False
    own: bool = False
    """Done by the lead."""
    when: Instant | None = None
    recipient: str = ""

    @property
    def day(self) -> date:
        """Its date in the team's calendar."""
        return day_in(self.at, TEAM)

    @property
    def automatic(self) -> bool:
        """Whether nobody pressed a key for it."""
        return self.touch and not self.rep

    @property
    def asks(self) -> bool:
        """Whether the lead asks for an answer by it."""
        return (self.own and self.code in ASK) or self.inbound or self.code == "replied"


def day_in(at: Instant, zone: str) -> date:
    """The date a zone's calendar shows."""
    return datetime.fromtimestamp(at, ZoneInfo(zone)).date()


def read_lines(path: Path) -> list[Line]:
    """The outcomes file, in the order of recording."""
    with path.open(encoding="utf-8") as file:
        return [_line(json.loads(text)) for text in file]


def _line(row: dict[str, Any]) -> Line:
    at = _moment(row["happened_at"])
    assert at is not None
    return Line(
        number=row["event_id"],
        lead=row["lead_id"],
        began=Instant(at - (row["duration_s"] or 0)),
        at=at,
        rep=row["rep"],
        code=row["outcome"],
        channel=row["channel"],
        campaign=row["campaign"],
        step=row["step"],
        dial=row["dial"],
        touch=row["touch"],
        human=row["human"] == "human",
        inbound=row["direction"] == "in",
        when=_moment(row["when"]),
        recipient=row["number"] if row["channel"] == "email" else "",
    )


def _moment(text: str) -> Instant | None:
    return from_datetime(datetime.fromisoformat(text)) if text else None


def by_lead(lines: list[Line]) -> dict[int, list[Line]]:
    """Each lead's lines in the order in which they happened."""
    found: dict[int, list[Line]] = defaultdict(list)
    for line in sorted(lines, key=lambda line: (line.at, line.number)):
        found[line.lead].append(line)
    return found


def in_three_days(line: Line) -> Instant:
    """When somebody who got information is called, if nothing was said: the morning of the third day (R9)."""
    day = line.day + timedelta(days=3)
    while day.weekday() > FRIDAY:
        day += timedelta(days=1)
    return from_datetime(datetime.combine(day, time(8), ZoneInfo(TEAM)))


@dataclass(slots=True)
class Owed:
    """Whether an answer or a promise is open: what R7.5 lets through, and what stops a campaign."""

    asked: Instant | None = None
    promised: Instant | None = None
    left_to_answer: int = TRIES
    left_to_keep: int = TRIES
    busy: int = 0

    @property
    def open(self) -> bool:
        """Whether anything is owed."""
        return self.asked is not None or self.promised is not None

    def lets(self, line: Line) -> bool:
        """Whether a touch answers what was asked, or keeps a promise that is due."""
        return self.asked is not None or self._is_due(line)

    def _is_due(self, line: Line) -> bool:
        return self.promised is not None and line.began >= self.promised - 120

    def hear(self, line: Line) -> None:
        """Go on to after a line."""
        if line.asks:
            self.asked, self.left_to_answer = line.at, TRIES
        if line.code in ("no-show", "cancelled"):
            self.asked, self.left_to_answer = line.at, 2
        elif line.code in PROMISES:
            self.asked, self.promised, self.left_to_keep = None, line.when or in_three_days(line), TRIES
        elif line.own or line.automatic:
            return
        elif line.human and not line.inbound:
            self.asked = self.promised = None
        elif self.lets(line):
            self._tried(line)

    def _tried(self, line: Line) -> None:
        """A try of all that is due; writing, or a task done, deals with it at once (R11.3)."""
        self.busy = self.busy + 1 if line.code == "busy" else 0
        missed = line.code in MET_NOBODY or self.busy >= BUSY
        if not missed and (line.channel == CALL or not line.touch):
            return
        self.busy, due = 0, self._is_due(line)
        self.left_to_answer -= 1
        self.left_to_keep -= due
        if not missed or not self.left_to_answer:
            self.asked = None
        if due and (not missed or not self.left_to_keep):
            self.promised = None
