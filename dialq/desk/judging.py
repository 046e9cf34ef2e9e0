"""Every lead judged anew after the policy changed: in chunks, one process at a time, the queue open meanwhile.

Until a lead's turn comes its places are those of the old policy: the index may say too much, and whoever is
handed out is judged again first. In a large file those come first who cannot wait: whoever is owed something, and
who arrived hot these days. A chunk is judged outside the write transaction and put down in a short one;
whom somebody wrote about in between has the right places already.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from time import perf_counter
from typing import NamedTuple

from dialq.clock import DAY, Instant
from dialq.desk.desk import Desk
from dialq.desk.fingerprint import fingerprint
from dialq.desk.kept import Placing, Stand
from dialq.desk.ledger import around, placing, read
from dialq.desk.nearby import Nearby
from dialq.desk.policy_views import Judging
from dialq.desk.ports import Store
from dialq.desk.shapes import Shapes, facts_of
from dialq.engine.channels import NOTHING_AROUND
from dialq.engine.policy import Policy

_KEY = "judged"
LEASE = 5
"""Seconds after its last chunk in which nobody else takes over from a process."""
CHUNK = 500
IN_PASSING = 0.1
"""Seconds that a command gives to it…"""
AT_ONCE = 5_000
"""…unless so few leads are left: those are judged to the end."""
_SPAN = 20_000
"""So many leads are looked through at once for those that cannot wait…"""
_SPANS = 5
"""…and so often again where there is none."""
_PATIENCE = 0.2
"""Seconds after which is looked again whether another process goes on."""
_LONGEST = 2
"""Days that a business day may take, holidays aside."""
_TO_THE_END = "to the end: "
"""How a process is called that screens leave it to."""


class Order(NamedTuple):
    """How far it is: first through those that cannot wait, then through all others, the newest first."""

    print: str
    """The fingerprint of the policy."""
    done: int
    """So many leads were judged."""
    total: int
    """The last lead there was when the policy changed: who came later was judged by it."""
    holder: str = ""
    until: Instant = Instant(0)
    urgent: int = 0
    """Up to this lead those that cannot wait are still to be judged…"""
    left: int = 0
    """…and up to this one all others."""
    since: Instant = Instant(0)
    """Who arrived since then and is untouched cannot wait."""

    @property
    def over(self) -> bool:
        """Whether everybody was judged."""
        return not self.urgent and not self.left


def begin(store: Store, policy: Policy, now: Instant) -> None:
    """Everybody is to be judged by another policy, if it places anybody elsewhere. Inside a write transaction."""
    before, print_ = _order(store), fingerprint(policy)
    if before is None or before.print != print_:
        total = store.leads.count()
        since = Instant(now - (_LONGEST * policy.fresh_for + 7) * DAY)
        _put(store, Order(print_, 0, total, urgent=total if total > AT_ONCE else 0, left=total, since=since))


def finish(store: Store) -> None:
    """Everybody was judged. Inside a write transaction."""
    order = _order(store)
    if order is not None:
        _put(store, order._replace(done=order.total, urgent=0, left=0))


def judging(desk: Desk) -> Judging | None:
    """How far it is; None: everybody was judged by the policy in force."""
    order = _order(desk.store)
    return None if order is None or order.over else Judging(min(order.done, order.total), order.total)


def judge_some(desk: Desk, leads: int = CHUNK, shapes: Shapes | None = None) -> Judging | None:
    """Judge the next leads anew; how far it is then, None when it is done. `shapes` are those of the chunk before."""
    shapes, before = shapes or Shapes(desk, desk.now()), judging(desk)
    for _ in range(_SPANS):
        _step(desk, leads, shapes, desk.session or desk.rep)
        if (now := judging(desk)) != before:
            break
    return now


def judge_all(desk: Desk) -> bool:
    """Judge on to the end unless somebody else is at it; whether the end was reached."""
    shapes = Shapes(desk, desk.now())
    while judging(desk) is not None:
        if not _step(desk, AT_ONCE, shapes, desk.session or desk.rep):
            return False
    return True


def judge_in_passing(desk: Desk) -> Judging | None:
    """Judge a few thousand leads to the end, of more some for a moment; what is left then. Nobody is held off."""
    start, shapes = perf_counter(), Shapes(desk, desk.now())
    while (now := judging(desk)) is not None:
        few = now.total - now.done <= AT_ONCE
        if not few and perf_counter() - start >= IN_PASSING:
            break
        if not _step(desk, AT_ONCE if few else CHUNK, shapes, ""):
            break
    return now


def judge_to_end(
    desk: Desk, me: str, progress: Callable[[Judging], None], wait: Callable[[float], None]
) -> int:
    """Judge on until nobody is left, instead of a screen that is at it; how many leads were left to be judged.

    Another process that goes to the end is waited for, and taken over from if it dies. `me` tells processes apart.
    """
    shapes, left = Shapes(desk, desk.now()), 0
    while (now := judging(desk)) is not None:
        left = left or now.total - now.done
        progress(now)
        if not _step(desk, AT_ONCE, shapes, f"{_TO_THE_END}{me}"):
            wait(_PATIENCE)
    return left


def _step(desk: Desk, leads: int, shapes: Shapes, me: str) -> bool:
    """Judge the next leads anew, or find it done; False: somebody else is at it. Without a name nothing is held."""
    order, now = _order(desk.store), desk.now()
    if order is None or order.over:
        return True
    if order.holder != me and now < order.until and not _gives_way(order.holder, me):
        return False
    held = order._replace(holder=me, until=Instant(now + LEASE if me else 0))
    if me.startswith(_TO_THE_END):
        with desk.store.writing():
            if _order(desk.store) != order:
                return True
            _put(desk.store, held)
        order = held
    shapes.renew(now)
    with desk.store.reading():
        stands, after, ahead = _next(desk, order, leads)
        found = _judged(desk, stands, shapes)
    with desk.store.writing():
        if _order(desk.store) == order:
            _put_down(desk, after, stands, found, now)
            _put(desk.store, ahead._replace(holder=me, until=held.until))
    return True


def _gives_way(holder: str, me: str) -> bool:
    """Whether a process leaves it to another: a screen does to one that goes to the end."""
    return me.startswith(_TO_THE_END) and not holder.startswith(_TO_THE_END)


def _next(desk: Desk, order: Order, leads: int) -> tuple[list[Stand], int, Order]:
    """The next leads, the lead before all of them, and how far it is after them."""
    urgent = order.urgent > 0
    up_to = order.urgent or order.left
    low = max(0, up_to - _SPAN) if urgent else 0
    since = order.since if order.total > AT_ONCE else None
    stands = desk.store.standings.newest(low, up_to, leads, since, urgent=urgent)
    after = stands[-1].lead - 1 if len(stands) == leads else low
    ahead = order._replace(done=order.done + len(stands))
    return stands, after, ahead._replace(urgent=after) if urgent else ahead._replace(left=after)


def _judged(desk: Desk, stands: list[Stand], shapes: Shapes) -> list[Placing]:
    """The places of each lead; what surrounds it is looked up only where something may."""
    near = Nearby(desk, shapes.at)
    found = []
    for stand in stands:
        facts = facts_of(stand)
        alone = _alone(desk, stand.lead, shapes.at) if near.may_touch(stand, facts) else None
        found.append(alone or shapes.of_stand(stand, facts))
    return found


def _alone(desk: Desk, lead: int, at: Instant) -> Placing | None:
    """The places of a lead that something surrounds; None: nothing does."""
    dossier = read(desk, lead)
    near = around(desk, dossier.lead, at)
    return None if near is NOTHING_AROUND else placing(desk, dossier.lead, dossier.state, near, at)[0]


def _put_down(desk: Desk, after: int, stands: list[Stand], found: list[Placing], at: Instant) -> None:
    seen = desk.store.standings.seen(after, stands[0].lead if stands else after)
    same = [
        (one, stand.places)
        for one, stand in zip(found, stands, strict=True)
        if seen.get(stand.lead) == (stand.seen, stand.places)
    ]
    desk.store.standings.put_places(desk.store.places.put_anew(same, at))


def _order(store: Store) -> Order | None:
    text = store.tables.meta(_KEY)
    return Order(*json.loads(text)) if text is not None else None


def _put(store: Store, order: Order) -> None:
    store.tables.set_meta(_KEY, json.dumps(order))
