"""The dry run of edited policy files: who enters, leaves or moves in today's queue, and the touches ahead (R4.7).

Nothing is written. Leads of one shape share their two judgements, and a policy that differs only where a lead does
not come is not asked a second time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.fingerprint import fingerprint, plan_of
from dialq.desk.gatherings import with_seats
from dialq.desk.kept import Stand
from dialq.desk.ledger import around, read
from dialq.desk.nearby import Nearby
from dialq.desk.policy_changes import changes
from dialq.desk.policy_views import PolicyDiff
from dialq.desk.projecting import DAYS, plan_shape, projected
from dialq.desk.shapes import facts_of, looks_of, shape_of, state_of
from dialq.engine.channels import NOTHING_AROUND, Around, usable
from dialq.engine.day import at_wall, local
from dialq.engine.effects import Entered, Nurtured
from dialq.engine.experiment import variant_of
from dialq.engine.judge import Place, opens_next, place, standing, verdict_of
from dialq.engine.lead import Lead
from dialq.engine.persona import fit_of
from dialq.engine.plan import Ahead
from dialq.engine.policy import Policy
from dialq.engine.rules import stamp
from dialq.engine.state import NAME, State
from dialq.engine.verdict import TIERS

SHOWN = 100
"""So many of each are named; all are counted."""
_CHUNK = 5_000
_MOST = 50_000
"""So many shapes are remembered at once."""
ENTERS, LEAVES, MOVES, STAYS = "enters", "leaves", "moves", ""


Days = tuple[Counter[date], Counter[date]]
"""Touches by date, under the old policy and the new."""


def diff(desk: Desk, folder: Path | None = None, files: Sequence[Path] = ()) -> PolicyDiff:
    """What edits in a folder, or these files, would change if laid over those in force. Raises BadSetting, BadInput.

    Without either it is the team's own folder as it lies there, files that are gone included; or, where that is in
    force, the folder `draft` in it.
    """
    assert desk.book is not None
    now = desk.now()
    with desk.store.reading():
        new = desk.book.tried(folder, files)
        if new.gatherings:
            new = with_seats(new, desk.store.sums.seats())
        words = changes(desk.policy, new)
        if fingerprint(new) == fingerprint(desk.policy):
            return PolicyDiff((), (), (), {ENTERS: 0, LEAVES: 0, MOVES: 0}, (), words)
        return _Run(desk, new, now).done(words)


class _Run:
    """One walk over all leads under two policies."""

    def __init__(self, desk: Desk, new: Policy, now: Instant) -> None:
        self._desk, self._old, self._new, self._now = desk, desk.policy, new, now
        self._differs = differs(self._old, new)
        looks, other = looks_of(self._old), looks_of(new)
        self._looks = looks._replace(
            fit=looks.fit or other.fit, near=looks.near or other.near,
            experiments=tuple({one.name: one for one in (*looks.experiments, *other.experiments)}.values()),
        )  # fmt: skip
        self._ends = calendar_end(self._old, now)
        self._known: dict[Hashable, tuple[str, Days]] = {}
        self._days: dict[Hashable, Days] = {}
        self._leads: Counter[int] = Counter()
        """Leads by the id of their days."""
        self._counts: Counter[str] = Counter()
        self._shown: dict[str, list[int]] = {ENTERS: [], LEAVES: [], MOVES: []}

    def done(self, words: tuple[str, ...]) -> PolicyDiff:
        """Look at every lead, then add up."""
        last = self._desk.store.leads.count()
        for after in range(0, last, _CHUNK):
            near = Nearby(self._desk, self._now)
            for stand in self._desk.store.standings.stands(after, after + _CHUNK, _CHUNK):
                self._look(stand, near)
        enters, leaves, moves = (self._named(what) for what in (ENTERS, LEAVES, MOVES))
        counts = {what: self._counts[what] for what in (ENTERS, LEAVES, MOVES)}
        return PolicyDiff(enters, leaves, moves, counts, self._touches(), words)

    def _look(self, stand: Stand, near: Nearby) -> None:
        facts = facts_of(stand)
        if near.may_touch(stand, facts):
            lead = self._lead(stand.lead)
            what, days = self._judged(lead, state_of(stand), around(self._desk, lead, self._now))
        else:
            key: Hashable = shape_of(stand, facts, self._looks, self._now)
            known = self._known.get(key)
            if known is None:
                if len(self._known) >= _MOST:
                    self._known.clear()
                known = self._known[key] = self._judged(
                    self._lead(stand.lead), state_of(stand), NOTHING_AROUND
                )
            what, days = known
        self._leads[id(days)] += 1
        if what:
            self._counts[what] += 1
            if len(self._shown[what]) < SHOWN:
                self._shown[what].append(stand.lead)

    def _lead(self, lead: int) -> Lead:
        found = self._desk.store.leads.get(lead)
        assert found is not None, "leads are never deleted"
        return found

    def _judged(self, lead: Lead, state: State, near: Around) -> tuple[str, Days]:
        """What becomes of a lead in today's queue, and its days ahead."""
        days = self._days_of(lead, state)
        found = place(lead, state, self._old, self._now, near)
        if not self._differs.for_lead(state, found.road):
            return STAYS, days
        was = self._today(found, self._old)
        will = self._today(place(lead, state, self._new, self._now, near), self._new)
        if was is None or will is None:
            return (STAYS if was is will else ENTERS if was is None else LEAVES), days
        return (STAYS if was[:2] == will[:2] else MOVES), days

    def _today(self, found: Place, policy: Policy) -> tuple[int, str, Instant] | None:
        """The tier and the step a lead stands in today, and from when: now, or later on this day."""
        rep = self._desk.rep
        moment: Instant | None = self._now
        here = standing(found.pieces, policy, self._now, rep)
        if here is None:
            moment = opens_next(found.pieces, policy, self._now, rep)
            if moment is None or moment >= self._ends:
                return None
            here = standing(found.pieces, policy, moment, rep)
        if here is None or moment is None:
            return None
        step = found.road.step
        return here.tier, step.key if step is not None else "", moment

    def _days_of(self, lead: Lead, state: State) -> Days:
        near = tuple(one.name for one in (*self._old.gatherings, *self._new.gatherings) if one.is_near(lead))
        arms = tuple(variant_of(one, lead.id).name for one in self._looks.experiments)
        ways = usable(lead, state, NOTHING_AROUND, self._now)
        fit = (
            any(fit_of(lead, one.personas).misfit for one in (self._old, self._new))
            if self._looks.fit
            else False
        )
        key = (plan_shape(state, self._old), ways, near, arms, fit)
        days = self._days.get(key)
        if days is None:
            days = self._days[key] = (
                self._projected(lead, state, self._old), self._projected(lead, state, self._new)
            )  # fmt: skip
        return days

    def _projected(self, lead: Lead, state: State, policy: Policy) -> Counter[date]:
        if state.stage == NAME or state.ended or fit_of(lead, policy.personas).misfit:
            return Counter()
        return projected(lead, state, policy, self._now)

    def _touches(self) -> tuple[tuple[date, int, int], ...]:
        before, after = Counter[date](), Counter[date]()
        for days in self._days.values():
            leads = self._leads[id(days)]
            for total, mine in ((before, days[0]), (after, days[1])):
                for day, touches in mine.items():
                    total[day] += touches * leads
        first = self._old.calendar.date(self._now)
        ahead = [first + timedelta(days=number) for number in range(DAYS)]
        return tuple((day, before[day], after[day]) for day in ahead)

    def _named(self, what: str) -> tuple[tuple[int, str, str], ...]:
        return tuple(self._in_words(lead, what) for lead in self._shown[what])

    def _in_words(self, number: int, what: str) -> tuple[int, str, str]:
        """A lead with what changes for it: its place before, its place after, or what holds it then."""
        dossier = read(self._desk, number)
        lead, state = dossier.lead, dossier.state
        near = around(self._desk, lead, self._now)
        was = self._place_word(place(lead, state, self._old, self._now, near), self._old)
        found = place(lead, state, self._new, self._now, near)
        will = self._place_word(found, self._new)
        if what == ENTERS:
            return number, lead.name, will
        if what == MOVES:
            return number, lead.name, f"{was} -> {will}"
        verdict = verdict_of(found, lead, state, self._new, self._now, near, self._desk.rep)
        until = f" until {stamp(verdict.until, self._desk.zone)}" if verdict.until is not None else ""
        return number, lead.name, f"was {was}; then {verdict.rule}{until}"

    def _place_word(self, found: Place, policy: Policy) -> str:
        here = self._today(found, policy)
        if here is None:
            return "nowhere"
        tier, step, moment = here
        later = f", from {local(moment, self._desk.zone):%H:%M}" if moment > self._now else ""
        return f"{TIERS[tier]}{', ' if step else ''}{step}{later}"


