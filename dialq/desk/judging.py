"""Every lead judged anew after the policy changed: in chunks, one process at a time, the queue open meanwhile.

Until a lead's turn comes its places are those of the old policy: the index may say too much, and whoever is
handed out is judged again first. A chunk is judged outside the write transaction and put down in a short one;
whom somebody wrote about in between has the right places already.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from time import perf_counter
from typing import NamedTuple

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.kept import Placing, Stand
from dialq.desk.ledger import around, placing, read
from dialq.desk.nearby import Nearby
from dialq.desk.policy_views import Judging
from dialq.desk.ports import Store
from dialq.desk.shapes import Shapes, facts_of
from dialq.engine.channels import NOTHING_AROUND

_KEY = "judged"
LEASE = 5
"""Seconds after its last chunk in which nobody else takes over from a process."""
CHUNK = 500
IN_PASSING = 0.05
"""Seconds that a command gives to it."""
AT_ONCE = 5_000


class Order(NamedTuple):
    """How far it is."""

    print: str
    """The fingerprint of the policy."""
    done: int
    """The last lead that was judged."""
    total: int
    """The last lead there was when the policy changed: who came later was judged by it."""
    holder: str = ""
    until: Instant = Instant(0)


def begin(store: Store, fingerprint: str) -> None:
    """Everybody is to be judged by another policy, if it places anybody elsewhere. Inside a write transaction."""
    before = _order(store)
    if before is None or before.print != fingerprint:
        _put(store, Order(fingerprint, 0, store.leads.count()))


def finish(store: Store) -> None:
    """Everybody was judged. Inside a write transaction."""
    order = _order(store)
    if order is not None:
        _put(store, order._replace(done=order.total))


def judging(desk: Desk) -> Judging | None:
    """How far it is; None: everybody was judged by the policy in force."""
    order = _order(desk.store)
    return Judging(order.done, order.total) if order is not None and order.done < order.total else None


def judge_some(desk: Desk, leads: int = CHUNK, shapes: Shapes | None = None) -> Judging | None:
    """Judge the next leads anew; how far it is then, None when it is done. `shapes` are those of the chunk before."""
    order, now = _order(desk.store), desk.now()
    if order is None or order.done >= order.total:
        return None
    me = desk.session or desk.rep
    if order.holder not in ("", me) and now < order.until:
        return Judging(order.done, order.total)
    shapes = shapes or Shapes(desk, now)
    with desk.store.reading():
        shapes.renew(now)
        stands = desk.store.standings.stands(order.done, order.total, leads)
        found = _judged(desk, stands, shapes)
    last = stands[-1].lead if len(stands) == leads else order.total
    with desk.store.writing():
        if _order(desk.store) == order:
            _put_down(desk, order.done, last, stands, found, now)
            _put(desk.store, order._replace(done=last, holder=me, until=Instant(now + LEASE)))
    return judging(desk)


def judge_all(
    desk: Desk, progress: Callable[[Judging], None] = lambda _: None, seconds: float | None = None
) -> bool:
    """Judge on to the end, or for so many seconds; whether the end was reached."""
    start, size = perf_counter(), CHUNK if seconds is not None else AT_ONCE
    before, shapes = judging(desk), Shapes(desk, desk.now())
    while before is not None:
        now = judge_some(desk, size, shapes)
        if now is None:
            return True
        progress(now)
        if now == before or (seconds is not None and perf_counter() - start >= seconds):
            return False
        before = now
    return True


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


def _put_down(
    desk: Desk, after: int, last: int, stands: list[Stand], found: list[Placing], at: Instant
) -> None:
    seen = desk.store.standings.seen(after, last)
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
