"""Lead files into the desk: one batch, a rejects file beside each input."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dialq.clock import to_utc_text

if TYPE_CHECKING:
    from dialq.desk.desk import Desk
    from dialq.desk.records import LeadFile, Reject
    from dialq.desk.views import Imported
    from dialq.engine.lead import LeadRecord


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a file is to be brought in."""

    source: str = ""
    mapping: dict[str, str] | None = None
    """Lead field -> column, over what is detected."""
    on_duplicate: str = "merge"
    rejects: Path | None = None
    """Where rejected rows go; None: beside the input."""
    dry_run: bool = False
    quiet: bool = False
    """Say nothing on the terminal: the screen has it."""


def new_batch(desk: Desk, file: Path) -> str:
    """A name for an import that sorts by time: `20261122T010900Z-contacts-1f`."""
    stamp = to_utc_text(desk.now()).replace("-", "").replace(":", "")
    stem = "".join(char if char.isalnum() else "-" for char in file.stem)[:24]
    return f"{stamp}-{stem}-{secrets.token_hex(1)}"


def import_path(desk: Desk, path: Path, wishes: Wishes = Wishes(), batch: str = "") -> Imported:
    """Bring one lead file in, with a progress bar where somebody watches."""
    from contextlib import closing, nullcontext
    from dataclasses import replace

    from dialq.bootstrap import read_lead_file, rejects_file
    from dialq.cli import diagnostics
    from dialq.desk.importing import import_leads

    file = read_lead_file(desk, path, wishes.mapping)
    for warning in () if wishes.quiet else file.warnings:
        diagnostics.note(f"{path}: {warning}")
    target = wishes.rejects or path.with_name(f"{path.stem}.rejects.csv")
    bar = diagnostics.Progress(path.name, quiet=wishes.quiet)
    rejects = nullcontext() if wishes.dry_run else rejects_file(target, file.headers)
    with rejects as book, closing(_watched(file, bar)) as rows:
        passing = rows if book is None else book.passing(rows)
        done = import_leads(
            desk, passing, source=wishes.source, on_duplicate=wishes.on_duplicate, dry_run=wishes.dry_run,
            batch=batch or new_batch(desk, path), file=str(path),
        )  # fmt: skip
    bar.done()
    rejected = book.count if book is not None else done.rejected
    kept = str(target) if rejected and not wishes.dry_run else ""
    return replace(done, rows=done.rows - done.rejected + rejected, rejected=rejected, rejects_file=kept)


def _watched(file: LeadFile, bar: object) -> Iterator[LeadRecord | Reject]:
    """The rows of a file, the bar moving along every thousand of them."""
    from dialq.cli.diagnostics import Progress

    assert isinstance(bar, Progress)
    for count, row in enumerate(file.records(), 1):
        if count % 1000 == 1:
            bar.show(file.position / max(1, file.size), count)
        yield row
