"""Whether files changed, asked every other second: names, sizes and times only."""

from __future__ import annotations

import os
from pathlib import Path

from dialq.policy.folder import ENDINGS
from dialq.policy.parsing import SINGLE

Signature = tuple[tuple[str, int, int, int], ...]
"""(name, size, time of change, kind and permissions) of each file."""


def signature(folder: Path) -> Signature:
    """What tells one state of a policy folder from another without reading a file."""
    found = [_of(f"{folder}/{name}") for name in SINGLE]
    for kind, endings in ENDINGS.items():
        try:
            with os.scandir(f"{folder}/{kind}") as inside:
                found += [_of(file.path) for file in inside if file.name.endswith(endings)]
        except OSError:
            found.append(_of(f"{folder}/{kind}"))
    return tuple(sorted(one for one in found if one is not None))


def _of(path: str) -> tuple[str, int, int, int] | None:
    """What tells one state of a file from another; of a link to nothing the link's own."""
    for look in (os.stat, os.lstat):
        try:
            status = look(path)
        except OSError:
            continue
        return path, status.st_size, status.st_mtime_ns, status.st_mode
    return None
