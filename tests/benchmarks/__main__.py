"""`python -m tests.benchmarks`: measure dialq and its floors on this machine, and print both."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter

from tests.benchmarks import answering, importing, machine, mails, odd_days, policies, screen, shell
from tests.benchmarks.bench import Bench, Measure
from tests.benchmarks.rows import Row, as_json, as_table

MEASURES: dict[str, tuple[str, Measure]] = {
    "screen": ("key to paint, bytes, start, memory, through a real terminal", screen.measure),
    "answer": ("answer + next as a desk call, against a raw commit", answering.measure),
    "odd-days": ("next on the days that break queues", odd_days.measure),
    "import": ("a messy file in", importing.measure),
    "rejudge": ("every lead judged anew after an edit of the policy", policies.rejudge),
    "diff": ("the dry run of an edit", policies.dry_run),
    "drain": ("queued mails through a server, against the bare client", mails.drain),
    "shell": ("dialq next and dialq log as whole processes", shell.measure),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the chosen measures; 0 once all were taken, whatever they say: a slow machine is no failure."""
    asked = _arguments().parse_args(argv)
    if asked.list:
        print("\n".join(f"{name:10} {what}" for name, (what, _) in MEASURES.items()))
        return 0
    with ExitStack() as stack:
        bench = _bench(asked, stack)
        rows = _take(bench, asked.rows or list(MEASURES))
        here = machine.describe(bench.folder)
    if asked.json:
        print(as_json(here, rows))
    else:
        print(f"\n{machine.as_line(here)}\n\n{as_table(rows)}")
    return 0


def _take(bench: Bench, names: Sequence[str]) -> list[Row]:
    """All rows of the named measures."""
    rows: list[Row] = []
    for name in names:
        start = perf_counter()
        rows += MEASURES[name][1](bench)
        bench.say(f"{name}: done in {perf_counter() - start:.0f} s")
    return rows


def _bench(asked: argparse.Namespace, stack: ExitStack) -> Bench:
    """The run's sizes and its folder, which goes away with the run unless it is kept."""
    if asked.keep:
        folder = Path(asked.keep)
        folder.mkdir(parents=True, exist_ok=True)
    else:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dialq-bench-")))
    bench = Bench(folder, say=lambda text: print(text, file=sys.stderr, flush=True))
    if asked.quick:
        bench.leads, bench.small, bench.rows, bench.keys, bench.calls = 20_000, 1_000, 5_000, 12, 200
    if asked.leads:
        bench.leads = asked.leads
    return bench


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("rows", nargs="*", choices=[[], *MEASURES], metavar="ROWS", help="which; all if none")
    parser.add_argument("--list", action="store_true", help="name the measures and stop")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of a table")
    parser.add_argument("--quick", action="store_true", help="small sizes: to try a change, not to quote")
    parser.add_argument("--leads", type=int, help="leads in the big database, instead of a million")
    parser.add_argument(
        "--keep", metavar="DIR", help="keep databases here, and use again those that fit the code"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
