"""The worked examples as data: who arrives when, what the rep does, and what plan must come of it.

A plan reads `call+0 10:00, email+6, …, call+17`: channel, calendar days after the arrival (team zone), and
the start where the example gives it; `…` stands for touches the example does not name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from dialq.clock import HOUR, Instant, from_datetime
from dialq.engine.lead import HOT, Lead, LeadId, Phone
from tests.oracle.calendar import WEEK, Hours, TeamCalendar, Windows, every_day
from tests.oracle.day_plan import Habits, Planned, Shift

TEAM = "America/New_York"
SYDNEY = "Australia/Sydney"
FIRST_NUMBER, SECOND_NUMBER = "+14155550142", "+14155550143"
REST = "…"


@dataclass(frozen=True, slots=True)
class Scenario:
    """One line of the examples."""

    name: str
    campaign: str
    arrives: str
    """Team time, `2026-12-01 10:00`."""
    plan: str
    rest: str = ""
    """The date on which the rest after the campaign ends, where the example gives it."""
    phone: bool = True
    email: bool = True
    zones: tuple[str, ...] = ()
    hours: Mapping[str, Hours] = field(default_factory=dict)
    """Calling windows other than 08:00-21:00 every day: zone -> weekday -> (opens, closes)."""
    guard: int = 180
    holidays: frozenset[date] = frozenset()
    weekdays: frozenset[int] = frozenset(range(5))
    rep: tuple[time, time] = (time(8), time(18))
    rep_every_day: bool = False
    late: int = 0
    codes: tuple[str, ...] = ()

    @property
    def arrived(self) -> Instant:
        """The arrival as an instant."""
        return from_datetime(datetime.fromisoformat(self.arrives).replace(tzinfo=ZoneInfo(TEAM)))

    @property
    def calendar(self) -> TeamCalendar:
        """The team's calendar."""
        return TeamCalendar(TEAM, self.holidays, self.weekdays)

    @property
    def windows(self) -> Windows:
        """The calling windows."""
        return Windows(self.hours, self.guard)

    @property
    def habits(self) -> Habits:
        """How the rep works."""
        shift = Shift(self.calendar, *self.rep, self.rep_every_day)
        return Habits(shift, late=self.late, codes=self.codes)

    @property
    def lead(self) -> Lead:
        """The lead: two numbers, one address, a profile and a postal address, less what it lacks."""
        numbers = (Phone(FIRST_NUMBER), Phone(SECOND_NUMBER)) if self.phone else ()
        return Lead(
            LeadId(1),
            "Lou Field",
            self.arrived,
            self.arrived,
            phones=numbers,
            emails=("lou@field.example",) if self.email else (),
            linkedin="lou-field",
            street="1 Main Street",
            city="Springfield",
            zones=self.zones,
            temperature=HOT,
        )

    def matches(self, plan: list[Planned]) -> bool:
        """Whether a plan is the one the example gives."""
        wanted = [entry.strip() for entry in self.plan.split(",")]
        if REST not in wanted:
            return len(plan) == len(wanted) and self._agree(plan, wanted)
        cut = wanted.index(REST)
        head, tail = wanted[:cut], wanted[cut + 1 :]
        ends = plan[len(plan) - len(tail) :]
        return len(plan) >= len(head) + len(tail) and self._agree(plan, head) and self._agree(ends, tail)

    def _agree(self, plan: list[Planned], wanted: list[str]) -> bool:
        return all(self._is(entry, touch) for entry, touch in zip(wanted, plan, strict=False))

    def _is(self, entry: str, touch: Planned) -> bool:
        read = re.fullmatch(r"(\w+)\+(\d+)(?: (\d\d:\d\d))?", entry)
        assert read is not None, entry
        written = self.written(touch)
        return written.startswith(f"{read[1]}+{read[2]} ") and (read[3] is None or written.endswith(read[3]))

    def written(self, touch: Planned) -> str:
        """A touch as the examples write it."""
        channel, at = touch
        shown = datetime.fromtimestamp(at, ZoneInfo(TEAM))
        day0 = datetime.fromtimestamp(self.arrived, ZoneInfo(TEAM)).date()
        return f"{channel}+{(shown.date() - day0).days} {shown:%H:%M}"


