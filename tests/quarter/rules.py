"""The rulebook asked of a lead's ledger, rule by rule: each check yields what breaks it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from dialq.clock import DAY, HOUR, MINUTE, Instant
from dialq.engine.campaign import CALL, EMAIL, Step
from tests.oracle.presets import PRESETS
from tests.quarter.ledger import Line, Owed, day_in
from tests.quarter.people import Person

NURTURE = "nurture-monthly"
RESTS = {"inbound": 30, "follow-up-21": 30}
"""Campaigns that another one follows -> days of rest (R4.10)."""
COUNTED = ("webinar", "download", "event")
NO_GAP_AFTER = ("busy", "wrong-number", "bad-number")
MOST, MOST_CALLS, MOST_IN_LIFE, MOST_A_DAY, MOST_DIALS = 10, 6, 30, 2, 3
STEPS = {(name, step.key): step for name, plan in PRESETS.items() for step in plan.steps}

Check = Callable[["Life"], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Life:
    """One lead and all its lines, each with what was owed when it happened."""

    person: Person
    lines: tuple[tuple[Line, bool, bool], ...]
    """(line, whether something was owed, whether the line answers it)."""

    @property
    def touches(self) -> Iterator[tuple[Line, bool]]:
        """What reached out, with whether it answered something."""
        return ((line, lets) for line, _, lets in self.lines if line.touch and not line.inbound)

    @property
    def dials(self) -> list[tuple[Line, bool]]:
        """Calls we made."""
        return [(line, lets) for line, _, lets in self.lines if line.dial and not line.inbound]

    def day(self, at: Instant) -> date:
        """The date where the lead is."""
        return day_in(at, self.person.zone)

    @property
    def first_call_day(self) -> date | None:
        """The local day of the first dial."""
        return next((self.day(line.began) for line, _ in self.dials), None)


def life_of(person: Person, lines: list[Line]) -> Life:
    """A lead's lines with what was owed before each."""
    owed, found = Owed(), list[tuple[Line, bool, bool]]()
    asked_for = None
    for line in lines:
        wanted = line.channel == EMAIL and asked_for == (line.at, line.rep)
        found.append((line, owed.open, wanted or owed.lets(line)))
        owed.hear(line)
        asked_for = (line.at, line.rep) if line.code == "info-sent" else asked_for
    return Life(person, tuple(found))


def campaign_caps(life: Life) -> Iterator[str]:
    """R7.1: per campaign 10 touches and 6 calls, counted since the last response."""
    counts: Counter[str] = Counter()
    campaign = ""
    for line, _, lets in life.lines:
        if line.asks or (line.campaign and line.campaign != campaign):
            counts.clear()
        campaign = line.campaign or campaign
        if line.touch and line.campaign and line.campaign != NURTURE:
            counts["touches"] += 1
            counts[line.channel] += 1
            if not lets and (
                counts["touches"] > MOST or (line.channel == CALL and counts[CALL] > MOST_CALLS)
            ):
                yield f"touch {counts['touches']}, call {counts[CALL]} of {campaign}: {line}"


def life_cap(life: Life) -> Iterator[str]:
    """R7.1, R7.6: 30 campaign touches in a life; items of nurture stand apart."""
    count = 0
    for line, lets in life.touches:
        if line.campaign not in ("", NURTURE):
            count += 1
            if count > MOST_IN_LIFE and not lets:
                yield f"touch {count} of its life: {line}"


def day_cap(life: Life) -> Iterator[str]:
    """R7.1: 2 touches a local day since the last response, the day of the first call apart."""
    counts: Counter[date] = Counter()
    for line, _, lets in life.lines:
        if line.asks:
            counts.clear()
        if not line.touch or line.inbound:
            continue
        day = life.day(line.at)
        counts[day] += 1
        if counts[day] > MOST_A_DAY and day != life.first_call_day and not lets:
            yield f"touch {counts[day]} on {day}: {line}"


def dial_cap(life: Life) -> Iterator[str]:
    """R7.1: 3 dials in any 24 hours."""
    dials = life.dials
    for place, (line, lets) in enumerate(dials[MOST_DIALS:], MOST_DIALS):
        if line.began - dials[place - MOST_DIALS][0].began < DAY and not lets:
            yield f"a fourth dial in 24 hours: {line}"


def call_gap(life: Life) -> Iterator[str]:
    """R7.1: 25 minutes between a call's end and the next dial."""
    for (before, _), (line, lets) in pairwise(life.dials):
        if before.code not in NO_GAP_AFTER and line.began - before.at < 25 * MINUTE and not lets:
            yield f"{line.began - before.at} s after a call: {line}"


def mail_gap(life: Life) -> Iterator[str]:
    """R7.1: 20 hours between two mails, except on the day of the first call."""
    mails = [(line, lets) for line, lets in life.touches if line.channel == EMAIL]
    for (before, _), (line, lets) in pairwise(mails):
        early = line.at - before.at < 20 * HOUR
        if early and not lets and life.day(line.at) != life.first_call_day:
            yield f"{line.at - before.at} s after a mail: {line}"


