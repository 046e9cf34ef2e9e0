"""What stands where the card would be, when there is none."""

from __future__ import annotations

from dialq.desk.views import Empty
from dialq.tui.drawing.morning import morning_lines
from dialq.tui.formatting import RULE_WORDS, day_and_clock, plural, span_of_time
from dialq.tui.spans import ACCENT, BOLD, DIM, KEY, Line, line, span, wrap
from dialq.tui.state import WorkState


def empty_lines(state: WorkState, width: int, height: int) -> tuple[Line, ...]:
    """Why there is no lead, what holds the others, and what can be done."""
    if state.morning is not None:
        return morning_lines(state, state.morning, width, height)
    if state.away:
        return _away(state, width)
    if state.empty is None:
        return ((), line(span(" looking for the next lead", DIM)))
    if state.empty.leads == 0:
        return _no_leads()
    return _held(state, state.empty, width)


def _away(state: WorkState, width: int) -> tuple[Line, ...]:
    key = state.keymap.first("step.do")
    return (
        (),
        *(line(span(f" {part}", BOLD)) for part in wrap(state.away, width - 2, 3)),
        (),
        line(span(f" {key}", KEY, act="step.do"), " the next lead"),
    )


def _no_leads() -> tuple[Line, ...]:
    return (
        (),
        line(span(" There is no lead in this file yet.", BOLD)),
        (),
        line(span(" Enter", KEY, act="step.do"), "  read a lead file (CSV): its path"),
        line(span(" a", KEY, act="lead.add"), "      add one lead by hand"),
        line(span("        or leave with q and run `dialq demo` to see it at work", DIM)),
    )


def _held(state: WorkState, empty: Empty, width: int) -> tuple[Line, ...]:
    lines: list[Line] = [(), *(line(span(f" {part}", BOLD)) for part in wrap(empty.text, width - 2, 3)), ()]
    if empty.next_at is not None:
        at = day_and_clock(empty.next_at, state.zone, state.now)
        lines += [line(" The next lead opens at ", span(at, ACCENT), f", in {_ahead(empty, state)}."), ()]
    for rule, count in sorted(empty.held.items(), key=lambda pair: -pair[1]):
        lines.append(
            line(f" {plural(count, 'lead'):>12}  {RULE_WORDS.get(rule, rule)}", span(f"  ({rule})", DIM))
        )
    keys = state.keymap.first
    lines += [(), line(span(f" {keys('step.do')}", KEY, act="step.do"), " look again   ",
                       span(keys("block.choose"), KEY, act="block.choose"), " change the block   ",
                       span(keys("find.open"), KEY, act="find.open"), " find a lead")]  # fmt: skip
    return tuple(lines)


def _ahead(empty: Empty, state: WorkState) -> str:
    assert empty.next_at is not None
    return span_of_time(max(0, empty.next_at - state.now))
