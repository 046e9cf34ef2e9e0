"""A programme as a picture: boxes of campaigns with their leads, rests between them, where leads leave it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dialq.desk.policy_views import Leg, ProgrammeFlow
from dialq.tui.formatting import plural
from dialq.tui.spans import ACCENT, BOLD, DIM, RULE, WARN, Line, Span, crop, line, span, wrap

BOX = 46
"""Cells of a box on narrow screens."""


@dataclass(frozen=True, slots=True)
class Strokes:
    """The characters of the picture."""

    down: str
    arrow: str
    across: str
    corners: str
    bar: str


_UNICODE = Strokes("│", "▼", "─", "┌┐└┘", "█")
_ASCII = Strokes("|", "v", "-", "++++", "#")


def flow_lines(flow: ProgrammeFlow, width: int, *, ascii_only: bool = False) -> tuple[Line, ...]:
    """From the names above to won and lost below; a box a campaign, its bar as long as its share of leads."""
    strokes = _ASCII if ascii_only else _UNICODE
    cells = BOX if width < 100 else 72
    most = max([1, flow.nurture, *(leg.in_it for leg in flow.legs)])
    lines: list[Line] = [
        line(span(f" names {flow.names:>8}", BOLD), span("   kept until they act a second time", DIM)),
        _down(strokes, cells, "", end=True),
    ]
    for place, leg in enumerate(flow.legs):
        why = f"passed over: {leg.skipped_why}" if leg.skipped_why else ""
        remark = [line(span(f"  {part}", WARN)) for part in wrap(why, max(10, width - cells - 4), 2)]
        lines += _box(f"{leg.campaign} v{leg.version}", leg.title, leg.in_it, most, cells, strokes, remark)
        last = place == len(flow.legs) - 1
        lines.append(_down(strokes, cells, _rest(leg, last=last), end=True, waiting=leg.resting > 0))
    lines += _box("nurture", "items of marketing", flow.nurture, most, cells, strokes, ())
    lines.append(_down(strokes, cells, "", end=True))
    lines.append(_out(flow))
    lines += _outside(flow)
    return tuple(crop(shown, width) for shown in lines)


def _rest(leg: Leg, *, last: bool) -> str:
    if not leg.rest_days:
        return ""
    after = ", then nurture" if last else ""
    return f"rest {plural(leg.rest_days, 'day')}: {plural(leg.resting, 'lead')}{after}"


def _box(
    name: str, title: str, count: int, most: int, cells: int, strokes: Strokes, remark: Sequence[Line]
) -> Sequence[Line]:
    """Three lines; a remark stands beside the last two."""
    inner = cells - 4
    figure = f" {count:>7,}"
    room = inner - len(figure)
    bar = strokes.bar * max(1 if count else 0, round(count * room / most))
    top_left, top_right, low_left, low_right = tuple(strokes.corners)
    label = crop(line(span(f" {name} ", BOLD), span(f"{title} " if title else "", DIM)), cells - 3)
    dashes = cells - 3 - sum(piece.width for piece in label)
    beside = [*remark, (), ()]
    return (
        line(span(f" {top_left}{strokes.across}", RULE), *label, span(strokes.across * dashes + top_right, RULE)),
        line(span(f" {strokes.down} ", RULE), span(bar, ACCENT), Span(" " * (room - len(bar))),
             span(figure, BOLD), span(f" {strokes.down}", RULE), *beside[0]),
        line(span(f" {low_left}{strokes.across * (cells - 2)}{low_right}", RULE), *beside[1]),
    )  # fmt: skip


def _down(strokes: Strokes, cells: int, words: str, *, end: bool, waiting: bool = False) -> Line:
    sign = strokes.arrow if end else strokes.down
    return line(
        Span(" " * 10), span(sign, RULE), span(f" {words}" if words else "", BOLD if waiting else DIM)
    )


def _out(flow: ProgrammeFlow) -> Line:
    parts = (
        ("meeting", flow.meeting),
        ("won", flow.won),
        ("lost", flow.lost),
        ("disqualified", flow.disqualified),
        ("suppressed", flow.suppressed),
    )
    return line(" out:  ", *(span(f"{word} {count}   ", BOLD if count else DIM) for word, count in parts))


def _outside(flow: ProgrammeFlow) -> list[Line]:
    """Those at none of the boxes, so that all leads of the programme are on the page."""
    if not flow.outside:
        return []
    return [line(" else: ", span(f"{plural(flow.outside, 'lead')}", BOLD),
                 span(" active or resting, at none of these campaigns", DIM))]  # fmt: skip
