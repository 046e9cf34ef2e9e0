"""One lead from named fields, read exactly as a row of a file would be."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from dialq.desk.records import Phones, Reject
from dialq.engine.lead import LeadRecord
from dialq.errors import BadInput
from dialq.intake.dates import DAY_FIRST, MONTH_FIRST, DateReader
from dialq.intake.headers import CUSTOM, Columns
from dialq.intake.plan import Habits, RowPlan
from dialq.intake.reader import Row
from dialq.intake.synonyms import FIELDS


def read_one(fields: Mapping[str, str], *, phones: Phones, region: str, zone: str) -> LeadRecord:
    """The record of these fields; unknown names are kept as custom fields. Raises BadInput."""
    headers = tuple(fields)
    columns = Columns(headers, tuple(name if name in FIELDS else CUSTOM for name in headers))
    order = MONTH_FIRST if region == "US" else DAY_FIRST
    readers = {
        at: DateReader(ZoneInfo(zone), order) for at, name in enumerate(headers) if name == "arrived_at"
    }
    read = RowPlan(columns, phones, Habits(region, readers)).read(Row(1, list(fields.values()), ""))
    if isinstance(read, Reject):
        raise BadInput(f"this is no lead: {read.reason}", "Give a phone, an email, a profile or an address.")
    if read is None:
        raise BadInput("nothing was said about the lead", "Give at least a phone or an email.")
    return read
