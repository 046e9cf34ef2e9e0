"""Lines fit, and nothing in them drives the terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len

from dialq.clock import Instant
from dialq.desk.views import Empty, QueueView
from dialq.tui.drawing.card import card_lines
from dialq.tui.drawing.empty import empty_lines
from dialq.tui.drawing.head import head_line
from dialq.tui.drawing.header import header
from dialq.tui.drawing.keys import keys_bar
from dialq.tui.drawing.queue import queue_lines, then_line, tier_counts
from dialq.tui.forms import read_back
from dialq.tui.keymap import build_keymap
from dialq.tui.spans import Line, crop, ends, line, span, width_of, wrap
from dialq.tui.state import WorkState
from dialq.tui.terminal import bare_number, tel_link, visible, visible_lines
from tests.tui import fake_desk
from tests.tui.fake_cards import a_card
from tests.tui.fake_desk import NOON, PEOPLE, a_desk

NASTY = "\x1b[2J\u202egnp.exe\u200b\x07\u2028[red]x[/red]"


def a_state(lead: int = 1) -> WorkState:
    desk = a_desk()
    state = WorkState("ana", "America/New_York", build_keymap(), NOON)
    state.take(desk.card(lead))
    state.queue = fake_desk.queue(desk)
    state.figures, state.promises = fake_desk.figures(desk), fake_desk.promises(desk)
    return state


def words(lines: tuple[Line, ...]) -> str:
    return "\n".join("".join(piece.text for piece in shown) for shown in lines)


@given(st.text(max_size=60), st.integers(2, 40))
def test_crop_never_exceeds_the_width(text: str, width: int) -> None:
    assert width_of(crop(line(text, span(text, "bold")), width)) <= width


@given(st.text(max_size=40), st.text(max_size=40), st.integers(2, 60))
def test_ends_never_exceeds_the_width(left: str, right: str, width: int) -> None:
    assert width_of(ends(line(left), line(right), width)) <= width


@given(st.text(max_size=200), st.integers(1, 30), st.integers(1, 4))
def test_wrap_keeps_to_its_room(text: str, width: int, limit: int) -> None:
    lines = wrap(text, width, limit)
    assert len(lines) <= limit
    assert all(cell_len(shown) <= max(width, 2) for shown in lines)


@given(st.text())
def test_visible_text_is_printable(text: str) -> None:
    """Lead data never drives the terminal."""
    assert not any(ord(letter) < 32 or letter in "\x7f\u202e\u200b" for letter in visible(text))


def test_control_and_bidi_characters_are_shown_not_obeyed() -> None:
    assert visible("a\x1b[2Jb\u202ec") == "a\\x1b[2Jb\\u202ec"
    assert visible("Zoë Ångström 李") == "Zoë Ångström 李"
    assert visible_lines("a\r\nb\t\x07") == "a\nb\t\\x07"


@pytest.mark.parametrize("width", [80, 103])
@pytest.mark.parametrize("height", [15, 31])
@pytest.mark.parametrize("lead", range(1, len(PEOPLE) + 1))
def test_every_card_fits_its_room(width: int, height: int, lead: int) -> None:
    lines = card_lines(a_state(lead), width, height)
    assert len(lines) == height
    assert max(width_of(shown) for shown in lines) <= width


@pytest.mark.parametrize("width", [80, 140])
def test_every_other_line_fits_its_room(width: int) -> None:
    state = a_state()
    state.news = a_desk().card(3).item
    state.say("x" * 300, warn=True)
    lines = [
        *header(state, width),
        *keys_bar(state, width),
        then_line(state, width),
        head_line(state, None, width),
    ]
    state.prefix = "0"
    lines += keys_bar(state, width)
    assert max(width_of(shown) for shown in lines) <= width
    assert {width_of(row) for row in queue_lines(state, 37, 30)} == {37}


def test_what_a_lead_is_called_cannot_reach_the_terminal() -> None:
    state = a_state()
    assert state.card is not None
    lead = replace(
        state.card.lead, name=NASTY, company=NASTY, title=NASTY, linkedin=f"https://x.example/{NASTY}"
    )
    state.card = state.card._replace(
        lead=lead, why_now=NASTY, say=NASTY, item=state.card.item._replace(name=NASTY)
    )
    shown = words(card_lines(state, 103, 31))
    assert "\\x1b[2J" in shown
    assert not any(letter in shown for letter in "\x1b\u202e\u200b\x07\u2028")
    links = [piece.link for row in card_lines(state, 103, 31) for piece in row]
    assert not any("\x1b" in link for link in links)


def test_what_stays_at_80x24() -> None:
    """screens.md: promise clock, who, why now, numbers with local time, meter, colleague, three events, next."""
    state = a_state()
    everything = words((*header(state, 80), *card_lines(state, 80, 15), then_line(state, 80)))
    for wanted in (
        "promise 12:00 in 18m", "JORDAN REYES", "WHY NOW", ">mobile   +1 415 555 0141", "08:42 in San Francisco",
        "call 3 of 6", "4/10 here", "0/2 today", "4/30 in life", "Kim Lee", "Tue 10:42", "Tue 10:38", "Mon 15:15",
        "then: Lee Moran", "answered 0", "promised 2", "fresh 2", "due 64",
    ):  # fmt: skip
        assert wanted in everything


def test_a_full_cap_and_a_closed_window_are_said_in_signs_not_colours() -> None:
    state = a_state()
    assert state.card is not None
    closed = state.card.numbers[0]._replace(open=False, window="closed until 08:00 (address)")
    state.card = state.card._replace(
        numbers=(closed,), meter=state.card.meter._replace(day=(2, 2), campaign=(10, 10))
    )
    shown = words(card_lines(state, 80, 15))
    assert "!2/2 today" in shown
    assert "!10/10 here" in shown
    assert "closed until 08:00" in shown


def test_a_fresh_lead_counts_in_seconds() -> None:
    """R17.1: the clock of a fresh lead is in seconds."""
    state = a_state(3)
    assert "FRESH 0:38" in words(card_lines(state, 80, 15))
    state.now = Instant(NOON + 5)
    assert "FRESH 0:43" in words(card_lines(state, 80, 15))


def test_the_dialled_number_is_large_and_ungrouped() -> None:
    state = a_state()
    state.dialled = "+14155550141"
    assert "▀█▀" in words(card_lines(state, 80, 15)) or "▀▀█" in words(card_lines(state, 80, 15))
    state.ascii = True
    assert "+ 1 4 1 5 5 5 5 0 1 4 1" in words(card_lines(state, 80, 15))


def test_numbers_as_they_are_dialled() -> None:
    assert bare_number("+14155550142;ext=7") == "+14155550142 x7"
    assert tel_link("+14155550142;ext=7") == "tel:+14155550142;ext=7"


def test_an_empty_queue_says_when_and_what_holds_the_rest() -> None:
    state = a_state()
    state.put_down(Empty(365, Instant(NOON + 3600), {"window": 41, "not-due": 312}, "Nobody is ready."))
    shown = words(empty_lines(state, 80, 15))
    assert "12:42, in 1h" in shown
    assert shown.index("312 leads  not due yet") < shown.index("41 leads  outside calling hours")


def test_an_empty_file_offers_import_and_demo() -> None:
    state = a_state()
    state.put_down(Empty(0, None, {}, ""))
    shown = words(empty_lines(state, 80, 15))
    assert "its path" in shown
    assert "dialq demo" in shown


def test_ascii_terminals_get_ascii_lines() -> None:
    state = a_state()
    state.ascii = True
    lines = (
        *header(state, 80),
        *card_lines(state, 80, 15),
        *keys_bar(state, 80),
        *queue_lines(state, 37, 20),
    )
    assert "─" not in words(lines)
    assert "│" not in words(lines)


def test_the_list_and_its_line_say_what_is_owed() -> None:
    """A late task is no answer, a late promise is one of ours; who is left out of the list answered us."""
    state = a_state()
    kinds = ("promise", "own", "own", "answer")
    items = tuple(
        a_card(place, f"Lead {place}", "", "", "response", "call", "")
        .item._replace(owed=kind) for place, kind in enumerate(kinds, 1)
    )  # fmt: skip
    state.card, state.queue = None, QueueView(NOON, "ana", 9, {}, items, {"response": 9, "callback": 1})
    rows = [" ".join(row.strip(" │").split()) for row in words(queue_lines(state, 40, 30)).splitlines()]
    heads = [row for row in rows if row.split(" ")[0].isupper()]
    assert heads[:4] == ["PROMISED 1", "PROMISED 1", "YOURS TO DO 2", "ANSWERED US 6"]
    counted = words((tier_counts(state),))
    assert counted.split()[:4] == ["answered", "6", "promised", "2"]
    assert "yours 2" in counted


def test_the_time_of_a_task_is_read_where_the_team_is() -> None:
    """A promise is read where the lead is, a task where we are; each says where."""
    card = a_desk().card(1)
    card = card._replace(lead=replace(card.lead, zones=("America/Los_Angeles",), phones=()))
    assert "in Los Angeles" in read_back("tomorrow 9", card, "America/New_York", NOON)
    own = read_back("tomorrow 9", card, "America/New_York", NOON, own=True)
    assert "09:00" in own
    assert own.endswith("here (New York)")
