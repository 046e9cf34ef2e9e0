"""What becomes of one row: a record, a record in doubt, or a reject with its reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialq.desk.records import Reject
from dialq.engine.lead import LeadRecord, Phone
from tests.intake.reading import one_record, one_row, records_of, rows_of, written

CALIFORNIA = ("America/Los_Angeles",)


def test_a_full_row_becomes_a_full_record(tmp_path: Path) -> None:
    record = one_record(
        tmp_path, external_id="L-7", first_name="ANN", last_name="BELL", title="Buyer", company="Acme, Inc",
        company_kind="Retail", company_size="50", industry="Food", phone="(415) 555-0101",
        mobile="415 555 0102", phone_other="415.555.0103 x9", email="Ann@Example.com",
        email_other="a.bell@example.net",
        website="acme.example", linkedin="linkedin.com/in/annbell", street="1 Main St", city="Reno",
        region="NV", postal_code="89501", country="USA", source="Fair list", cost="$35.00", temperature="Hot",
        interaction="Web Form", topic="Cold chain", arrived_at="2024-03-12 09:14", owner="Ana",
        tags="food; west", notes="likes tea",
    )  # fmt: skip
    assert record == LeadRecord(
        row=2, name="Ann Bell", first_name="Ann", last_name="Bell", title="Buyer", company="Acme, Inc",
        company_kind="Retail", company_size="50", industry="Food",
        phones=(
            Phone("+14155550101", "work", CALIFORNIA),
            Phone("+14155550102", "mobile", CALIFORNIA),
            Phone("+14155550103;ext=9", "other", CALIFORNIA),
        ),
        emails=("Ann@example.com", "a.bell@example.net"), website="acme.example",
        linkedin="https://linkedin.com/in/annbell", street="1 Main St", city="Reno", region="NV",
        postal_code="89501", country="US", zones=CALIFORNIA, zone_source="address", source="Fair list",
        external_id="L-7", cost="35.00", temperature="hot", interaction="form",
        topic="Cold chain", arrived=record.arrived, owner="Ana",
        tags=("food", "west"), notes="likes tea",
    )  # fmt: skip
    assert record.arrived == 1_710_249_240


def test_a_bad_phone_beside_a_good_address_is_noted_and_doubted(tmp_path: Path) -> None:
    record = one_record(tmp_path, name="Ann Bell", Phone="1.4155E+10", email="ann@example.com")
    assert record.phones == ()
    assert record.emails == ("ann@example.com",)
    assert record.custom == {"Phone (unusable)": "1.4155E+10"}
    assert record.doubtful == "Phone '1.4155E+10': a spreadsheet has cut off its digits"


def test_a_bad_phone_beside_a_good_one_is_noted_only(tmp_path: Path) -> None:
    record = one_record(tmp_path, name="Ann Bell", phone="415-555-0101", mobile="555-0142")
    assert [phone.number for phone in record.phones] == ["+14155550101"]
    assert (record.custom, record.doubtful) == ({"mobile (unusable)": "555-0142"}, "")


def test_a_bad_address_beside_a_good_phone_is_noted_and_doubted(tmp_path: Path) -> None:
    record = one_record(tmp_path, name="Ann Bell", phone="415-555-0101", email="ann@@example.com")
    assert record.doubtful == "email 'ann@@example.com': it is no email address"
    assert record.custom == {"email (unusable)": "ann@@example.com"}


def test_words_for_nothing_raise_no_doubt(tmp_path: Path) -> None:
    record = one_record(tmp_path, name="Ann Bell", phone="N/A", mobile="0", email="none", company="-")
    assert (record.doubtful, record.custom, record.company) == ("", {}, "")


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"name": "Ann Bell", "phone": "1.4155E+10"}, "a spreadsheet has cut off its digits"),
        ({"name": "Ann Bell", "email": "ann@"}, "it is no email address"),
        ({"name": "", "phone": "", "source": "Fair"}, "it names nobody"),
        ({"name": "N/A", "phone": "-", "source": "Fair"}, "it names nobody"),
        ({"name": "", "city": "Reno", "source": "Fair"}, "it names nobody"),
    ],
)
def test_a_row_nobody_can_work_is_a_reject_with_its_cells(
    tmp_path: Path, columns: dict[str, str], reason: str
) -> None:
    row = one_row(tmp_path, **columns)
    assert isinstance(row, Reject)
    assert reason in row.reason
    assert (row.row, row.cells) == (2, tuple(columns.values()))


@pytest.mark.parametrize(
    "columns",
    [
        {"name": "Ann Bell"},
        {"company": "Acme"},
        {"phone": "415-555-0101"},
        {"email": "ann@example.com"},
        {"linkedin": "linkedin.com/in/annbell"},
        {"street": "1 Main St", "city": "Reno"},
    ],
)
def test_a_name_or_one_way_to_reach_somebody_is_enough(tmp_path: Path, columns: dict[str, str]) -> None:
    assert one_record(tmp_path, **columns, source="Fair").source == "Fair"


def test_several_values_in_one_cell_are_parted(tmp_path: Path) -> None:
    record = one_record(
        tmp_path,
        name="Ann Bell",
        phone="415-555-0101 or 415-555-0102; 415-555-0101",
        email="a@example.com; A@EXAMPLE.com, b@example.com",
    )
    assert [phone.number for phone in record.phones] == ["+14155550101", "+14155550102"]
    assert record.emails == ("a@example.com", "b@example.com")


def test_the_country_column_reads_the_numbers(tmp_path: Path) -> None:
    record = one_record(tmp_path, name="Ann Bell", phone="020 7946 0018", country="United Kingdom")
    assert [phone.number for phone in record.phones] == ["+442079460018"]
    assert (record.country, record.zones) == ("GB", ("Europe/London",))


def test_a_country_nobody_knows_stays_readable(tmp_path: Path) -> None:
    record = one_record(tmp_path, name="Ann Bell", country="Atlantis")
    assert (record.country, record.custom) == ("", {"country": "Atlantis"})
    assert one_record(tmp_path, name="Ann Bell", country="NA").country == "NA"


def test_a_mobile_line_is_mobile_in_any_column(tmp_path: Path) -> None:
    assert one_record(tmp_path, name="Ann Bell", phone="+44 7911 123456").phones[0].kind == "mobile"


@pytest.mark.parametrize(
    ("columns", "zones", "source"),
    [
        ({"region": "Calif."}, CALIFORNIA, "address"),
        ({"region": "TX", "postal_code": "79901"}, ("America/Denver",), "address"),
        ({"region": "Ontario", "phone": "416 555 0142"}, ("America/Toronto", "America/Winnipeg"), "address"),
        ({"timezone": "America/Denver", "region": "CA"}, ("America/Denver",), "confirmed"),
        ({"timezone": "noon", "region": "CA"}, CALIFORNIA, "address"),
        ({"phone": "415-555-0101"}, (), ""),
        ({"country": "Germany"}, ("Europe/Berlin",), "address"),
    ],
)
def test_the_address_gives_the_zones(
    tmp_path: Path, columns: dict[str, str], zones: tuple[str, ...], source: str
) -> None:
    record = one_record(tmp_path, name="Ann Bell", **columns)
    assert (record.zones, record.zone_source) == (zones, source)


@pytest.mark.parametrize(("cell", "code"), [("2134", "02134"), ("2134.0", "02134"), ("601", "00601"), ("94105-1234", "94105-1234")])  # fmt: skip # noqa: E501
def test_a_zip_gets_its_zeros_back(tmp_path: Path, cell: str, code: str) -> None:
    assert one_record(tmp_path, name="Ann Bell", postal_code=cell, country="US").postal_code == code


def test_only_american_codes_get_zeros(tmp_path: Path) -> None:
    assert one_record(tmp_path, name="Ann Bell", postal_code="2134", country="DK").postal_code == "2134"


@pytest.mark.parametrize(
    "header", ["HasOptedOutOfEmail", "Email Opt Out", "DoNotCall", "Unsubscribed", "Do Not Contact"]
)
@pytest.mark.parametrize(("cell", "opted_out"), [("true", True), ("1", True), ("Yes", True), ("0", False), ("FALSE", False), ("", False)])  # fmt: skip # noqa: E501
def test_a_no_of_their_own_is_heard(tmp_path: Path, header: str, cell: str, opted_out: bool) -> None:
    """R18.1: the flag stands, and the header that names the channel is kept with it."""
    record = one_record(tmp_path, **{"name": "Ann Bell", "email": "ann@example.com", header: cell})
    assert record.opted_out is opted_out
    assert record.custom == ({header: cell} if opted_out else {})


def test_words_outside_the_vocabulary_stay_readable(tmp_path: Path) -> None:
    record = one_record(tmp_path, name="Ann Bell", interaction="pigeon", temperature="Cold", cost="free")
    assert (record.interaction, record.temperature, record.cost) == ("", "", "")
    assert record.custom == {"interaction": "pigeon", "temperature": "Cold", "cost": "free"}


def test_a_profile_in_the_web_column_is_put_right(tmp_path: Path) -> None:
    record = one_record(
        tmp_path, name="Ann Bell", URL="https://www.linkedin.com/in/annbell", website="acme.example"
    )
    assert (record.linkedin, record.website) == ("https://www.linkedin.com/in/annbell", "acme.example")


def test_several_lines_of_a_street_are_joined(tmp_path: Path) -> None:
    record = one_record(
        tmp_path, **{"name": "Ann", "Address 1": "1 Main St", "Address 2": "Floor 2", "City": "Reno"}
    )
    assert record.street == "1 Main St, Floor 2"


def test_wrong_rows_become_rejects_and_the_rest_goes_on(tmp_path: Path) -> None:
    content = (
        'Name,Email,Notes\nAnn,ann@example.com,x\nBob,bob@example.com\nCy,"cy@example.com,x\n'
        "Di,di@example.com,\n"
    )
    rows = rows_of(written(tmp_path, content))
    assert [type(row) for row in rows] == [LeadRecord, Reject, Reject, LeadRecord]
    assert [row.row for row in rows] == [2, 3, 4, 5]


def test_the_footer_of_a_report_is_no_data(tmp_path: Path) -> None:
    content = (
        '"First Name","Last Name","Email"\n"Ann","Bell","ann@example.com"\n'
        '"Grand","Total","grand@example.com"\n\n'
        '"Grand Totals (2 records)"\n\n"Open Leads"\n"Confidential Information - Do Not Distribute"\n'
        "Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved.\n"
    )
    assert [record.name for record in records_of(written(tmp_path, content))] == ["Ann Bell", "Grand Total"]
