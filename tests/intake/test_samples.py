"""The sample files that come with dialq are read whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialq.desk.records import Reject
from dialq.engine.lead import LeadRecord
from tests.intake.reading import rows_of

SAMPLES = sorted((Path(__file__).parents[2] / "sample_data").glob("*.csv"))


def test_there_are_three_dialects() -> None:
    assert len(SAMPLES) >= 3


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_nearly_every_row_becomes_a_lead(path: Path) -> None:
    rows = rows_of(path)
    rejects = [row for row in rows if isinstance(row, Reject)]
    leads = [row for row in rows if isinstance(row, LeadRecord)]
    assert len(leads) > 90
    assert 1 <= len(rejects) <= len(leads) // 20
    assert all(reject.reason and any(reject.cells) for reject in rejects)
    assert sum(bool(lead.phones) for lead in leads) > len(leads) * 0.7
    assert sum(lead.arrived is not None for lead in leads) > len(leads) * 0.9
