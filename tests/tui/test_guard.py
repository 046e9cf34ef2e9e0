"""R9.4 and R12.2 as tables."""

from __future__ import annotations

import pytest

from dialq.tui.guard import KeyGuard
from dialq.tui.idle import ASK, PASS_ON, IdleRule


def a_guard(*presses: tuple[str, float], shown: float = 0.0) -> KeyGuard:
    guard = KeyGuard()
    guard.card_shown(shown)
    for key, at in presses:
        guard.pressed(key, at)
    return guard


@pytest.mark.parametrize(
    ("presses", "now", "expected"),
    [
        ([("1", 10.0)], 10.0, ""),
        ([("1", 0.39)], 0.39, "stood less"),
        ([("1", 0.4)], 0.4, ""),
        ([("1", 10.0), ("1", 10.99)], 10.99, "same key"),
        ([("1", 10.0), ("1", 11.0)], 11.0, ""),
        ([("1", 10.0), ("2", 10.5)], 10.5, ""),
        ([("1", 10.0), ("2", 10.005)], 10.005, "burst"),
        ([("1", 10.0), ("1", 10.5), ("1", 11.2)], 11.2, "same key"),
    ],
)
def test_r9_4_when_a_key_may_log(presses: list[tuple[str, float]], now: float, expected: str) -> None:
    """R9.4: 0.4 s for the card, 1 s for the key; a dropped press starts the second anew."""
    refusal = a_guard(*presses).refusal(now)
    assert (expected in refusal) if expected else refusal == ""


def test_r9_4_times_are_settings() -> None:
    guard = KeyGuard(stands=0, still=0)
    guard.card_shown(5)
    guard.pressed("1", 5)
    guard.pressed("1", 5)
    assert guard.refusal(5) == ""


@pytest.mark.parametrize(
    ("tier", "quiet", "on_call", "expected"),
    [
        ("fresh", 59.9, False, ""),
        ("fresh", 60, False, ASK),
        ("callback", 90, False, PASS_ON),
        ("fresh", 900, True, ""),
        ("cadence", 90, False, ""),
        ("cadence", 570, False, ASK),
        ("slipping", 600, False, PASS_ON),
        ("cadence", 6000, True, ""),
    ],
)
def test_r12_2_quiet_leads_pass_on(tier: str, quiet: float, on_call: bool, expected: str) -> None:
    """R12.2: 60 and 90 seconds for people who wait, 10 minutes for the others, never during a call."""
    assert IdleRule().verdict(tier, quiet, on_call=on_call) == expected
