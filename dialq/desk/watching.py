"""Has anybody else written? A cheap question, asked a few times a second."""

from __future__ import annotations

from dialq.desk.desk import Desk


def version(desk: Desk) -> int:
    """Changes when another process committed."""
    return desk.store.version()


def rest(desk: Desk) -> None:
    """Small housekeeping, when nobody waits: a short write-ahead log, folded gates."""
    desk.store.tidy()
    desk.store.fold_gates(desk.now())
