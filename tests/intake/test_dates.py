"""R21: dates of every dialect become instants; their order of day and month is each column's own."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialq.clock import Instant, from_datetime, to_utc_text
from dialq.engine.lead import LeadRecord
from dialq.intake.dates import DAY_FIRST, MONTH_FIRST, DateReader, decide_order
from tests.intake.reading import opened, written

ZONE = ZoneInfo("America/New_York")


def utc(text: str, order: str = MONTH_FIRST) -> str:
    """The date as UTC text, or '' if it is none."""
    moment = DateReader(ZONE, order).read(text)
    return "" if moment is None else to_utc_text(moment)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2024-03-12T09:14:00+01:00", "2024-03-12T08:14:00Z"),
        ("2024-03-12T09:14:00+0000", "2024-03-12T09:14:00Z"),
        ("2024-03-12T09:14:00.123Z", "2024-03-12T09:14:00Z"),
        ("2024-03-12 09:14:00 UTC", "2024-03-12T09:14:00Z"),
        ("2024-03-12 09:14:00 -0500", "2024-03-12T14:14:00Z"),
        ("2024-03-12 09:14", "2024-03-12T13:14:00Z"),
        ("2024-03-12", "2024-03-12T04:00:00Z"),
        ("2024/3/2 09:14", "2024-03-02T14:14:00Z"),
        ("3/12/2024", "2024-03-12T04:00:00Z"),
        ("3/12/2024 9:14 AM", "2024-03-12T13:14:00Z"),
        ("3/12/2024, 12:05 am", "2024-03-12T04:05:00Z"),
        ("3/12/24 12:05 PM", "2024-03-12T16:05:00Z"),
        ("12.03.2024 09:14:30", "2024-03-12T13:14:30Z"),
        ("13/3/2024", "2024-03-13T04:00:00Z"),
        ("12 Mar 2024", "2024-03-12T04:00:00Z"),
        ("12-Mar-2024 09:14", "2024-03-12T13:14:00Z"),
        ("Mar 12, 2024 9:14 AM", "2024-03-12T13:14:00Z"),
        ("Tuesday, 12 March 2024", "2024-03-12T04:00:00Z"),
        ("March 12th, 2024 at 9:14 pm", "2024-03-13T01:14:00Z"),
        ("12. Mai 2024", "2024-05-12T04:00:00Z"),
        ("1710234840", "2024-03-12T09:14:00Z"),
        ("1710234840000", "2024-03-12T09:14:00Z"),
        ("45363.5", "2024-03-12T16:00:00Z"),
        ("2/29/2024", "2024-02-29T05:00:00Z"),
        ("2/29/2023", ""),
        ("13/13/2024", ""),
        ("2024-13-01", ""),
        ("0001-01-01", ""),
        ("1/1/1900", ""),
        ("3/12/2024 25:00", ""),
        ("3/12/2024 9:14 +99:00", ""),
        ("soon", ""),
        ("12 Foo 2024", ""),
        ("٢٠٢٤-٠٣-١٢", ""),
    ],
)
def test_every_spelling_is_read_or_refused(text: str, instant: str) -> None:
    assert utc(text) == instant


def test_times_around_the_clock_change_are_the_zones_own() -> None:
    assert utc("3/10/2024 1:59 AM") == "2024-03-10T06:59:00Z"
    assert utc("3/10/2024 3:00 AM") == "2024-03-10T07:00:00Z"
    assert utc("11/3/2024 12:30 AM") == "2024-11-03T04:30:00Z"
    assert utc("11/4/2024 12:30 AM") == "2024-11-04T05:30:00Z"


def test_day_first_columns_are_read_so() -> None:
    assert utc("3/12/2024", DAY_FIRST) == "2024-12-03T05:00:00Z"
    assert utc("3/13/2024", DAY_FIRST) == "2024-03-13T04:00:00Z"


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["1/2/2024", "13/2/2024"], DAY_FIRST),
        (["1/2/2024", "2/13/2024"], MONTH_FIRST),
        (["1.2.2024"], DAY_FIRST),
        (["1/2/2024", "", "2024-01-01"], ""),
        ([], ""),
    ],
)
def test_a_value_above_twelve_decides(values: list[str], order: str) -> None:
    assert decide_order(values) == order


def arrivals(
    folder: Path, *values: str, region: str = "US", dates: str = ""
) -> tuple[list[str], tuple[str, ...]]:
    """The arrival of each row, and the file's warnings."""
    lines = "".join(f"Ann {value.count('/')},{value}\n" for value in values)
    file = opened(written(folder, "Name,Created Date\n" + lines), region=region, dates=dates)
    records = [row for row in file.records() if isinstance(row, LeadRecord)]
    return [to_utc_text(record.arrived)[:10] for record in records if record.arrived], file.warnings


def test_one_telling_row_decides_for_its_whole_column(tmp_path: Path) -> None:
    assert arrivals(tmp_path, "3/4/2024", "5/6/2024", "25/6/2024") == (
        ["2024-04-03", "2024-06-05", "2024-06-25"],
        (),
    )


def test_an_open_order_is_read_as_the_region_writes_it_and_said(tmp_path: Path) -> None:
    dates, warnings = arrivals(tmp_path, "3/4/2024")
    assert dates == ["2024-03-04"]
    assert "Created Date" in warnings[0]
    assert arrivals(tmp_path, "3/4/2024", region="GB")[0] == ["2024-04-03"]
    assert arrivals(tmp_path, "3/4/2024", dates="dmy")[0] == ["2024-04-03"]


def test_what_is_no_date_stays_readable(tmp_path: Path) -> None:
    path = written(tmp_path, "Name,Created Date\nAnn Bell,last week\n")
    record = next(opened(path).records())
    assert isinstance(record, LeadRecord)
    assert record.arrived is None
    assert record.custom == {"Created Date": "last week"}


@given(st.integers(700_000_000, 3_700_000_000))
def test_iso_times_come_back_to_the_second(seconds: int) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    assert DateReader(ZONE).read(moment.isoformat()) == from_datetime(moment) == seconds


@given(st.text(max_size=30))
def test_no_text_makes_it_fail(text: str) -> None:
    moment = DateReader(ZONE).read(text)
    assert moment is None or moment > Instant(0)
