"""Take the next lead, open another, park, return, release: who holds what (R12)."""

from __future__ import annotations

from msgspec import Struct

from dialq.clock import Instant
from dialq.desk.block import Block
from dialq.desk.card import card_of
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.desk.kept import JUDGE
from dialq.desk.ledger import around, next_event, placing, read, replace_place
from dialq.desk.queue import empty, share_brings, with_share
from dialq.desk.turns import ANSWERS, candidates, share_reason
from dialq.desk.views import Card, Empty, Refused, Taken
from dialq.engine.channels import Around
from dialq.engine.events import FREED, Event
from dialq.engine.judge import Place, standing
from dialq.errors import BadInput

PARKED_DEEP = 3


def take_next(desk: Desk, block: Block | None = None) -> Taken | Empty:
    """Put the next lead into the rep's hand: an unfinished call first, then the one in hand, then by R5.1."""
    now = desk.now()
    with desk.store.writing():
        picked = pick(desk, now, block)
    return shown(desk, picked, now)


class Picked(Struct, frozen=True):
    """A lead that was claimed, and what is known of it already."""

    dossier: Dossier
    unfinished: bool = False
    near: Around | None = None
    found: Place | None = None
    shared: str = ""
    """How the warm share brought it (R5.5); '' if it did not."""


def pick(desk: Desk, now: Instant, block: Block | None) -> Picked | None:
    """Claim the next lead, inside a write transaction: an unfinished call, the one in hand, the best of the queue."""
    for lead in desk.store.tables.open_calls(desk.rep):
        dossier = read(desk, lead)
        if desk.store.claims.in_the_way(dossier.lead, desk.rep, now) is None:
            _park_others(desk, lead, now)
            desk.store.claims.take(dossier.lead, desk.rep, desk.session, now)
            return Picked(dossier, True)
    for claim in desk.store.claims.of(desk.rep, now):
        if not claim.parked:
            dossier = read(desk, claim.lead)
            desk.store.claims.take(dossier.lead, desk.rep, desk.session, now)
            return Picked(dossier, shared=share_brings(desk, claim.lead, now, block))
    promote(desk, now)
    return _pick_ready(desk, now, block)


def shown(desk: Desk, picked: Picked | None, now: Instant) -> Taken | Empty:
    """What `pick` found, as the screen shows it."""
    if picked is None:
        return empty(desk, now)
    scripts = desk.scripts_are_loaded
    card = card_of(desk, picked.dossier, now, near=picked.near, found=picked.found, scripts=scripts)
    if picked.shared:
        item = with_share(card.item, picked.shared)
        why_now = ". ".join(part for part in (picked.shared, card.why_now) if part)
        card = card._replace(item=item, why_now=why_now)
    return Taken(card, picked.unfinished)


def promote(desk: Desk, now: Instant) -> None:
    """Judge every lead anew whose timer has run out."""
    while leads := desk.store.places.due_timers(JUDGE, now, 200):
        for lead in leads:
            replace_place(desk, lead, now)


def _pick_ready(desk: Desk, now: Instant, block: Block | None) -> Picked | None:
    channels = frozenset(block.channels) if block is not None else frozenset()
    moved = True
    while moved:
        moved = False
        for (tier, rank, lead), shared in candidates(desk, now, channels):
            dossier = read(desk, lead)
            if not _is_free(desk, dossier, now):
                continue
            near = around(desk, dossier.lead, now)
            new, found = placing(desk, dossier.lead, dossier.state, near, now)
            here = standing(found.pieces, desk.policy, now, desk.rep)
            if here is None or (here.tier, here.rank) != (tier, rank):
                desk.store.replace_places(dossier, new, now)
                if here is None:
                    continue
                moved = True
                break
            if tier > ANSWERS and not _in_block(desk, block, dossier, found):
                continue
            desk.store.claims.take(dossier.lead, desk.rep, desk.session, now)
            reason = share_reason(desk.policy.warm_share) if shared else ""
            return Picked(dossier, near=near, found=found, shared=reason)
    return None


def _in_block(desk: Desk, block: Block | None, dossier: Dossier, found: Place) -> bool:
    return block is None or block.takes(dossier.lead, found.road.state.campaign, desk.zone)


def _is_free(desk: Desk, dossier: Dossier, now: Instant) -> bool:
    own = desk.store.claims.on(dossier.lead.id, now)
    if own is not None:
        return False
    return desk.store.claims.in_the_way(dossier.lead, desk.rep, now) is None


