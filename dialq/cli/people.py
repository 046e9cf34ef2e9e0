"""What people read: the desk's values as short lines, in the team's time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from dialq.cli import output
from dialq.cli.moments import here
from dialq.desk.desk import Desk
from dialq.desk.views import Item, Logged
from dialq.engine.persona import Fit
from dialq.engine.verdict import READY, Verdict

if TYPE_CHECKING:
    from dialq.desk.experiments import LeadArm


def named(name: str, company: str) -> str:
    """`Ann Lee, Acme`."""
    return ", ".join(part for part in (name, company) if part) or "(no name)"


def queue_row(line: Item) -> tuple[str, ...]:
    """A place in the queue as table cells."""
    step = line.step.label if line.step is not None else ""
    who = named(line.name, line.company)
    reach = line.phone if line.step is None or line.step.channel == "call" else line.email
    return (
        str(line.place),
        f"#{line.lead}",
        line.tier,
        who,
        step,
        line.late,
        line.local_time,
        reach or line.email,
    )


def held_line(held: Mapping[str, int]) -> str:
    """`held back: 12 not-due, 3 window`."""
    parts = [
        f"{count:,} {rule}" for rule, count in sorted(held.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    return f"held back: {', '.join(parts)}" if parts else "nothing is held back"


def verdict(desk: Desk, found: Verdict, place: int | None = None) -> None:
    """Print a verdict with every rule, the deciding one marked."""
    until = f" until {here(desk, found.until)}" if found.until is not None else ""
    said = f"{found.tier_name}" if found.status == READY else found.rule
    at_place = f", place {place}" if place is not None else ""
    output.say(f"{found.status}: {said}{at_place}{until}")
    output.say(*(f"  {reason}" for reason in found.reasons))
    if found.auto_step and found.auto_at is not None:
        output.say(f"  next mail: {found.auto_step}, automatic, at {here(desk, found.auto_at)}")
    rows = [("", "rule", "found", "allowed", "until")]
    for line in found.rules:
        mark = ">" if line.rule == found.rule else "x" if line.holds else ""
        rows.append((mark, line.rule, line.value, line.limit, here(desk, line.until) if line.until else ""))
    output.table(rows, indent="  ")


def fit_word(fit: Fit) -> str:
    """Whether a lead fits, in a word or two."""
    return "misfit, not queued" if fit.misfit else "not known enough" if fit.unknown else "fits"


def arms(desk: Desk, found: Iterable[LeadArm], *, indent: str = "") -> None:
    """Print the arms of experiments that a lead is or was in."""
    for one in found:
        until = f" until {here(desk, one.until)}" if one.until is not None else ""
        said = f"arm {one.arm} ({one.value}), {one.what}, since {here(desk, one.since)}{until}"
        output.say(f"{indent}experiment {one.experiment}: {said}")


def logged(done: Logged) -> None:
    """Print what was recorded."""
    output.say(f"{done.toast} (lead {done.lead}, event {done.event})")
    if done.created is not None:
        output.say(f"new lead {done.created}")
    if done.breach:
        output.say(f"marked as a breach of {done.breach}")
    if done.warning:
        output.say(done.warning)
