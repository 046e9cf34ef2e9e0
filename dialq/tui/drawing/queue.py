"""The queue at the left, and the one line that stands for it on narrow screens."""

from __future__ import annotations

from itertools import groupby

from dialq.desk.views import Item, QueueView
from dialq.tui.formatting import TIER_TITLES, channel_word, lateness, shorten_name, step_words, title_of
from dialq.tui.spans import (
    ACCENT,
    BOLD,
    DIM,
    KEY,
    MARKED,
    RULE,
    WARN,
    Line,
    Span,
    column,
    ends,
    line,
    span,
    wrap,
)
from dialq.tui.state import WorkState

COUNTED = {
    "answered": ("response",), "promised": ("callback",), "fresh": ("now", "fresh"), "slip": ("slipping",),
    "due": ("cadence", "questionable"),
}  # fmt: skip
"""What the one line counts, and the tiers in it."""


def queue_lines(state: WorkState, width: int, height: int) -> tuple[Line, ...]:
    """The queue grouped by tier, the lead in hand `*`, the marked one `>`, in exactly `height` lines."""
    inner = width - 1
    edge = Span("|" if state.ascii else "│", RULE)
    rows = _rows(state, inner)
    foot = _foot(state)
    room = height - len(foot)
    start = _first_row(rows, room)
    shown = [row for _, row in rows[start : start + room]]
    shown += [()] * (room - len(shown))
    return tuple((*ends(row, (), inner), edge) for row in (*shown, *foot))


def _rows(state: WorkState, width: int) -> list[tuple[bool, Line]]:
    """(is it the marked row, row) for headings and items."""
    queue = state.queue
    if queue is None:
        return [(False, line(span(" reading the queue", DIM)))]
    marked = state.marked if state.mark >= 0 else None
    in_hand = state.card.item if state.card else None
    rows: list[tuple[bool, Line]] = []
    for tier, title in TIER_TITLES.items():
        items = [item for item in queue.items if item.tier == tier]
        if in_hand is not None and in_hand.tier == tier and all(item.lead != in_hand.lead for item in items):
            items.insert(0, in_hand)
        count = queue.counts.get(tier, 0)
        if not items and tier not in ("callback", "fresh"):
            continue
        for name, number, group in _groups(title, items, count):
            rows.append((False, ends(line(span(f" {name}", DIM)), line(span(str(number), DIM), " "), width)))
            rows += [
                (
                    item == marked,
                    _item_row(state, item, width, held=item.lead == (in_hand.lead if in_hand else 0)),
                )
                for item in group
            ]
    return rows


def _groups(title: str, items: list[Item], count: int) -> list[tuple[str, int, list[Item]]]:
    """(heading, leads, those listed) of a tier by what is owed, in the order of the queue; the last has the rest."""
    runs = [(name, list(run)) for name, run in groupby(items, title_of)]
    if not runs:
        return [(title, count, [])]
    before = sum(len(run) for _, run in runs[:-1])
    found = [(name, len(run), run) for name, run in runs[:-1]]
    name, last = runs[-1]
    return [*found, (name, max(0, count - before), last)]


def _item_row(state: WorkState, item: Item, width: int, *, held: bool) -> Line:
    is_marked = not held and state.mark >= 0 and item == state.marked
    role = MARKED if is_marked else BOLD if held else ""
    sign = "*" if held else ">" if is_marked else " "
    late = lateness(item, state.now)
    step = "now" if held else _standing(item, late)
    name = column(shorten_name(item.name, 13), 14, role)
    company = column(shorten_name(item.company, 7), 8, role if role == MARKED else DIM)
    warn = WARN if "late" in late and not is_marked else role
    return line(span(sign, ACCENT), name, company, column(step, max(4, width - 23), warn))


def _standing(item: Item, late: str) -> str:
    """What is to be done and how late it is, in 13 cells."""
    if item.tier in ("slipping", "cadence", "questionable"):
        channel = item.step.channel if item.step else ""
        words = step_words(item).replace("research", "resrch") if channel == "research" else step_words(item)
        return f"{words} {late.removesuffix(' late')}".strip()
    return late.rpartition(", ")[2] if late.endswith("late") else late or step_words(item)


def _first_row(rows: list[tuple[bool, Line]], room: int) -> int:
    marked = next((place for place, (is_marked, _) in enumerate(rows) if is_marked), 0)
    return max(0, min(marked - room + 3, len(rows) - room)) if marked >= room - 2 else 0


def _foot(state: WorkState) -> list[Line]:
    key = state.keymap.first("block.choose")
    hint = line(span(f" {key} = block", KEY, act="block.choose"))
    inside = state.block.channels if state.block else ()
    others = [
        f"{channel_word(name)} {count}"
        for name, count in state.channels.items()
        if name not in inside and count
    ]
    title = "left by the block: " if state.block else "blocks: "
    return [*(line(span(f" {part}", DIM)) for part in wrap(title + ", ".join(others), 35, 2) if others), hint]


def then_line(state: WorkState, width: int) -> Line:
    """`then: Sam Ode, Borealis, call 4, 2d late . answered 0 promised 5 fresh 3 due 64`."""
    item = state.marked
    if item is None:
        left = line(span(" then: ", DIM), span("nobody is waiting" if state.queue else "", DIM))
    else:
        words = [item.name, item.company, step_words(item), lateness(item, state.now)]
        marked = state.mark >= 0
        sign = f">{state.mark + 1} " if marked else " then: "
        left = line(
            span(sign, ACCENT if marked else DIM),
            span(f"{state.keymap.first('queue.open')} = open: " if marked else "", KEY, act="queue.open"),
            span(", ".join(word for word in words if word), BOLD if marked else ""),
        )
    return ends(left, tier_counts(state), width)


def _by_what_is_owed(queue: QueueView, counts: dict[str, int]) -> dict[str, int]:
    """Late promises are no answers, tasks are neither: they stand first in their tiers, so the list has them."""
    owed = [(item.tier, item.owed) for item in queue.items if item.tier in ("callback", "response")]
    late, own = owed.count(("response", "promise")), owed.count(("response", "own"))
    early = owed.count(("callback", "own"))
    counts["answered"] = max(0, counts["answered"] - late - own)
    counts["promised"] = max(0, counts["promised"] + late - early)
    return counts | ({"yours": own + early} if own + early else {})


def tier_counts(state: WorkState) -> Line:
    """How many stand in each tier; what the block leaves out is counted last."""
    queue = state.queue
    if queue is None:
        return ()
    counts = {word: sum(queue.counts.get(tier, 0) for tier in tiers) for word, tiers in COUNTED.items()}
    parts = [f"{word} {count}" for word, count in _by_what_is_owed(queue, counts).items()]
    if state.block is not None and state.left_by_block:
        parts = [*parts[:2], f"left by the block {state.left_by_block}"]
    return line(span(" ".join(parts) + " ", DIM))
