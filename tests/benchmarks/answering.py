"""Answer + next as one desk call, interleaved with raw commits: both see the same disk at the same time."""

from __future__ import annotations

from time import perf_counter

from dialq.clock import SystemClock
from dialq.desk.answer import answer_and_next
from dialq.desk.reading_acts import Answer
from dialq.desk.take import take_next
from dialq.desk.views import Taken
from tests.benchmarks.bench import Bench
from tests.benchmarks.databases import reps_desk, steady
from tests.benchmarks.floors import RawCommit
from tests.benchmarks.rows import Row, pair

WARM_UP = 20


class QueueRanDry(AssertionError):
    """The database had fewer ready leads than the measure needs."""


def measure(bench: Bench) -> list[Row]:
    """Median and p95 against those of the raw commit."""
    desk = reps_desk(steady(bench, bench.leads), SystemClock())
    raw = RawCommit(bench.path("raw.db"))
    bench.say(f"answering at {bench.leads:,} leads")
    ours, floor = [], []
    taken: object = take_next(desk)
    for at in range(bench.calls + WARM_UP):
        if not isinstance(taken, Taken):
            raise QueueRanDry(f"no lead left after {at} answers: {taken}")
        wish = Answer(taken.card.item.lead, "no-answer", seen=taken.card.seen, channel="call", pair=False)
        start = perf_counter()
        _, taken = answer_and_next(desk, wish)
        ours.append(perf_counter() - start)
        floor.append(raw.once())
    raw.close()
    desk.close()
    return pair(f"answer + next, {bench.leads:,} leads", ours[WARM_UP:], floor[WARM_UP:], (6, 10))
