"""The oracle keeps its own promises on random days: its certificates are true, its undo leaves no trace."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from dialq.clock import Instant
from tests.oracle.facts import AutoSent, Outcome, Undone
from tests.oracle.model import World
from tests.oracle.playing import REPS, Play
from tests.oracle.script import Command
from tests.oracle.strategies import RULES, days, starts

FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def played(start: Instant, script: list[Command]) -> Play:
    """A world after a script."""
    play = Play(World(RULES), start)
    for command in script:
        play.do(command)
    return play


@FEW
@given(starts, days())
def test_until_is_when_nothing_holds(start: Instant, script: list[Command]) -> None:
    """R5.3: a held lead is held until `until` and ready at it; a ready one changes no earlier than at it."""
    play = played(start, script)
    for lead in play.world.leads(play.now):
        for rep in REPS:
            verdict = play.world.verdict(lead, rep, play.now)
            if verdict.until is None:
                continue
            before = play.world.verdict(lead, rep, Instant(verdict.until - 1))
            after = play.world.verdict(lead, rep, verdict.until)
            assert before.ready == verdict.ready
            assert after.ready or verdict.ready
            assert not verdict.ready or (before.tier == verdict.tier and after.tier != verdict.tier)


@FEW
@given(starts, days())
def test_queue_is_total(start: Instant, script: list[Command]) -> None:
    """R5.2: each ready lead has one place of its own, and nothing held is in the queue."""
    play = played(start, script)
    queue = play.world.queue(REPS[0], play.now)
    verdicts = [play.world.verdict(lead, REPS[0], play.now) for lead in queue]
    assert len(set(queue)) == len(queue)
    assert [v.tier for v in verdicts] == sorted(v.tier for v in verdicts)
    assert all(verdict.rule == "" for verdict in verdicts)


@FEW
@given(starts, days())
def test_undo_leaves_no_trace(start: Instant, script: list[Command]) -> None:
    """R13.1: an outcome taken back at once, without a call of ours, is as if it had never been."""
    play = played(start, script)
    for index, fact in enumerate(list(play.world.facts)):
        if not isinstance(fact, Outcome | AutoSent) or index not in play.world.standing(play.now):
            continue
        without = World(RULES, facts=[*play.world.facts, Undone(index, play.now)])
        again = World(RULES, facts=[*without.facts, Undone(len(without.facts) - 1, play.now)])
        verdict = play.world.verdict(fact.lead, REPS[0], play.now)
        assert again.verdict(fact.lead, REPS[0], play.now) == verdict
        assert index not in without.standing(play.now)
