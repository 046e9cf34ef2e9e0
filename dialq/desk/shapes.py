"""Judgements that leads of one shape share: whoever has the same past and the same ways stands in the same places.

A million leads are judged in the time of a few thousand: leads differ in name, number and address, which the
queue does not look at, and in their arrival, which goes into ranks alone (`Placing.arrived`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from typing import Any, NamedTuple

from dialq.clock import DAY, Instant
from dialq.desk.desk import Desk
from dialq.desk.kept import Placing, Stand
from dialq.desk.ledger import placing
from dialq.engine.channels import NOTHING_AROUND
from dialq.engine.effects import apply
from dialq.engine.effects_text import from_plain
from dialq.engine.experiment import CAMPAIGN, Experiment, variant_of
from dialq.engine.lead import HOT, Lead
from dialq.engine.policy import Policy
from dialq.engine.state import ENDED, NAME, State
from dialq.engine.state_text import from_text
from dialq.engine.temperature import is_hot

SURELY_STALE = 60 * DAY
"""Longer ago than any `fresh_for`, holidays included: such an arrival goes into ranks alone."""
KEPT = 10
"""Seconds for which judgements are used again…"""
MOST = 20_000
"""…and how many of them are held."""
_STILL = ENDED | {NAME}
"""Stages in which nothing comes by itself: whatever was before, the places are alike."""
Get = Callable[[str], Any]
"""A fact of a lead by its name."""

_loads = json.JSONDecoder().decode


class Looks(NamedTuple):
    """What a policy looks at in a lead beyond what every policy does."""

    fit: bool
    near: bool
    experiments: tuple[Experiment, ...]


def looks_of(policy: Policy) -> Looks:
    """What this policy looks at."""
    varied = tuple(one for one in policy.experiments if one.kind == CAMPAIGN)
    return Looks(bool(policy.personas), bool(policy.gatherings), varied)


class Shapes:
    """What was judged at one instant under the desk's policy, by shape. Only for leads that nothing surrounds."""

    def __init__(self, desk: Desk, at: Instant) -> None:
        self._desk, self.at, self._policy = desk, at, desk.policy
        self._looks = looks_of(desk.policy)
        self._known: dict[Hashable, Placing] = {}

    def renew(self, at: Instant) -> None:
        """Forget what no longer serves; an edge that passed meanwhile only makes a timer run out at once."""
        if self._desk.policy is not self._policy or at - self.at >= KEPT or len(self._known) >= MOST:
            self.at, self._policy, self._looks = at, self._desk.policy, looks_of(self._desk.policy)
            self._known.clear()

    def of_lead(self, lead: Lead, state: State) -> Placing:
        """The places of a lead; a `state` that many have must be one value that lives as long as this."""
        still = state.stage in _STILL and not state.dead
        fresh = is_hot(lead, state) and not state.touched and lead.arrived > self.at - SURELY_STALE
        told = (state.stage if still else id(state), lead.arrived if fresh else 0)
        key = (told, *_facts(lambda name: getattr(lead, name), bool(state.dead), self._looks, lead.id))
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = placing(self._desk, lead, state, NOTHING_AROUND, self.at)[0]
        return _as(known, lead.id, lead.arrived)

    def of_stand(self, stand: Stand, facts: dict[str, Any]) -> Placing:
        """The places of a lead as the file has it."""
        key = shape_of(stand, facts, self._looks, self.at)
        known = self._known.get(key)
        if known is None:
            lead = self._desk.store.leads.get(stand.lead)
            assert lead is not None, "leads are never deleted"
            known = placing(self._desk, lead, state_of(stand), NOTHING_AROUND, self.at)[0]
            self._known[key] = known
        return _as(known, stand.lead, stand.arrived)


def facts_of(stand: Stand) -> dict[str, Any]:
    """The facts of a lead as the file has them."""
    facts: dict[str, Any] = _loads(stand.facts)
    return facts


def shape_of(stand: Stand, facts: dict[str, Any], looks: Looks, at: Instant) -> Hashable:
    """All that the places of a lead hang on, but for its arrival in ranks."""
    told = stand.state or stand.effects or ""
    dead = '"dead":' in told
    hot = facts.get("temperature") == HOT or f'"{HOT}"' in told
    fresh = hot and '"touched":true' not in told and stand.arrived > at - SURELY_STALE
    past = stand.stage if stand.stage in _STILL and not dead else told
    return past, stand.arrived if fresh else 0, *_facts(facts.get, dead, looks, stand.lead)


def _facts(get: Get, dead: bool, looks: Looks, lead: int) -> tuple[Hashable, ...]:
    """The facts of a lead that its places hang on; with dead points, which points it has."""
    phones, emails = get("phones"), get("emails")
    zones = get("zones") or [phone[2] if isinstance(phone, list) else phone.zones for phone in phones or ()]
    shape: tuple[Hashable, ...] = (
        str(zones), not phones, not emails, not get("linkedin"), not (get("street") and get("city")),
        not get("doubtful"), get("interactions"), get("temperature"),
    )  # fmt: skip
    if dead:
        shape += (str(phones), str(emails))
    if looks.fit:
        shape += (get("title"), get("company_kind"), get("company_size"), get("industry"))
    if looks.near:
        shape += (get("country"), get("postal_code"), get("city"))
    return shape + tuple(variant_of(one, lead).name for one in looks.experiments)


def _as(known: Placing, lead: int, arrived: Instant) -> Placing:
    return Placing(lead, known.pieces, known.rule, known.review, known.automatic, known.post, arrived)


def state_of(stand: Stand) -> State:
    """The state of a lead as the file has it."""
    if stand.state is not None:
        return from_text(stand.state)
    return apply(State(), (from_plain(plain) for plain in _loads(stand.effects or "[]")))
