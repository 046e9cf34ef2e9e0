"""An experiment: its arms side by side, every rate with its interval as a bar, and what may be read from it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from math import ceil
from zoneinfo import ZoneInfo

from dialq.clock import Instant
from dialq.desk.costs import money
from dialq.desk.policy_views import Arm, ExperimentView, Rate
from dialq.engine.experiment import Experiment
from dialq.tui.spans import ACCENT, BOLD, DIM, WARN, Line, column, crop, line, span, wrap

LABEL = 15
"""Cells of the words at the left."""
WIDEST = 48
"""Cells of an arm at most."""

_RATES: tuple[tuple[str, Callable[[Arm], Rate]], ...] = (
    ("reached", lambda arm: arm.contacted),
    ("responded", lambda arm: arm.responded),
    ("meeting set", lambda arm: arm.converted),
)


def experiment_lines(view: ExperimentView, zone: str, width: int) -> tuple[Line, ...]:
    """What varies, since when; the arms; the verdict with its method, or why it is too early."""
    experiment = view.experiment
    lines: list[Line] = [line(span(f" {experiment.name}", BOLD), f"   {what_varies(experiment)}")]
    lines.append(
        line(span(f" {_day(experiment.starts, zone)} - {_day(Instant(experiment.ends - 1), zone)}", DIM))
    )
    lines += [line(f" {part}") for part in wrap(experiment.goal, width - 2, 3)]
    if view.too_early:
        early = wrap(f"too early ({view.too_early}): read nothing from it", width - 4, 3)
        lines += [
            (),
            *(line(span(f" {'!' if not place else ' '} {part}", WARN)) for place, part in enumerate(early)),
        ]
    lines += [(), *_arms(view, width)]
    if view.verdict and not view.too_early:
        lines += [(), *(line(span(f" {part}", ACCENT)) for part in wrap(view.verdict, width - 2, 4))]
    lines += [(), *(line(span(f" {part}", DIM)) for part in wrap(view.method, width - 2, 4))]
    return tuple(crop(shown, width) for shown in lines)


def what_varies(experiment: Experiment) -> str:
    """`the template of email-1 in inbound`."""
    if experiment.step:
        return f"the template of {experiment.step} in {experiment.of}"
    return f"the {experiment.kind} in the place of {experiment.of}"


def _day(at: Instant, zone: str) -> str:
    local = datetime.fromtimestamp(at, ZoneInfo(zone))
    return f"{local.day} {local:%b %Y}"


def _arms(view: ExperimentView, width: int) -> list[Line]:
    cells = min(WIDEST, max(16, (width - LABEL - 1) // max(1, len(view.arms))))
    top = scale(view)
    lines = [_row("", [f"{arm.name}: {arm.value}" for arm in view.arms], cells, BOLD),
             _row("leads", [f"{arm.leads:,}" for arm in view.arms], cells)]  # fmt: skip
    for title, rate in _RATES:
        lines.append(_row(title, [_share(rate(arm)) for arm in view.arms], cells))
        lines.append(_row("", [bar(rate(arm), cells - 3, top) for arm in view.arms], cells, ACCENT))
    lines.append(_row("", [_ruler(cells - 3, top) for _ in view.arms], cells, DIM))
    lines.append(_row("cost", [money(arm.cost) for arm in view.arms], cells))
    lines.append(_row("  a lead", [_each(arm.cost, arm.leads, arm.lead_cost) for arm in view.arms], cells))
    meetings = [_each(arm.cost, arm.converted.hits, arm.meeting_cost) for arm in view.arms]
    lines.append(_row("  a meeting", meetings, cells))
    return lines


def _row(title: str, words: list[str], cells: int, role: str = "") -> Line:
    return line(column(f" {title}", LABEL, DIM), *(column(word, cells, role) for word in words))


def _share(rate: Rate) -> str:
    if not rate.of:
        return "nobody yet"
    return f"{rate.hits} of {rate.of} = {rate.hits / rate.of:.0%} ({rate.low:.0%}-{rate.high:.0%})"


def _each(cost: int, count: int, between: tuple[float, float] | None) -> str:
    if not count:
        return "-"
    spread = f" ({money(round(between[0]))}-{money(round(between[1]))})" if between and any(between) else ""
    return money(round(cost / count)) + spread


def scale(view: ExperimentView) -> float:
    """Where every bar ends: the highest bound of all, up to the next ten percent."""
    rates = [rate(arm) for arm in view.arms for _, rate in _RATES]
    highest = max((rate.high for rate in rates if rate.of), default=0.0)
    return min(1.0, max(0.1, ceil(highest * 10 - 1e-9) / 10))


def bar(rate: Rate, cells: int, top: float) -> str:
    """An interval from low to high with `x` at the rate: `   |---x----|`; '' for nobody."""
    if not rate.of:
        return ""

    def at(share: float) -> int:
        return min(cells - 1, max(0, round(share / top * (cells - 1))))

    low, high, middle = at(rate.low), at(rate.high), at(rate.hits / rate.of)
    drawn = [" "] * cells
    drawn[low : high + 1] = "-" * (high + 1 - low)
    drawn[low], drawn[high] = "|", "|"
    drawn[middle] = "x"
    return "".join(drawn).rstrip()


def _ruler(cells: int, top: float) -> str:
    last = f"{top:.0%}"
    half = f"{top / 2:.0%}"
    middle = cells // 2 - len(half) // 2
    return f"{'0%':<{middle}}{half:<{cells - middle - len(last)}}{last}"
