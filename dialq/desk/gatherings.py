"""Events that leads are invited to: who is asked, who comes, how many seats are left (SEED0-19, R4.9)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from msgspec.structs import replace

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.engine.effects import Entered
from dialq.engine.entering import enter
from dialq.engine.gathering import LEAST_NOTICE, Gathering
from dialq.engine.lead import Lead
from dialq.engine.policy import Policy
from dialq.engine.rules import stamp
from dialq.engine.state import State
from dialq.errors import BadInput

COMES, DECLINES, CAME = "rsvp", "declined", "event"
"""Interactions that say something of an invitation: yes, no, was there."""


class GatheringLine(NamedTuple):
    """An event in a list."""

    name: str
    title: str
    place: str
    at: Instant
    campaign: str
    capacity: int
    accepted: int
    """Seats that are promised."""
    attended: int
    full: bool
    closed: str
    """Why nobody is taken in any more; '' while somebody is."""


class Guest(NamedTuple):
    """Somebody who said something to the invitation."""

    lead: int
    name: str
    company: str
    said: str
    """`comes`, `declined`, `attended`."""


class GatheringView(NamedTuple):
    """An event with its numbers."""

    line: GatheringLine
    radius: int
    near: int
    """Leads near it in its campaign now."""
    invited: int
    """Leads the invitation has reached out to."""
    declined: int
    guests: tuple[Guest, ...]


class _Said(NamedTuple):
    """What leads said to one invitation: the last word of each counts."""

    comes: frozenset[int]
    declined: frozenset[int]
    came: frozenset[int]


def count_seats(desk: Desk) -> None:
    """Mark the events whose seats are all promised: they take nobody in. Without events this asks nothing."""
    if desk.policy.gatherings:
        desk.policy = with_seats(desk.policy, desk.store.sums.seats())


def with_seats(policy: Policy, seats: Iterable[tuple[str, int, str]]) -> Policy:
    """The policy with its events full or not, by what leads said."""
    said = _said(seats)
    found = tuple(replace(one, full=len(_of(said, one).comes) >= one.capacity) for one in policy.gatherings)
    return policy if found == policy.gatherings else replace(policy, gatherings=found)


def gathering_meant(desk: Desk, dossier: Dossier, kind: str, topic: str, at: Instant) -> Gathering | None:
    """The event an interaction at `at` is about: the one it names, else the one the lead is or was last invited to.

    None where a name is no event's, or where somebody is said to have been at what was still ahead.
    """
    if kind not in (COMES, DECLINES, CAME):
        return None
    one = _called(desk.policy, topic) if topic.strip() else _invited_to(desk, dossier)
    return None if one is not None and kind == CAME and _is_ahead(desk, one, at) else one


def check_said(desk: Desk, kind: str, topic: str, at: Instant) -> None:
    """Raises BadInput where an answer names an event there is none of, or somebody was at one that is still ahead."""
    if not topic.strip() or not desk.policy.gatherings:
        return
    one = _called(desk.policy, topic)
    if one is None and kind in (COMES, DECLINES):
        known = ", ".join(g.name for g in desk.policy.gatherings)
        raise BadInput(f"there is no event {topic.strip()!r}", f"Events: {known}.")
    if one is not None and kind == CAME and _is_ahead(desk, one, at):
        raise BadInput(f"{one.title} takes place on {stamp(one.at, desk.zone)}: nobody was there yet")


def _is_ahead(desk: Desk, one: Gathering, at: Instant) -> bool:
    """Whether an event takes place on a later day."""
    return desk.policy.calendar.date(at) < desk.policy.calendar.date(one.at)


def _called(policy: Policy, name: str) -> Gathering | None:
    named = name.casefold().strip()
    found = (one for one in policy.gatherings if named in (one.name.casefold(), one.title.casefold()))
    return next(found, None)


def _invited_to(desk: Desk, dossier: Dossier) -> Gathering | None:
    names = {dossier.state.event} if dossier.state.event else set()
    if not names and desk.policy.gatherings:
        names = set(desk.store.sums.invitations(dossier.lead.id))
    invited = [one for one in desk.policy.gatherings if one.name in names]
    return max(invited, key=lambda one: one.at, default=None)


def seats_left(desk: Desk, gathering: Gathering) -> int:
    """How many seats are promised to nobody; below 0: too many said yes."""
    return gathering.capacity - len(_of(_said(desk.store.sums.seats()), gathering).comes)


def gathering_lines(desk: Desk) -> tuple[GatheringLine, ...]:
    """All events of the policy, the earliest first."""
    now, said = desk.now(), _said(desk.store.sums.seats())
    return tuple(_line(one, _of(said, one), now) for one in desk.policy.gatherings)


def gathering_view(desk: Desk, name: str) -> GatheringView:
    """One event with its numbers and guests. Raises BadInput if there is none of that name."""
    one = next((g for g in desk.policy.gatherings if g.name.casefold() == name.casefold().strip()), None)
    if one is None:
        known = ", ".join(g.name for g in desk.policy.gatherings)
        raise BadInput(
            f"there is no event {name!r}", f"Events: {known}." if known else "Write one into events.toml."
        )
    now = desk.now()
    with desk.store.reading():
        said, asked = _of(_said(desk.store.sums.seats()), one), desk.store.sums.invited(one.name)
        here = {row.lead for row in asked if row.here} | set(_entered_by_itself(desk, one, now))
        invited = sum(row.touched for row in asked)
        line = _line(one, said, now)
        return GatheringView(line, one.radius, len(here), invited, len(said.declined), _guests(desk, said))


def _entered_by_itself(desk: Desk, one: Gathering, now: Instant) -> Iterable[int]:
    """Leads whose rest is over and whose next campaign invites to this event: nothing was written of it yet."""
    for lead_id, programme, leg, until in desk.store.sums.rested(now):
        names = desk.policy.legs(programme)[leg:]
        if one.campaign not in names:
            continue
        lead = desk.store.leads.get(lead_id)
        if lead is not None and one.is_near(lead):
            entered = enter(lead, State(), desk.policy, until, programme, leg)
            if isinstance(entered, Entered) and entered.event == one.name:
                yield lead_id


def _guests(desk: Desk, said: _Said) -> tuple[Guest, ...]:
    words = {
        **dict.fromkeys(said.declined, "declined"),
        **dict.fromkeys(said.comes, "comes"),
        **dict.fromkeys(said.came, "attended"),
    }
    leads = ((desk.store.leads.get(lead), word) for lead, word in sorted(words.items()))
    return tuple(_guest(lead, word) for lead, word in leads if lead is not None)


def _guest(lead: Lead, word: str) -> Guest:
    return Guest(lead.id, lead.name, lead.company, word)


def _line(one: Gathering, said: _Said, now: Instant) -> GatheringLine:
    full = len(said.comes) >= one.capacity
    closed = ""
    if one.at <= now:
        closed = "it is over"
    elif one.at < now + LEAST_NOTICE:
        closed = "it is less than 14 days off"
    elif full:
        closed = "every seat is promised"
    return GatheringLine(
        one.name, one.title, one.place, one.at, one.campaign, one.capacity, len(said.comes), len(said.came),
        full, closed,
    )  # fmt: skip


def _said(seats: Iterable[tuple[str, int, str]]) -> dict[str, _Said]:
    last: dict[str, dict[int, str]] = {}
    came: dict[str, set[int]] = {}
    for name, lead, kind in seats:
        if kind == CAME:
            came.setdefault(name, set()).add(lead)
        else:
            last.setdefault(name, {})[lead] = kind
    return {
        name: _Said(
            frozenset(lead for lead, kind in last.get(name, {}).items() if kind == COMES),
            frozenset(lead for lead, kind in last.get(name, {}).items() if kind == DECLINES),
            frozenset(came.get(name, ())),
        )
        for name in last.keys() | came.keys()
    }


def _of(said: dict[str, _Said], one: Gathering) -> _Said:
    return said.get(one.name, _Said(frozenset(), frozenset(), frozenset()))
