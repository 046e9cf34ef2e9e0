"""What leads cost and what came of them, by source (R19, SEED4-20..22)."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from dialq.clock import HOUR
from dialq.desk import costs, take, undo
from dialq.desk.costs import money
from dialq.engine.source import Source
from dialq.errors import BadInput
from tests.desk.world import World


def with_costs(world: World, **sources: Source) -> None:
    """Touches cost something, and so do the leads of some sources."""
    world.desk.policy = replace(world.desk.policy, costs={"call": 150, "email": 10}, sources=dict(sources))


@pytest.mark.parametrize(
    ("cents", "text"),
    [(3500, "$35"), (410, "$4.10"), (5, "$0.05"), (120_000, "$1,200"), (-250, "-$2.50"), (0, "$0")],
)
def test_money_reads_as_people_write_it(cents: int, text: str) -> None:
    """R19: amounts in words."""
    assert money(cents) == text


def test_r19_1_spend_accumulates_on_the_lead(world: World) -> None:
    """R19.1: each touch adds what its type costs; an undo takes it back; the budget is what the lead cost."""
    with_costs(world, expo=Source("expo", cost=3500))
    lead = world.lead(1, source="Expo")
    assert spent(world, lead) == (0, 3500)
    world.log(lead, "no-answer")
    world.clock.advance(HOUR)
    world.log(lead, "voicemail", pair=False)
    assert spent(world, lead) == (300, 3500)
    undo.undo(world.desk)
    assert spent(world, lead) == (150, 3500)


def spent(world: World, lead: int) -> tuple[int, int | None]:
    card = take.look(world.desk, lead)
    return card.spent, card.budget


@pytest.mark.parametrize(
    ("facts", "budget"), [({"cost": "$2.50"}, 250), ({}, 3500), ({"source": "web"}, None)]
)
def test_r19_1_a_lead_may_have_a_cost_of_its_own(
    world: World, facts: dict[str, Any], budget: int | None
) -> None:
    """R19.1: its own figure, else its source's, else unknown."""
    with_costs(world, expo=Source("expo", cost=3500))
    assert spent(world, world.lead(1, **({"source": "expo"} | facts)))[1] == budget


def test_sources_are_added_up(world: World) -> None:
    """SEED4-20: leads by stage, what they cost, what following up cost, meetings."""
    with_costs(world, expo=Source("expo", cost=3500), fair=Source("fair", kind="name"))
    first = world.lead(1, source="Expo")
    world.lead(2, source="expo", cost="15.00")
    world.lead(3, source="web")
    world.log(first, "meeting", when="tomorrow 15:00")
    found = {view.name.casefold(): view for view in costs.sources(world.desk)}
    expo = found["expo"]
    assert (expo.leads, expo.stages) == (2, {"active": 1, "meeting": 1})
    assert (expo.cost, expo.paid, expo.spent, expo.met, expo.per_meeting) == (2500, 5000, 150, 1, 5150)
    web = found["web"]
    assert (web.leads, web.cost, web.per_meeting, costs.is_set_up(web)) == (1, None, None, False)
    assert (found["fair"].leads, found["fair"].source.kind) == (0, "name")


def test_one_source_by_name(world: World) -> None:
    """R19: case does not matter; an unknown one is told the known."""
    world.lead(1, source="Expo")
    assert costs.source_view(world.desk, "EXPO").leads == 1
    with pytest.raises(BadInput) as failed:
        costs.source_view(world.desk, "nowhere")
    assert "Expo" in str(failed.value.hint)
