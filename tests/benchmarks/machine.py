"""The machine a table was measured on."""

from __future__ import annotations

import os
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path


def describe(folder: Path) -> dict[str, str]:
    """Processor, memory, system, versions, and the file system under the databases."""
    return {
        "processor": f"{_field(Path('/proc/cpuinfo'), 'model name')}, {os.cpu_count()} cores",
        "memory": _field(Path("/proc/meminfo"), "MemTotal"),
        "system": f"{platform.system()} {platform.release()}",
        "disk": _file_system(folder),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "textual": version("textual"),
    }


def as_line(machine: dict[str, str]) -> str:
    """The machine in one line."""
    return ", ".join(f"{name} {value}" for name, value in machine.items())


def _field(path: Path, name: str) -> str:
    """The value of `name: value` in a file of the kernel; 'unknown' where there is none."""
    if path.exists():
        for line in path.read_text().splitlines():
            if line.startswith(name):
                return line.split(":", 1)[1].strip()
    return platform.processor() or "unknown"


def _file_system(folder: Path) -> str:
    """Kind of the file system that holds a folder."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return "unknown"
    best = ("", "unknown")
    for line in mounts.read_text().splitlines():
        _, where, kind, *_ = line.split()
        if folder.resolve().is_relative_to(where) and len(where) >= len(best[0]):
            best = (where, kind)
    return best[1]
