"""What the app learned about this keyboard, kept in a small file beside the database."""

from __future__ import annotations

import json
from pathlib import Path

PLAIN = "plain"
AZERTY = "azerty"


def digit_row(path: Path | None) -> str:
    """`plain` or `azerty` as remembered; '' if it was never asked. Without a file to remember in: `plain`."""
    if path is None:
        return PLAIN
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    row = kept.get("digit_row", "") if isinstance(kept, dict) else ""
    return row if row in (PLAIN, AZERTY) else ""


def remember_digit_row(path: Path | None, row: str) -> None:
    """Keep it for the next start; a file that cannot be written only means being asked again."""
    if path is None:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"digit_row": row}) + "\n", encoding="utf-8")
    except OSError:
        return
