"""Every encoding lead files come in."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from dialq.engine.lead import LeadRecord
from dialq.errors import BadInput
from dialq.intake.encoding import detect_encoding
from tests.intake.reading import opened, rows_of, written

TEXT = "Name,Email,City\nZoë Müller,zoe@example.com,Köln\nJosé Ñandú,jose@example.net,Málaga\n"


@pytest.mark.parametrize(
    ("encoding", "bom", "found"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", codecs.BOM_UTF8, "utf-8-sig"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
        ("utf-32-le", codecs.BOM_UTF32_LE, "utf-32"),
        ("cp1252", b"", "cp1252"),
        ("latin-1", b"", "cp1252"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_names_come_out_whole(tmp_path: Path, encoding: str, bom: bytes, found: str, end: str) -> None:
    path = written(tmp_path, bom + TEXT.replace("\n", end).encode(encoding))
    file = opened(path)
    rows = list(file.records())
    assert file.encoding == found
    assert file.headers == ("Name", "Email", "City")
    assert [row.name for row in rows if isinstance(row, LeadRecord)] == ["Zoë Müller", "José Ñandú"]


def test_a_late_windows_letter_makes_the_file_cp1252(tmp_path: Path) -> None:
    filler = "Ann Bell,ann@example.com,Reno\n" * 60_000
    path = written(
        tmp_path, ("Name,Email,City\n" + filler).encode() + "Zoë,zoe@example.com,Köln\n".encode("cp1252")
    )
    assert detect_encoding(path) == "cp1252"


def test_one_stray_byte_does_not_spoil_a_utf8_file(tmp_path: Path) -> None:
    path = written(tmp_path, (TEXT * 3).encode() + b"Andr\xe9 Roy,andre@example.com,Lyon\n")
    rows = rows_of(path)
    names = [row.name for row in rows if isinstance(row, LeadRecord)]
    assert names[0] == "Zoë Müller"
    assert names[-1] == "André Roy"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04 and so on", "Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
        (b"%PDF-1.7", "PDF"),
        (b"SQLite format 3\x00", "database"),
        (bytes(range(1, 32)) * 40, "no text"),
        (b"\x00" * 500, "no text"),
    ],
    ids=["xlsx", "xls", "pdf", "sqlite", "control characters", "NULs"],
)
def test_what_is_no_text_is_refused_by_name(tmp_path: Path, content: bytes, words: str) -> None:
    path = written(tmp_path, content)
    with pytest.raises(BadInput) as failure:
        opened(path)
    assert words in failure.value.title
    assert str(path) in failure.value.title
    assert failure.value.hint
