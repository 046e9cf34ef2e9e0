"""A backup back in the place of the database."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Restored(NamedTuple):
    """A backup stands in the place of the database."""

    kept: Path | None
    """Where the old database is, if there was one."""
    in_doubt: int
    """Mails that may have left since the backup: a person says (R14.2)."""
    bans: int
    """Bans made since the backup that were taken over (R18.1)."""


def restore(backup: Path, target: Path) -> Restored:
    """Put `backup` in the place of `target`; bans and the fates of mails since then are taken over.

    Raises BadInput for a file that is no whole backup, StoreBusy while anybody has the target open.
    """
    from dialq.store.restoring import restore as put_back

    return Restored(*put_back(backup, target))
