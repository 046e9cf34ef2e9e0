"""Leads that a person may want to hand over, to be marked on a screen one by one (SEED1-25)."""

from __future__ import annotations

from typing import NamedTuple

from dialq.desk.block import Block
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.desk.ledger import read
from dialq.desk.queue import queue
from dialq.desk.views import Item


class Candidate(NamedTuple):
    """A lead that could be handed over."""

    lead: int
    name: str
    company: str
    text: str
    """How it stands: `slipping, call 4 of 6, 2d late`."""
    tier: str = ""
    """Its tier in the queue; '' for one that was not taken from the queue."""


def candidates(
    desk: Desk, *, campaign: str = "", block: Block | None = None, limit: int = 2000
) -> tuple[Candidate, ...]:
    """The ready leads of the queue in its order; or those in a campaign, ready or not."""
    if campaign:
        with desk.store.reading():
            leads = desk.store.standings.in_campaign(campaign)[:limit]
            return tuple(_in_campaign(desk, read(desk, lead)) for lead in leads)
    listed = queue(desk, limit=limit, block=block).items
    return tuple(Candidate(item.lead, item.name, item.company, _standing(item), item.tier) for item in listed)


def _standing(item: Item) -> str:
    step = item.step.label if item.step is not None else ""
    return ", ".join(word for word in (item.tier, step, item.late) if word)


def _in_campaign(desk: Desk, dossier: Dossier) -> Candidate:
    lead, state = dossier.lead, dossier.state
    campaign = desk.policy.campaigns.get((state.campaign, state.version))
    ahead = campaign.line[state.position :] if campaign is not None else ()
    made = sum(entry.touch and entry.run == state.run for entry in state.ledger)
    words = (
        f"before {ahead[0].key}" if ahead else "at its end",
        f"{made} touches" if made != 1 else "1 touch",
    )
    return Candidate(lead.id, lead.name, lead.company, ", ".join(words))
