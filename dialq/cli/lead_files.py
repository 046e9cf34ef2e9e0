"""Lead files into the desk: one batch, a rejects file beside each input."""

from __future__ import annotations

import secrets
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dialq.clock import to_utc_text

if TYPE_CHECKING:
    from dialq.cli.diagnostics import Progress
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


def new_batch(desk: Desk, file: Path) -> str:
    """A name for an import that sorts by time: `20261122T010900Z-contacts-1f`."""
    stamp = to_utc_text(desk.now()).replace("-", "").replace(":", "")
    stem = "".join(char if char.isalnum() else "-" for char in file.stem)[:24]
    return f"{stamp}-{stem}-{secrets.token_hex(1)}"


def import_path(desk: Desk, path: Path, wishes: Wishes = Wishes(), batch: str = "") -> Imported:
    """Bring one lead file in, with a progress bar where somebody watches."""
    from contextlib import closing, nullcontext

    from dialq.bootstrap import read_lead_file
    from dialq.cli import diagnostics
    from dialq.desk.importing import import_leads
    from dialq.leads_in import rejects_file

    file = read_lead_file(desk, path, wishes.mapping)
    for warning in file.warnings:
        diagnostics.note(f"{path}: {warning}")
    target = wishes.rejects or path.with_name(f"{path.stem}.rejects.csv")
    bar = diagnostics.Progress(path.name)
    rejects = nullcontext() if wishes.dry_run else rejects_file(target, file.headers)
    with rejects as book, closing(_watched(file, bar)) as rows:
        done = import_leads(
            desk,
            rows if book is None else book.passing(rows),
            source=wishes.source,
            on_duplicate=wishes.on_duplicate,
            dry_run=wishes.dry_run,
            batch=batch or new_batch(desk, path),
            file=str(path),
        )
    bar.done()
    kept = str(target) if done.rejected and not wishes.dry_run else ""
    return done._replace(rejects_file=kept)


def _watched(file: LeadFile, bar: Progress) -> Generator[LeadRecord | Reject, None, None]:
    """The rows of a file, the bar moving along every thousand of them."""
    for count, row in enumerate(file.records(), 1):
        if count % 1000 == 1:
            bar.show(file.position / max(1, file.size), count)
        yield row
