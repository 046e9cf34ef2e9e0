"""Leads come in: from files in bulk, one at a time by hand or live. The same file twice changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice

from msgspec.structs import replace

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.incoming import Incoming
from dialq.desk.records import Reject
from dialq.desk.views import Imported
from dialq.engine.lead import LeadRecord
from dialq.errors import BadInput

BATCH_ROWS = 5000
"""Rows a commit: memory stays flat, other processes get their turn."""
_TALLY = ("rows", "created", "merged", "skipped", "rejected", "suppressed", "unchanged", "interactions")
"""What is counted of an import."""


def import_leads(
    desk: Desk,
    records: Iterable[LeadRecord | Reject],
    *,
    source: str = "",
    on_duplicate: str = "merge",
    dry_run: bool = False,
    batch: str = "",
    file: str = "",
    progress: Callable[[int], None] | None = None,
) -> Imported:
    """Bring records in. `on_duplicate`: fill an existing lead's blanks (`merge`), leave it (`skip`), or add (`new`).

    Rejects are counted and passed over; who reads the file writes them down.
    """
    tally = dict.fromkeys(_TALLY, 0)
    rows = iter(records)
    if not dry_run:
        with desk.store.writing():
            desk.store.tables.put_batch(batch, desk.now(), file)
    while part := list(islice(rows, BATCH_ROWS)):
        _bring_in(desk, part, tally, source, on_duplicate, batch, dry_run=dry_run)
        if progress is not None:
            progress(tally["rows"])
    return Imported(
        batch, tally["rows"], tally["created"], tally["merged"], tally["skipped"], tally["rejected"],
        tally["suppressed"], unchanged=tally["unchanged"], interactions=tally["interactions"],
    )  # fmt: skip


def _bring_in(
    desk: Desk, part: list[LeadRecord | Reject], tally: dict[str, int], source: str, on_duplicate: str, batch: str,
    *, dry_run: bool,
) -> None:  # fmt: skip
    tally["rows"] += len(part)
    records = [record for record in part if isinstance(record, LeadRecord)]
    tally["rejected"] += len(part) - len(records)
    now = desk.now()
    try:
        with desk.store.writing():
            incoming = Incoming(desk, now, batch, source)
            incoming.take(records, on_duplicate, tally)
            if dry_run:
                raise _DryRun
            incoming.write(tally)
    except _DryRun:
        tally["created"] += incoming.pending
    if not dry_run:
        desk.store.tidy()


class _DryRun(Exception):
    """Ends a dry run's transaction: nothing of it is kept."""


def add_lead(desk: Desk, record: LeadRecord) -> tuple[int, str]:
    """One lead, now: live, so hot unless it or its source says otherwise.

    Returns its id and created, merged or suppressed.
    """
    now = desk.now()
    with desk.store.writing():
        return add_record(desk, record, now)


def add_record(desk: Desk, record: LeadRecord, now: Instant, *, linked: int = 0) -> tuple[int, str]:
    """Bring one record in, inside a write transaction; `linked`: the lead that referred us."""
    if not (record.name or record.company or record.phones or record.emails):
        raise BadInput("a lead needs a name, a company, a number or an address")
    incoming = Incoming(desk, now, "", "", linked=linked, live=True)
    tally = dict.fromkeys(_TALLY, 0)
    live = replace(record, arrived=record.arrived or now)
    lead = incoming.take([live], "merge", tally)[0]
    incoming.write(tally)
    status = "suppressed" if tally["suppressed"] else "created" if tally["created"] else "merged"
    return lead, status
