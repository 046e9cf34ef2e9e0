"""The screen through a real pseudo-terminal, against the bare app: key to paint, bytes, start, memory."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
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
REST = 0.5
"""Seconds between keys: a card must stand 0.4 s, and the same key, every second one, be still for 1 s."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program in a terminal, and how its leads are seen."""

    argv: tuple[str | Path, ...]
    mark: Callable[[pyte.Screen], str]
    """Changes when the next lead is painted."""
    first: re.Pattern[str]
    """Found in what it writes once the first lead is painted."""
    keys: str
    """Keys that log, pressed in turn."""
    home: Path

    def open(self) -> Terminal:
        """Start it in a terminal of the size that is measured."""
        env = {"HOME": str(self.home), "USER": "ana"}
        return Terminal(self.argv, columns=COLUMNS, rows=ROWS, env=env)

    def reach(self, terminal: Terminal) -> float:
        """Seconds from its start to its first lead."""
        return terminal.time_to(self.first.search, prompts=PROMPTS)

    def start(self) -> float:
        """Start it, wait for the first lead, end it; the seconds it took."""
        with self.open() as terminal:
            return self.reach(terminal)


def measure(bench: Bench) -> list[Row]:
    """All rows of the screen; both programs take turns at everything, so that they see the same machine."""
    ours, small, bare = dialq(bench, bench.leads), dialq(bench, bench.small), bare_app(bench)
    bench.say(f"starting dialq with {bench.leads:,} leads, with {bench.small:,}, and the bare app")
    starts = [[one.start() for one in (ours, small, bare)] for _ in range(STARTS)]
    first, at_1k, least = (median(column) * 1000 for column in zip(*starts, strict=True))
    rows = [
        Row("start to first lead, against the bare app", first, "ms", least, 1.8),
        Row(f"start to first lead, against {bench.small:,} leads", first, "ms", at_1k, 1.1),
    ]
    return _pressed(bench, ours, bare) + rows


def _pressed(bench: Bench, ours: Program, bare: Program) -> list[Row]:
    """Rows of a session: keys pressed in turn in both, then both at rest."""
    bench.say(f"pressing {bench.keys} keys in dialq and in the bare app")
    with ours.open() as mine, bare.open() as least:
        ours.reach(mine)
        bare.reach(least)
        turns = [(_press(ours, mine, at), _press(bare, least, at)) for at in range(bench.keys)]
        mine.read_for(2)
        idle = mine.read_for(IDLE_SECONDS) / IDLE_SECONDS
        memory = [terminal.memory_kib() / 1024 for terminal in (mine, least)]
    painted, floor = ([turn[at].painted for turn in turns] for at in range(2))
    sent = [median(turn[at].sent for turn in turns) for at in range(2)]
    return [
        *pair(f"key to next lead painted, {bench.leads:,} leads", painted, floor, (1.5, 1.5)),
        Row(f"bytes per outcome at {COLUMNS}x{ROWS}", sent[0], "B", sent[1], 0.5),
        Row("bytes when idle", idle, "B/s", None, 200),
        Row("memory of a session", memory[0], "MB", memory[1], 1.6),
    ]


def _press(program: Program, terminal: Terminal, at: int) -> Paint:
    return terminal.press(program.keys[at % len(program.keys)], program.mark, rest=REST)


def bare_app(bench: Bench) -> Program:
    """The floor."""
    argv = (sys.executable, BARE, bench.path("bare.db"))
    return Program(argv, lambda screen: screen.display[2], re.compile("LEAD 1 "), "12", _home(bench))


def dialq(bench: Bench, leads: int) -> Program:
    """Ours, on so many leads. No answer and gatekeeper: both bring the next lead at once."""
    argv = (*DIALQ, "--db", steady(bench, leads), "--rep", "ana")
    return Program(argv, card, LEAD_IN_HAND, "14", _home(bench))


def card(screen: pyte.Screen) -> str:
    """The lead in hand: its name stands in capitals on the card and nowhere else."""
    found = LEAD_IN_HAND.search("\n".join(screen.display))
    return found.group() if found else ""


def _home(bench: Bench) -> Path:
    home = bench.folder / "home"
    home.mkdir(exist_ok=True)
    return home
