"""One template for many: who gets it, who does not and why."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from dialq.desk.mail_views import Mass, MassLine
from dialq.tui.formatting import plural
from dialq.tui.spans import ACCENT, BOLD, DIM, MARKED, WARN, Line, column, crop, line, span, wrap


def mass_lines(
    mass: Mass, going: AbstractSet[int], edited: AbstractSet[int], mark: int, width: int, height: int
) -> Sequence[Line]:
    """How many go, then a line a mail; the marked one says all about itself at the foot."""
    if not mass.lines:
        none = "No lead is due for a mail by this template: no open step of theirs is a mail that may go now."
        return tuple(line(span(f" {part}", BOLD)) for part in wrap(none, width - 2, 3))
    refused = len(mass.lines) - len(mass.going)
    stay = line(span(f"   {refused} may not", WARN)) if refused else ()
    head = [line(span(f" {len(going)} of {plural(len(mass.lines), 'mail')} marked to go", BOLD), *stay), ()]
    foot = _told(mass.lines[mark], mass.template, width)
    room = max(1, height - len(head) - len(foot))
    top = max(0, min(mark - room // 2, len(mass.lines) - room))
    shown = list(enumerate(mass.lines))[top : top + room]
    rows = [
        _row(one, going=one.lead in going, edited=one.lead in edited, marked=place == mark, width=width)
        for place, one in shown
    ]
    blank: list[Line] = [()] * (room - len(rows))
    return (*head, *rows, *blank, *foot)


def _row(one: MassLine, *, going: bool, edited: bool, marked: bool, width: int) -> Line:
    role = MARKED if marked else "" if going else DIM
    sign = " ! " if one.refused is not None else "[x]" if going else "[ ]"
    name = width // 4
    cells = (
        span(sign, WARN if one.refused is not None else role),
        span(" "),
        column(f"{one.name}, {one.company}" if one.company else one.name, name, role),
    )
    words = one.refused.why if one.refused is not None else f'"{one.subject}"{"  (edited)" if edited else ""}'
    return crop(line(span(" > " if marked else "   ", ACCENT), *cells, span(words, role)), width)


def _told(one: MassLine, template: str, width: int) -> tuple[Line, ...]:
    if one.refused is not None:
        text = f"{one.name} gets none. {one.refused.rule}: {one.refused.why}"
    else:
        text = f"To {one.to}, by {template}"
    lines = [line(span(f" {part}", DIM)) for part in wrap(text, width - 2, 2)]
    return ((), *lines, *[()] * (2 - len(lines)))
