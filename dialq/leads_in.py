"""Leads from outside, with the concrete readers: rejects of files, single leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dialq.desk.desk import Desk
from dialq.engine.lead import LeadRecord

if TYPE_CHECKING:
    from dialq.intake.rejects import RejectsFile


def rejects_file(path: Path, headers: Sequence[str]) -> RejectsFile:
    """A file for the rows that are no leads; it appears only if there are any."""
    from dialq.intake.rejects import RejectsFile

    return RejectsFile(path, headers)


def read_record(desk: Desk, fields: Mapping[str, str]) -> LeadRecord:
    """One lead from canonical fields, read as a row of a file would be. Raises BadInput."""
    from dialq.intake.one_lead import read_one

    return read_one(fields, phones=desk.phones, region=desk.settings.country, zone=desk.zone)
