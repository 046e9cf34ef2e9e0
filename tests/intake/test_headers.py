"""Which column is which field."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialq.engine.lead import LeadRecord
from dialq.errors import BadInput
from dialq.intake.headers import CUSTOM, are_salutations, distinct, match_columns
from tests.intake.reading import opened, records_of, written

CANONICAL = """external_id name first_name last_name title company company_kind company_size industry phone
mobile phone_other email email_other website linkedin street city region postal_code country timezone source
cost temperature interaction topic arrived_at owner tags notes""".split()


def test_the_canonical_names_are_known() -> None:
    assert match_columns(CANONICAL).fields == tuple(CANONICAL)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("FIRST NAME", "first_name"),
        ("first_name", "first_name"),
        ("FirstName", "first_name"),
        (" First-Name ", "first_name"),
        ("Company / Account", "company"),
        ("State/Province", "region"),
        ("HasOptedOutOfEmail", "opted_out"),
        ("Do Not Call", "opted_out"),
        ("Person - Phone - Work", "phone"),
        ("Person - Email - Home", "email_other"),
        ("E-mail 1 - Value", "email"),
        ("Phone 2 - Value", "phone_other"),
        ("Organization 1 - Name", "company"),
        ("No. of Employees", "company_size"),
        ("Business Phone", "phone"),
        ("Telefon", "phone"),
        ("PLZ", "postal_code"),
        ("full_name", "name"),
        ("created_time", "arrived_at"),
        ("Lead Rating", "temperature"),
        ("Shoe size", CUSTOM),
        ("", CUSTOM),
    ],
)
def test_headers_of_known_programs_are_known(header: str, field: str) -> None:
    assert match_columns([header]).fields == (field,)


def test_repeated_headers_are_told_apart() -> None:
    assert distinct(["Phone", "phone", "", "Phone"]) == ("Phone", "phone (2)", "column 3", "Phone (3)")


def test_repeated_columns_lose_nothing(tmp_path: Path) -> None:
    content = "Name,Phone,Phone,Company,Company\nAnn Bell,415-555-0101,415-555-0102,Acme,Acme Foods\n"
    (record,) = records_of(written(tmp_path, content))
    assert [phone.number for phone in record.phones] == ["+14155550101", "+14155550102"]
    assert record.company == "Acme"
    assert record.custom == {"Company (2)": "Acme Foods"}


def test_a_second_column_serves_where_the_first_is_blank(tmp_path: Path) -> None:
    (record,) = records_of(written(tmp_path, "Name,Company,Employer\nAnn Bell,,Acme\n"))
    assert (record.company, record.custom) == ("Acme", {})


def test_unknown_columns_are_kept(tmp_path: Path) -> None:
    (record,) = records_of(written(tmp_path, "Name,Trucks,Fleet age\nAnn Bell,0,\n"))
    assert record.custom == {"Trucks": "0"}


def test_title_is_a_job_or_a_salutation(tmp_path: Path) -> None:
    (job,) = records_of(written(tmp_path, "Name,Title\nAnn Bell,Buyer\n"))
    assert (job.title, job.custom) == ("Buyer", {})
    (polite,) = records_of(written(tmp_path, "Name,Title\nAnn Bell,Ms.\n"))
    assert (polite.title, polite.custom) == ("", {"Title": "Ms."})
    (outlook,) = records_of(written(tmp_path, "Title,Name,Job Title\nMs,Ann Bell,Buyer\n"))
    assert (outlook.title, outlook.custom) == ("Buyer", {"Title": "Ms"})
    assert not are_salutations([])


def test_a_mapping_goes_before_the_names(tmp_path: Path) -> None:
    path = written(tmp_path, "Name,Company,Prospect,Line\nAcme,Holding,Ann Bell,415-555-0101\n")
    file = opened(path, mapping={"name": "Prospect", "company": "name", "phone": "Line"})
    assert file.mapping == {"Name": "company", "Prospect": "name", "Line": "phone"}
    record = next(file.records())
    assert isinstance(record, LeadRecord)
    assert (record.name, record.company, record.custom) == ("Ann Bell", "Acme", {"Company": "Holding"})
    assert [phone.number for phone in record.phones] == ["+14155550101"]


def test_a_mapping_finds_a_header_without_one_known_name(tmp_path: Path) -> None:
    path = written(tmp_path, "Wer,Wo\nAnn Bell,Reno\n")
    file = opened(path, mapping={"name": "wer"})
    assert file.mapping == {"Wer": "name"}


@pytest.mark.parametrize(
    ("mapping", "words"),
    [({"shoe": "Name"}, "'shoe' is no field"), ({"phone": "Tel"}, "no column 'Tel'")],
)
def test_a_wrong_mapping_is_explained(tmp_path: Path, mapping: dict[str, str], words: str) -> None:
    path = written(tmp_path, "Name,City\nAnn Bell,Reno\n")
    with pytest.raises(BadInput, match=words) as failure:
        opened(path, mapping=mapping)
    assert failure.value.hint


def test_columns_nobody_knows_are_listed(tmp_path: Path) -> None:
    path = written(tmp_path, "Wer,Wo\nAnn Bell,Reno\n")
    with pytest.raises(BadInput) as failure:
        opened(path)
    assert "Wer, Wo" in failure.value.title
    assert "--map" in failure.value.hint
