"""A file is written whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from dialq.errors import BadInput, WorldFailed


def write_whole(path: Path, parts: Iterable[bytes]) -> None:
    """Write `parts` beside `path`, sync them to disk, then put them in its place.

    On any failure nothing new is left and what was there stays.

    Raises:
        BadInput: the folder is missing, or `path` is a folder.
        WorldFailed: the disk did not take it.

    """
    if not path.parent.is_dir():
        raise BadInput(f"there is no folder {path.parent}", f"Make it first, or write elsewhere than {path}.")
    if path.is_dir():
        raise BadInput(f"{path} is a folder", "Name a file with -o.")
    try:
        if path.exists() and not path.is_file():
            _write_through(path, parts)
        else:
            _write_beside(Path(os.path.realpath(path)), parts)
    except OSError as error:
        title = f"{path} could not be written: {error.strerror or error}"
        raise WorldFailed(title, "Nothing was left behind; make room and try again.") from error


def _write_through(device: Path, parts: Iterable[bytes]) -> None:
    """A pipe or a terminal has no place beside it."""
    with device.open("wb") as out:
        out.writelines(parts)


def _write_beside(path: Path, parts: Iterable[bytes]) -> None:
    beside = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    try:
        with os.fdopen(os.open(beside, flags, 0o666), "wb") as out:
            if path.exists():
                os.fchmod(out.fileno(), path.stat().st_mode & 0o777)
            out.writelines(parts)
            out.flush()
            os.fsync(out.fileno())
        beside.replace(path)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Put the new name itself on disk; systems that cannot do so for a folder say so, and it is not vital."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
