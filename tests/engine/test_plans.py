"""The real engine plays the worked examples (R4.2, R4.3, R4.6, R7.1, R8.2, R9, R15)."""

from __future__ import annotations

from datetime import date

import pytest

from dialq.clock import MINUTE, Instant
from tests.oracle.day_plan import play
from tests.oracle.engine_port import RealPort, policy_of
from tests.oracle.plans import SCENARIOS, Scenario


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: f"{s.campaign}: {s.name}")
def test_example(scenario: Scenario) -> None:
    """The plan is the example's, and the rest ends when it says."""
    port = RealPort(policy_of(scenario), scenario.lead)
    plan = play(port, scenario.habits, scenario.arrived)
    assert scenario.matches(plan), ", ".join(map(scenario.written, plan))
    if scenario.rest:
        verdict = port.verdict(Instant(plan[-1][1] + MINUTE))
        assert verdict.rule == "resting"
        assert verdict.until == scenario.calendar.start(date.fromisoformat(scenario.rest))
