"""What numbers of an experiment can say: intervals, and how likely one arm is better than another (R20.1).

Rates have Wilson's interval, differences of rates Newcombe's, means a normal one, all at 95 %. "Better" is the
posterior probability that an arm's true rate is higher, each rate starting from Beta(1, 1): exact for two arms, by
Simpson's rule for more.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import exp, lgamma, log, prod, sqrt
from typing import NamedTuple

Z95 = 1.959963984540054
"""Half of the 95 % of a normal distribution lie within so many standard deviations of its middle."""
_CELLS = 2000
"""Cells of the numeric integration; Simpson's rule asks for an even number."""
_REACH = 10
"""So many standard deviations of every arm are integrated over."""


class Interval(NamedTuple):
    """What a figure may truly be, with 95 % certainty."""

    low: float
    high: float


class Rate(NamedTuple):
    """So many of so many."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """The share; 0 of nothing."""
        return self.hits / self.of if self.of else 0.0

    @property
    def interval(self) -> Interval:
        """Wilson's interval of the share; of nothing it is anything."""
        if not self.of:
            return Interval(0.0, 1.0)
        share, weight = self.value, Z95 * Z95 / self.of
        middle = (share + weight / 2) / (1 + weight)
        half = Z95 * sqrt(share * (1 - share) / self.of + weight / (4 * self.of)) / (1 + weight)
        low = 0.0 if not self.hits else max(0.0, middle - half)
        return Interval(low, 1.0 if self.hits == self.of else min(1.0, middle + half))


def difference(first: Rate, second: Rate) -> Interval:
    """By how much the second share may be above the first: Newcombe's interval, made of Wilson's."""
    gap = second.value - first.value
    one, other = first.interval, second.interval
    down = sqrt((second.value - other.low) ** 2 + (one.high - first.value) ** 2)
    up = sqrt((other.high - second.value) ** 2 + (first.value - one.low) ** 2)
    return Interval(max(-1.0, gap - down), min(1.0, gap + up))


def mean_interval(total: float, squares: float, count: int) -> Interval:
    """The interval of a mean, of the sum of the values and of their squares; of fewer than two it is the mean."""
    if count < 2:
        return Interval(total, total)
    mean = total / count
    variance = max(0.0, (squares - total * mean) / (count - 1))
    half = Z95 * sqrt(variance / count)
    return Interval(max(0.0, mean - half), mean + half)


def better(first: Rate, second: Rate) -> float:
    """How likely the second share is truly higher than the first: the exact sum over its posterior."""
    won, lost = second.hits + 1, second.of - second.hits + 1
    other_won, other_lost = first.hits + 1, first.of - first.hits + 1
    whole = _log_beta(other_won, other_lost)
    total = 0.0
    for hits in range(won):
        top = _log_beta(other_won + hits, other_lost + lost)
        total += exp(top - log(lost + hits) - _log_beta(1 + hits, lost) - whole)
    return min(1.0, max(0.0, total))


def _log_beta(left: float, right: float) -> float:
    return lgamma(left) + lgamma(right) - lgamma(left + right)


def best(rates: Sequence[Rate]) -> tuple[float, ...]:
    """How likely each share is truly the highest of all; they add up to 1."""
    if len(rates) == 2:
        second = better(rates[0], rates[1])
        return 1 - second, second
    low, high = _range(rates)
    width = (high - low) / _CELLS
    points = [low + width * cell for cell in range(_CELLS + 1)]
    heights = [[_density(rate, point) for point in points] for rate in rates]
    below = [_running(height, width) for height in heights]
    found = []
    for arm, height in enumerate(heights):
        others = [area for other, area in enumerate(below) if other != arm]
        products = [here * prod(area[cell] for area in others) for cell, here in enumerate(height)]
        found.append(_simpson(products, width))
    whole = sum(found)
    return tuple(share / whole for share in found)


def _range(rates: Sequence[Rate]) -> tuple[float, float]:
    """The stretch that holds all that matters of every posterior."""
    lows, highs = [], []
    for rate in rates:
        count = rate.of + 2
        mean = (rate.hits + 1) / count
        reach = _REACH * sqrt(mean * (1 - mean) / (count + 1))
        lows.append(mean - reach)
        highs.append(mean + reach)
    return max(0.0, min(lows)), min(1.0, max(highs))


def _density(rate: Rate, point: float) -> float:
    """The posterior's height at a share."""
    hits, misses = rate.hits, rate.of - rate.hits
    if (point <= 0 and hits) or (point >= 1 and misses):
        return 0.0
    logs = (hits * log(point) if hits else 0.0) + (misses * log(1 - point) if misses else 0.0)
    return exp(logs - _log_beta(hits + 1, misses + 1))


def _running(heights: Sequence[float], width: float) -> list[float]:
    """The area under a curve up to each of its points."""
    return [0.0, *accumulate((left + right) / 2 * width for left, right in pairwise(heights))]


def _simpson(heights: Sequence[float], width: float) -> float:
    inner = 4 * sum(heights[1:-1:2]) + 2 * sum(heights[2:-1:2])
    return (heights[0] + inner + heights[-1]) * width / 3
