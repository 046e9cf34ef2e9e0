"""Hand leads over, one or thousands in one act: to marketing, to a calmer programme, to their end (SEED1-21, 25)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct, field

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.desk.hand_shelves import HandBatch
from dialq.desk.kept import CANCELLED, HOLD
from dialq.desk.ledger import around, next_event, read, write
from dialq.desk.policy_views import Handed
from dialq.engine.channels import Around
from dialq.engine.effects import StageSet, apply
from dialq.engine.entering import nurtured
from dialq.engine.events import ENGINE, HANDED, Event
from dialq.engine.handing import (
    CLOSE,
    TO_NEXT,
    TO_NURTURE,
    TO_PROGRAMME,
    handed,
    too_early,
    why_not,
)
from dialq.engine.settling import settle
from dialq.engine.state import State
from dialq.errors import BadInput

CHUNK = 50
"""Leads a commit: others get their turn in between."""
SHOWN = 3
Fits = Callable[[Dossier, Around, State], bool]
"""Whether a lead, settled now, is meant at all; asked in the transaction that writes."""
NOT_ANY_MORE = "it is no longer what was asked for"


class How(Struct, frozen=True):
    """What a caller of many leads may ask besides."""

    fits: Fits | None = None
    """Whether each is still what was chosen; None: whoever is named goes."""
    begun: Callable[[str], None] | None = None
    """Told the batch once its first part is written, if more parts follow."""


class Order(Struct, frozen=True):
    """Where leads are to go, and why."""

    act: str
    programme: str = ""
    reason: str = ""
    rule: str = ""
    """The rule that says so; '': a person does."""

    @property
    def what(self) -> str:
        """In words: `to nurture: too many for us`."""
        to = {TO_NURTURE: "to nurture", CLOSE: "closed", TO_NEXT: "back from nurture"}
        return to.get(self.act, f"to {self.programme}") + (f": {self.reason}" if self.reason else "")


def to_nurture(
    desk: Desk, leads: Sequence[int], reason: str = "", *, dry_run: bool = False, how: How | None = None
) -> Handed:
    """Give leads to marketing. Raises BadInput where a campaign ends early and no reason is given (R4.11)."""
    return hand(desk, leads, Order(TO_NURTURE, reason=reason.strip()), dry_run=dry_run, how=how)


def to_programme(
    desk: Desk,
    leads: Sequence[int],
    programme: str,
    reason: str = "",
    *,
    dry_run: bool = False,
    how: How | None = None,
) -> Handed:
    """Put leads through another programme from its start; one that rests finishes its rest first."""
    if programme not in desk.policy.programmes:
        known = ", ".join(sorted(desk.policy.programmes))
        raise BadInput(f"there is no programme {programme!r}", f"Programmes: {known}; or nurture.")
    order = Order(TO_PROGRAMME, programme, reason.strip())
    return hand(desk, leads, order, dry_run=dry_run, how=how)


def close(
    desk: Desk, leads: Sequence[int], reason: str, *, dry_run: bool = False, how: How | None = None
) -> Handed:
    """Close leads for good: disqualified, with the reason."""
    if not reason.strip():
        raise BadInput("closing leads needs a reason", "Say why: it stands with each of them.")
    return hand(desk, leads, Order(CLOSE, reason=reason.strip()), dry_run=dry_run, how=how)


def hand(
    desk: Desk, leads: Sequence[int], order: Order, *, dry_run: bool = False, how: How | None = None
) -> Handed:
    """Hand leads over, some a commit, all in one batch; those that cannot go stay, with the reason."""
    leads, how = list(dict.fromkeys(leads)), how if how is not None else How()
    handing = _Handing(desk, order, desk.now(), how.fits)
    if not (order.reason or dry_run or order.act == TO_NEXT):
        handing.require_reason(leads)
    begun = how.begun if not dry_run else None
    for part in _parts(leads):
        with desk.store.reading() if dry_run else desk.store.writing():
            for lead in part:
                handing.sort(lead) if dry_run else handing.go(lead)
        if begun is not None and handing.batch and len(leads) > CHUNK:
            begun(handing.batch)
            begun = None
    return Handed(tuple(handing.done), tuple(handing.refused), handing.batch)


def handings(desk: Desk, limit: int = 50) -> tuple[HandBatch, ...]:
    """The latest handings over, those that were cut off midway included."""
    with desk.store.reading():
        return tuple(desk.store.hands.last(limit))


def _parts(leads: Sequence[int]) -> Iterator[Sequence[int]]:
    return (leads[start : start + CHUNK] for start in range(0, len(leads), CHUNK))


def _new_batch(desk: Desk, now: Instant) -> str:
    """`hand-261201-1`: the first handing over of that day."""
    day = f"hand-{desk.policy.calendar.date(now):%y%m%d}"
    number = 1
    while desk.store.hands.get(f"{day}-{number}") is not None:
        number += 1
    return f"{day}-{number}"


class _Settled(Struct, frozen=True):
    """A lead with what is around it and its state as it has come to be by now."""

    dossier: Dossier
    near: Around
    state: State


class _Handing(Struct):
    """One handing over on its way."""

    desk: Desk
    order: Order
    now: Instant
    fits: Fits | None = None
    batch: str = ""
    """'' until the first lead goes."""
    done: list[int] = field(default_factory=list)
    refused: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def actor(self) -> str:
        """Whose act it is."""
        return ENGINE if self.order.rule else self.desk.rep

    def require_reason(self, leads: Iterable[int]) -> None:
        """A person who ends campaigns below their minimum of touches says why (R4.11)."""
        early: list[str] = []
        with self.desk.store.reading():
            for lead in leads:
                one = self._settled(lead)
                found = too_early(one.state, self.desk.policy)
                if found is not None and not self._why_not(one):
                    name = one.dossier.lead.name or f"lead {lead}"
                    early.append(
                        f"{name} had {found[0]} of at least {found[1]} touches of {one.state.campaign}"
                    )
        if early:
            more = f", and {len(early) - SHOWN} more" if len(early) > SHOWN else ""
            raise BadInput(
                f"ending a campaign early needs a reason: {'; '.join(early[:SHOWN])}{more}",
                "Say why: --reason.",
            )

    def sort(self, lead: int) -> _Settled | None:
        """Put a lead with those that go or with those that stay."""
        one = self._settled(lead)
        if self.fits is not None and not self.fits(one.dossier, one.near, one.state):
            if not self.order.rule:
                self.refused.append((lead, one.dossier.lead.name, NOT_ANY_MORE))
            return None
        why = self._why_not(one)
        if why:
            self.refused.append((lead, one.dossier.lead.name, why))
            return None
        self.done.append(lead)
        return one

    def go(self, lead: int) -> None:
        """Hand a lead over if it can go; inside a write transaction."""
        one = self.sort(lead)
        if one is None:
            return
        desk, order, now = self.desk, self.order, self.now
        if not self.batch:
            self.batch = _new_batch(desk, now)
            desk.store.hands.put(HandBatch(self.batch, now, self.actor, order.what, False))
        programme = self._programme(one)
        why = order.reason if order.rule else told(desk.rep, order.reason)
        dossier, near = one.dossier, one.near
        effects = handed(dossier.lead, dossier.state, desk.policy, near, order.act, programme, why, now)
        facts = {"act": order.act, "programme": programme, "why": why, "reason": order.reason,
                 "batch": self.batch, "rule": order.rule}  # fmt: skip
        write(
            desk, dossier, [Event(next_event(desk), lead, HANDED, now, now, self.actor, facts, effects)], now
        )
        _stop_mails(desk, lead, self.batch)
        claim = desk.store.claims.on(lead, now)
        if claim is not None and claim.rep == self.actor:
            desk.store.claims.release(lead)

    def _settled(self, lead: int) -> _Settled:
        dossier = read(self.desk, lead)
        near = around(self.desk, dossier.lead, self.now, rep=self.actor)
        state = apply(dossier.state, settle(dossier.lead, dossier.state, self.desk.policy, near, self.now))
        return _Settled(dossier, near, state)

    def _programme(self, one: _Settled) -> str:
        return one.state.programme if self.order.act == TO_NEXT else self.order.programme

    def _why_not(self, one: _Settled) -> str:
        policy, act = self.desk.policy, self.order.act
        why = why_not(one.dossier.lead, one.state, policy, one.near, act, self._programme(one), self.now)
        if not why and act == TO_NURTURE and not self.order.rule:
            ended = isinstance(nurtured(one.state, policy, self.now, ""), StageSet)
            return "it had every item of nurture" if ended else ""
        return why


def told(rep: str, reason: str) -> str:
    """Who handed a lead over and why: `by hand (ana): too many for us`."""
    return f"by hand ({rep})" + (f": {reason}" if reason else "")


def stopped_by(batch: str) -> str:
    """What stands with a mail that a handing over stopped."""
    return f"handed over ({batch})"


def _stop_mails(desk: Desk, lead: int, batch: str) -> None:
    """Automatic mails that wait belong to a plan that is over."""
    for mail in desk.store.outbox.of_lead(lead):
        if mail.status == HOLD and not mail.rep:
            desk.store.outbox.move(mail.message, CANCELLED, stopped_by(batch))
