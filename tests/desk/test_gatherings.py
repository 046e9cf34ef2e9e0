"""Events that leads are invited to: who is near, seats, who comes (SEED0-19, R4.9)."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from dialq.clock import DAY, Instant
from dialq.desk import gatherings, take
from dialq.desk.gatherings import gathering_lines, gathering_view
from dialq.desk.importing import import_leads
from dialq.desk.interact import interact
from dialq.engine.campaign import EVENT, Campaign, Offset, Programme, Step
from dialq.engine.gathering import Gathering
from dialq.engine.lead import LeadRecord, Phone
from dialq.errors import BadInput
from tests.desk.world import TEAM, World, at

DINNER = Gathering(
    "dinner", "invite", "Steak dinner", "Boston, MA", at("2027-01-20 18:30"), 2, 40,
    frozenset({"US:021"}), frozenset({"us:boston"}),
)  # fmt: skip
INVITE = Campaign(
    "invite", 1, "Come to dinner", "rsvp", "dinner", "event",
    (Step("call-1", "call", Offset(days=0)), Step("call-2", "call", Offset(days=3))), kind=EVENT,
)  # fmt: skip
BOSTON = {"city": "Boston", "country": "US", "temperature": "hot"}


@pytest.fixture(autouse=True)
def event(world: World) -> None:
    """A dinner in Boston, to which hot leads are invited first."""
    programmes = {
        "hot": Programme("hot", ("invite", "inbound")),
        "warm": Programme("warm", ("inbound", "invite")),
    }
    world.desk.policy = replace(
        world.desk.policy, gatherings=(DINNER,), programmes=programmes,
        campaigns=world.desk.policy.campaigns | {("invite", 1): INVITE},
        current=world.desk.policy.current | {"invite": 1},
    )  # fmt: skip


def campaign(world: World, lead: int) -> str:
    return take.look(world.desk, lead).item.campaign


def test_only_who_lives_near_is_invited(world: World) -> None:
    """SEED0-19: the others go straight on to the next campaign."""
    near, far = world.lead(1, **BOSTON), world.lead(2, city="Denver", country="US")
    assert (campaign(world, near), campaign(world, far)) == ("invite", "inbound")
    view = gathering_view(world.desk, "Dinner")
    assert (view.near, view.invited, view.line.accepted, view.line.full) == (1, 0, 0, False)
    world.log(near, "no-answer")
    assert gathering_view(world.desk, "dinner").invited == 1


def test_an_import_judges_each_by_its_place(world: World) -> None:
    """SEED0-19: leads of one file that live in different places share nothing."""
    warm = Programme("warm", ("invite", "inbound"))
    world.desk.policy = replace(world.desk.policy, programmes={"warm": warm})
    rows = [
        LeadRecord(name=f"P{n}", phones=(Phone(f"+1415555010{n}", "work", (TEAM,)),), city=city, country="US",
                   arrived=at("2026-06-01 09:00"))
        for n, city in enumerate(("Boston", "Denver", "Boston"))
    ]  # fmt: skip
    import_leads(world.desk, rows, batch="b")
    assert [campaign(world, lead) for lead in (1, 2, 3)] == ["invite", "inbound", "invite"]


def test_an_event_whose_seats_are_promised_takes_nobody_in(world: World) -> None:
    """SEED0-19: capacity counts the last word of each guest."""
    guests = [world.lead(n, **BOSTON) for n in (1, 2)]
    said = interact(world.desk, guests[0], "rsvp")
    assert "Seat 1 of 2 at Steak dinner" in said.toast
    interact(world.desk, guests[1], "rsvp", "Steak dinner")
    assert gathering_view(world.desk, "dinner").line.closed == "every seat is promised"
    assert campaign(world, world.lead(3, **BOSTON)) == "inbound"
    said = interact(world.desk, guests[0], "declined")
    assert "1 seats left" in said.toast
    view = gathering_view(world.desk, "dinner")
    assert (view.line.accepted, view.declined, view.line.full) == (1, 1, False)
    assert campaign(world, world.lead(4, **BOSTON)) == "invite"


def test_one_guest_too_many_is_said(world: World) -> None:
    """SEED0-19: what they said is kept; that it is too much is a warning."""
    for n in (1, 2, 3):
        said = interact(world.desk, world.lead(n), "rsvp", "dinner")
    assert said.warning == "Steak dinner has 2 seats, 3 are promised"


def test_seats_are_counted_when_a_desk_opens(world: World) -> None:
    """SEED0-19: another desk that opens later knows that the event is full."""
    for n in (1, 2):
        interact(world.desk, world.lead(n), "rsvp", "dinner")
    other = world.open("ben")
    other.policy = replace(other.policy, gatherings=(DINNER,))
    gatherings.count_seats(other)
    assert other.policy.gatherings[0].full
    assert gathering_lines(other)[0].full


def test_who_was_there(world: World) -> None:
    """SEED0-19: attended is an interaction with the event's name; another event is not meant."""
    lead, stranger = world.lead(1, **BOSTON), world.lead(2)
    interact(world.desk, lead, "rsvp")
    world.clock.at = at("2027-01-20 17:00")
    interact(world.desk, lead, "event", "dinner")
    interact(world.desk, stranger, "event", "trade show")
    view = gathering_view(world.desk, "dinner")
    assert [(guest.lead, guest.said) for guest in view.guests] == [(lead, "attended")]
    assert (view.line.accepted, view.line.attended) == (1, 1)


