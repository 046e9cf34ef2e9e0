"""Until when each cap and gap keeps a channel shut, given what was done (R7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, time

from dialq.clock import DAY, HOUR, MINUTE, Instant
from dialq.engine.campaign import CALL, EMAIL, RESEARCH
from tests.oracle import contacts
from tests.oracle.calendar import ONE_DAY, at_wall, day_in
from tests.oracle.fold import Fold
from tests.oracle.state import Dial

DAY_CAP, DIAL_CAP, GAP = "cap.day", "cap.dials-24h", "gap"
TOUCHES_A_DAY = 2
DIALS_A_DAY = 3
CALL_GAP = 25 * MINUTE
EMAIL_GAP = 20 * HOUR
COLLEAGUE_GAP = 2 * HOUR
NO_GAP_AFTER = ("busy", "wrong-number", "bad-number")

NEVER = Instant(0)


class Caps:
    """The caps and gaps of one lead for a step of one channel; each is open from an instant on."""

    def __init__(self, fold: Fold, others: Iterable[Dial], channel: str, now: Instant) -> None:
        """`others`: all dials made for other leads; `now` says which numbers and zones are known."""
        self.fold = fold
        self.state = fold.state
        self.channel = channel
        self.zone = contacts.home_zone(fold.state, now, fold.calendar)
        self.others = [dial for dial in others if self._concerns(dial, now)]

    def holding(self, at: Instant) -> dict[str, Instant]:
        """Rules that hold at an instant -> when they stop to."""
        opens = {DAY_CAP: self.day(), DIAL_CAP: self.dials(), GAP: self.gap(at)}
        return {rule: until for rule, until in opens.items() if at < until}

    def free_from(self, at: Instant) -> Instant:
        """The first instant from `at` on at which none of them holds."""
        while holding := self.holding(at):
            at = max(holding.values())
        return at

    def day(self) -> Instant:
        """The end of the last local day with two touches, the day of the first call apart."""
        if self.channel == RESEARCH:
            return NEVER
        days = Counter(day_in(t.at, self.zone) for t in self.fold.since_response(self.state.touches))
        full = [day for day, count in days.items() if count >= TOUCHES_A_DAY and day != self.first_call_day()]
        return at_wall(max(full) + ONE_DAY, time(0), self.zone) if full else NEVER

    def dials(self) -> Instant:
        """24 h after the start of the third-latest dial."""
        starts = sorted(dial.start for dial in self.state.dials)
        if self.channel != CALL or len(starts) < DIALS_A_DAY:
            return NEVER
        return Instant(starts[-DIALS_A_DAY] + DAY)

    def gap(self, at: Instant) -> Instant:
        """25 minutes after a call's end, 2 h from a colleague's; 20 h between mails, not on the first day."""
        if self.channel == CALL:
            own = [dial.ended + CALL_GAP for dial in self.state.dials if dial.code not in NO_GAP_AFTER]
            return Instant(max([*own, *(dial.start + COLLEAGUE_GAP for dial in self.others)], default=NEVER))
        if self.channel == EMAIL and day_in(at, self.zone) != self.first_call_day():
            mails = [touch.at + EMAIL_GAP for touch in self.state.touches if touch.channel == EMAIL]
            return Instant(max(mails, default=NEVER))
        return NEVER

    def first_call_day(self) -> date | None:
        """The local day of the first dial."""
        first = min((dial.start for dial in self.state.dials), default=None)
        return None if first is None else day_in(first, self.zone)

    def _concerns(self, dial: Dial, now: Instant) -> bool:
        """Whether another lead's dial rang one of this lead's numbers, or its company (R7.8)."""
        company = contacts.company(self.state.lead.company)
        mine = {phone.number for phone in contacts.phones(self.state, now)}
        return dial.number in mine or (bool(company) and dial.company == company)
