"""The card tells how a lead fits, what it did, what it cost, and that it went silent (R3.1, R3.4, R19)."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from msgspec.structs import replace

from dialq.clock import DAY, Instant
from dialq.desk.views import Interaction
from dialq.engine.persona import NOT_ASKED, Fit, FitCheck
from dialq.tui.drawing.card import card_lines
from dialq.tui.drawing.why import why_lines
from dialq.tui.spans import WARN, Line, width_of
from dialq.tui.state import WorkState
from tests.tui.fake_desk import NOON
from tests.tui.test_lines import a_state, words

CHECKS = (
    FitCheck("company", "yes", "Carrier"), FitCheck("size", "yes", "120 people"),
    FitCheck("title", "no", "Student: student is left out"), FitCheck("industry", "unknown", "no industry given"),
)  # fmt: skip
DID = (
    Interaction(Instant(NOON - DAY), "25 Nov", "webinar", "cold-chain alerts"),
    Interaction(Instant(NOON - 20 * DAY), "5 Nov", "download", ""),
)


def shown(**changes: Any) -> WorkState:
    """A card of which nothing is known but what is said."""
    nothing: dict[str, Any] = {"fit": NOT_ASKED, "interactions": (), "spent": 0, "budget": None}
    state = a_state(1)
    assert state.card is not None
    return dataclasses.replace(state, card=state.card._replace(**(nothing | changes)))


def warned(lines: tuple[Line, ...]) -> str:
    return "".join(piece.text for row in lines for piece in row if piece.role == WARN)


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (80, "fit: title NO ind ?"),
        (103, "fit: co + size + title NO ind ?"),
        (150, "title NO (Student: student is left out) ind ? (no industry given)"),
    ],
)
def test_r3_1_the_fit_is_told_in_the_room_there_is(width: int, expected: str) -> None:
    """R3.1: at 80 columns what is not a yes, wider all four, wider still the reasons; the title is never cut for it."""
    lines = card_lines(shown(fit=Fit("buyer", CHECKS)), width, 31)
    assert expected in words(lines[:1])
    assert "Operations Director" in words(lines[:1])
    assert "title NO" in warned(lines[:1])
    assert all(width_of(row) <= width for row in lines)


def test_r3_1_who_fits_is_said_in_a_word_and_nothing_where_nobody_asked() -> None:
    """R3.1: asked only where the team has set a persona."""
    fitting = tuple(replace(check, answer="yes") for check in CHECKS)
    assert " fits " in words(card_lines(shown(fit=Fit("buyer", fitting)), 80, 15))
    assert "fit" not in words(card_lines(shown(), 80, 15)[:1])


def test_r3_4_what_it_did_and_what_it_cost() -> None:
    """R3.4, R19: the interactions with their dates, and the spend against the budget."""
    row = words(card_lines(shown(interactions=DID, spent=410, budget=3500), 120, 31))
    assert "DID      webinar 25 Nov cold-chain alerts, download 5 Nov" in row
    assert "spent $4.10 of $35" in row
    assert "spent $4.10 " in words(card_lines(shown(spent=410), 103, 31))
    assert "DID" not in words(card_lines(shown(), 103, 31))


def test_r19_more_spent_than_it_cost_is_a_warning() -> None:
    """R19.1: the budget is what the lead cost."""
    assert "spent $40 of $35" in warned(card_lines(shown(spent=4000, budget=3500), 103, 31))
    assert "spent" not in warned(card_lines(shown(spent=400, budget=3500), 103, 31))


def test_r11_3_who_went_silent_is_shown_as_such() -> None:
    """R11.3, SEED4-06."""
    lines = card_lines(shown(silent_since=Instant(NOON - 2 * DAY), interactions=DID), 103, 31)
    assert "SILENT since Mon 11:42; " in warned(lines)
    assert "SILENT since Mon 11:42" in warned(card_lines(shown(silent_since=Instant(NOON - 2 * DAY)), 80, 15))


def test_r3_5_a_lead_that_turned_hot_is_shown_hot() -> None:
    """R3.5: as it is by now, not as it came."""
    assert "hot webform" in words(card_lines(shown(), 80, 15))
    assert "warm webform" in words(card_lines(shown(temperature="warm"), 80, 15))


def test_r5_3_the_reckoning_says_each_check() -> None:
    """R3.1, R5.3: every check with its answer and its reason, in words."""
    state = a_state(1)
    assert state.card is not None
    lines = why_lines(state.card.verdict, "America/New_York", NOON, 80, Fit("buyer", CHECKS))
    assert "fit to buyer: MISFIT, not queued" in words(lines)
    assert "Student: student is left out" in warned(lines)
    assert "no industry given" in words(lines)
    assert "fit to" not in words(why_lines(state.card.verdict, "America/New_York", NOON, 80))
