"""`next` on the days that break queues, against the steady day; and the first call after each edge.

Two databases serve all of them, each with its clock put where the day is odd: *windows*, hot leads in
four zones whose calls wait for 08:00, and *warm*, leads whose first step asks for no window.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

from dialq.clock import HOUR, Instant, ManualClock, SystemClock, from_datetime
from dialq.desk.answer import answer_and_next
from dialq.desk.desk import Desk
from dialq.desk.reading_acts import Answer
from dialq.desk.take import release, take_next
from dialq.desk.views import Taken
from dialq.engine.lead import LeadRecord
from tests.benchmarks.bench import Bench
from tests.benchmarks.databases import load, once, record, reps_desk, steady
from tests.benchmarks.rows import Row, percentiles

CALLS = 200
LIMIT, LIMIT_EDGE = 5, 25
US = ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles")
FRIDAY = from_datetime(datetime(2026, 11, 13, 15, tzinfo=UTC))
MONDAY = from_datetime(datetime(2026, 11, 16, 12, tzinfo=UTC))
"""07:00 in New York: every window is closed."""
OWN = 2_000
"""Promises of one rep, all in days to come."""


def measure(bench: Bench) -> list[Row]:
    """One row a day, two where something happens at one instant."""
    bench.say(f"next on odd days at {bench.leads:,} leads")
    with_steady = reps_desk(steady(bench, bench.leads), SystemClock())
    usual = percentiles(_calls(with_steady))[1]
    with_steady.close()
    rows = [Row("next, steady day, p95", usual * 1000)]
    rows += _window_days(bench, usual)
    rows += _warm_days(bench, usual)
    return rows


def _window_days(bench: Bench, usual: float) -> list[Row]:
    """Nothing ready; a quarter of all leads opening at once; everything ready."""
    path = once(bench, f"windows-{bench.leads}", lambda path: load(path, _hot(bench.leads), MONDAY, bench))
    clock = ManualClock(Instant(MONDAY + HOUR // 2))
    desk = reps_desk(path, clock)
    rows = [_day("nothing ready", _calls(desk), usual)]
    rows += _edge(
        f"{bench.leads // 4:,} leads opening in one minute", desk, clock, Instant(MONDAY + HOUR), usual
    )
    clock.at = Instant(MONDAY + 4 * HOUR + HOUR // 2)
    rows.append(_day("everything ready", _calls(desk), usual))
    desk.close()
    return rows


def _warm_days(bench: Bench, usual: float) -> list[Row]:
    """Only cadence due; own leads held before a full pool; steps due, and leads changing tier, together."""
    path = once(bench, f"warm-{bench.leads}", lambda path: _build_warm(path, bench))
    clock = ManualClock(Instant(MONDAY + 6 * HOUR))
    desk = reps_desk(path, clock, "cy")
    rows = [_day("only cadence due", _calls(desk), usual)]
    bob = reps_desk(path, clock, "bob")
    rows.append(_day(f"{_own(bench):,} own leads held, the pool full", _calls(bob), usual))
    bob.close()
    wednesday = _team_time(desk, 18, 0)
    rows += _edge(f"{bench.leads // 50:,} leads changing tier", desk, clock, wednesday, usual)
    start_of_day = Instant(wednesday + desk.settings.day_starts * 60)
    rows += _edge(f"{bench.leads // 10:,} steps due at one instant", desk, clock, start_of_day, usual)
    desk.close()
    return rows


def _day(name: str, samples: list[float], usual: float) -> Row:
    return Row(f"next, {name}, p95", percentiles(samples)[1] * 1000, "ms", usual * 1000, LIMIT)


def _edge(name: str, desk: Desk, clock: ManualClock, at: Instant, usual: float) -> list[Row]:
    """A desk that works before an instant and goes on after it: its first call, then the rest."""
    clock.at = Instant(at - 60)
    _calls(desk, 20)
    clock.at = Instant(at + 1)
    first, *rest = _calls(desk)
    return [
        Row(f"next, {name}, first call", first * 1000, "ms", usual * 1000, LIMIT_EDGE),
        _day(name, rest, usual),
    ]


def _calls(desk: Desk, count: int = CALLS) -> list[float]:
    """Seconds of each `next`; what it hands out is put back."""
    samples = []
    for _ in range(count):
        start = perf_counter()
        taken = take_next(desk)
        samples.append(perf_counter() - start)
        if isinstance(taken, Taken):
            release(desk, taken.card.item.lead)
    return samples


def _hot(leads: int) -> Iterator[LeadRecord]:
    """Leads that came an hour ago, a quarter in each zone of the country."""
    for at in range(leads):
        yield replace(record(at, US[at % 4]), temperature="hot", arrived=Instant(MONDAY - HOUR))


def _warm(first: int, end: int) -> Iterator[LeadRecord]:
    """Leads of a bought list."""
    for at in range(first, end):
        yield replace(record(at, US[at % 4]), temperature="warm")


def _build_warm(path: Path, bench: Bench) -> None:
    """A fiftieth came on Friday, the rest on Monday; a tenth had their first step on Monday."""
    friday = bench.leads // 50
    load(path, _warm(0, friday), FRIDAY, bench)
    load(path, _warm(friday, bench.leads), MONDAY, bench)
    clock = ManualClock(Instant(MONDAY + 4 * HOUR))
    bench.say(f"  doing {bench.leads // 10:,} first steps")
    _answer_many(path, clock, "ana", bench.leads // 10, Answer(0, "done", channel="research"))
    _answer_many(path, clock, "bob", _own(bench), Answer(0, "callback", channel="call", when="in 10 days"))


def _own(bench: Bench) -> int:
    return min(OWN, bench.leads // 20)


def _answer_many(path: Path, clock: ManualClock, rep: str, count: int, wish: Answer) -> None:
    """The same outcome for the next so many leads."""
    desk = reps_desk(path, clock, rep)
    taken: object = take_next(desk)
    for _ in range(count):
        assert isinstance(taken, Taken), taken
        _, taken = answer_and_next(desk, replace(wish, lead=taken.card.item.lead, seen=taken.card.seen))
    if isinstance(taken, Taken):
        release(desk, taken.card.item.lead)
    desk.close()


def _team_time(desk: Desk, day: int, hour: int) -> Instant:
    """An hour of a November day on the team's clock."""
    start = datetime(2026, 11, day, tzinfo=ZoneInfo(desk.settings.zone))
    return from_datetime(start + timedelta(hours=hour))
