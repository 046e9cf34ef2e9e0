"""A backup back in the place of the database."""

from __future__ import annotations

from pathlib import Path


def restore(backup: Path, target: Path) -> Path | None:
    """Put `backup` in the place of `target`; returns where the old database is kept, if there was one.

    Raises BadInput for a file that is no whole backup, StoreBusy while anybody has the target open.
    """
    from dialq.store.restoring import restore as put_back

    return put_back(backup, target)
