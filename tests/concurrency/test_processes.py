"""Several processes on one file: claims, caps, locks and kill -9 (R7.3, R12.1)."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import Counter
from pathlib import Path
from typing import Any

from dialq.bootstrap import open_desk
from dialq.clock import ManualClock
from dialq.desk.answer import answer, answer_and_next
from dialq.desk.health import doctor
from dialq.desk.reading_acts import Answer
from dialq.desk.take import take_next
from dialq.desk.views import Logged, Refused, Taken
from tests.desk.world import TEAM, World

SPAWN = multiprocessing.get_context("spawn")
REPS = 4


def claimer(path: Path, now: int, rep: str, out: Any) -> None:
    """Claim and log until nothing is ready."""
    desk = open_desk(path, rep=rep, session=rep, clock=ManualClock(now), zone=TEAM)  # type: ignore[arg-type]
    got, taken = [], take_next(desk)
    while isinstance(taken, Taken):
        got.append(taken.card.item.lead)
        _, taken = answer_and_next(desk, Answer(taken.card.item.lead, "no-answer"))  # type: ignore[assignment]
    out.put((rep, got))
    desk.close()


def test_r12_1_every_lead_goes_to_one_rep(tmp_path: Path) -> None:
    """R12.1: processes that claim as fast as they can never get the same lead."""
    world = World(tmp_path)
    for number in range(60):
        world.lead(number)
    out = SPAWN.Queue()
    workers = [
        SPAWN.Process(target=claimer, args=(world.path, world.clock.at, f"rep{n}", out)) for n in range(REPS)
    ]
    for worker in workers:
        worker.start()
    got = dict(out.get(timeout=60) for _ in workers)
    for worker in workers:
        worker.join(60)
        assert worker.exitcode == 0
    held = Counter(lead for leads in got.values() for lead in leads)
    assert sorted(held) == list(range(1, 61))
    assert set(held.values()) == {1}
    assert all(check.ok for check in doctor(world.desk))
    world.close()


def logger(path: Path, now: int, rep: str, lead: int, out: Any) -> None:
    """Log one lead as often as the caps allow."""
    desk = open_desk(path, rep=rep, clock=ManualClock(now), zone=TEAM)  # type: ignore[arg-type]
    taken = refused = 0
    for _ in range(5):
        said = answer(desk, Answer(lead, "no-answer"))
        taken += isinstance(said, Logged)
        refused += isinstance(said, Refused)
    out.put((taken, refused))
    desk.close()


def test_r7_3_two_at_once_cannot_exceed_a_cap(tmp_path: Path) -> None:
    """R7.3: the cap is checked in the transaction that writes: three dials in 24 h, whoever dials."""
    world = World(tmp_path)
    lead = world.lead()
    out = SPAWN.Queue()
    workers = [
        SPAWN.Process(target=logger, args=(world.path, world.clock.at, f"r{n}", lead, out))
        for n in range(REPS)
    ]
    for worker in workers:
        worker.start()
    got = [out.get(timeout=60) for _ in workers]
    for worker in workers:
        worker.join(60)
    assert sum(taken for taken, _ in got) == 3
    assert sum(refused for _, refused in got) == REPS * 5 - 3
    world.close()


def worker_until_killed(path: Path, now: int, out: Any) -> None:
    """Log outcomes and say each one as it is saved, until somebody kills this process."""
    clock = ManualClock(now)  # type: ignore[arg-type]
    desk = open_desk(path, rep="ana", session="doomed", clock=clock, zone=TEAM)
    taken = take_next(desk)
    while isinstance(taken, Taken):
        said, following = answer_and_next(desk, Answer(taken.card.item.lead, "no-answer"))
        assert isinstance(said, Logged)
        out.send((said.event, following.card.item.lead if isinstance(following, Taken) else 0))
        assert following is not None
        taken = following


def test_kill_9_keeps_what_was_shown_as_saved(tmp_path: Path) -> None:
    """Kill -9 at any moment: saved outcomes are there, the lead in hand comes back, the file is sound."""
    world = World(tmp_path)
    for number in range(90):
        world.lead(number)
    reading, writing = SPAWN.Pipe(duplex=False)
    worker = SPAWN.Process(target=worker_until_killed, args=(world.path, world.clock.at, writing))
    worker.start()
    writing.close()
    shown = [reading.recv() for _ in range(20)]
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    worker.join(30)
    while reading.poll():
        try:
            shown.append(reading.recv())
        except (EOFError, OSError):
            break
    for event, _ in shown:
        assert world.desk.store.events.get(event) is not None
    taken = take_next(world.desk)
    assert isinstance(taken, Taken)
    claims = [claim.lead for claim in world.desk.store.claims.of("ana", world.clock.now())]
    assert taken.card.item.lead in claims
    assert all(check.ok for check in doctor(world.desk))
    world.close()


def opener(path: Path, out: Any) -> None:
    """Open a file that does not exist yet."""
    desk = open_desk(path, rep="ana", zone=TEAM)
    out.put(len(desk.policy.campaigns))
    desk.close()


def test_many_open_a_new_file_at_once(tmp_path: Path) -> None:
    """The first schema is made once, by whoever comes first; nobody fails."""
    out = SPAWN.Queue()
    workers = [SPAWN.Process(target=opener, args=(tmp_path / "new.db", out)) for _ in range(REPS)]
    for worker in workers:
        worker.start()
    got = [out.get(timeout=60) for _ in workers]
    for worker in workers:
        worker.join(60)
        assert worker.exitcode == 0
    assert len(set(got)) == 1
