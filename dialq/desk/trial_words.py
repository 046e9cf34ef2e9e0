"""What is said of an experiment: what varies, whether it is too early, and the verdict with its uncertainty."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dialq.clock import Instant
from dialq.engine import statistics
from dialq.engine.day import TeamCalendar
from dialq.engine.experiment import Experiment
from dialq.engine.statistics import Rate

FEWEST = 200
"""Leads an arm needs before anything is said: with fewer, even twice the meetings may be chance (our choice)."""
SURE = 0.9
"""Below this probability no arm is called better (our choice)."""
_METHOD = (
    "Rates and differences at 95 % (Wilson, Newcombe); better: posterior probability of more meetings per lead from "
    "Beta(1, 1), exact for two arms. {who} counts in the arm that chance gave, up to the next campaign. Test "
    "inquiries and what was undone are left out."
)


def method(experiment: Experiment) -> str:
    """How the figures come about, and who is counted."""
    who = "Who entered"
    if experiment.step:
        who = f"Who got {experiment.step} of {experiment.of} (with what came after it; nobody else)"
    return _METHOD.format(who=who)


def what_varies(experiment: Experiment) -> str:
    """`the template of email-1 in inbound`."""
    if experiment.step:
        return f"the {experiment.kind} of {experiment.step} in {experiment.of}"
    return f"the {experiment.kind} in the place of {experiment.of}"


def span_of(experiment: Experiment, calendar: TeamCalendar) -> tuple[date, date]:
    """Its first and its last day."""
    return calendar.date(experiment.starts), calendar.date(Instant(experiment.ends - 1))


def too_early(experiment: Experiment, smallest: int, now: Instant, calendar: TeamCalendar) -> str:
    """Why nothing may be read from it: its end, fixed in advance, and the leads of its smallest arm; '' if it may."""
    first, last = (f"{day.day} {day:%b %Y}" for day in span_of(experiment, calendar))
    if now < experiment.starts:
        return f"starts {first}"
    if now < experiment.ends:
        return f"ends {last}, {smallest} of {FEWEST} per arm"
    return f"ended {last} with {smallest} of {FEWEST} per arm" if smallest < FEWEST else ""


def verdict_on(arms: Sequence[tuple[str, Rate]]) -> str:
    """The verdict on arms by their meetings, always with its uncertainty."""
    if not any(rate.hits for _, rate in arms):
        return "No difference to be seen: no arm has a meeting"
    chances = statistics.best([rate for _, rate in arms])
    order = sorted(range(len(arms)), key=lambda arm: (-chances[arm], arm))
    (name, leader), (rival, second) = arms[order[0]], arms[order[1]]
    chance, gap = chances[order[0]], statistics.difference(second, leader)
    what = "better" if len(arms) == 2 else f"best of {len(arms)}"
    over = "" if len(arms) == 2 else f" over {rival}"
    points = (
        f"{_points(leader.value - second.value)} points{over} ({_points(gap.low)} to {_points(gap.high)})"
    )
    said = f"{name} is {what} with {_percent(chance)}: {points}"
    return said if chance >= SURE else f"No difference to be seen: {said}"


def _percent(chance: float) -> str:
    return "over 99 %" if chance > 0.99 else f"{chance * 100:.0f} %"


def _points(share: float) -> str:
    """A difference in percentage points, `+4`, `-0.7`."""
    text = f"{share * 100:+.1f}"
    return "0" if float(text) == 0 else text.removesuffix(".0")
