"""A ban concerns everybody it covers, for as long as it stands (R13.1, R18.1)."""

from __future__ import annotations

import pytest

from dialq.desk import explain, undo
from dialq.desk.finding import find
from dialq.desk.importing import add_lead
from dialq.desk.suppressing import lift, suppress
from dialq.desk.views import Logged
from dialq.engine.lead import LeadRecord, Phone
from tests.desk.world import TEAM, World

NUMBER = "+14155550105"


def namesake(world: World) -> int:
    """Another person at the number of lead 5."""
    record = LeadRecord(name="Somebody Else", phones=(Phone(NUMBER, "work", (TEAM,)),))
    return add_lead(world.desk, record)[0]


@pytest.mark.parametrize("came", ["before", "after"])
def test_undoing_a_ban_frees_everybody_it_covered(world: World, came: str) -> None:
    """R13.1: whether they came before the ban or after it."""
    lead = world.lead(5)
    other = namesake(world) if came == "before" else 0
    world.log(lead, "do-not-call")
    other = other or namesake(world)
    assert explain.why(world.desk, other).rule == "suppressed"
    assert isinstance(undo.undo(world.desk), Logged)
    assert explain.why(world.desk, other).status != "closed"


def test_a_ban_by_hand_is_not_lifted_by_an_undo(world: World) -> None:
    """R13.2: only its own bans go with an outcome."""
    lead, other = world.lead(5), namesake(world)
    suppress(world.desk, NUMBER)
    world.log(lead, "do-not-call", override="they said so again")
    undo.undo(world.desk)
    assert explain.why(world.desk, other).rule == "suppressed"


def test_a_banned_lead_is_shown_as_suppressed_and_comes_back_as_it_was(world: World) -> None:
    """R2.1, R18.1: the ban is no end of its own."""
    other = namesake(world)
    suppress(world.desk, NUMBER)
    assert [hit.stage for hit in find(world.desk, "Somebody Else")] == ["suppressed"]
    lift(world.desk, NUMBER)
    assert [hit.stage for hit in find(world.desk, "Somebody Else")] == ["active"]
    assert explain.why(world.desk, other).rule not in ("suppressed", "ended")
