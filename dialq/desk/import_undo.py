"""An import is taken back: the leads it made, and the interactions it told of people we knew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.ledger import next_event, read, refold, write
from dialq.desk.views import Imported
from dialq.engine.effects import StageSet
from dialq.engine.events import CHANGED, ENGINE, NOTED, REDONE, SETTLED, UNDONE, Event
from dialq.engine.history import voided
from dialq.engine.state import ACTIVE, DISQUALIFIED, NAME
from dialq.errors import BadInput

_AT_ONCE = 500
"""So many leads a commit."""
_STILL = frozenset({CHANGED, NOTED, SETTLED, UNDONE, REDONE})
"""What may have happened to a lead since, and its interaction is taken back all the same."""


def undo_import(desk: Desk, batch: str) -> Imported:
    """Take an import back: leads it made that nobody has touched since are closed, the others left and counted.

    What it said that known people did is taken back too, unless they were worked or did something since.
    """
    now = desk.now()
    known = desk.store.tables.batch(batch)
    if known is None:
        raise BadInput(f"there is no import {batch!r}", "The import printed its batch.")
    if known[2]:
        raise BadInput(f"import {batch!r} was undone already")
    made = desk.store.leads.in_batch(batch)
    undone = 0
    for part in _parts(made):
        with desk.store.writing():
            undone += sum(_close(desk, lead, batch, now) for lead in part)
    acts = desk.store.sums.imported_acts(batch)
    gone = 0
    for part in _parts(sorted(acts.keys() - set(made))):
        with desk.store.writing():
            gone += sum(_forget(desk, lead, acts[lead], batch, now) for lead in part)
    with desk.store.writing():
        desk.store.tables.undo_batch(batch)
    left = len(made) - undone
    return Imported(batch, len(made), 0, 0, left, 0, 0, unchanged=undone, interactions=gone)


def _parts(leads: Iterable[int]) -> Iterator[list[int]]:
    rows = iter(leads)
    while part := list(islice(rows, _AT_ONCE)):
        yield part


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


def _forget(desk: Desk, lead: int, acts: list[int], batch: str, now: Instant) -> int:
    """Take back what an import said a lead did; how many interactions that were."""
    known = desk.store.events.of_lead(lead)
    void = voided(known)
    mine = [act for act in acts if act not in void]
    later = [e for e in known if mine and e.id > mine[0] and e.id not in void and e.id not in mine]
    if any(event.kind not in _STILL for event in later):
        return 0
    dossier = read(desk, lead)
    for act in mine:
        facts = {"undoes": act, "of": "an interaction: its import was undone", "batch": batch}
        desk.store.events.append(Event(next_event(desk), lead, UNDONE, now, now, ENGINE, facts))
    refold(desk, dossier, now)
    return len(mine)
