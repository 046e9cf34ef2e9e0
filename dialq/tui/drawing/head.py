"""The row above the note: the running call, the note's state, or the form's title."""

from __future__ import annotations

from dialq.tui.formatting import call_clock
from dialq.tui.forms import Form
from dialq.tui.spans import ACCENT, BOLD, DIM, KEY, WARN, Line, ends, line, span
from dialq.tui.state import WorkState
from dialq.tui.terminal import bare_number, tel_link


def head_line(state: WorkState, form: Form | None, width: int) -> Line:
    """One line; a running call's clock stands at its left, where it is cheap to repaint."""
    if form is not None:
        return ends(line(span(f" {form.title}", ACCENT), f"  {state.reading}"), (), width)
    if state.card is None:
        return ()
    if state.correcting is not None:
        return line(span(f" CORRECT {state.correcting.label}: press what it was", WARN))
    return ends(line(*_call(state), *_note(state)), _draft(state), width)


def _call(state: WorkState) -> Line:
    card = state.card
    if card is None or card.on_call is None or state.after_talk:
        return ()
    number = card.on_call_number or (state.chosen.number if state.chosen else "")
    kind = next((view.kind for view in card.numbers if view.number == number), "")
    clock = call_clock(state.now - card.on_call)
    words = "UNFINISHED CALL" if state.unfinished else "ON CALL"
    return line(
        span(f" {words} {clock}", WARN if state.unfinished else ACCENT),
        span(f" {kind} "),
        span(bare_number(number), BOLD, link=tel_link(number)),
        span("  "),
    )


def _draft(state: WorkState) -> Line:
    """A mail to this lead was left half written: it goes on where it stood."""
    if state.card is None or state.drafted != state.card.item.lead or state.writing:
        return ()
    key = state.keymap.first("mail.write")
    return line(span("MAIL DRAFT ", WARN), span(f"{key} = go on ", KEY, act="mail.write"))


def _note(state: WorkState) -> Line:
    if state.after_talk:
        return line(span(" NOTE ", ACCENT), span("logged; Enter ends it and brings the next lead", DIM))
    if state.writing:
        return line(span(" NOTE ", ACCENT), span("(you are typing; Enter ends; saved as you type)", DIM))
    key = state.keymap.first("note.open")
    return line(span(" NOTE ", DIM), span(f"{key} = write", KEY, act="note.open"))
