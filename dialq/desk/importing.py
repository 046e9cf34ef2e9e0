"""Leads come in: from files in bulk, one at a time by hand or live. The same file twice changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import islice

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.incoming import Incoming
from dialq.desk.ledger import next_event, read, write
from dialq.desk.records import Reject
from dialq.desk.views import Imported
from dialq.engine.effects import StageSet
from dialq.engine.events import CHANGED, Event
from dialq.engine.lead import LeadRecord
from dialq.engine.state import ACTIVE, DISQUALIFIED, NAME
from dialq.errors import BadInput

BATCH_ROWS = 5000
"""Rows a commit: memory stays flat, other processes get their turn."""


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
    tally = dict.fromkeys(("rows", "created", "merged", "skipped", "rejected", "suppressed", "unchanged"), 0)
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
        tally["suppressed"], unchanged=tally["unchanged"],
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
    tally = dict.fromkeys(("created", "merged", "skipped", "suppressed", "unchanged"), 0)
    live = replace(record, arrived=record.arrived or now)
    lead = incoming.take([live], "merge", tally)[0]
    incoming.write(tally)
    status = "suppressed" if tally["suppressed"] else "created" if tally["created"] else "merged"
    return lead, status


def undo_import(desk: Desk, batch: str) -> Imported:
    """Take an import back: leads it made that nobody has touched since are closed; the others are left and counted."""
    now = desk.now()
    known = desk.store.tables.batch(batch)
    if known is None:
        raise BadInput(f"there is no import {batch!r}", "The import printed its batch.")
    if known[2]:
        raise BadInput(f"import {batch!r} was undone already")
    ids = desk.store.leads.in_batch(batch)
    undone = left = 0
    rows = iter(ids)
    while part := list(islice(rows, 500)):
        with desk.store.writing():
            for lead in part:
                done = _close(desk, lead, batch, now)
                undone += done
                left += not done
    with desk.store.writing():
        desk.store.tables.undo_batch(batch)
    return Imported(batch, len(ids), 0, 0, left, 0, 0, unchanged=undone)


def _close(desk: Desk, lead: int, batch: str, now: Instant) -> bool:
    dossier = read(desk, lead)
    if dossier.state.touched or dossier.state.ledger or dossier.state.stage not in (ACTIVE, NAME):
        return False
    why = "its import was undone"
    event = Event(
        next_event(desk), lead, CHANGED, now, now, desk.rep, {"batch": batch}, (StageSet(DISQUALIFIED, why),)
    )
    write(desk, dossier, [event], now)
    return True
