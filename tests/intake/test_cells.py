"""One cell at a time: blanks, quotes, control characters, names, addresses, words, money."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialq.intake.addresses import addresses, linkedin_profile
from dialq.intake.cells import line, prose, raw_value
from dialq.intake.names import both_names, full_name
from dialq.intake.words import interaction, is_yes, money, temperature, zone_name


@pytest.mark.parametrize(
    "cell", ["N/A", "n/a", "none", "None", "NULL", "-", "0", "test", "TEST", " ? ", "[not provided]"]
)
def test_words_for_nothing_are_blank(cell: str) -> None:
    assert line(cell) == ""
    assert prose(cell) == ""
    assert raw_value(cell) == cell.strip()


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  Ann\u00a0Bell ", "Ann Bell"),
        ("Ａｃｍｅ", "Acme"),
        ("Ann\u200bBell", "AnnBell"),
        ("\ufeffAnn", "Ann"),
        ("line\none", "line one"),
        ("\x1b[31mred\x07", "[31mred"),
        ('="02134"', "02134"),
        ("'02134", "02134"),
        ("'+14155550142", "+14155550142"),
        ("O'Brien", "O'Brien"),
        ("'s-Hertogenbosch", "'s-Hertogenbosch"),
        ('"Acme"', "Acme"),
        ("Null", "Null"),
        ("'", "'"),
    ],
)
def test_a_line_is_plain_text(cell: str, text: str) -> None:
    assert line(cell) == text


def test_prose_keeps_its_lines_and_nothing_that_moves_a_cursor() -> None:
    assert prose("one\r\ntwo\rthree\tfour\x1b[2J") == "one\ntwo\nthree four[2J"


@given(st.text())
def test_no_cell_leaves_control_characters(cell: str) -> None:
    assert all(mark.isprintable() for mark in line(cell))
    assert all(mark == "\n" or mark.isprintable() for mark in prose(cell) + raw_value(cell))


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("JANE DOE", ("Jane", "Doe")),
        ("jane doe", ("Jane", "Doe")),
        ("Doe, Jane", ("Jane", "Doe")),
        ("DOE, JANE", ("Jane", "Doe")),
        ("Jane van der Berg", ("Jane", "van der Berg")),
        ("LUDWIG VAN DER BERG", ("Ludwig", "van der Berg")),
        ("Dr. Jane Doe", ("Jane", "Doe")),
        ("MARY O'BRIEN-MCDONALD", ("Mary", "O'Brien-McDonald")),
        ("Martin Luther, Jr.", ("Martin", "Luther, Jr.")),
        ("Cher", ("Cher", "")),
        ("DeShawn McKay", ("DeShawn", "McKay")),
    ],
)
def test_whole_names_are_put_right(name: str, names: tuple[str, str]) -> None:
    assert full_name(name) == names


@pytest.mark.parametrize(
    ("first", "last", "names"),
    [
        ("JANE", "DOE", ("Jane", "Doe")),
        ("WEI", "LI", ("Wei", "Li")),
        ("AJ", "Smith", ("AJ", "Smith")),
        ("", "Doe, Jane", ("Jane", "Doe")),
        ("", "Jane Doe", ("Jane", "Doe")),
        ("", "van Dyck", ("", "van Dyck")),
        ("Doe, Jane", "", ("Jane", "Doe")),
        ("", "Doe", ("", "Doe")),
    ],
)
def test_names_in_two_columns_are_put_right(first: str, last: str, names: tuple[str, str]) -> None:
    assert both_names(first, last) == names


@pytest.mark.parametrize(
    ("cell", "good", "bad"),
    [
        ("ann@example.com", ["ann@example.com"], []),
        (" Ann.Bell@EXAMPLE.com ", ["Ann.Bell@example.com"], []),
        (
            "a@example.com; b@example.net,c@example.org",
            ["a@example.com", "b@example.net", "c@example.org"],
            [],
        ),
        ("a@example.com ::: b@example.net", ["a@example.com", "b@example.net"], []),
        ("a@example.com or b@example.net", ["a@example.com", "b@example.net"], []),
        ("a@example.com\nb@example.net", ["a@example.com", "b@example.net"], []),
        ("Ann Bell <ann@example.com>", ["ann@example.com"], []),
        ("mailto:ann@example.com", ["ann@example.com"], []),
        ("zoë@müller.example", ["zoë@müller.example"], []),
        ("ann@@example.com", [], ["ann@@example.com"]),
        ("ann@example", [], ["ann@example"]),
        ("ann..b@example.com", [], ["ann..b@example.com"]),
        ("ann@example.com, bob@", ["ann@example.com"], ["bob@"]),
        ("ann at example.com", [], ["ann at example.com"]),
        ("N/A", [], []),
        ("", [], []),
    ],
)
def test_addresses_are_parted_and_checked(cell: str, good: list[str], bad: list[str]) -> None:
    assert addresses(cell) == (good, bad)


@pytest.mark.parametrize(
    ("text", "trusted", "profile"),
    [
        ("linkedin.com/in/ann-bell", False, "https://linkedin.com/in/ann-bell"),
        ("https://www.linkedin.com/in/ann-bell", False, "https://www.linkedin.com/in/ann-bell"),
        ("see uk.linkedin.com/in/ann.", False, "https://uk.linkedin.com/in/ann"),
        ("linkedin.com/company/acme", True, ""),
        ("https://in.example/ann-bell", True, "https://in.example/ann-bell"),
        ("https://in.example/ann-bell", False, ""),
        ("ann bell", True, ""),
    ],
)
def test_profiles_are_found(text: str, trusted: bool, profile: str) -> None:
    assert linkedin_profile(text, trusted=trusted) == profile


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Form", "form"),
        ("Web Form", "form"),
        ("contact-me", "contact-me"),
        ("Contact Us", "contact-me"),
        ("please contact me", "contact-me"),
        ("Webinar", "webinar"),
        ("White Paper", "download"),
        ("trade_show", "event"),
        ("REPLY", "reply"),
        ("inbound-call", "inbound-call"),
        ("Inbound Call", "inbound-call"),
        ("carrier pigeon", ""),
    ],
)
def test_interactions_have_one_word_each(text: str, kind: str) -> None:
    """R3.3"""
    assert interaction(text) == kind


@pytest.mark.parametrize(
    ("text", "heat"), [("Hot", "hot"), ("WARM", "warm"), ("Hot lead", "hot"), ("Cold", ""), ("hotel", "")]
)
def test_temperature_is_hot_or_warm(text: str, heat: str) -> None:
    assert temperature(text) == heat


@pytest.mark.parametrize(("text", "yes"), [("true", True), ("1", True), ("Yes", True), ("unsubscribed", True), ("0", False), ("", False), ("no", False), ("false", False)])  # fmt: skip # noqa: E501
def test_yes_is_told_from_no(text: str, yes: bool) -> None:
    assert is_yes(text) is yes


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("35", "35"),
        ("$35.00", "35.00"),
        ("1,234.50", "1234.50"),
        ("1.234,50 €", "1234.50"),
        ("35,5", "35.5"),
        ("1,234", "1234"),
        ("1.234.567", "1234567"),
        ("CHF 1'234.50", "1234.50"),
        ("USD 40", "40"),
        ("free", ""),
        ("12-15", ""),
    ],
)
def test_money_is_read_both_ways_round(text: str, amount: str) -> None:
    assert money(text) == amount


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("America/Chicago", "America/Chicago"),
        ("EST", "America/New_York"),
        ("Pacific Time (US & Canada)", "America/Los_Angeles"),
        ("us_slash_eastern", "America/New_York"),
        ("Etc/Nowhere", ""),
        ("../etc/passwd", ""),
        ("noon", ""),
    ],
)
def test_zones_are_known_by_name(text: str, zone: str) -> None:
    assert zone_name(text) == zone
