"""Events are read strictly, and who is near them is worked out as they are read (SEED0-19, R4.9)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dialq.clock import DAY, Instant, from_datetime
from dialq.engine.campaign import CALL, EVENT, Campaign, Offset, Step
from dialq.engine.gathering import Gathering
from dialq.engine.lead import Lead, LeadId
from dialq.policy.events_file import parse_events
from tests.policy.refusing import refusal

STEP = (Step("one", CALL, Offset(days=1)),)
CAMPAIGNS = {
    "event": Campaign("event", 1, "Event", "goal", "message", "approach", STEP, kind=EVENT),
    "games": Campaign("games", 1, "Games", "goal", "message", "approach", STEP, kind=EVENT),
    "inbound": Campaign("inbound", 1, "Inbound", "goal", "message", "approach", STEP),
}
TEXT = """[[event]]
name = "boston-dinner"
campaign = "event"
title = "Dinner in Boston"
place = "Boston, MA, US"
at = 2027-01-20T18:30
capacity = 20
radius_km = 50
"""


def read(text: str) -> tuple[Gathering, ...]:
    return parse_events(text, "events.toml", "America/New_York", CAMPAIGNS)


def lead(city: str = "", region: str = "", postal_code: str = "", country: str = "US") -> Lead:
    return Lead(
        LeadId(1), "Kim Lee", Instant(0), city=city, region=region, postal_code=postal_code, country=country
    )


def test_an_event_has_a_place_a_date_and_seats() -> None:
    (dinner,) = read(TEXT)
    assert (dinner.name, dinner.campaign, dinner.title) == ("boston-dinner", "event", "Dinner in Boston")
    assert (dinner.place, dinner.capacity, dinner.radius, dinner.full) == ("Boston, MA, US", 20, 50, False)
    assert dinner.at == from_datetime(datetime(2027, 1, 20, 23, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    "written",
    ["2027-01-20T18:30:00", "2027-01-20 18:30 # evening", '"2027-01-20 18:30"', "2027-01-20T23:30:00Z"],
)
def test_a_time_is_the_teams_unless_it_says_its_zone(written: str) -> None:
    assert read(TEXT.replace("2027-01-20T18:30", written))[0].at == read(TEXT)[0].at


@pytest.mark.parametrize(
    ("address", "near"),
    [
        (lead("Boston", "MA"), True),
        (lead("boston", "Massachusetts"), True),
        (lead("BOSTON"), True),
        (lead("Cambridge", "MA"), True),
        (lead(postal_code="02139"), True),
        (lead(postal_code="02139-4307", country=""), True),
        (lead("Springfield", "MA"), False),
        (lead("Boston", "NY"), False),
        (lead("Springfield"), False),
        (lead(postal_code="60601"), False),
        (lead("Boston", country="GB"), False),
        (lead(), False),
    ],
)
def test_only_leads_near_enough_enter_R4_9(address: Lead, near: bool) -> None:
    (dinner,) = read(TEXT)
    assert dinner.is_near(address) is near
    assert dinner.takes(address, Instant(dinner.at - 14 * DAY)) is near
    assert not dinner.takes(address, Instant(dinner.at - 14 * DAY + 1))


def test_a_city_whose_name_others_share_needs_its_state() -> None:
    (dinner,) = read(TEXT.replace("Boston, MA, US", "Springfield, IL, US"))
    assert dinner.is_near(lead("Springfield", "IL"))
    assert not dinner.is_near(lead("Springfield", "MA"))
    assert not dinner.is_near(lead("Springfield"))


def test_what_an_event_leaves_unsaid_has_defaults() -> None:
    (dinner,) = read(TEXT.replace('campaign = "event"\n', "").partition("capacity")[0])
    assert (dinner.campaign, dinner.capacity, dinner.radius) == ("event", 20, 50)


def test_the_earliest_event_stands_first() -> None:
    earlier = TEXT.replace("boston-dinner", "game").replace("2027", "2026").replace('"event"', '"games"')
    assert [one.name for one in read(TEXT + earlier)] == ["game", "boston-dinner"]


@pytest.mark.parametrize(
    ("text", "says", "helps"),
    [
        (
            TEXT.replace("Boston, MA", "Bostn, MA"),
            "line 5: 'event 1.place' is 'Bostn, MA, US'",
            "'Boston, MA, US'",
        ),
        (TEXT.replace("Boston, MA, US", "Springfield"), "line 5: 'event 1.place'", "'Springfield, IL, US'"),
        (
            TEXT.replace('campaign = "event"', 'campaign = "evnt"'),
            "line 3: 'event 1.campaign' is 'evnt'",
            "'event'",
        ),
        (
            TEXT.replace('"event"', '"inbound"'),
            "is 'inbound', which is no campaign of kind \"event\"",
            "event, games",
        ),
        (
            TEXT.replace("2027-01-20T18:30", "2027-01-20"),
            "line 6: 'event 1.at' must be a date and a time",
            "18:30",
        ),
        (TEXT.replace("2027-01-20T18:30", '"tonight"'), "line 6: 'event 1.at' must be a date and a time", ""),
        (TEXT.replace("2027-01-20T18:30", "9999-12-31T18:30"), "line 6: 'event 1.at' is 9999-12-31", "2099"),
        (TEXT.replace("2027-01-20T18:30", "2027-02-30T18:30"), "is not readable as TOML", "line 6"),
        (TEXT.replace("= 20\n", "= 0\n"), "line 7: 'event 1.capacity' is 0", "1 to"),
        (TEXT.replace("= 50\n", "= 5000\n"), "line 8: 'event 1.radius_km' is 5000", "1 to 500"),
        (TEXT.replace("radius_km", "radius"), "line 8: 'event 1.radius' is not a key", "'radius_km'"),
        (TEXT.replace("title", "titles"), "the key 'title' of 'event 1' is missing", "Add title"),
        (TEXT + TEXT, "line 10: 'event 2.name' 'boston-dinner' is already taken", "unique"),
        ("[event]", "line 1: 'event' must be tables", "[[event]]"),
        ("[[events]]", "line 1: 'events' is not a key", "'event'"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_the_nearest_word(text: str, says: str, helps: str) -> None:
    refused = refusal(lambda: read(text))
    assert refused.startswith("events.toml")
    assert says in refused
    assert helps in refused
