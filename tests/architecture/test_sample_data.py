"""The samples are invented people, and as dirty as the field's own files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[2] / "sample_data"
ENCODINGS = {
    "salesforce-report.csv": "cp1252",
    "hubspot-contacts.csv": "utf-8-sig",
    "facebook-lead-ads.csv": "utf-16",
}
NUMBER = re.compile(r"(?<![\d.:/-])(?:\+?1[ .-]?)?\(?([2-9]\d\d)\)?[ .-]?(\d{3})[ .-]?(\d{4})(?!\d)")
ADDRESS = re.compile(r"[\w.+-]+@+\s?([\w.-]+)")
INVENTED = re.compile(r"(^|\.)(example|example\.(com|net|org))$")


def text_of(name: str) -> str:
    """A sample as the program that made it meant it."""
    return (SAMPLES / name).read_bytes().decode(ENCODINGS[name])


@pytest.mark.parametrize("name", sorted(ENCODINGS))
def test_nobody_can_be_rung_or_written_to_by_accident(name: str) -> None:
    text = re.sub(r"l:\d+|latest/\d+|a[gs]:\d+|[cf]:\d+", "", text_of(name))
    numbers = NUMBER.findall(text)
    assert len(numbers) > 80
    assert [found for found in numbers if found[1] != "555" or not found[2].startswith("01")] == []
    domains = {domain.lower() for domain in ADDRESS.findall(text)}
    assert domains
    assert {domain for domain in domains if not INVENTED.search(domain)} == set()


def test_each_sample_keeps_its_own_dirt() -> None:
    raw = {name: (SAMPLES / name).read_bytes() for name in ENCODINGS}
    with pytest.raises(UnicodeDecodeError):
        raw["salesforce-report.csv"].decode()
    assert raw["hubspot-contacts.csv"].startswith(b"\xef\xbb\xbf")
    assert raw["facebook-lead-ads.csv"].startswith(b"\xff\xfe")
    assert "Grand Totals (160 records)" in text_of("salesforce-report.csv")
    assert text_of("hubspot-contacts.csv").count('"') % 2 == 1
    assert "\tp:+1" in text_of("facebook-lead-ads.csv")
