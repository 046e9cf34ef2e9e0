"""Choose leads for an act on many: by name, source, campaign, tier (SEED1-25)."""

from __future__ import annotations

from collections.abc import Sequence

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.ledger import around, read
from dialq.engine.effects import apply
from dialq.engine.settling import settle
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


def _in_tier(desk: Desk, tier: str, now: Instant) -> set[int]:
    if tier not in TIERS[1:]:
        raise BadInput(f"there is no tier {tier!r}", f"Tiers: {', '.join(TIERS[1:])}.")
    number = TIERS.index(tier)
    return {lead for found, _, lead in desk.store.places.heads(now, desk.rep) if found == number}


def _in_campaign(desk: Desk, campaign: str, among: set[int] | None, now: Instant) -> set[int]:
    """Leads that are in a campaign now, those that came into it by themselves included."""
    if campaign not in desk.policy.current:
        known = ", ".join(sorted(desk.policy.current))
        raise BadInput(f"there is no campaign {campaign!r}", f"Campaigns: {known}.")
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
