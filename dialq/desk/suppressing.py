"""Standing bans: put up, lifted, asked (R18.1)."""

from __future__ import annotations

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.ledger import (
    after_ban,
    around,
    before_ban,
    covered_by,
    next_event,
    read,
    replace_place,
    write,
)
from dialq.desk.records import Number
from dialq.engine.channels import usable
from dialq.engine.effects import Effect, StageSet
from dialq.engine.events import CHANGED, Event
from dialq.engine.outcome import SCOPES
from dialq.engine.plan import after_campaign
from dialq.engine.state import ACTIVE, SUPPRESSED, State
from dialq.errors import BadInput, NothingThere

BY_HAND = 0
"""The event of a ban that no outcome caused: taking back an outcome never lifts it."""


def suppress(desk: Desk, value: str, scope: str = "", reason: str = "") -> int:
    """Ban a value, from now on and for every lead it covers; returns how many it covers now."""
    now = desk.now()
    scope, value = _normal(desk, value, scope)
    with desk.store.writing():
        settled = before_ban(desk, 0, [(scope, value)], now)
        desk.store.bans.add(scope, value, now, desk.rep, reason or "by hand", BY_HAND)
        after_ban(desk, settled, now)
    return len(settled)


def lift(desk: Desk, value: str) -> int:
    """Lift the bans on a value; leads that it alone kept out come back. Raises NothingThere if there is none."""
    now = desk.now()
    scope, normal = _normal(desk, value, "")
    with desk.store.writing():
        lifted = desk.store.bans.lift(normal)
        if not lifted:
            raise _not_lifted(desk, value)
        for lead in covered_by(desk, scope, normal):
            dossier = read(desk, lead)
            near = around(desk, dossier.lead, now)
            if dossier.state.stage == SUPPRESSED and usable(dossier.lead, dossier.state, near, now):
                effects = _back(desk, dossier.state, now)
                facts = {"reason": "ban lifted"}
                event = Event(next_event(desk), lead, CHANGED, now, now, desk.rep, facts, effects)
                write(desk, dossier, [event], now)
            else:
                replace_place(desk, lead, now)
    return lifted


def _not_lifted(desk: Desk, value: str) -> NothingThere:
    """Why there is nothing to lift: no ban, or one on something else that covers the value too."""
    by = is_suppressed(desk, value)["by"]
    if not by:
        return NothingThere(f"nothing bans {value}", "See `dialq suppress check`.")
    return NothingThere(f"{value} is not banned itself, {by} is", f"To lift that: dialq suppress remove {by}")


def _back(desk: Desk, state: State, now: Instant) -> tuple[Effect, ...]:
    """A lead that nothing bans any more: its campaign ended with the ban, so its rest comes first (R8.1)."""
    return (
        StageSet(ACTIVE, "ban lifted"),
        *(effect for _, effect in after_campaign(state, desk.policy, now)),
    )


def is_suppressed(desk: Desk, value: str) -> dict[str, object]:
    """Whether a value is banned: `suppressed scope channel since source` (cli.md), and `by`: what is, if not itself."""
    scope, normal = _normal(desk, value, "")
    asked = [(scope, normal)]
    if scope == "address":
        asked = [(scope, desk.store.bans.over_address(normal)), ("domain", normal.rpartition("@")[2])]
    for kind, text in asked:
        found = desk.store.bans.find(kind, text)
        if found is not None:
            since, rep, reason = found
            channel = "email" if kind in ("address", "domain") else "call" if kind == "number" else "all"
            source, by = f"{rep}: {reason}" if rep else reason, text if text != normal else ""
            return {
                "suppressed": True, "scope": kind, "channel": channel, "since": since, "source": source, "by": by,
            }  # fmt: skip
    return {"suppressed": False, "scope": "", "channel": "", "since": None, "source": "", "by": ""}


def _normal(desk: Desk, value: str, scope: str) -> tuple[str, str]:
    """The scope a value is of, and the value as it is kept."""
    value = value.strip()
    if scope and scope not in SCOPES:
        raise BadInput(f"{scope!r} is no scope of a ban", f"One of: {', '.join(SCOPES)}.")
    if scope in ("company", "domain"):
        return scope, value.casefold()
    if scope == "person" or (not scope and value.isdigit() and len(value) < 10):
        return "person", value
    if "@" in value:
        return scope or "address", value.lower()
    number = desk.phones.parse_number(value, desk.settings.country)
    if isinstance(number, Number):
        return "number", number.number
    if not scope and "." in value and " " not in value:
        return "domain", value.lower()
    raise BadInput(
        f"{value!r} is neither a number nor an address", "Say --scope company|domain|person for others."
    )
