"""One value as a cell of a file that may be opened in a spreadsheet."""

from __future__ import annotations

import json
import re
from typing import Any

_NUMBER_TO_DIAL = re.compile(r"\+\d{4,15}(;ext=\d{1,7})?")
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cell(value: Any) -> str:
    """The text of a value; what a spreadsheet would run as a formula gets an apostrophe before it.

    A number to dial keeps its leading `+` bare, so that phone systems can read it back. Line ends are `\\n`:
    a bare carriage return would cut the row in two.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dict, list, tuple)):
        return _guarded(json.dumps(value, ensure_ascii=False, sort_keys=True)) if value else ""
    return str(value) if isinstance(value, (int, float)) else _guarded(str(value))


def _guarded(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.lstrip(" \u00a0").startswith(_STARTS_A_FORMULA) or _NUMBER_TO_DIAL.fullmatch(text):
        return text
    return f"'{text}"
