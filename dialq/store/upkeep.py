"""Upkeep of the file: fold opened gates, copy it, ask whether it is sound."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from dialq.clock import Instant
from dialq.errors import BadInput
from dialq.store import sqlite
from dialq.store.database import Database, translated
from dialq.store.gates import NO_TIER
from dialq.store.places import Places

FOLDED_AT_ONCE = 500
_SAFE = ((3, 51, 3), (3, 50, 7), (3, 44, 6))
"""SQLite releases in which a checkpoint cannot lose a commit; dialq keeps both under one queue anyway."""
_NETWORK = ("nfs", "cifs", "smb", "fuse.sshfs", "9p")


def fold_gates(database: Database, places: Places, at: Instant) -> int:
    """Move some leads from opened gates to the always-open one with the same end, and away from closed ones.

    Queues stay as they are; fewer gates are asked at every next. Returns how many were moved.
    """
    moved = 0
    filled = places.gates.counts()
    for gate in list(places.gates.all()):
        closed = gate.closes <= at
        if gate.tier == NO_TIER or not filled.get(gate.id) or not (closed or 0 < gate.opens <= at):
            continue
        rows = database.execute(
            "SELECT rank, lead FROM place WHERE gate = ? LIMIT ?", (gate.id, FOLDED_AT_ONCE - moved)
        ).fetchall()
        if not rows:
            continue
        key = (gate.rep, gate.tier, 0, gate.closes, gate.window, gate.channel, "", gate.warm)
        places.move(gate.id, None if closed else places.gates.intern(key), rows)
        moved += len(rows)
        if moved >= FOLDED_AT_ONCE:
            break
    return moved


def backup(database: Database, path: Path) -> None:
    """Copy the file, whole, beside the running program; the copy appears only when it is complete."""
    if path.exists():
        raise BadInput(f"{path} exists already", "Name a new file.")
    part = path.with_name(path.name + ".part")
    with translated(path):
        os.close(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
        target = sqlite.module.connect(part)
        try:
            database.connection.backup(target)
        finally:
            target.close()
        os.replace(part, path)


def soundness(database: Database) -> Iterator[tuple[str, bool, str]]:
    """(name, ok, detail) of the file itself."""
    found = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    yield "file", found == "ok", f"{database.path}: {found}"
    version = tuple(int(part) for part in sqlite.VERSION.split("."))
    safe = any(version >= least and version[:2] == least[:2] for least in _SAFE) or version >= _SAFE[0]
    detail = f"SQLite {sqlite.VERSION}" + (
        "" if safe else ": commits and checkpoints take turns, so its known fault cannot strike"
    )
    yield "sqlite", True, detail
    mode = database.path.stat().st_mode & 0o777
    yield (
        "rights",
        mode & 0o077 == 0,
        f"mode {mode:o}" + ("" if mode & 0o077 == 0 else ": others can read it; chmod 600"),
    )
    kind = _file_system(database.path)
    yield "file system", not kind.startswith(_NETWORK), kind or "unknown"


def _file_system(path: Path) -> str:
    """The kind of file system a file lies on, as the system names it; '' where it does not say."""
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    best, kind = "", ""
    where = str(path.resolve())
    for line in mounts:
        _, folder, name, *_ = line.split()
        if where.startswith(folder) and len(folder) >= len(best):
            best, kind = folder, name
    return kind