def calendar_end(policy: Policy, now: Instant) -> Instant:
    """The end of the team's day."""
    return at_wall(policy.calendar.date(now), 24 * 60, policy.calendar.zone)


class Differs(NamedTuple):
    """Where two policies differ."""

    everywhere: bool
    """In what every verdict looks at: calendar, hours, caps, personas…"""
    versions: frozenset[tuple[str, int]]
    """Versions of campaigns that say something else."""

    def for_lead(self, state: State, road: Ahead) -> bool:
        """Whether a lead may stand elsewhere under the other policy; False is certain."""
        if self.everywhere or (state.campaign, state.version) in self.versions:
            return True
        return any(isinstance(effect, Entered | Nurtured) for _, effect in road.changes)


def differs(old: Policy, new: Policy) -> Differs:
    """Where they differ."""
    keys = old.campaigns.keys() | new.campaigns.keys()
    versions = frozenset(
        key for key in keys
        if key not in old.campaigns or key not in new.campaigns
        or plan_of(old.campaigns[key]) != plan_of(new.campaigns[key])
    )  # fmt: skip
    return Differs(_everywhere(old) != _everywhere(new), versions)


def _everywhere(policy: Policy) -> tuple[object, ...]:
    return (
        policy.calendar, policy.windows.default, policy.windows.by_zone, policy.windows.guard, policy.caps,
        policy.personas, policy.gatherings, policy.experiments, policy.fresh_for, policy.slip_after,
        policy.unknown_call,
    )  # fmt: skip
