"""What is due today against the hands there are (SEED1-14)."""

from __future__ import annotations

from dialq.desk.policy_views import LoadView
from dialq.tui.formatting import channel_word, plural
from dialq.tui.spans import ACCENT, BOLD, DIM, WARN, Line, column, crop, line, span, wrap

BAR = 40
"""Cells of the longest bar."""


def load_lines(view: LoadView, width: int) -> tuple[Line, ...]:
    """The warning, the figures, a bar a channel, and what could leave by itself."""
    lines: list[Line] = []
    if view.warning:
        lines += [line(span(f" ! {part}", WARN)) for part in wrap(view.warning, width - 4, 3)]
    lines += [
        (),
        line(column(" due today", 16, DIM), span(f"{view.due:>7,}", BOLD), " touches"),
        line(column(" hands for", 16, DIM), span(f"{view.hands:>7,}", BOLD), f" ({plural(view.reps, 'rep')})"),
        line(column(" will slip", 16, DIM), span(f"{view.untouched:>7,}", WARN if view.untouched else BOLD),
             " touches" if view.untouched else " touches: all can be done today"),
        (),
    ]  # fmt: skip
    most = max([1, *view.by_channel.values()])
    lines += [line(span(" BY CHANNEL", DIM))] if view.by_channel else []
    for name, count in sorted(view.by_channel.items(), key=lambda pair: -pair[1]):
        bar = "#" * max(1 if count else 0, round(count * BAR / most))
        lines.append(
            line(column(f" {channel_word(name) or 'other'}", 16), span(f"{count:>7,} "), span(bar, ACCENT))
        )
    if view.automate:
        lines += [(), line(span(" WHAT WOULD FREE HANDS", DIM))]
        for entry in view.automate:
            words = wrap(entry, width - 4, 3)
            lines += [line(f" {'-' if not place else ' '} {part}") for place, part in enumerate(words)]
    lines += _ahead(view)
    return tuple(crop(shown, width) for shown in lines)


def _ahead(view: LoadView) -> list[Line]:
    """The next open days, `|` where the hands of a whole day end."""
    if not view.ahead:
        return []
    most = max([1, view.whole_day, *(count for _, count in view.ahead)])
    edge = round(view.whole_day * BAR / most)
    lines: list[Line] = [
        (),
        line(span(" THE DAYS AHEAD", DIM), span(f"   | = hands for {view.whole_day:,}", DIM)),
    ]
    for day, count in view.ahead:
        cells = ["#"] * round(count * BAR / most)
        cells += [" "] * (edge + 1 - len(cells))
        cells[edge] = "|"
        role = WARN if count > view.whole_day else ACCENT
        name = column(f" {day:%a} {day.day} {day:%b}", 16)
        lines.append(line(name, span(f"{count:>7,} "), span("".join(cells), role)))
    return lines
