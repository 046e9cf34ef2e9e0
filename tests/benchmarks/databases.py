"""Databases of any size, built through the desk's own import: what the measures run on.

A database is built once a run; with `--keep` it is used again as long as neither the program
nor this file has changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from dialq.bootstrap import open_desk
from dialq.clock import DAY, HOUR, MINUTE, Clock, Instant, ManualClock, SystemClock
from dialq.desk.answer import answer_and_next
from dialq.desk.desk import Desk
from dialq.desk.importing import import_leads
from dialq.desk.reading_acts import Answer
from dialq.desk.take import release, take_next
from dialq.desk.views import Taken
from dialq.engine.lead import LeadRecord, Phone
from tests.benchmarks import lead_files
from tests.benchmarks.bench import Bench

ROOT = Path(__file__).parents[2]
WORLD = (
    "Pacific/Auckland Australia/Sydney Asia/Tokyo Asia/Shanghai Asia/Bangkok Asia/Kolkata Asia/Karachi "
    "Asia/Dubai Europe/Istanbul Europe/Helsinki Europe/Berlin Europe/London Atlantic/Azores "
    "America/Sao_Paulo America/Halifax America/New_York America/Chicago America/Denver "
    "America/Los_Angeles America/Anchorage Pacific/Honolulu"
).split()
WORKED = 2_000
"""Outcomes that a team logged today in the steady database: busy, promised, resting, due again later."""
TEAM = ("ana", *(f"rep{at}" for at in range(2, 21)))
CODES = ("no-answer", "no-answer", "voicemail", "busy", "gatekeeper", "no-answer", "callback", "not-now")


def reps_desk(path: Path, clock: Clock, rep: str = "ana") -> Desk:
    """A desk on a file of the benchmarks."""
    return open_desk(path, rep=rep, session=f"bench-{rep}", clock=clock)


def record(at: int, zone: str) -> LeadRecord:
    """The `at`-th lead, with a phone and an address of its own, in a zone."""
    digits, _ = lead_files.number(at)
    return LeadRecord(
        row=at + 2,
        name=lead_files.name(at),
        title="Operations Director",
        company=f"Company {at // 3}",
        phones=(Phone(f"+1{digits}", "work", (zone,)),),
        emails=(f"lead{at}@c{at // 3}.example",),
        zones=(zone,),
        zone_source="address",
        source="bench",
        external_id=str(at),
    )


def steady(bench: Bench, leads: int) -> Path:
    """An ordinary day, now: a tenth of the leads due and open, some with a history, the others held.

    Held: half are not yet leads (one webinar), half live where it is night.
    """
    return once(bench, f"steady-{leads}", lambda path: _build_steady(path, leads, bench))


def _build_steady(path: Path, leads: int, bench: Bench) -> None:
    now = SystemClock().now()
    morning = Instant(now - 7 * HOUR)
    load(path, _steady_records(leads, morning, by_light(now)), morning, bench)
    each = min(WORKED, leads // 20) // len(TEAM)
    for at, rep in enumerate(TEAM):
        clock = ManualClock(Instant(now - 6 * HOUR + at * 17 * MINUTE))
        desk = reps_desk(path, clock, rep)
        work(desk, clock, each, Instant(clock.now() + 17 * MINUTE))
        desk.close()


def _steady_records(leads: int, now: Instant, light: tuple[list[str], list[str]]) -> Iterator[LeadRecord]:
    """Open and hot; asleep and hot; names. They come in before anybody works."""
    awake, asleep = light
    for at in range(leads):
        kind = at % 20
        if kind < 2:
            arrived = Instant(now - 20 * MINUTE - at * 40 % (2 * DAY))
            yield replace(record(at, awake[at // 20 % len(awake)]), temperature="hot", arrived=arrived)
        elif kind < 11:
            lead = record(at, asleep[at // 20 % len(asleep)])
            yield replace(lead, temperature="hot", arrived=Instant(now - 3 * HOUR))
        else:
            lead = record(at, awake[at % len(awake)])
            yield replace(lead, interaction="webinar", arrived=Instant(now - 30 * DAY))


def by_light(now: Instant) -> tuple[list[str], list[str]]:
    """Zones open from six hours ago or less until three hours on at least, and zones closed until then."""
    awake, asleep = [], []
    for zone in WORLD:
        hour = datetime.fromtimestamp(now, UTC).astimezone(ZoneInfo(zone)).hour
        if 9 <= hour < 17:
            awake.append(zone)
        elif hour >= 21 or hour < 5:
            asleep.append(zone)
    return awake, asleep


def work(desk: Desk, clock: ManualClock, answers: int, until: Instant) -> None:
    """Work the queue for so many answers of all kinds, the clock running on to `until`, nothing left in hand."""
    pace = max(1, (until - clock.now()) // max(1, answers))
    taken = take_next(desk)
    for at in range(answers):
        if not isinstance(taken, Taken):
            break
        clock.advance(pace)
        code = CODES[at % len(CODES)]
        when = {"callback": "in 3 days", "not-now": "in 60 days"}.get(code, "")
        wish = Answer(taken.card.item.lead, code, seen=taken.card.seen, when=when, channel="call")
        taken = answer_and_next(desk, wish)[1] or take_next(desk)
    if isinstance(taken, Taken):
        release(desk, taken.card.item.lead)


def load(path: Path, records: Iterator[LeadRecord], at: Instant, bench: Bench) -> None:
    """Import records into a new file as if it were `at`."""
    desk = reps_desk(path, ManualClock(at))
    done = import_leads(desk, records, source="bench", batch="bench", progress=lambda _: None)
    desk.close()
    bench.say(f"  {path.name}: {done.created:,} leads")


def once(bench: Bench, name: str, build: Callable[[Path], None]) -> Path:
    """The database of that name, built if this run, or one before it with the same code, has not built it."""
    path = bench.folder / f"{name}-{code_hash()}.db"
    ready = path.with_suffix(".ready")
    if not ready.exists():
        bench.say(f"building {path.name}")
        build(bench.path(path.name))
        ready.touch()
    return path


@cache
def code_hash() -> str:
    """A short hash of the program and of this file, taken once a run."""
    digest = hashlib.sha256()
    for path in (*sorted((ROOT / "dialq").rglob("*.py")), Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
