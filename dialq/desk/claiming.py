"""Claim the next lead for somebody who needs its line of the queue, not its whole card."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.item import item_of
from dialq.desk.ledger import around
from dialq.desk.queue import empty
from dialq.desk.take import pick
from dialq.desk.views import Empty, Item
from dialq.engine.judge import judge


@dataclass(frozen=True, slots=True)
class Claimed:
    """A lead is in hand."""

    item: Item
    seen: int
    """Last event of the lead that is known."""
    stage: str
    until: Instant | None
    """When the claim ends if nothing is done."""
    unfinished: bool = False
    """R9.2: a call was started and has no outcome: it is to be asked first."""


def claim_next(desk: Desk) -> Claimed | Empty:
    """Put the next lead into the rep's hand; until `log` or `release` it is the same one again (R12.1)."""
    now = desk.now()
    with desk.store.writing():
        picked = pick(desk, now, None)
    if picked is None:
        return empty(desk, now)
    dossier, unfinished = picked
    near = around(desk, dossier.lead, now, rep=desk.rep)
    verdict = judge(dossier.lead, dossier.state, desk.policy, now, near, desk.rep)
    claim = desk.store.claims.on(dossier.lead.id, now)
    item = replace(item_of(desk, dossier, verdict, now, 0), place=1)
    return Claimed(
        item, dossier.state.seen, dossier.state.stage, claim.expires if claim else None, unfinished
    )
