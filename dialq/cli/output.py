"""The only writer of stdout: people's lines, or one JSON document."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from dialq.cli.visible import visible
from dialq.errors import WorldFailed


class ReaderGone(Exception):
    """Whoever read our output has closed it: no failure of ours."""


def say(*lines: str) -> None:
    """Print lines for people; control and bidirectional characters of lead data are made visible."""
    for line in lines:
        _write("\n".join(visible(part) for part in line.split("\n")) + "\n")


def document(value: Any) -> None:
    """Print one JSON document, in ASCII so that every terminal and pipe takes it."""
    _write(json.dumps(value) + "\n")


def plain_bytes(raw: bytes) -> None:
    """Print bytes as they are: a mail, for other programs."""
    _write(raw.decode("ascii"), raw)


def table(rows: Iterable[Sequence[str]], *, indent: str = "") -> None:
    """Print rows as aligned columns; the last column runs free."""
    cells = [[visible(cell) for cell in row] for row in rows]
    if not cells:
        return
    widths = [max(_width(cell) for cell in column) for column in zip(*cells, strict=True)]
    for row in cells:
        padded = [cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]
        _write(indent + "  ".join(padded).rstrip() + "\n")


def _width(text: str) -> int:
    """Columns a text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def _write(text: str, raw: bytes = b"") -> None:
    encoding = sys.stdout.encoding or "utf-8"
    try:
        if raw and hasattr(sys.stdout, "buffer"):
            sys.stdout.buffer.write(raw)
        else:
            sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
        sys.stdout.flush()
    except BrokenPipeError:
        raise ReaderGone from None
    except OSError as error:
        title = f"the output could not be written: {error.strerror or error}"
        raise WorldFailed(title, "What was recorded is kept; make room and ask again.") from error