def test_an_answer_after_the_campaign_is_about_its_event(world: World) -> None:
    """SEED0-19: who says yes while it rests afterwards means the event it was invited to; others mean none."""
    lead = world.lead(1, **BOSTON)
    world.log(lead, "hung-up")
    assert "Seat 1 of 2" in interact(world.desk, lead, "rsvp").toast
    assert "Seat" not in interact(world.desk, world.lead(2, city="Denver"), "rsvp").toast


def test_leads_whose_rest_ended_by_itself_are_near_it(world: World) -> None:
    """R8.2: nothing is written when a rest ends; who then is in the event's campaign is counted all the same."""
    lead = world.lead(1, **(BOSTON | {"temperature": "warm"}))
    world.log(lead, "hung-up")
    assert gathering_view(world.desk, "dinner").near == 0
    world.clock.advance(31 * DAY)
    assert campaign(world, lead) == "invite"
    assert gathering_view(world.desk, "dinner").near == 1


@pytest.mark.parametrize(
    ("days", "closed"), [(0, ""), (37, "it is less than 14 days off"), (51, "it is over")]
)
def test_an_event_closes_two_weeks_before(world: World, days: int, closed: str) -> None:
    """R4.9: at least 14 days off."""
    world.clock.advance(days * DAY)
    assert gathering_lines(world.desk)[0].closed == closed


def test_an_unknown_event_is_refused(world: World) -> None:
    """An event is named as its file names it."""
    with pytest.raises(BadInput) as failed:
        gathering_view(world.desk, "lunch")
    assert "dinner" in str(failed.value.hint)
    assert Instant(DINNER.at) > world.clock.now()


def test_nobody_was_at_what_is_still_ahead(world: World) -> None:
    """SEED0-19: who is said to have been there before its day is refused; without its name it is another event."""
    lead = world.lead(1, **BOSTON)
    with pytest.raises(BadInput, match="Wed 20 Jan"):
        interact(world.desk, lead, "event", "dinner")
    interact(world.desk, lead, "event")
    assert gathering_view(world.desk, "dinner").line.attended == 0


@pytest.mark.parametrize("kind", ["rsvp", "declined"])
def test_an_answer_to_an_event_there_is_none_of_is_refused(world: World, kind: str) -> None:
    """SEED0-19: it gives back, and takes, no seat of another event."""
    lead = world.lead(1, **BOSTON)
    interact(world.desk, lead, "rsvp")
    with pytest.raises(BadInput, match="nosuch") as failed:
        interact(world.desk, lead, kind, "nosuch")
    assert "dinner" in str(failed.value.hint)
    assert gathering_view(world.desk, "dinner").line.accepted == 1
