"""The steps of a campaign on a line of days: a letter a channel, one above the other, leads below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dialq.engine.campaign import CALL, EMAIL, POST, RESEARCH, SOCIAL, Step
from dialq.tui.formatting import channel_word
from dialq.tui.spans import ACCENT, BOLD, DIM, RULE, WARN, Line, Span, line, span

LETTERS = {CALL: "C", EMAIL: "M", SOCIAL: "L", POST: "P", RESEARCH: "R", "invitation": "I", "video": "V"}
"""A step's mark; small where it leaves by itself."""
MARGIN = 7
"""Cells of the words at the left."""
NARROWEST = 3
"""Cells from one day to the next at least."""


@dataclass(slots=True)
class Day:
    """A day of a plan with its steps."""

    day: int
    steps: list[Step]
    leads: int
    found: bool
    """Whether the check has something to say about one of its steps."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A step with the leads before it, and whether a finding is about it."""

    step: Step
    leads: int
    found: bool = False


def letter_of(step: Step) -> str:
    """The mark of a step: `C` a call, `m` a mail that leaves by itself."""
    letter = LETTERS.get(step.channel, step.channel[:1].upper())
    return letter.lower() if step.auto else letter


def timeline(plan: Sequence[Planned], width: int, *, ascii_only: bool = False) -> tuple[Line, ...]:
    """Marks above a drawn line, days and leads below it."""
    days = _days(plan)
    if not days:
        return (line(span(" no steps", DIM)),)
    cells = [str(day.leads) if day.leads else "." for day in days]
    gap = max(NARROWEST, *(len(cell) + 1 for cell in cells), *(len(str(day.day)) + 1 for day in days))
    room = width - MARGIN - gap
    places = _places([day.day for day in days], gap, room)
    shown = [place for place in places if place <= room]
    hidden = len(places) - len(shown)
    days, cells, places = days[: len(shown)], cells[: len(shown)], shown
    tallest = max(len(day.steps) for day in days)
    lines = [
        _row("", [_mark(day, height) for day in days], places, ACCENT) for height in reversed(range(tallest))
    ]
    lines.append(_axis(places, width, hidden, ascii_only=ascii_only))
    lines.append(_row("day", [str(day.day) for day in days], places, DIM))
    lines.append(_row("leads", cells, places, BOLD))
    if any(day.found for day in days):
        lines.append(_row("check", ["!" if day.found else "" for day in days], places, WARN))
    return tuple(lines)


def _days(plan: Sequence[Planned]) -> list[Day]:
    days: dict[int, Day] = {}
    for entry in plan:
        day = days.setdefault(entry.step.at.day, Day(entry.step.at.day, [], 0, False))
        day.steps.append(entry.step)
        day.leads += entry.leads
        day.found = day.found or entry.found
    return [days[number] for number in sorted(days)]


def _places(days: Sequence[int], gap: int, room: int) -> list[int]:
    """Where each day stands: as far apart as its date says, but never nearer than `gap`."""
    length = max(1, days[-1] - days[0])
    places: list[int] = []
    for day in days:
        wished = round((day - days[0]) * room / length)
        places.append(max(wished, places[-1] + gap) if places else wished)
    limit = room
    for place in reversed(range(len(places))):
        places[place] = max(gap * place, min(places[place], limit))
        limit = places[place] - gap
    return places


def _mark(day: Day, height: int) -> str:
    return letter_of(day.steps[height]) if height < len(day.steps) else ""


def _row(title: str, words: Sequence[str], places: Sequence[int], role: str) -> Line:
    pieces: list[Span] = [span(f" {title:<{MARGIN - 1}}", DIM)]
    at = 0
    for word, place in zip(words, places, strict=True):
        if word:
            pieces += [Span(" " * (place - at)), span(word, role)]
            at = place + len(word)
    return line(*pieces)


def _axis(places: Sequence[int], width: int, hidden: int, *, ascii_only: bool) -> Line:
    dash, tick, end = ("-", "+", ">") if ascii_only else ("─", "┴", "▸")
    more = f" {hidden} more days " if hidden else ""
    length = max(0, width - MARGIN - 2 - len(more))
    cells = [dash] * length
    for place in places:
        if place < length:
            cells[place] = tick
    return line(Span(" " * MARGIN), Span("".join(cells), RULE), span(more, DIM), Span(end, RULE))


def legend(plan: Sequence[Planned]) -> str:
    """What the marks that occur mean: `C call  M mail  m mail by itself`."""
    marks: dict[str, str] = {}
    for entry in plan:
        by_itself = " by itself" if entry.step.auto else ""
        marks.setdefault(letter_of(entry.step), f"{channel_word(entry.step.channel)}{by_itself}")
    return "  ".join(f"{letter} {words}" for letter, words in marks.items())
