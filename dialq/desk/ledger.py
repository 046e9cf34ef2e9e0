"""Read a lead with what is around it, judge it, and write what happened: the one path of every use case."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.desk.kept import Claim, Placing
from dialq.engine.campaign import POST
from dialq.engine.channels import NOTHING_AROUND, Around, is_barred, usable
from dialq.engine.effects import Effect, apply
from dialq.engine.events import ENGINE, SETTLED, Event
from dialq.engine.history import fold
from dialq.engine.judge import Place, next_automatic, place
from dialq.engine.lead import Lead
from dialq.engine.persona import fit_of
from dialq.engine.plan import limit_of
from dialq.engine.settling import settle
from dialq.engine.state import NAME, NURTURE, RESTING, SUPPRESSED, State, but
from dialq.errors import UnknownLead

NEIGHBOURS = 500
"""So many colleagues are judged anew at once; a larger company is caught when a lead is taken."""


def read(desk: Desk, lead: int) -> Dossier:
    """A lead as last written. Raises UnknownLead."""
    dossier = desk.store.dossier(lead)
    if dossier is None:
        raise UnknownLead(f"there is no lead {lead}", "Look it up with `dialq find`.")
    return dossier


def around(desk: Desk, lead: Lead, at: Instant, *, rep: str | None = None) -> Around:
    """What the rest of the file says about a lead; with `rep`, who else holds it."""
    banned = desk.store.bans.covering(lead)
    gap = desk.policy.caps.neighbour_gap
    rung = desk.store.bans.rung_elsewhere(lead, Instant(at - gap))
    claim = desk.store.claims.in_the_way(lead, rep, at) if rep is not None else None
    if not banned and not rung and claim is None:
        return NOTHING_AROUND
    return Around(banned, rung, claim.rep if claim else "", _ends(desk, claim) if claim else None)


def _ends(desk: Desk, claim: Claim) -> Instant:
    last = desk.store.claims.presence.last(claim.session)
    return max(claim.expires, Instant(last + 120)) if last is not None else claim.expires


def placing(desk: Desk, lead: Lead, state: State, near: Around, at: Instant) -> tuple[Placing, Place]:
    """Where the lead stands from `at` on, for the index."""
    found = place(lead, state, desk.policy, at, near)
    _, automatic = next_automatic(lead, state, found.road, desk.policy, near, at)
    rule = "" if found.pieces else _rule(desk, lead, state, found, near, at)
    reviews = [until for _, until in state.dead if until is not None and until > at]
    limit = limit_of(found.road.state, desk.policy)
    if limit is not None and limit[0] > at:
        reviews.append(limit[0])
    post = _by_post(found)
    if not found.pieces:
        reviews += [when for when, _ in found.road.changes if when > at][:1]
    return Placing(lead.id, found.pieces, rule, min(reviews, default=None), automatic, post), found


def _by_post(found: Place) -> Instant | None:
    """When the next item of nurture is due that goes by post (R16.1)."""
    road = found.road
    if road.step is None or road.step.channel != POST or road.state.stage != NURTURE or road.due is None:
        return None
    return max(road.due, road.opens)


def _rule(desk: Desk, lead: Lead, state: State, found: Place, near: Around, at: Instant) -> str:
    """Why a lead has no place at all."""
    if is_barred(lead, state, near):
        return "suppressed"
    if state.ended:
        return "ended"
    if state.stage == NAME or fit_of(lead, desk.policy.personas).misfit:
        return "not-a-lead"
    stage = apply(state, found.road.by(at)).stage
    if stage in (RESTING, NURTURE):
        return stage
    return "not-due" if usable(lead, state, near, at) else "needs-contact"


def stage_of(desk: Desk, dossier: Dossier) -> str:
    """The stage a lead is shown in: a ban comes before everything, for as long as it stands."""
    banned = desk.store.bans.covering(dossier.lead)
    barred = bool(banned) and is_barred(dossier.lead, dossier.state, Around(banned))
    return SUPPRESSED if barred else dossier.state.stage


def write(
    desk: Desk, dossier: Dossier, events: Iterable[Event], at: Instant, near: Around | None = None
) -> Dossier:
    """Append events to a lead, fold them in, and place it anew. Inside a write transaction."""
    state = dossier.state
    for event in events:
        desk.store.events.append(event)
        state = but(apply(state, event.effects), seen=event.id)
    return settle_places(desk, dossier, state, at, near)


def settle_places(
    desk: Desk, dossier: Dossier, state: State, at: Instant, near: Around | None = None
) -> Dossier:
    """Write a state and the places that follow from it."""
    near = near if near is not None else around(desk, dossier.lead, at)
    new, found = placing(desk, dossier.lead, state, near, at)
    return replace(desk.store.keep(dossier, state, new, at), found=found)


def refold(desk: Desk, dossier: Dossier, at: Instant) -> Dossier:
    """Rebuild a lead's state from its events: after an undo, a redo, a correction."""
    state = fold(desk.store.events.of_lead(dossier.lead.id))
    return settle_places(desk, dossier, state, at)


def replace_place(desk: Desk, lead: int, at: Instant) -> None:
    """Judge a lead again and write its places: its certificate has run out, or its surroundings changed."""
    dossier = read(desk, lead)
    near = around(desk, dossier.lead, at)
    found, _ = placing(desk, dossier.lead, dossier.state, near, at)
    desk.store.replace_places(dossier, found, at)


def neighbours(desk: Desk, lead: Lead) -> list[int]:
    """Other leads that share a number or the company: their verdicts hang on this one's dials and bans."""
    found: set[int] = {other.id for other in desk.store.leads.colleagues(lead, NEIGHBOURS)}
    for phone in lead.phones:
        found |= set(desk.store.leads.with_point(f"p:{phone.number}"))
    return sorted(found - {lead.id})


def covered_by(desk: Desk, scope: str, value: str) -> list[int]:
    """The leads that a ban covers."""
    leads = desk.store.leads
    if scope in ("person", "person-email"):
        return [read(desk, int(value)).lead.id]
    if scope == "number":
        return leads.with_point(f"p:{value}")
    if scope == "address":
        return leads.with_address(value)
    return leads.at_company(value) if scope == "company" else leads.at_domain(value)


def replace_banned(desk: Desk, lead: int, bans: Iterable[tuple[str, str]], at: Instant) -> None:
    """Judge everybody else anew whom these bans cover, now that they are lifted or stand again."""
    for other in sorted({o for scope, value in bans for o in covered_by(desk, scope, value)} - {lead}):
        replace_place(desk, other, at)


Settled = tuple[int, tuple[Effect, ...]]


def before_ban(desk: Desk, lead: int, bans: Iterable[tuple[str, str]], at: Instant) -> list[Settled]:
    """Everybody else whom new bans will cover, with what came by itself until now.

    It is written down with the ban: later it would look as if the ban had always stood.
    """
    found = []
    for other in sorted({o for scope, value in bans for o in covered_by(desk, scope, value)} - {lead}):
        dossier = read(desk, other)
        near = around(desk, dossier.lead, at)
        found.append((other, settle(dossier.lead, dossier.state, desk.policy, near, at)))
    return found


def after_ban(desk: Desk, settled: list[Settled], at: Instant) -> None:
    """Judge everybody anew whom a ban covers: a step they lose now may free the next."""
    for lead, effects in settled:
        if effects:
            event = Event(next_event(desk), lead, SETTLED, at, at, ENGINE, {}, effects)
            write(desk, read(desk, lead), [event], at)
        else:
            replace_place(desk, lead, at)


def next_event(desk: Desk) -> int:
    """The id the next event gets."""
    return desk.store.events.last_id() + 1