def open_lead(desk: Desk, lead: int, *, inbound: bool = False) -> Taken | Refused:
    """Take this very lead; the one in hand is parked. A lead that rings us is opened whatever its claim (R9.6)."""
    now = desk.now()
    with desk.store.writing():
        dossier = read(desk, lead)
        claim = desk.store.claims.in_the_way(dossier.lead, desk.rep, now)
        if claim is not None and not inbound:
            return Refused("claimed", f"{claim.rep} holds this lead", claim.expires, override=False)
        if not _park_others(desk, lead, now):
            return Refused(
                "parked", f"{PARKED_DEEP} leads are parked already: finish one first", override=False
            )
        if claim is None:
            desk.store.claims.take(dossier.lead, desk.rep, desk.session, now)
    card = card_of(desk, dossier, now, opened=True)
    return Taken(card, dossier.state.call is not None and dossier.state.call.rep == desk.rep)


def _park_others(desk: Desk, lead: int, now: Instant) -> bool:
    """Put what is in hand aside for `lead`; False if too many are aside already."""
    mine = [claim for claim in desk.store.claims.of(desk.rep, now) if claim.lead != lead]
    deepest = max((claim.parked for claim in mine), default=0)
    in_hand = [claim for claim in mine if not claim.parked]
    if in_hand and len(mine) > PARKED_DEEP:
        return False
    for number, claim in enumerate(in_hand, deepest + 1):
        desk.store.claims.park(claim.lead, number)
    return True


def back_to_parked(desk: Desk) -> Taken | Empty:
    """Return to the lead parked last; the one in hand is freed."""
    now = desk.now()
    with desk.store.writing():
        mine = desk.store.claims.of(desk.rep, now)
        parked = [claim for claim in mine if claim.parked]
        if not parked:
            raise BadInput("no lead is parked", "Opening another lead parks the one in hand.")
        for held in mine:
            if not held.parked:
                desk.store.claims.release(held.lead)
        dossier = read(desk, parked[0].lead)
        desk.store.claims.take(dossier.lead, desk.rep, desk.session, now)
    return Taken(card_of(desk, dossier, now, opened=True))


def parked_leads(desk: Desk) -> tuple[int, ...]:
    """Leads this rep parked, the last parked first."""
    return tuple(claim.lead for claim in desk.store.claims.of(desk.rep, desk.now()) if claim.parked)


def release(desk: Desk, lead: int) -> None:
    """Free a lead this rep holds; a started call is never passed on. Raises BadInput if it is not held."""
    now = desk.now()
    with desk.store.writing():
        claim = desk.store.claims.on(lead, now)
        if claim is None or claim.rep != desk.rep:
            holder = f"{claim.rep} holds it" if claim is not None else "nobody holds it"
            raise BadInput(f"lead {lead} is not yours to release: {holder}")
        desk.store.claims.release(lead)


def free_call(desk: Desk, lead: int) -> None:
    """Close another rep's call without an outcome, so that the lead goes on (R9.2: a manager's act)."""
    from dialq.desk.ledger import write
    from dialq.engine.ledger_effects import CallClosed

    now = desk.now()
    with desk.store.writing():
        dossier = read(desk, lead)
        call = dossier.state.call
        if call is None:
            raise BadInput(f"lead {lead} has no open call")
        facts = {"call": call.event, "of": call.rep}
        event = Event(next_event(desk), lead, FREED, now, now, desk.rep, facts, (CallClosed(call.event),))
        write(desk, dossier, [event], now)


def look(desk: Desk, lead: int) -> Card:
    """A lead's card, without claiming it."""
    return card_of(desk, read(desk, lead), desk.now(), opened=True)


def sign_of_life(desk: Desk) -> None:
    """A key was pressed, or a call runs: the session's leases go on (R12.2).

    A lease that ran out comes back, unless another rep took the lead or one of its numbers meanwhile.
    """
    now, claims = desk.now(), desk.store.claims
    if not claims.lapsed(desk.session, now):
        claims.presence.show(desk.session, now)
        return
    with desk.store.writing():
        for claim in claims.lapsed(desk.session, now):
            if claims.in_the_way(read(desk, claim.lead).lead, desk.rep, now) is not None:
                claims.release(claim.lead)
        claims.presence.show(desk.session, now)


def holder(desk: Desk, lead: int) -> str:
    """Who holds a lead or one of its numbers at this moment; '' if nobody does."""
    now, claims = desk.now(), desk.store.claims
    claim = claims.on(lead, now) or claims.in_the_way(read(desk, lead).lead, desk.rep, now)
    return claim.rep if claim is not None else ""


def pause(desk: Desk, reason: str) -> None:
    """The rep takes a break: nothing is handed out, what was in hand is parked as long as its lease lasts."""
    now = desk.now()
    with desk.store.writing():
        if not _park_others(desk, 0, now):
            for claim in desk.store.claims.of(desk.rep, now):
                if not claim.parked:
                    desk.store.claims.release(claim.lead)
        desk.store.tables.begin_pause(desk.rep, now, reason)


def resume(desk: Desk) -> None:
    """The rep is back."""
    with desk.store.writing():
        desk.store.tables.end_pause(desk.rep, desk.now())
