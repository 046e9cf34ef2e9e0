"""The dry run of edited policy files: who enters, leaves or moves, and how the days ahead change (R4.7)."""

from __future__ import annotations

from collections.abc import Sequence

from dialq.desk.policy_views import PolicyDiff
from dialq.tui.formatting import plural
from dialq.tui.spans import ACCENT, BOLD, DIM, KEY, WARN, Line, column, crop, line, span, wrap

HOW = (
    "The files say what is in force: while a screen is open a saved edit is taken up within seconds. To see first "
    "what an edit would do, write it into the folder draft/ beside the database, say draft/campaigns/light.toml "
    "(a copy of the file, edited): this key compares it with what is in force, and so does `dialq campaign diff`. "
    "To put it in force move it up into campaigns/."
)


def diff_lines(found: PolicyDiff, width: int) -> tuple[Line, ...]:
    """What changes in the files, then in today's queue, then in the touches of the next 30 days."""
    lines: list[Line] = []
    if not found.campaigns:
        lines += [line(span(f" {part}", DIM)) for part in wrap(HOW, width - 2, 6)]
    for words in found.campaigns:
        lines += [line(span(" * ", ACCENT), part) if not place else line(f"   {part}")
                  for place, part in enumerate(wrap(words, width - 4, 4))]  # fmt: skip
    lines.append(())
    parts = (("+", "enter today's queue", "enters", found.enters, ACCENT),
             ("-", "leave it", "leaves", found.leaves, WARN),
             ("~", "move in it", "moves", found.moves, BOLD))  # fmt: skip
    for sign, title, name, entries, role in parts:
        lines += _part(sign, title, found.counts.get(name, len(entries)), entries, role)
    lines += _days(found, width)
    return tuple(crop(shown, width) for shown in lines)


def _part(
    sign: str, title: str, count: int, entries: Sequence[tuple[int, str, str]], role: str
) -> list[Line]:
    more = f", {len(entries)} shown" if count > len(entries) else ""
    head = line(span(f" {sign} {title.upper()}: {plural(count, 'lead')}", role), span(more, DIM))
    rows = [line(span(f"   {sign} ", role), column(name, 26), span(why, DIM)) for _, name, why in entries]
    return [head, *rows, ()] if rows else [head]


def _days(found: PolicyDiff, width: int) -> list[Line]:
    if not found.touches_per_day:
        return []
    most = max([1, *(max(before, after) for _, before, after in found.touches_per_day)])
    room = max(10, width - 40)
    lines: list[Line] = [(), line(span(" TOUCHES A DAY if nobody answers", DIM),
                                  span("   # after  . what falls away", DIM))]  # fmt: skip
    for day, before, after in found.touches_per_day:
        change = f"{after - before:+}" if after != before else ""
        full, rest = round(after * room / most), round(max(0, before - after) * room / most)
        lines.append(line(column(f" {day:%a} {day.day} {day:%b}", 13), span(f"{before:>6} -> {after:<6}"),
                          column(change, 8, WARN if after > before else ACCENT),
                          span("#" * full, KEY), span("." * rest, DIM)))  # fmt: skip
    return lines