def plan_gaps(life: Life) -> Iterator[str]:
    """R4.2: two steps of a plan are never closer than planned."""
    before: tuple[Line, Step] | None = None
    for line, _, lets in life.lines:
        step = STEPS.get((line.campaign, line.step))
        if line.campaign and before is not None and before[0].campaign != line.campaign:
            before = None
        if step is None or step.beside or lets:
            continue
        if before is not None and _closer(*before, line, step):
            yield f"too soon after {before[1].key} at {before[0].at}: {line}"
        before = line, step


def _closer(before: Line, first: Step, line: Line, step: Step) -> bool:
    if step.at.by_day:
        began = day_in(line.began, "America/New_York")
        return (began - before.day).days < step.at.day - first.at.day
    return line.began - before.at < step.at.seconds - first.at.seconds


def rests(life: Life) -> Iterator[str]:
    """R8.1: between the end of a campaign and the end of its rest nobody touches the lead, but to answer."""
    until: date | None = None
    for line, _, lets in life.lines:
        if line.touch and not line.inbound and until is not None and line.day < until and not lets:
            yield f"touched in its rest until {until}: {line}"
        if line.asks or line.own or lets:
            until = None
        until = _rests_until(line) or until


def _rests_until(line: Line) -> date | None:
    """The end of the rest that begins with a line; None if none does."""
    if line.code == "not-now":
        return day_in(line.when, "America/New_York") if line.when else line.day + timedelta(days=90)
    if line.campaign not in RESTS:
        return None
    last = PRESETS[line.campaign].line[-1]
    over = line.code == "hung-up" or line.step == last.key
    return line.day + timedelta(days=RESTS[line.campaign]) if over else None


def automatic_mails(life: Life) -> Iterator[str]:
    """R11.1: nothing leaves by itself while an answer is owed or a promise is open."""
    for line, owed, _ in life.lines:
        if owed and line.automatic:
            yield f"left by itself though something is owed: {line}"


def mail_hours(life: Life) -> Iterator[str]:
    """R14.4: automatic mails leave 08:00-20:00 where the lead is, those planned in minutes at once."""
    for line, _, _ in life.lines:
        step = STEPS.get((line.campaign, line.step))
        hour = datetime.fromtimestamp(line.at, ZoneInfo(life.person.zone)).hour
        if line.automatic and not (step and step.beside) and not 8 <= hour < 20:
            yield f"at {hour} o'clock: {line}"


def calling_hours(life: Life) -> Iterator[str]:
    """R15.1: nobody is rung before 08:00 or from 21:00 on, where the lead is."""
    for line, _ in life.dials:
        hour = datetime.fromtimestamp(line.began, ZoneInfo(life.person.zone)).hour
        if not 8 <= hour < 21:
            yield f"at {hour} o'clock: {line}"


def bans(life: Life) -> Iterator[str]:
    """R18.1, R9: no touch after a ban, no mail to an address and no dial to a number that is gone."""
    gone: set[str] = set()
    for line, _, _ in life.lines:
        ways = {"all", CALL} if line.dial else {"all", line.channel}
        if (line.touch or line.dial) and not line.inbound and gone & ways:
            yield f"after {gone}: {line}"
        closes = {
            "do-not-call": "all", "unsubscribed": EMAIL, "bounced": EMAIL, "wrong-number": CALL, "bad-number": CALL,
        }  # fmt: skip
        gone |= {closes[line.code]} if line.code in closes else set()


def items_once(life: Life) -> Iterator[str]:
    """R16.1: no item of marketing comes twice, and none more often than once a month."""
    sent = [line for line, _ in life.touches if line.campaign == NURTURE and line.automatic]
    for key, count in Counter(line.step for line in sent).items():
        if count > 1:
            yield f"{key} {count} times"


def names_wait(life: Life) -> Iterator[str]:
    """R3.1, R3.2: a name is not touched until it asks or acts twice in half a year; a misfit never."""
    record = life.person.record
    misfit = record.title == "Student"
    is_lead = record.interaction in ("form", "contact-me") or (
        not record.interaction and record.source != "expo"
    )
    acts = [life.person.arrives] if record.interaction in COUNTED else []
    for line, _, _ in life.lines:
        if line.touch and not line.inbound and (misfit or not is_lead):
            yield f"touched, {'a misfit' if misfit else 'only a name'}: {line}"
        if line.asks:
            is_lead = True
        if line.own and line.code in COUNTED:
            is_lead = is_lead or (not misfit and any(line.at - act <= 180 * DAY for act in acts))
            acts.append(line.at)


CHECKS: tuple[Check, ...] = (
    campaign_caps, life_cap, day_cap, dial_cap, call_gap, mail_gap, plan_gaps, rests, automatic_mails, mail_hours,
    calling_hours, bans, items_once, names_wait,
)  # fmt: skip
