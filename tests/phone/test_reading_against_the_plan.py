"""The fast reader and our zone tables give the number plan's own answers."""

from __future__ import annotations

from random import Random

import phonenumbers
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers.timezone import time_zones_for_number

from dialq.desk.records import BadNumber, Number
from dialq.phone import parse_number
from dialq.phone.nanp import read_nanp
from dialq.phone.number_zones import SPLIT_AREAS

PLACED = (
    phonenumbers.PhoneNumberType.FIXED_LINE,
    phonenumbers.PhoneNumberType.MOBILE,
    phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
)
FICTION = "55501"
FAR_NORTH = ("867", "907")
"""Their zones carry other names in the data: Fort Nelson for Whitehorse, Juneau for Anchorage."""


def random_numbers(seed: int, count: int) -> list[str]:
    """Ten digits each: half in real-looking exchanges, half anything."""
    random = Random(seed)
    looks_real = [f"{random.randrange(200, 1000)}{random.randrange(10**7):07}" for _ in range(count // 2)]
    return looks_real + [f"{random.randrange(10**10):010}" for _ in range(count - len(looks_real))]


def test_random_numbers_are_valid_or_not_as_the_plan_says() -> None:
    valid = 0
    for digits in random_numbers(seed=1, count=6000):
        if digits[3:8] == FICTION:
            continue
        plan = phonenumbers.parse(digits, "US")
        ours = parse_number(digits)
        if not phonenumbers.is_valid_number(plan):
            assert isinstance(ours, BadNumber), digits
            continue
        valid += 1
        assert isinstance(ours, Number), digits
        assert ours.number == phonenumbers.format_number(plan, phonenumbers.PhoneNumberFormat.E164)
        assert ours.region == phonenumbers.region_code_for_number(plan)
    assert valid > 500


def test_random_numbers_have_the_zones_of_the_data() -> None:
    """Areas with two clocks are ours to widen, the far North's to rename; all others must agree."""
    compared = 0
    for digits in random_numbers(seed=2, count=6000):
        fast = read_nanp(digits, "US")
        if fast is None or digits[:3] in FAR_NORTH:
            continue
        theirs = set(time_zones_for_number(phonenumbers.parse(digits, "US")))
        if digits[:3] in SPLIT_AREAS:
            assert set(fast.zones) & theirs, digits
        else:
            assert set(fast.zones) == theirs, digits
        compared += 1
    assert compared > 500


def test_every_fast_answer_is_an_ordinary_line() -> None:
    """Toll-free, premium, personal and island numbers are never taken by the fast reader."""
    for area in range(200, 1000):
        for exchange in ("234", "555", "912"):
            digits = f"{area}{exchange}0142"
            fast = read_nanp(digits, "US")
            kind = phonenumbers.number_type(phonenumbers.parse(digits, "US"))
            if fast is not None:
                assert kind in PLACED
                assert fast.region in ("US", "CA")


@given(
    digits=st.text("0123456789", min_size=9, max_size=12),
    marks=st.lists(st.sampled_from(["", " ", "-", ".", "(", ")", "/", " ("]), min_size=13, max_size=13),
    plus=st.sampled_from(["", "+", "+1 ", "1-"]),
)
def test_punctuation_is_read_as_the_plan_reads_it(digits: str, marks: list[str], plus: str) -> None:
    text = plus + "".join(mark + digit for mark, digit in zip(marks, digits, strict=False))
    fast = read_nanp(text, "US")
    if fast is not None:
        plan = phonenumbers.parse(text, "US")
        assert phonenumbers.is_valid_number(plan)
        assert fast.number == phonenumbers.format_number(plan, phonenumbers.PhoneNumberFormat.E164)


def test_other_countries_have_the_zones_of_the_data() -> None:
    compared = 0
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        for kind in PLACED:
            sample = phonenumbers.example_number_for_type(region, kind)
            if sample is None or sample.country_code in (1, 61):
                continue
            e164 = phonenumbers.format_number(sample, phonenumbers.PhoneNumberFormat.E164)
            ours = parse_number(e164)
            assert isinstance(ours, Number), e164
            assert set(ours.zones) == set(time_zones_for_number(sample)) - {"Etc/Unknown"}, e164
            compared += 1
    assert compared > 300


@given(st.text(max_size=80), st.sampled_from(["US", "GB", "DE", "", "??", "001"]))
def test_no_text_whatever_makes_it_fail(text: str, region: str) -> None:
    found = parse_number(text, region)
    assert isinstance(found, Number | BadNumber)
    if isinstance(found, Number):
        assert found.number.startswith("+")
        again = parse_number(found.number)
        assert isinstance(again, Number)
        assert again.number == found.number
