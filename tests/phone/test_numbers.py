"""Numbers as files write them: what is read, what is refused, and why."""

from __future__ import annotations

import pytest

from dialq.desk.records import BadNumber, Number
from dialq.phone import parse_number, shown


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("(415) 555-0142", "+14155550142"),
        ("415.555.0142", "+14155550142"),
        ("1-415-555-0142", "+14155550142"),
        ("+1 415 555 0142", "+14155550142"),
        ("14155550142.0", "+14155550142"),
        ("4155550142.0", "+14155550142"),
        ("'+14155550142", "+14155550142"),
        ("'4155550142", "+14155550142"),
        ("=+14155550142", "+14155550142"),
        ('="+14155550142"', "+14155550142"),
        ("p:+14155550142", "+14155550142"),
        ("tel:+1-415-555-0142", "+14155550142"),
        ("Tel.: 415 555 0142", "+14155550142"),
        ("４１５５５５０１４２", "+14155550142"),
        ("415‑555‑0142", "+14155550142"),
        ("\u200e+1 415\u00a0555\u00a00142\u202c", "+14155550142"),
        ("415-555-0142 ext. 123", "+14155550142;ext=123"),
        ("415-555-0142 x123", "+14155550142;ext=123"),
        ("415-555-0142 #123", "+14155550142;ext=123"),
        ("415-555-0142,,123", "+14155550142;ext=123"),
        ("+14155550142;ext=7", "+14155550142;ext=7"),
        ("1-800-FLOWERS", "+18003569377"),
        ("+44 20 7946 0018", "+442079460018"),
        ("+33 (0)1 23 45 67 89", "+33123456789"),
    ],
)
def test_numbers_are_read_however_they_are_written(text: str, number: str) -> None:
    found = parse_number(text)
    assert isinstance(found, Number)
    assert found.number == number


@pytest.mark.parametrize("text", ["", "  ", "N/A", "none", "-", "0", "test", "unknown", "#N/A"])
def test_words_for_nothing_are_no_number(text: str) -> None:
    assert parse_number(text) == BadNumber(text, "no number given")


@pytest.mark.parametrize("text", ["1.4155E+10", "1,4155E+10", "1.41555501e+10", "4E9", " 1.4155E+10 "])
def test_digits_a_spreadsheet_lost_are_never_guessed(text: str) -> None:
    assert parse_number(text) == BadNumber(text, "a spreadsheet has cut off its digits")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("555-0142", "its area code is missing"),
        ("911", "too few digits"),
        ("123-456-7890", "no such number exists in the plan of +1"),
        ("000-000-0000", "no such number exists in the plan of +1"),
        ("441612345678", "too many digits: one from abroad needs its +"),
        ("650 253 0000 / 650 253 0001", "too many digits"),
        ("+999 1234567", "its country is unknown: write it with + and the country code"),
        ("ask Maria", "it has no digits"),
        ("4" * 61, "too long for a number"),
    ],
)
def test_a_refusal_says_why(text: str, reason: str) -> None:
    found = parse_number(text)
    assert isinstance(found, BadNumber)
    assert found.reason == reason


def test_a_float_never_lends_its_zero_to_the_number() -> None:
    """`155550142` with `.0` behind it is nine digits, not a trunk 1 and ten."""
    assert isinstance(parse_number("155550142.0"), BadNumber)
    assert isinstance(parse_number("1555501420.0"), BadNumber)


def test_the_region_reads_national_numbers() -> None:
    british = parse_number("020 7946 0018", "GB")
    assert isinstance(british, Number)
    assert (british.number, british.region, british.kind_hint) == ("+442079460018", "GB", "fixed")
    assert parse_number("441612345678", "gb") == parse_number("+441612345678")
    assert isinstance(parse_number("020 7946 0018", "US"), BadNumber)


def test_an_unknown_region_still_reads_what_has_a_plus() -> None:
    assert parse_number("+14155550142", "??") == parse_number("+14155550142", "US")
    refused = parse_number("415 555 0142", "??")
    assert isinstance(refused, BadNumber)
    assert "country" in refused.reason


@pytest.mark.parametrize("area", ["415", "246", "284", "345", "441", "473", "758", "868", "416", "787"])
def test_fiction_numbers_pass_in_every_area(area: str) -> None:
    found = parse_number(f"+1{area}5550142")
    assert isinstance(found, Number)
    assert found.number == f"+1{area}5550142"
    assert len(found.zones) == 1


def test_fiction_numbers_need_a_real_area() -> None:
    assert isinstance(parse_number("+1 200 555 0142"), BadNumber)


@pytest.mark.parametrize(
    ("text", "zones"),
    [
        ("415 555 0142", ("America/Los_Angeles",)),
        ("602 555 0142", ("America/Phoenix",)),
        ("416 555 0142", ("America/Toronto",)),
        ("+1 787 555 0142", ("America/Puerto_Rico",)),
        ("317 555 0142", ("America/New_York",)),
        ("219-462-0142", ("America/Chicago",)),
        ("850-434-0142", ("America/Chicago",)),
        ("930-423-0142", ("America/Chicago", "America/New_York")),
        ("448-434-0142", ("America/Chicago", "America/New_York")),
        ("364-765-0142", ("America/Chicago", "America/New_York")),
        ("458-555-0142", ("America/Boise", "America/Los_Angeles")),
        ("208 555 0142", ("America/Boise", "America/Los_Angeles")),
        ("907-276-0142", ("America/Anchorage",)),
        ("907-581-0142", ("America/Anchorage",)),
        ("907-592-0142", ("America/Adak", "America/Anchorage")),
        ("+44 20 7946 0018", ("Europe/London",)),
        ("+34 612 345 678", ("Atlantic/Canary", "Europe/Madrid")),
        ("800 555 0199", ()),
        ("900 555 0199", ()),
        ("500 555 0199", ()),
        ("600-700-1234", ()),
        ("+800 1234 5678", ()),
    ],
)
def test_zones_are_real_places_or_none(text: str, zones: tuple[str, ...]) -> None:
    """R15.1: a number that names no place adds no zone, and an area with two clocks adds both."""
    found = parse_number(text)
    assert isinstance(found, Number)
    assert found.zones == zones


def test_australian_mobiles_keep_the_mainland_only() -> None:
    found = parse_number("+61 412 345 678")
    assert isinstance(found, Number)
    assert {"Australia/Darwin", "Australia/Perth", "Australia/Sydney"} <= set(found.zones)
    assert not [zone for zone in found.zones if zone.startswith(("Indian/", "Australia/Lord"))]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("415 555 0142", ""),
        ("+44 7911 123456", "mobile"),
        ("800 555 0199", "toll-free"),
        ("900 555 0199", "premium"),
    ],
)
def test_the_kind_is_said_only_where_the_plan_knows_it(text: str, hint: str) -> None:
    found = parse_number(text)
    assert isinstance(found, Number)
    assert found.kind_hint == hint


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("+14155550142", "+1 415 555 0142"),
        ("+14155550142;ext=7", "+1 415 555 0142 ext 7"),
        ("+442079460018", "+44 20 7946 0018"),
        ("no number", "no number"),
    ],
)
def test_numbers_are_shown_as_people_write_them(number: str, text: str) -> None:
    assert shown(number) == text


def test_what_is_shown_reads_back_as_the_same_number() -> None:
    for number in ("+14155550142", "+14155550142;ext=7", "+442079460018", "+33123456789;ext=12"):
        again = parse_number(shown(number))
        assert isinstance(again, Number)
        assert again.number == number
