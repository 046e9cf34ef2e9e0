"""A lead's timeline as lines, newest first."""

from __future__ import annotations

from collections.abc import Sequence

from dialq.clock import Instant
from dialq.desk.views import Card, StoryLine
from dialq.tui.formatting import channel_word, past_day
from dialq.tui.spans import BOLD, DIM, KEY, Line, column, crop, ends, line, span, wrap
from dialq.tui.state import WorkState


def story_lines(state: WorkState, card: Card, width: int, room: int) -> tuple[Line, ...]:
    """As many lines of the story as fit, with the keys that show more."""
    if not card.story:
        return (line(span(" no touch and no word so far", DIM)),)[:room]
    lines = [story_line(entry, width, state.zone, state.now) for entry in card.story[:room]]
    hints = {1: ("thread.show", "their thread"), 2: ("story.show", "whole story")}
    for place, (act, what) in hints.items():
        if place < len(lines):
            key = state.keymap.first(act)
            lines[place] = ends(lines[place], line(span(f" {key} = {what} ", KEY, act=act)), width)
    return tuple(lines)


def story_line(entry: StoryLine, width: int, zone: str, now: Instant) -> Line:
    """One event: when, how, by whom, what came of it."""
    theirs = entry.kind == "THEY"
    role = "" if theirs else DIM
    columns = [
        column(past_day(entry.at, zone, now), 11, role),
        column(channel_word(entry.kind), 7, BOLD if theirs else role),
        column("" if theirs and entry.who == "dialq" else entry.who, 7, role),
    ]
    return crop(line(" ", *columns, span(story_words(entry), role)), width)


def story_words(entry: StoryLine) -> str:
    """What happened; what was taken back says so first, where no narrow line cuts it off."""
    return f"(taken back) {entry.text}" if entry.undone else entry.text


def whole_story(story: Sequence[StoryLine], width: int, zone: str, now: Instant) -> tuple[Line, ...]:
    """Every event, its words wrapped below each other."""
    lines: list[Line] = []
    for entry in story:
        lines.append(story_line(entry, width, zone, now))
        words = wrap(story_words(entry), width - INDENT - 1, 6)
        if len(words) > 1:
            lines[-1] = (*lines[-1][:-1], span(words[0], lines[-1][-1].role))
            lines += [line(" " * INDENT, part) for part in words[1:]]
    return tuple(lines) or (line(span(" no touch and no word so far", DIM)),)


INDENT = 26
"""Cells before an event's words."""
