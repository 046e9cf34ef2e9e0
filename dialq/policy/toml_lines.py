"""Where each table and key of a TOML text stands, so that a message can name its line."""

from __future__ import annotations

import re

Path = tuple[str | int, ...]
"""Keys from the root down; the tables of an array are counted from 0."""

_PART = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*""")
_FENCES = ('"""', "'''")


def line_numbers(text: str) -> dict[Path, int]:
    """The line (from 1) of every table and key; what stands inside a text of several lines is no key."""
    found: dict[Path, int] = {(): 1}
    counts: dict[Path, int] = {}
    table: Path = ()
    fence = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if fence:
            fence = "" if fence in line else fence
            continue
        if (header := _header(line)) is not None:
            table = _inside(header, counts)
            if line.lstrip().startswith("[["):
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            found.setdefault(table, number)
        elif key := _keys(line, "="):
            for length in range(1, len(key) + 1):
                found.setdefault((*table, *key[:length]), number)
        fence = next((mark for mark in _FENCES if line.count(mark) % 2), "")
    return found


def _header(line: str) -> Path | None:
    """The keys of `[a.b]` or `[[a.b]]`; None if the line is no header."""
    start = line.lstrip()
    if not start.startswith("["):
        return None
    return _keys(start.lstrip("["), "]") or None


def _keys(text: str, end: str) -> Path:
    """The dotted keys up to the sign that ends them; () if the text does not begin with keys."""
    keys: list[str] = []
    position = 0
    while match := _PART.match(text, position):
        keys.append(next(part for part in match.groups() if part is not None))
        sign = text[match.end() : match.end() + 1]
        if sign == end:
            return tuple(keys)
        if sign != ".":
            return ()
        position = match.end() + 1
    return ()


def _inside(header: Path, counts: dict[Path, int]) -> Path:
    """The header's path through arrays of tables: `[a.b]` lies in the last `[[a]]` above it."""
    path: Path = ()
    for key in header[:-1]:
        path = (*path, key)
        if path in counts:
            path = (*path, counts[path])
    return (*path, header[-1])
