"""`next` on the days that break queues, against the steady day; and the first call after each edge.

Two databases serve all of them, each with its clock put where the day is odd: *windows*, hot leads in
four zones whose calls wait for 08:00, and *warm*, leads whose first step asks for no window.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from dialq.clock import DAY, HOUR, Instant, ManualClock, SystemClock, from_datetime
from dialq.desk.answer import answer_and_next
from dialq.desk.desk import Desk
from dialq.desk.queue import counts
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
TUESDAY = Instant(MONDAY + DAY + 4 * HOUR)
"""The first steps of the warm leads, due a day after they came, are open; none slips before Thursday."""
OWN = 2_000
"""Promises of one rep, all in days to come."""


class NotThatDay(AssertionError):
    """The database is not in the state that the row is named after."""


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
    clock, quarter = ManualClock(Instant(MONDAY + HOUR // 2)), bench.leads // 4
    desk = reps_desk(path, clock)
    _expect(desk, {})
    rows = [_day("nothing ready", _calls(desk), usual)]
    rows += _edge(f"{quarter:,} leads opening in one minute", desk, clock, Instant(MONDAY + HOUR), usual)
    _expect(desk, {"fresh": quarter})
    clock.at = Instant(MONDAY + 4 * HOUR + HOUR // 2)
    _expect(desk, {"fresh": bench.leads})
    rows.append(_day("everything ready", _calls(desk), usual))
    desk.close()
    return rows


def _warm_days(bench: Bench, usual: float) -> list[Row]:
    """Only cadence due; own leads held before a full pool; steps due, and leads changing tier, together."""
    path = once(bench, f"warm-{bench.leads}", lambda path: _build_warm(path, bench))
    own, worked, early = _own(bench), bench.leads // 10, bench.leads // 50
    clock = ManualClock(Instant(TUESDAY + 2 * HOUR))
    desk = reps_desk(path, clock, "cy")
    _expect(desk, {"cadence": bench.leads - worked - own})
    rows = [_day("only cadence due", _calls(desk), usual)]
    bob = reps_desk(path, clock, "bob")
    rows.append(_day(f"{own:,} own leads held, the pool full", _calls(bob), usual))
    bob.close()
    due = Instant(_midnight(desk, 18) + desk.settings.day_starts * 60)
    rows += _edge(f"{worked:,} steps due at one instant", desk, clock, due, usual)
    _expect(desk, {"cadence": bench.leads - own})
    rows += _edge(f"{early:,} leads changing tier", desk, clock, _midnight(desk, 19), usual)
    _expect(desk, {"slipping": early, "cadence": bench.leads - own - early})
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


def _expect(desk: Desk, tiers: dict[str, int]) -> None:
    """Raise NotThatDay unless so many leads stand in these tiers, and none in others."""
    found = {tier: count for tier, count in counts(desk).counts.items() if count}
    if found != tiers:
        raise NotThatDay(f"expected {tiers} to be ready, found {found}")


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
    """Most came on Monday, a tenth had their first step on Tuesday, a fiftieth came on Friday, unworked."""
    worked, own, early = bench.leads // 10, _own(bench), bench.leads // 50
    load(path, _warm(0, worked + own), MONDAY, bench)
    clock = ManualClock(TUESDAY)
    bench.say(f"  doing {worked:,} first steps")
    _answer_many(path, clock, "ana", worked, Answer(0, "done", channel="research"))
    _answer_many(path, clock, "bob", own, Answer(0, "callback", channel="call", when="in 10 days"))
    load(path, _warm(worked + own, worked + own + early), FRIDAY, bench)
    load(path, _warm(worked + own + early, bench.leads), MONDAY, bench)


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


def _midnight(desk: Desk, day: int) -> Instant:
    """The beginning of a November day on the team's clock."""
    return from_datetime(datetime(2026, 11, day, tzinfo=ZoneInfo(desk.settings.zone)))
