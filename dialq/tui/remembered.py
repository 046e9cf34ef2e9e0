"""What the app learned about this keyboard and this terminal, kept in a small file beside the database."""

from __future__ import annotations

import json
from pathlib import Path

PLAIN = "plain"
AZERTY = "azerty"
DIGIT_ROW = "digit_row"
THEME = "theme"


def recall(path: Path | None, name: str, known: tuple[str, ...]) -> str:
    """A remembered word, if it is one of the known ones; else ''."""
    word = _read(path).get(name, "")
    return word if word in known else ""


def remember(path: Path | None, name: str, word: str) -> None:
    """Keep a word for the next start; a file that cannot be written only means being asked again."""
    if path is None:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(_read(path) | {name: word}) + "\n", encoding="utf-8")
    except OSError:
        return


def digit_row(path: Path | None) -> str:
    """`plain` or `azerty` as remembered; '' if it was never asked. Without a file to remember in: `plain`."""
    return PLAIN if path is None else recall(path, DIGIT_ROW, (PLAIN, AZERTY))


def _read(path: Path | None) -> dict[str, str]:
    if path is None:
        return {}
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(name): str(word) for name, word in kept.items()} if isinstance(kept, dict) else {}
