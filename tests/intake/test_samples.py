"""The sample files that come with dialq are read whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialq.desk.records import Reject
from dialq.engine.lead import LeadRecord
from tests.intake.reading import rows_of

SAMPLES = Path(__file__).parents[2] / "sample_data"


@pytest.mark.parametrize("name", ["facebook-lead-ads", "hubspot-contacts", "salesforce-report"])
def test_nearly_every_row_becomes_a_lead(name: str) -> None:
    rows = rows_of(SAMPLES / f"{name}.csv")
    rejects = [row for row in rows if isinstance(row, Reject)]
    leads = [row for row in rows if isinstance(row, LeadRecord)]
    assert len(leads) > 90
    assert 1 <= len(rejects) <= len(leads) // 20
    assert all(reject.reason and any(reject.cells) for reject in rejects)
    assert sum(bool(lead.phones) for lead in leads) > len(leads) * 0.7
    assert sum(lead.arrived is not None for lead in leads) > len(leads) * 0.9
