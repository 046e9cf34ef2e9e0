"""One run of the benchmarks: its sizes, its folder, and the things several measures share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.rows import Row


@dataclass(slots=True)
class Bench:
    """What a measure is given."""

    folder: Path
    """Where databases and files of this run lie."""
    leads: int = 1_000_000
    """Leads in the big database; a tenth of them are due."""
    small: int = 1_000
    """Leads in the small one."""
    rows: int = 100_000
    """Rows of the import, and tasks of the other program."""
    keys: int = 60
    """Key presses timed through the terminal."""
    calls: int = 1_000
    """Desk calls timed."""
    say: Callable[[str], None] = print
    """Tells the person waiting what is being done."""
    kept: dict[str, object] = field(default_factory=dict)
    """Figures that more than one measure needs, by name."""

    def path(self, name: str) -> Path:
        """A file of this run that is not there yet: an older one is removed, with SQLite's side files."""
        path = self.folder / name
        for side in ("", "-wal", "-shm", "-lock", "-journal"):
            path.with_name(path.name + side).unlink(missing_ok=True)
        return path


Measure = Callable[[Bench], list[Row]]
