"""The leads that marketing has: since when, why, which item, what comes next."""

from __future__ import annotations

from collections.abc import Sequence

from dialq.clock import Instant
from dialq.desk.policy_views import NurtureLine, NurtureView
from dialq.tui.formatting import day_and_clock, past_day
from dialq.tui.spans import ACCENT, BOLD, DIM, MARKED, WARN, Line, column, crop, line, span, wrap


def nurture_lines(
    view: NurtureView, mark: int, zone: str, now: Instant, width: int, height: int
) -> Sequence[Line]:
    """How many by which rule, then a line a lead; the marked one says all of its reason below."""
    rules = ",  ".join(
        f"{count:,} {rule}" for rule, count in sorted(view.by_rule.items(), key=lambda p: -p[1])
    )
    head = [
        crop(
            line(
                span(f" {view.total:,} {'lead' if view.total == 1 else 'leads'}", BOLD),
                span(f"   {rules}", DIM),
            ),
            width,
        ),
        (),
    ]
    if not view.lines:
        return (*head, line(span(" Nobody is in nurture.", DIM)))
    names = _columns(width)
    head.append(line("   ", *(column(word, cells, DIM) for word, cells in names), span("next", DIM)))
    foot = _reason(view.lines[mark], width) if mark < len(view.lines) else ()
    room = max(1, height - len(head) - len(foot))
    top = max(0, min(mark - room // 2, len(view.lines) - room))
    rows = [
        _row(entry, place == mark, names, zone, now, width)
        for place, entry in enumerate(view.lines[: top + room])
        if place >= top
    ]
    blank: list[Line] = [()] * (room - len(rows))
    return (*head, *rows, *blank, *foot)


def _columns(width: int) -> tuple[tuple[str, int], ...]:
    spare = max(0, width - 80)
    return (("name", 17 + spare // 8), ("company", 13 + spare // 8), ("since", 11), ("item", 7),
            ("why", 15 + spare - 2 * (spare // 8) - spare // 6))  # fmt: skip


def _row(
    entry: NurtureLine, marked: bool, names: tuple[tuple[str, int], ...], zone: str, now: Instant, width: int
) -> Line:
    role = MARKED if marked else ""
    since = past_day(entry.since, zone, now)
    words = (entry.name, entry.company, since, f"{entry.item}/{entry.items}", entry.why)
    cells = [column(word, cells, role) for word, (_, cells) in zip(words, names, strict=True)]
    next_at = day_and_clock(entry.next_at, zone, now) if entry.next_at is not None else "-"
    held = f" ! {entry.waits}" if entry.waits else ""
    return crop(
        line(span(" > " if marked else "   ", ACCENT), *cells, span(next_at, role), span(held, WARN)), width
    )


def _reason(entry: NurtureLine, width: int) -> tuple[Line, ...]:
    held = f"  Held: {entry.waits}." if entry.waits else ""
    had = (
        f"Item {entry.item} of {entry.items} went out last."
        if entry.item
        else f"{entry.items} items are to come."
    )
    text = f"{entry.name}, {entry.company}: {entry.why}. {had}{held}"
    return ((), *(line(span(f" {part}", DIM)) for part in wrap(text, width - 2, 2)))
