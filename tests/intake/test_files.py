"""Opening a file: what is said about it, and what is refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import dialq.phone
from dialq.desk.records import LeadFile, Phones, Reject
from dialq.engine.lead import LeadRecord
from dialq.errors import BadInput
from dialq.intake.files import open_lead_file
from tests.intake.reading import opened, written

SMALL = "Name,Email\nAnn Bell,ann@example.com\n"


def test_it_is_what_the_desk_expects(tmp_path: Path) -> None:
    phones: Phones = dialq.phone
    file: LeadFile = open_lead_file(written(tmp_path, SMALL), phones=phones)
    assert (file.path.name, file.size, file.delimiter) == ("leads.csv", len(SMALL), ",")
    assert file.mapping == {"Name": "name", "Email": "email"}
    assert file.warnings == ()


def test_records_can_be_read_twice(tmp_path: Path) -> None:
    file = opened(written(tmp_path, SMALL))
    assert list(file.records()) == list(file.records())


def test_position_grows_to_the_size(tmp_path: Path) -> None:
    file = opened(written(tmp_path, "Name,Email\n" + "Ann Bell,ann@example.com\n" * 20_000))
    positions = [file.position for _record in file.records()]
    assert positions == sorted(positions)
    assert 0 < positions[0] < file.size // 10
    assert file.position == file.size


def test_a_file_left_halfway_is_closed(tmp_path: Path) -> None:
    records = opened(written(tmp_path, SMALL * 50)).records()
    assert isinstance(next(records), LeadRecord)
    records.close()  # type: ignore[attr-defined]
    assert list(records) == []


def test_a_file_that_went_away_is_named(tmp_path: Path) -> None:
    file = opened(written(tmp_path, SMALL))
    file.path.unlink()
    with pytest.raises(BadInput, match="cannot be read"):
        list(file.records())


def test_order_is_kept(tmp_path: Path) -> None:
    lines = "".join(
        f"Ann {number},{'bad' if number % 3 == 0 else f'a{number}@example.com'}\n" for number in range(300)
    )
    rows = list(opened(written(tmp_path, "Name,Email\n" + lines)).records())
    assert [row.row for row in rows] == list(range(2, 302))
    assert [isinstance(row, Reject) for row in rows] == [number % 3 == 0 for number in range(300)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "is empty"),
        ("\n\n  \n", "no rows"),
        ("just a line of text\n", "no column"),
        ("1,2,3\n4,5,6\n", "no column"),
    ],
)
def test_files_without_leads_are_refused(tmp_path: Path, content: str, words: str) -> None:
    path = written(tmp_path, content)
    with pytest.raises(BadInput, match=words) as failure:
        opened(path)
    assert "leads.csv" in failure.value.title
    assert failure.value.hint


def test_a_header_alone_is_a_file_without_rows(tmp_path: Path) -> None:
    assert list(opened(written(tmp_path, "Name,Email\n")).records()) == []


def test_missing_files_and_folders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no file"):
        opened(tmp_path / "nothing.csv")
    with pytest.raises(BadInput, match="folder"):
        opened(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_nobody_may_read_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, SMALL)
    path.chmod(0)
    with pytest.raises(BadInput, match="cannot be read"):
        opened(path)


def test_a_zone_nobody_knows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no time zone"):
        open_lead_file(written(tmp_path, SMALL), phones=dialq.phone, zone="Mars/Olympus")


def test_a_row_of_data_is_not_taken_for_the_header(tmp_path: Path) -> None:
    content = "Prospect,Email,Channel\nAnn,ann@example.com,Web\nBob,Phone,Source\n"
    assert opened(written(tmp_path, content)).headers == ("Prospect", "Email", "Channel")
