"""The lines at the top: the day, what is new, and a rule that carries what is wrong with the policy."""

from __future__ import annotations

import re

from dialq.clock import Instant
from dialq.desk.block import Block
from dialq.desk.views import DayFigures, Item
from dialq.tui.drawing.meter import header_forms, mailbox_warning
from dialq.tui.formatting import came_at, plural, span_of_time, stopwatch, wall_clock
from dialq.tui.spans import ACCENT, BOLD, DIM, KEY, RULE, WARN, Line, Span, crop, ends, line, span, width_of
from dialq.tui.state import WorkState

_AGO = re.compile(r" \(?(?:\d+ [a-z]+ )+ago\)?")
"""`3 min ago` in a reason."""
SOON = 600
"""A promise this near (seconds) is shown as a warning."""


def header(state: WorkState, width: int) -> tuple[Line, ...]:
    """The day's figures, the NEW line and a rule."""
    return day_line(state, width), news_line(state, width), notice_rule(state, width)


def rule(width: int, *, ascii_only: bool = False) -> Line:
    """A line across."""
    return (Span(("-" if ascii_only else "─") * width, RULE),)


def day_line(state: WorkState, width: int) -> Line:
    """Who works at what, the day's figures, and how far the next promise is."""
    wide = width >= 120
    left = [span(" dialq  " if wide else " "), span(state.rep, BOLD), span("   ")]
    if wide or state.block is not None:
        left += [
            span("block: ", DIM),
            span(block_words(state.block), ACCENT if state.block else ""),
            span("   "),
        ]
    left += _figures(state.figures, state.goal, wide=wide)
    right = [*_promise(state)]
    if wide:
        right.append(span(f"   {wall_clock(state.now, state.zone)}", DIM))
    said, promised = line(*left), line(*right, " ")
    room = width - width_of(said) - width_of(promised) - 1
    mails = next((form for form in header_forms(state, wide=wide) if width_of(form) <= room), ())
    return ends((*said, *mails), promised, width)


def block_words(block: Block | None) -> str:
    """A block in two or three words: `CALLS`, `all`."""
    if block is None:
        return "all"
    names = {"call": "CALLS", "email": "MAIL", "social": "LINKEDIN", "post": "POST", "research": "RESEARCH"}
    parts = [names.get(channel, channel.upper()) for channel in block.channels]
    parts += [part for part in (block.campaign, block.source, block.zone) if part]
    return " ".join(parts) or "all"


def _figures(figures: DayFigures | None, goal: int, *, wide: bool) -> list[Span]:
    if figures is None:
        return []
    meetings = plural(figures.meetings, "meeting") + (f" (goal {goal})" if goal and wide else "")
    shown = [span("  ".join([plural(figures.dials, "dial"), plural(figures.talks, "talk"), meetings]))]
    if wide and figures.first_touch is not None:
        shown.append(span(f"   first touch today {stopwatch(figures.first_touch)} median", DIM))
    return shown


def _promise(state: WorkState) -> list[Span]:
    if not state.promises:
        return [span("no promise today", DIM)]
    first = state.promises[0]
    left = first.at - state.now
    clock = wall_clock(first.at, state.zone)
    if left < 0:
        return [span(f"! promise late {span_of_time(left)}", WARN)]
    text = f"promise {clock} in {max(1, left // 60)}m" if left < 5400 else f"promise {clock}"
    return [span(text, WARN if left < SOON else BOLD)]


def news_line(state: WorkState, width: int) -> Line:
    """The hotter lead that came, with the key to take it; blank when nothing is new (R5.4)."""
    item = state.news
    if item is None:
        judged = line(span(f"{judging_text(state)} ", DIM))
        return ends(_parked(state), judged, width) if state.judging else _parked(state)
    key = state.keymap.first("lead.take-announced")
    return ends(_news(state, item), line(span(f"{key} = take it ", KEY, act="lead.take-announced")), width)


def _news(state: WorkState, item: Item) -> Line:
    """Who came and why, with one clock: how long ago the reason was is left out of it, since that stands still."""
    why = item.reasons[0].removeprefix(f"{item.name} ") if item.reasons else item.tier
    return line(
        span(" ^ NEW ", ACCENT),
        span(_age(item, state.now), ACCENT),
        span(f" {item.name}, {item.company} " if item.company else f" {item.name} ", BOLD),
        span(_AGO.sub("", why, count=1)),
    )


def told_on_pages(state: WorkState, width: int, *, keys: bool = True) -> Line:
    """What a rep must hear at once on whatever page is open (R11.1); blank when there is nothing."""
    item = state.news
    if not state.alert:
        key = state.keymap.first("lead.take-announced")
        hint = line(span(f"back, then {key} ", DIM)) if keys else ()
        return ends(_news(state, item), hint, width) if item is not None else ()
    new = line(span(f"^ NEW {item.name} ", ACCENT)) if item is not None else ()
    return ends(line(span(f" ! {state.alert}", WARN)), new, width)


def _parked(state: WorkState) -> Line:
    if not state.parked:
        return ()
    names = ", ".join(reversed(state.parked.values()))
    key = state.keymap.first("lead.back")
    return line(span(f" parked: {names}   ", DIM), span(f"{key} = back", KEY, act="lead.back"))


def _age(item: Item, now: Instant) -> str:
    if item.tier in ("now", "fresh") or item.owed == "answer":
        age = now - came_at(item)
        return stopwatch(age) if age < 3600 else f"{span_of_time(age)} old"
    return item.late


def notice_rule(state: WorkState, width: int) -> Line:
    """A line across; what is wrong with the policy files or my mailbox stands in it, and judging beside a NEW line."""
    has_news = state.news is not None
    mails = mailbox_warning(state)
    if not (state.fault or mails) and (state.judging is None or not has_news):
        return rule(width, ascii_only=state.ascii)
    dash = "-" if state.ascii else "─"
    judged = line(span(f" {judging_text(state)} ", DIM)) if state.judging is not None and has_news else ()
    room = width - 4 - width_of(judged)
    mail = line(span(f" ! mail: {mails} ", WARN)) if mails else ()
    fault = line(span(f" ! policy: {state.fault} ", WARN)) if state.fault else ()
    fault = crop(fault, max(room // 2, room - width_of(mail)))
    fault = crop((*fault, *mail), room)
    between = room - width_of(fault)
    edge = Span(dash * 2, RULE)
    return (edge, *fault, Span(dash * max(0, between), RULE), *judged, edge)


def judging_text(state: WorkState) -> str:
    """`judging anew 340k of 1M`."""
    if state.judging is None:
        return ""
    return f"judging anew {large(state.judging.done)} of {large(state.judging.total)}"


def large(count: int) -> str:
    """A count in few cells: `950`, `12k`, `340k`, `1M`, `1.2M`."""
    if count < 1000:
        return str(count)
    if count < 1_000_000:
        return f"{count // 1000}k"
    return f"{count / 1_000_000:.1f}".removesuffix(".0") + "M"
