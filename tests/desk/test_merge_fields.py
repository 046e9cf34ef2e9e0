"""What a text can say of a lead: its event while it is invited to one, its own columns (R14.1, SEED0-19)."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from dialq.clock import DAY
from dialq.desk.fields import merge_fields
from dialq.desk.ledger import read
from dialq.desk.mailing import draft_mail
from dialq.engine.campaign import Programme
from dialq.engine.gathering import Gathering
from dialq.mail.merge_fields import EVENT_FIELDS, MERGE_FIELDS
from tests.desk.world import World, at

DINNER = Gathering(
    "dinner", "event", "Dinner with the depot managers", "Boston, MA", at("2027-01-20 18:30"), 12, 40,
    frozenset({"US:021"}), frozenset({"us:boston"}),
)  # fmt: skip
BOSTON: dict[str, Any] = {"city": "Boston", "country": "US", "temperature": "hot"}


@pytest.fixture
def invited(world: World) -> int:
    """A lead of Boston that is invited first of all."""
    policy = world.desk.policy
    programmes = policy.programmes | {"hot": Programme("hot", ("event", "inbound"))}
    world.desk.policy = replace(policy, gatherings=(DINNER,), programmes=programmes)
    return world.lead(**BOSTON)


def test_an_invitation_names_its_event(world: World, invited: int) -> None:
    draft = draft_mail(world.desk, invited, "event-invitation")
    assert draft.missing == ()
    assert draft.subject == "Lou: Dinner with the depot managers"
    assert "Boston, MA, Wednesday, January 20, 6:30 p.m." in draft.body


def test_an_invitation_names_its_own_event_though_it_is_near_and_another_one_waits(
    world: World, invited: int
) -> None:
    world.clock.advance(45 * DAY)
    later = replace(DINNER, name="game", title="A game", at=at("2027-03-20 12:05"))
    world.desk.policy = replace(world.desk.policy, gatherings=(DINNER, later))
    assert draft_mail(world.desk, invited, "event-guest").body.count("Dinner with the depot managers on") == 1


def test_an_event_that_is_gone_blocks_the_mail_R14_1(world: World, invited: int) -> None:
    world.desk.policy = replace(world.desk.policy, gatherings=())
    assert set(draft_mail(world.desk, invited, "event-guest").missing) == {
        "event_title",
        "event_place",
        "event_date",
    }


def test_outside_of_event_campaigns_there_is_no_event(world: World) -> None:
    lead = world.lead(temperature="hot")
    fields = merge_fields(world.desk, read(world.desk, lead), "inbound", world.clock.now())
    assert {name: fields[name] for name in EVENT_FIELDS} == dict.fromkeys(EVENT_FIELDS, "")
    assert set(MERGE_FIELDS) <= set(fields)


def test_a_column_of_the_teams_own_files_is_a_field_and_never_replaces_one_R14_1(world: World) -> None:
    lead = world.lead(temperature="hot", custom={"Contract End": "June", "Company": "Other"})
    fields = merge_fields(world.desk, read(world.desk, lead), "inbound", world.clock.now())
    assert (fields["contract_end"], fields["company"]) == ("June", "Company 42")
