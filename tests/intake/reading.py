"""Reading lead files in tests, with the real number plans."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import dialq.phone
from dialq.desk.records import Reject
from dialq.engine.lead import LeadRecord
from dialq.intake.files import OpenedLeadFile, open_lead_file

Rows = list[LeadRecord | Reject]
NEW_YORK = "America/New_York"


def written(folder: Path, content: str | bytes, encoding: str = "utf-8", name: str = "leads.csv") -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def opened(
    path: Path, *, region: str = "US", mapping: Mapping[str, str] | None = None, dates: str = ""
) -> OpenedLeadFile:
    """The file, opened; times without a zone are New York's."""
    return open_lead_file(
        path, phones=dialq.phone, region=region, zone=NEW_YORK, mapping=mapping, dates=dates
    )


def rows_of(path: Path, *, region: str = "US", mapping: Mapping[str, str] | None = None) -> Rows:
    """All its records and rejects."""
    return list(opened(path, region=region, mapping=mapping).records())


def records_of(path: Path, *, region: str = "US") -> list[LeadRecord]:
    """Its records; the file must hold no reject."""
    records = [row for row in rows_of(path, region=region) if isinstance(row, LeadRecord)]
    assert len(records) == len(rows_of(path, region=region))
    return records


def one_row(folder: Path, **columns: str) -> LeadRecord | Reject:
    """What becomes of one row with these columns, their names as canonical headers."""
    quoted = (
        ",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in line)
        for line in zip(*columns.items(), strict=True)
    )
    rows = rows_of(written(folder, "\n".join(quoted) + "\n"))
    assert len(rows) == 1
    return rows[0]


def one_record(folder: Path, **columns: str) -> LeadRecord:
    """The record of one row with these columns."""
    row = one_row(folder, **columns)
    assert isinstance(row, LeadRecord), row
    return row
