"""A lead's timeline as lines, newest first."""

from __future__ import annotations

from collections.abc import Sequence

from dialq.desk.views import Card, StoryLine
from dialq.tui.formatting import channel_word
from dialq.tui.spans import BOLD, DIM, KEY, Line, column, crop, ends, line, span
from dialq.tui.state import WorkState


def story_lines(state: WorkState, card: Card, width: int, room: int) -> tuple[Line, ...]:
    """As many lines of the story as fit, with the keys that show more."""
    if not card.story:
        return (line(span(" no touch and no word so far", DIM)),)[:room]
    lines = [story_line(entry, width) for entry in card.story[:room]]
    hints = {1: ("thread.show", "their thread"), 2: ("story.show", "whole story")}
    for place, (act, what) in hints.items():
        if place < len(lines):
            key = state.keymap.first(act)
            lines[place] = ends(lines[place], line(span(f" {key} = {what} ", KEY, act=act)), width)
    return tuple(lines)


def story_line(entry: StoryLine, width: int) -> Line:
    """One event: when, how, who, what came of it, the words."""
    theirs = entry.kind == "THEY"
    role = "" if theirs else DIM
    words = entry.text + ("  (taken back)" if entry.undone else "")
    columns = [
        column(entry.when, 11, role),
        column(channel_word(entry.kind), 7, BOLD if theirs else role),
        column(entry.who, 7, role),
    ]
    if width >= 100:
        columns.append(column(entry.code, 14, role))
    else:
        words = f"{entry.code}  {words}" if words != entry.code else words
    return crop(line(" ", *columns, span(words, role)), width)


def whole_story(story: Sequence[StoryLine], width: int) -> tuple[Line, ...]:
    """Every event, one line each."""
    return tuple(story_line(entry, width) for entry in story) or (line(span(" no touch and no word so far", DIM)),)
