"""The delimiter, from the steadiest count of columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialq.intake.dialect import rank_delimiters
from tests.intake.reading import opened, records_of, written


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_each_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    lines = ["Name|Phone|Email|City", 'Ann Bell|415-555-0101|ann@example.com|"Reno, NV; west|side"']
    content = "\n".join(line.replace("|", delimiter, 3) for line in lines) + "\n"
    file = opened(written(tmp_path, content))
    assert file.delimiter == delimiter
    assert len(file.headers) == 4
    assert len(list(file.records())) == 1


@pytest.mark.parametrize(
    ("sample", "delimiter"),
    [
        ("Email\nann@example.com\nbob@example.com\n", ","),
        ("name\nmmm\nmam\n", ","),
        ("sep=;\nName;City\nAnn;Reno\n", ";"),
        ("Name;Umsatz;Ort\nAnn;12,50;Köln\nBob;8,00;Bonn\n", ";"),
        ('Record ID,Name,IDs\n1,Ann,"9002;9999"\n2,Bob,9002\n', ","),
        ("Notes:\nWhen exporting, some data may miss, sorry\n\na,b,c,d\n1,2,3,4\n5,6,7,8\n", ","),
        ("", ","),
    ],
)
def test_text_in_cells_does_not_mislead(sample: str, delimiter: str) -> None:
    assert rank_delimiters(sample)[0] == delimiter


def test_the_line_that_names_the_delimiter_is_no_row(tmp_path: Path) -> None:
    path = written(tmp_path, "sep=;\nName;Email\nAnn Bell;ann@example.com\n")
    assert [(record.row, record.name) for record in records_of(path)] == [(3, "Ann Bell")]
