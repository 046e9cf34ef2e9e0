"""Claim the next lead for somebody who needs its line of the queue, not its whole card."""

from __future__ import annotations

from msgspec import Struct

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.item import item_of
from dialq.desk.ledger import around
from dialq.desk.queue import empty, with_share
from dialq.desk.take import pick
from dialq.desk.views import Empty, Item
from dialq.engine.judge import place, verdict_of


class Claimed(Struct, frozen=True):
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
    dossier = picked.dossier
    near = picked.near or around(desk, dossier.lead, now, rep=desk.rep)
    found = picked.found or place(dossier.lead, dossier.state, desk.policy, now, near)
    verdict = verdict_of(found, dossier.lead, dossier.state, desk.policy, now, near, desk.rep)
    claim = desk.store.claims.on(dossier.lead.id, now)
    until = claim.expires if claim is not None else None
    item = item_of(desk, dossier, verdict, now, 1)
    if picked.shared:
        item = with_share(item, picked.shared)
    return Claimed(item, dossier.state.seen, dossier.state.stage, until, picked.unfinished)
