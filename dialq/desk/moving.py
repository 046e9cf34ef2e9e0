"""Take chosen leads to the newest version of the campaign they are in (R4.7)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dialq.clock import Instant
from dialq.desk.campaigns import campaign_of
from dialq.desk.desk import Desk
from dialq.desk.ledger import around, next_event, read, write
from dialq.engine.effects import Effect, apply
from dialq.engine.events import MOVED, Event
from dialq.engine.moved import to_version
from dialq.engine.settling import settle
from dialq.errors import BadInput

CHUNK = 200
"""Leads a commit: others get their turn in between."""


class Moved(NamedTuple):
    """What became of them."""

    done: tuple[int, ...]
    refused: tuple[tuple[int, str, str], ...]
    """(lead, name, why) of those that stayed."""
    version: int


def leads_to_move(desk: Desk, campaign: str, from_version: int = 0) -> list[int]:
    """Leads in an older version of a campaign, or in that one version of it. Raises BadInput."""
    campaign_of(desk, campaign, from_version)
    newest = campaign_of(desk, campaign)
    if from_version == newest.version:
        raise BadInput(f"version {from_version} of {campaign!r} is the newest", "Name an older one.")
    versions = [from_version] if from_version else list(range(1, newest.version))
    return desk.store.standings.in_campaign(campaign, versions) if versions else []


def move_to_version(desk: Desk, leads: Sequence[int], campaign: str, *, dry_run: bool = False) -> Moved:
    """Take leads to the newest version of a campaign: what was done stays done, steps never bunch.

    Who is not in the campaign, is in somebody's hand, or is there already stays, with the reason. Raises BadInput.
    """
    version = campaign_of(desk, campaign).version
    done: list[int] = []
    refused: list[tuple[int, str, str]] = []
    for start in range(0, len(leads), CHUNK):
        with desk.store.reading() if dry_run else desk.store.writing():
            now = desk.now()
            for lead in leads[start : start + CHUNK]:
                why = _move(desk, lead, campaign, now, dry_run=dry_run)
                if why:
                    refused.append((lead, read(desk, lead).lead.name, why))
                else:
                    done.append(lead)
    return Moved(tuple(done), tuple(refused), version)


def _move(desk: Desk, lead: int, campaign: str, now: Instant, *, dry_run: bool) -> str:
    """Move one lead; why it stays, '' if it went."""
    dossier = read(desk, lead)
    claim = desk.store.claims.on(lead, now)
    if claim is not None:
        return f"{claim.rep} has it in hand"
    near = around(desk, dossier.lead, now)
    effects: tuple[Effect, ...] = settle(dossier.lead, dossier.state, desk.policy, near, now)
    state, newest = apply(dossier.state, effects), desk.policy.newest(campaign)
    if state.campaign != campaign:
        return f"it is in {state.campaign}" if state.campaign else f"it is in no campaign, but {state.stage}"
    if state.version == newest.version:
        return f"it is in version {newest.version} already"
    if not dry_run:
        facts = {"campaign": campaign, "from": state.version, "to": newest.version}
        effects = (*effects, to_version(state, newest, desk.policy, now))
        write(desk, dossier, [Event(next_event(desk), lead, MOVED, now, now, desk.rep, facts, effects)], now)
    return ""
