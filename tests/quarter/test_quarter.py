"""Ninety days of four reps, and what the exported ledger says of every rule.

The usual run has some dozens of leads; `DIALQ_SOAK` plays the quarter with 2,000 of them.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from dialq.desk.exporting import export
from dialq.desk.health import doctor
from tests.oracle.strategies import begin
from tests.quarter.ledger import Line, by_lead, read_lines
from tests.quarter.people import people
from tests.quarter.rules import CHECKS, NURTURE, Check, Life, life_of
from tests.quarter.simulation import Quarter

SOAK = "DIALQ_SOAK" in os.environ
LEADS, DAYS, SEED = (2000 if SOAK else 120), 90, 7
FIRST = date(2026, 12, 1)
STAGES = {"name", "active", "resting", "nurture", "meeting", "won", "lost", "disqualified", "suppressed"}


@dataclass(frozen=True, slots=True)
class Played:
    """The quarter when it is over."""

    quarter: Quarter
    lines: list[Line]
    """What was exported, and what the leads did."""
    lives: dict[int, Life]
    stages: dict[int, list[str]]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """One quarter for all checks."""
    folder = tmp_path_factory.mktemp("quarter")
    start = begin(f"{FIRST} 00:00")
    quarter = Quarter(folder, start, DAYS, Random(SEED))
    quarter.run(people(LEADS, start, DAYS, SEED))
    last = FIRST + timedelta(days=DAYS - 1)
    export(quarter.desk, first=FIRST, last=last, fmt="jsonl", out=folder / "outcomes.jsonl")
    export(quarter.desk, what="leads", fmt="jsonl", out=folder / "leads.jsonl")
    own = [Line(0, told.lead, told.at, told.at, "", told.kind, own=True) for told in quarter.told]
    lines = read_lines(folder / "outcomes.jsonl") + own
    people_of = quarter.people
    lives = {lead: life_of(people_of[lead], its) for lead, its in by_lead(lines).items() if lead in people_of}
    yield Played(quarter, lines, lives, _stages(folder / "leads.jsonl"))
    quarter.close()


def _stages(path: Path) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for text in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(text)
        found.setdefault(row["lead_id"], []).append(row["stage"])
    return found


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_ledger_keeps_the_rule(check: Check, played: Played) -> None:
    """R3, R4.2, R7.1, R8.1, R11.1, R14.4, R15.1, R16.1, R18.1: each over every lead's whole quarter."""
    broken = [f"lead {lead}: {what}" for lead, life in played.lives.items() for what in check(life)]
    assert broken == []


def test_every_lead_is_in_exactly_one_stage(played: Played) -> None:
    """R2.1: each person stands once in the leads file; who has ended did so by an outcome that says so."""
    assert set(played.quarter.people) <= set(played.stages)
    assert {len(stages) for stages in played.stages.values()} == {1}
    assert {stages[0] for stages in played.stages.values()} <= STAGES
    ends = {"won": "attended", "lost": "not-interested", "disqualified": "left-company"}
    for lead, (stage,) in played.stages.items():
        if stage in ends:
            assert ends[stage] in {line.code for line, _, _ in played.lives[lead].lines}


def test_nobody_is_forgotten(played: Played) -> None:
    """R2.2: every lead has a next action, an end or a dated reason; states equal their events."""
    assert [check for check in doctor(played.quarter.desk) if not check.ok] == []


def test_the_quarter_was_a_real_one(played: Played) -> None:
    """All that the checks look at did happen: no check is passed for want of anything to look at."""
    codes = Counter(line.code for line in played.lines)
    assert {"no-answer", "busy", "callback", "interested", "meeting", "not-now"} <= set(codes)
    assert {"webinar", "reply", "contact-me", "form"} <= {line.code for line in played.lines if line.own}
    campaigns = Counter(line.campaign for line in played.lines if line.touch)
    assert min(campaigns[name] for name in ("inbound", "follow-up-21", "light", "last-call", NURTURE)) > 0
    assert {"name", "active", "resting", "nurture", "lost"} <= {stage for (stage,) in played.stages.values()}
    assert sum(line.touch for line in played.lines) > 4 * LEADS
    assert sum(line.automatic for line in played.lines) > LEADS // 4
