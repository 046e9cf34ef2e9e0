"""The real desk, its index and its certificates against the oracle, on random days.

The usual run plays the same days every time. `DIALQ_SOAK=5000` plays that many new ones (with `--hypothesis-seed`
the same ones again).
"""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings

from dialq.clock import Instant
from dialq.desk.health import doctor
from dialq.engine.verdict import CLOSED, Verdict
from tests.oracle.desk_world import DeskWorld
from tests.oracle.judge import OracleVerdict
from tests.oracle.model import World
from tests.oracle.playing import REPS, Play
from tests.oracle.script import Command
from tests.oracle.strategies import RULES, days, long_lives, starts

SOAK = int(os.environ.get("DIALQ_SOAK", "0"))
"""How many days a long run plays; 1 stands for as many as a night has."""
LONG = 20_000
SHORT = 70

DAYS = settings(
    max_examples=(SOAK if SOAK > 1 else LONG) if SOAK else SHORT,
    derandomize=not SOAK,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)

LIVES = settings(DAYS, max_examples=max(1, DAYS.max_examples // 3))


def assert_same(said: Verdict, wanted: OracleVerdict) -> None:
    """Status, tier, deciding rule, until and every rule; of a closed lead only what closed it."""
    assert (said.status, said.tier, said.rule) == (wanted.status, wanted.tier, wanted.rule)
    assert said.until == wanted.until
    if said.status != CLOSED:
        found = {line.rule: (line.holds, line.until) for line in said.rules}
        assert found == {rule: tuple(asked) for rule, asked in wanted.rules.items()}


def assert_agree(real: DeskWorld, play: Play) -> None:
    """Queue, verdicts and every rule are the same for both reps, and so is the automatic mail that is due."""
    now = play.now
    for rep in REPS:
        for lead in play.world.leads(now):
            assert_same(real.verdict(lead, rep, now), play.world.verdict(lead, rep, now))
        assert real.queue(rep, now) == play.world.queue(rep, now)
    for lead in play.world.leads(now):
        said, mail = real.verdict(lead, REPS[0], now), play.world.automatic(lead, now)
        leaves = said.auto_step if said.auto_at is not None and said.auto_at <= now else ""
        assert leaves == (mail[0] if mail is not None and mail[1] <= now else "")


def assert_played_alike(start: Instant, script: list[Command]) -> None:
    """After each command both say the same; at the end the doctor is content."""
    with TemporaryDirectory() as folder:
        real = DeskWorld(Path(folder), start)
        play = Play(World(RULES), start)
        for command in script:
            for fact in play.do(command):
                real.record(fact)
            assert_agree(real, play)
        assert [check for check in doctor(real.desk) if not check.ok] == []
        real.desk.close()


@DAYS
@given(starts, days())
def test_engine_and_oracle_agree(start: Instant, script: list[Command]) -> None:
    """R3, R5, R6, R7, R8, R9, R10, R11, R12.1, R13: the same facts give the same queue, `why` included."""
    assert_played_alike(start, script)


@LIVES
@given(starts, long_lives())
def test_engine_and_oracle_agree_on_long_lives(start: Instant, script: list[Command]) -> None:
    """R8.1, R11.3, R16.1: the same over the months of nurture, and when a lead falls silent."""
    assert_played_alike(start, script)
