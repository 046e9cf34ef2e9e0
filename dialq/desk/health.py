"""The doctor: is the file sound, is no lead forgotten (R2.2), do projections equal their events (R2.3)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.judging import finish, judging
from dialq.desk.ledger import around, read, settle_places
from dialq.desk.policy_state import policy_fault
from dialq.desk.policy_views import Judging
from dialq.engine.history import fold
from dialq.engine.judge import judge
from dialq.engine.lead import Lead
from dialq.engine.state import NURTURE, State
from dialq.engine.verdict import HELD, Verdict

_SHOWN = 5
_NAMED_THINGS = frozenset(
    {"needs-contact", "needs-location", "suppressed", "not-a-lead", "not-yours", "claimed"}
)
"""Rules that wait for a person, who supplies something or has the lead: they need no date."""


class Check(Struct, frozen=True):
    """One thing the doctor looked at."""

    name: str
    ok: bool
    detail: str


def doctor(desk: Desk, *, rebuild: bool = False) -> list[Check]:
    """Look over the whole file; `rebuild` makes every projection anew from the events."""
    now = desk.now()
    checks = [*desk.store.soundness()]
    found = [Check(name, ok, detail) for name, ok, detail in checks]
    if rebuild:
        found.append(_rebuild(desk, now))
    found.append(_policy(desk))
    left = judging(desk)
    found.append(_judged(left))
    stale, orphans, misplaced = _look(desk, now)
    found.append(_verdict("states", stale, "each lead's state equals its events"))
    found.append(_verdict("orphans", orphans, "each lead has a next action, an end, or a dated reason"))
    waiting = left.total if left is not None else 0
    later = [lead for lead in misplaced if lead > waiting]
    fine = "each ready lead stands in the queue" if left is None else "not all leads are judged yet"
    found.append(_verdict("queue index", later, fine))
    return found


def _policy(desk: Desk) -> Check:
    fault = policy_fault(desk)
    fine = f"the files in {desk.book.folder} are good" if desk.book is not None else "no files"
    return Check("policy", not fault, f"{fault} The last good policy is in force." if fault else fine)


def _judged(left: Judging | None) -> Check:
    """Leads that still stand where another policy put them are no fault: screens and commands go on with it."""
    if left is None:
        return Check("judged", True, "every lead was judged by the policy in force")
    detail = f"{left.done:,} of {left.total:,} judged anew; `dialq campaign judge` goes to the end"
    return Check("judged", True, detail)


def _verdict(name: str, leads: list[int], fine: str) -> Check:
    if not leads:
        return Check(name, True, fine)
    shown = ", ".join(map(str, leads[:_SHOWN])) + (" …" if len(leads) > _SHOWN else "")
    return Check(name, False, f"{len(leads)} leads: {shown}; run `dialq doctor --rebuild`")


def _look(desk: Desk, now: Instant) -> tuple[list[int], list[int], list[int]]:
    stale: list[int] = []
    orphans: list[int] = []
    misplaced: list[int] = []
    with desk.store.reading():
        ready = {lead for _, _, lead in desk.store.places.heads(now, desk.rep)} | set(
            desk.store.places.timed(now)
        )
        for lead in desk.store.leads.ids():
            dossier = read(desk, lead)
            if fold(desk.store.events.of_lead(lead)) != dossier.state:
                stale.append(lead)
            verdict = judge(
                dossier.lead, dossier.state, desk.policy, now, around(desk, dossier.lead, now), desk.rep
            )
            if is_orphan(dossier.lead, dossier.state, verdict):
                orphans.append(lead)
            if verdict.status == "ready" and lead not in ready:
                misplaced.append(lead)
    return stale, orphans, misplaced


def is_orphan(lead: Lead, state: State, verdict: Verdict) -> bool:
    """Whether a lead that is not ended has neither a dated next action nor a named thing to wait for (R2.2).

    With marketing, the next item has a date, by mail or by post (R16.1).
    """
    if verdict.status != HELD or verdict.until is not None or verdict.auto_at is not None:
        return False
    dated = any(line.holds and line.until is not None for line in verdict.rules)
    if dated or verdict.rule in _NAMED_THINGS:
        return False
    if verdict.rule != NURTURE:
        return True
    asked = any(line.rule == "needs-contact" and line.holds for line in verdict.rules)
    return verdict.due is None and not asked


def _rebuild(desk: Desk, now: Instant) -> Check:
    """Fold every lead's events and place it anew, some hundreds in a transaction."""
    count = 0
    for part in _parts(list(desk.store.leads.ids()), 500):
        with desk.store.writing():
            for lead in part:
                dossier = read(desk, lead)
                state = fold(desk.store.events.of_lead(lead))
                settle_places(desk, replace(dossier, state=State()), state, now)
                count += 1
    with desk.store.writing():
        finish(desk.store)
    return Check("rebuild", True, f"{count} leads made anew from their events")


def _parts(ids: list[int], size: int) -> Iterator[list[int]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def backup(desk: Desk, path: Path) -> None:
    """A whole copy of the file as it is now, while others go on writing."""
    desk.store.backup(path)
