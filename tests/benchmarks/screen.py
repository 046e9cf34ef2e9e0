"""The screen through a real pseudo-terminal, against the bare app: key to paint, bytes, start, memory."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pyte

from tests.benchmarks.bench import Bench
from tests.benchmarks.databases import steady
from tests.benchmarks.importing import DIALQ
from tests.benchmarks.rows import Row, pair
from tests.terminal.driver import ENTER, Paint, Terminal

COLUMNS, ROWS = 120, 40
BARE = Path(__file__).with_name("bare_app.py")
LEAD_IN_HAND = re.compile(r"ZQ\d{7}")
STARTS = 5
PROMPTS = {"labelled 1": "1", "= to work": ENTER}
"""What stands between the start and the first lead, answered at once: nobody's thinking is measured."""
IDLE_SECONDS = 10
REST = 0.55
"""Seconds between keys: a card must stand 0.4 s, and the same key, every second one, be still for 1 s."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one program showed through the terminal."""

    starts: tuple[float, ...]
    """Seconds until the first lead was painted."""
    paints: tuple[Paint, ...]
    idle: float
    """Bytes a second without a key."""
    memory: float
    """MB resident after the keys."""


def measure(bench: Bench) -> list[Row]:
    """All rows of the screen."""
    bare = bare_app(bench)
    bench.say(f"pressing keys in dialq with {bench.leads:,} leads")
    big = steady(bench, bench.leads)
    ours = watch(program(bench, big), card, LEAD_IN_HAND.search, "14", bench.keys)
    small = [start(program(bench, steady(bench, bench.small)), LEAD_IN_HAND.search) for _ in range(STARTS)]
    painted = ([paint.painted for paint in ours.paints], [paint.painted for paint in bare.paints])
    first, at_1k = median(ours.starts) * 1000, median(small) * 1000
    sent = [median(paint.sent for paint in program.paints) for program in (ours, bare)]
    return [
        *pair(f"key to next lead painted, {bench.leads:,} leads", *painted, (1.5, 1.5)),
        Row(f"bytes per outcome at {COLUMNS}x{ROWS}", sent[0], "B", sent[1], 0.5),
        Row("bytes when idle", ours.idle, "B/s", None, 200),
        Row("start to first lead, against the bare app", first, "ms", median(bare.starts) * 1000, 1.8),
        Row(f"start to first lead, against {bench.small:,} leads", first, "ms", at_1k, 1.1),
        Row("memory of a session", ours.memory, "MB", bare.memory, 1.6),
    ]


def bare_app(bench: Bench) -> Figures:
    """The figures of the bare app."""
    bench.say("pressing keys in the bare app")
    argv = (sys.executable, BARE, bench.path("bare.db"))
    return watch(
        lambda: open_terminal(argv),
        lambda screen: screen.display[2],
        re.compile("LEAD 1 ").search,
        "12",
        bench.keys,
    )


def card(screen: pyte.Screen) -> str:
    """The lead in hand: its name stands in capitals on the card and nowhere else."""
    found = LEAD_IN_HAND.search("\n".join(screen.display))
    return found.group() if found else ""


def program(bench: Bench, database: Path) -> Callable[[], Terminal]:
    """Opens dialq on a database."""
    home = bench.folder / "home"
    home.mkdir(exist_ok=True)
    return lambda: open_terminal(
        (*DIALQ, "--db", database, "--rep", "ana"), {"HOME": str(home), "USER": "ana"}
    )


def open_terminal(argv: Sequence[str | Path], env: dict[str, str] | None = None) -> Terminal:
    """A program in a terminal of the size that is measured."""
    return Terminal(argv, columns=COLUMNS, rows=ROWS, env=env)


def start(launch: Callable[[], Terminal], first: Callable[[str], object]) -> float:
    """Seconds from the start of a program to its first lead."""
    with launch() as terminal:
        return terminal.time_to(first, prompts=PROMPTS)


def watch(
    launch: Callable[[], Terminal],
    mark: Callable[[pyte.Screen], str],
    first: Callable[[str], object],
    keys: str,
    presses: int,
) -> Figures:
    """Start a program several times, then press its keys in turn and let it rest."""
    starts = tuple(start(launch, first) for _ in range(STARTS))
    with launch() as terminal:
        terminal.time_to(first, prompts=PROMPTS)
        terminal.settle(0.5)
        paints = tuple(terminal.press(keys[at % len(keys)], mark, rest=REST) for at in range(presses))
        terminal.read_for(2)
        idle = terminal.read_for(IDLE_SECONDS) / IDLE_SECONDS
        return Figures(starts, paints, idle, terminal.memory_kib() / 1024)