TUESDAY = "2026-12-01 10:00"
FRIDAY_EVENING = "2026-12-04 19:58"
FIRST_DAY = "call+0 10:00, email+0 10:20, call+0 10:30, call+0 11:01"
FLORIDA = {TEAM: every_day(time(8), time(20))}
AROUND_THE_CLOCK = (time(0), time.max)
US_HOLIDAY = frozenset({date(2027, 1, 18)})
CHRISTMAS = frozenset({date(2026, 12, 25), date(2027, 1, 1)})

INBOUND_TAIL = "email+6 08:00, call+7, email+10, call+16, call+17, email+17"
"""The day steps after a first day on Tuesday."""

SINGLE = (
    Scenario("Tuesday", "inbound", TUESDAY, f"{FIRST_DAY}, {INBOUND_TAIL}", rest="2027-01-18"),
    Scenario(
        "Tuesday, rest ends on a holiday",
        "inbound",
        TUESDAY,
        f"{FIRST_DAY}, {INBOUND_TAIL}",
        rest="2027-01-19",
        holidays=US_HOLIDAY,
    ),
    Scenario(
        "Friday evening",
        "inbound",
        FRIDAY_EVENING,
        "email+0 20:18, call+3 08:00, call+3 08:30, call+3 09:01, email+7, call+10, email+13, call+19, "
        "call+20, email+20",
    ),
    Scenario(
        "Friday evening in Florida, rep there, no guard",
        "inbound",
        FRIDAY_EVENING,
        "call+0 19:58, email+0 20:18, call+3 08:00, call+3 08:31, …, email+20",
        hours=FLORIDA,
        guard=0,
        rep=(time(8), time.max),
    ),
    Scenario(
        "Friday evening in Florida, rep there: the guard holds the first call",
        "inbound",
        FRIDAY_EVENING,
        "email+0 20:18, call+3 08:00, call+3 08:30, call+3 09:01, …, email+20",
        hours=FLORIDA,
        rep=(time(8), time.max),
    ),
    Scenario(
        "Wednesday night",
        "inbound",
        "2026-12-02 22:30",
        "email+0 22:50, call+1 08:00, call+1 08:30, call+1 09:01, email+5, call+6, email+9, call+15, "
        "call+16, email+16",
    ),
    Scenario(
        "busy three times",
        "inbound",
        TUESDAY,
        "call+0 10:00, call+0 10:15, email+0 10:20, call+0 10:30, call+1 10:00, call+1 10:31, …",
        codes=("busy", "busy", "busy"),
    ),
    Scenario(
        "wrong number first",
        "inbound",
        TUESDAY,
        "call+0 10:00, call+0 10:01, email+0 10:20, call+0 10:31, call+1 10:00, …",
        codes=("wrong-number",),
    ),
    Scenario("no phone", "inbound", TUESDAY, "email+0 10:20, email+6, email+10, email+17", phone=False),
    Scenario(
        "no email",
        "inbound",
        TUESDAY,
        "call+0 10:00, call+0 10:30, call+0 11:01, call+7, call+16, call+17",
        email=False,
    ),
    Scenario(
        "rep five hours late, any hour",
        "inbound",
        TUESDAY,
        "…, email+17",
        late=5 * HOUR,
        rep=AROUND_THE_CLOCK,
        rep_every_day=True,
    ),
    Scenario(
        "rep thirty hours late, any hour",
        "inbound",
        TUESDAY,
        "…, email+25",
        late=30 * HOUR,
        rep=AROUND_THE_CLOCK,
        rep_every_day=True,
    ),
    Scenario(
        "Sydney",
        "inbound",
        TUESDAY,
        "email+0 10:20, call+0 17:00, call+0 17:30, call+1 17:00, …, email+20",
        zones=(SYDNEY,),
        hours={SYDNEY: dict.fromkeys(range(5), (time(9), time(20)))},
    ),
    Scenario(
        "before Christmas",
        "inbound",
        "2026-12-23 15:00",
        "call+0 15:00, email+0 15:20, call+0 15:30, call+0 16:01, email+5, call+6, email+12, call+19, "
        "call+20, email+20",
        holidays=CHRISTMAS,
    ),
    Scenario(
        "no closed days",
        "follow-up-21",
        TUESDAY,
        "research+1, email+2, email+5, social+7, call+8, email+10, email+12, post+14, call+18, email+21",
        weekdays=frozenset(WEEK),
    ),
    Scenario(
        "Tuesday",
        "ping-pong",
        TUESDAY,
        "email+0 10:00, call+0 10:01, email+0 10:06, call+2, email+2, email+6, call+9, email+9, email+13, "
        "call+16",
    ),
    Scenario(
        "Friday evening",
        "ping-pong",
        FRIDAY_EVENING,
        "email+0 19:58, call+3 08:00, email+3 08:05, call+5, email+5, email+7, call+10, email+10, email+12, "
        "call+17",
    ),
    Scenario("Tuesday", "last-call", TUESDAY, "email+0, call+1, email+6, call+10, email+14, email+16"),
    Scenario(
        "Friday evening",
        "last-call",
        FRIDAY_EVENING,
        "email+3, call+4, email+7, call+11, email+17, email+19",
    ),
    Scenario("Tuesday", "light", TUESDAY, "post+0, call+7, email+8, email+22, email+36, email+50"),
    Scenario(
        "Friday evening", "light", FRIDAY_EVENING, "post+3, call+10, email+11, email+25, email+39, email+53"
    ),
)

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
INBOUND_DAYS = ("email", "call", "email", "call", "call", "email")
FOLLOW_UP_STEPS = (
    "research", "email", "email", "social", "call", "email", "email", "post", "call", "email"
)  # fmt: skip
INBOUND_TABLE = (
    "4 7 10 16 17 17", "6 7 10 16 17 17", "5 6 9 15 16 16", "4 5 8 14 15 15", "4 5 10 17 18 18",
    "6 9 12 18 19 19", "5 8 11 17 18 18",
)  # fmt: skip
FOLLOW_UP_TABLE = (
    "1 2 7 9 10 14 16 18 22 25", "1 2 6 8 9 13 15 17 21 24", "1 2 5 7 8 12 14 16 20 23",
    "1 4 7 11 12 14 18 20 25 28", "3 4 7 10 11 13 17 19 24 27", "2 3 6 9 10 12 16 18 23 26",
    "1 2 5 8 9 11 15 17 22 25",
)  # fmt: skip


def _weekday(place: int, campaign: str, channels: tuple[str, ...], days: str, lead_in: str) -> Scenario:
    """One weekday's row, arriving at 10:00 in the week of Monday 7 December 2026."""
    touches = (f"{channel}+{day}" for channel, day in zip(channels, days.split(), strict=True))
    plan = ", ".join((*([lead_in] if lead_in else []), *touches))
    return Scenario(f"arrives {WEEKDAYS[place]}", campaign, f"2026-12-{7 + place:02} 10:00", plan)


SCENARIOS = (
    *SINGLE,
    *(_weekday(at, "inbound", INBOUND_DAYS, days, REST) for at, days in enumerate(INBOUND_TABLE)),
    *(_weekday(at, "follow-up-21", FOLLOW_UP_STEPS, days, "") for at, days in enumerate(FOLLOW_UP_TABLE)),
)
"""Every line of the examples that names a plan."""
