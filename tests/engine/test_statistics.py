"""R20.1: what an experiment's numbers say, against figures known from elsewhere."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialq.engine.statistics import Interval, Rate, best, better, difference, mean_interval

rates = st.tuples(st.integers(0, 400), st.integers(0, 400)).map(lambda pair: Rate(min(pair), max(pair)))


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (1, 10, 0.0179, 0.4042),
        (5, 10, 0.2366, 0.7634),
        (10, 10, 0.7225, 1.0),
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson(hits: int, of: int, low: float, high: float) -> None:
    """Wilson's interval; the last four rows are those of Newcombe 1998, table I, method 3."""
    assert Rate(hits, of).interval == pytest.approx((low, high), abs=6e-5)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        (Rate(48, 80), Rate(56, 70), 0.0524, 0.3339),
        (Rate(3, 10), Rate(9, 10), 0.1705, 0.8090),
        (Rate(0, 20), Rate(0, 10), -0.1611, 0.2775),
        (Rate(0, 10), Rate(10, 10), 0.6075, 1.0),
    ],
)
def test_newcombe(first: Rate, second: Rate, low: float, high: float) -> None:
    """Newcombe's interval of a difference; contrasts of Newcombe 1998, table II, method 10."""
    assert difference(first, second) == pytest.approx((low, high), abs=6e-5)


@pytest.mark.parametrize(
    ("first", "second", "likely"),
    [
        (Rate(0, 0), Rate(0, 0), 1 / 2),
        (Rate(0, 0), Rate(1, 1), 2 / 3),
        (Rate(1, 1), Rate(0, 1), 1 / 6),
        (Rate(0, 1), Rate(1, 1), 5 / 6),
        (Rate(10, 100), Rate(10, 100), 1 / 2),
    ],
)
def test_better_where_it_can_be_worked_out(first: Rate, second: Rate, likely: float) -> None:
    """Small posteriors integrated by hand: Beta(1,1), Beta(2,1), Beta(1,2)."""
    assert better(first, second) == pytest.approx(likely, abs=1e-12)


def test_better_against_drawn_posteriors() -> None:
    """Twenty thousand draws of both posteriors agree within their own error."""
    random = Random(20)
    first, second = Rate(40, 400), Rate(55, 410)
    draws = 20_000
    won = sum(random.betavariate(56, 356) > random.betavariate(41, 361) for _ in range(draws))
    assert better(first, second) == pytest.approx(won / draws, abs=0.01)


def test_three_arms_against_drawn_posteriors() -> None:
    """The numeric integral agrees with draws, and finds the exact figure of two arms when the third cannot win."""
    random = Random(21)
    arms = (Rate(20, 200), Rate(26, 210), Rate(31, 190))
    draws, won = 20_000, [0, 0, 0]
    for _ in range(draws):
        drawn = [random.betavariate(r.hits + 1, r.of - r.hits + 1) for r in arms]
        won[drawn.index(max(drawn))] += 1
    assert best(arms) == pytest.approx([count / draws for count in won], abs=0.012)
    sure = best((Rate(300, 1000), Rate(320, 1000), Rate(0, 1000)))
    assert sure[1] == pytest.approx(better(Rate(300, 1000), Rate(320, 1000)), abs=1e-4)


@given(rates, rates)
def test_better_is_a_fair_coin(first: Rate, second: Rate) -> None:
    """Either is better: the two add up to one, whatever was counted."""
    assert better(first, second) + better(second, first) == pytest.approx(1, abs=1e-9)


@given(st.lists(rates, min_size=2, max_size=5))
def test_somebody_is_best(arms: list[Rate]) -> None:
    """The chances of all arms add up to one, and an arm that is nowhere below another is not less likely."""
    likely = best(arms)
    assert sum(likely) == pytest.approx(1)
    assert all(0 <= chance <= 1 for chance in likely)


@given(rates)
def test_intervals_hold_their_figure(rate: Rate) -> None:
    """A share lies in its interval, which lies in [0, 1]."""
    low, high = rate.interval
    assert 0 <= low <= rate.value <= high <= 1 or rate.of == 0


@given(rates, rates)
def test_a_difference_turns_round(first: Rate, second: Rate) -> None:
    """B against A is A against B with the sign turned."""
    low, high = difference(first, second)
    assert difference(second, first) == pytest.approx((-high, -low), abs=1e-12)


def test_large_arms_are_counted_too() -> None:
    """A hundred thousand leads an arm: no overflow, a sure verdict."""
    assert better(Rate(5000, 100_000), Rate(5500, 100_000)) > 0.999
    assert best((Rate(5000, 100_000), Rate(5500, 100_000), Rate(5000, 100_000)))[1] > 0.999


def test_mean_interval() -> None:
    """The mean of 1, 2, 3, 4 and 1.96 of its standard errors; of one value nothing more is known."""
    values = [1.0, 2.0, 3.0, 4.0]
    found = mean_interval(sum(values), sum(v * v for v in values), 4)
    assert found == pytest.approx((2.5 - 1.2651, 2.5 + 1.2651), abs=1e-3)
    assert mean_interval(7, 49, 1) == Interval(7, 7)
