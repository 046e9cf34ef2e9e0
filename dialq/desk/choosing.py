"""Choose leads for an act on many: by name, source, campaign, tier (SEED1-25)."""

from __future__ import annotations

from collections.abc import Sequence

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.desk.handing import Fits
from dialq.desk.ledger import around, read
from dialq.engine.channels import Around
from dialq.engine.effects import apply
from dialq.engine.events import HANDED
from dialq.engine.judge import place, standing
from dialq.engine.settling import settle
from dialq.engine.state import State
from dialq.engine.verdict import TIERS
from dialq.errors import BadInput


def choose(
    desk: Desk, *, leads: Sequence[int] = (), source: str = "", campaign: str = "", tier: str = ""
) -> tuple[int, ...]:
    """Leads that are all of what is asked for, by id; ended ones only if they are named.

    Raises BadInput where nothing is asked for, or a campaign or a tier is unknown.
    """
    if not (leads or source or campaign or tier):
        raise BadInput("say which leads", "Name them, or choose with --source, --campaign or --tier.")
    _require_known(desk, campaign, tier)
    now = desk.now()
    with desk.store.reading():
        found: list[set[int]] = []
        if leads:
            found.append({read(desk, lead).lead.id for lead in leads})
        if source:
            found.append(set(desk.store.hands.of_source(source)))
        if tier:
            found.append(_in_tier(desk, tier, now))
        if campaign:
            found.append(_in_campaign(desk, campaign, set.intersection(*found) if found else None, now))
    return tuple(sorted(set.intersection(*found)))


def still(desk: Desk, since: int, *, campaign: str = "", tier: str = "") -> Fits:
    """Asks of a lead, in the write that hands it over, whether it is still what was chosen after event `since`."""

    def fits(dossier: Dossier, near: Around, state: State) -> bool:
        if dossier.state.seen > since and _handed_after(desk, dossier, since):
            return False
        if campaign and state.campaign != campaign:
            return False
        return not tier or _stands_in(desk, tier, dossier, near)

    return fits


def _handed_after(desk: Desk, dossier: Dossier, since: int) -> bool:
    """Whether somebody else handed the lead over in the meantime."""
    return any(e.kind == HANDED and e.id > since for e in desk.store.events.of_lead(dossier.lead.id))


def _stands_in(desk: Desk, tier: str, dossier: Dossier, near: Around) -> bool:
    now = desk.now()
    found = place(dossier.lead, dossier.state, desk.policy, now, near)
    here = standing(found.pieces, desk.policy, now, desk.rep)
    return here is not None and TIERS[here.tier] == tier


def _require_known(desk: Desk, campaign: str, tier: str) -> None:
    if tier and tier not in TIERS[1:]:
        raise BadInput(f"there is no tier {tier!r}", f"Tiers: {', '.join(TIERS[1:])}.")
    if campaign and campaign not in desk.policy.current:
        known = ", ".join(sorted(desk.policy.current))
        raise BadInput(f"there is no campaign {campaign!r}", f"Campaigns: {known}.")


def _in_tier(desk: Desk, tier: str, now: Instant) -> set[int]:
    number = TIERS.index(tier)
    return {lead for found, _, lead in desk.store.places.heads(now, desk.rep) if found == number}


def _in_campaign(desk: Desk, campaign: str, among: set[int] | None, now: Instant) -> set[int]:
    """Leads that are in a campaign now, those that came into it by themselves included."""
    written = {*desk.store.standings.in_campaign(campaign), *desk.store.hands.rested(now)}
    return {
        lead
        for lead in (written if among is None else written & among)
        if _campaign(desk, lead, now) == campaign
    }


def _campaign(desk: Desk, lead: int, now: Instant) -> str:
    dossier = read(desk, lead)
    near = around(desk, dossier.lead, now)
    return apply(dossier.state, settle(dossier.lead, dossier.state, desk.policy, near, now)).campaign
