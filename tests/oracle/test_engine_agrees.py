"""The real desk, its index and its certificates against the oracle, on random days."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings

from dialq.clock import Instant
from dialq.desk.health import doctor
from tests.oracle.desk_world import DeskWorld
from tests.oracle.model import World
from tests.oracle.playing import REPS, Play
from tests.oracle.script import Command
from tests.oracle.strategies import CALENDAR, days, starts

DAYS = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def assert_agree(real: DeskWorld, play: Play) -> None:
    """Queue, verdicts and every rule are the same for both reps."""
    now = play.now
    for rep in REPS:
        for lead in play.world.leads(now):
            wanted, said = play.world.verdict(lead, rep, now), real.verdict(lead, rep, now)
            rules = {line.rule: (line.holds, line.until) for line in said.rules}
            assert (said.status == "ready", said.tier, said.rule) == (wanted.ready, wanted.tier, wanted.rule), (
                lead, rep, now, said, wanted,
            )  # fmt: skip
            assert said.until == wanted.until, (lead, rep, now, said, wanted)
            for rule, asked in wanted.rules.items():
                assert rules[rule] == tuple(asked), (lead, rep, now, rule, said, wanted)
        assert real.queue(rep, now) == play.world.queue(rep, now)


@DAYS
@given(starts, days())
def test_engine_and_oracle_agree(start: Instant, script: list[Command]) -> None:
    """R5, R6, R7, R8, R9, R10, R11, R12.1, R13: the same facts give the same queue, `why` included."""
    with TemporaryDirectory() as folder:
        real = DeskWorld(Path(folder), start)
        play = Play(World(calendar=CALENDAR), start)
        for command in script:
            facts = play.do(command)
            for fact in facts:
                real.record(fact)
            assert_agree(real, play)
        assert all(check.ok for check in doctor(real.desk)), doctor(real.desk)
        real.desk.close()
