"""All keys with what they do, by group."""

from __future__ import annotations

from dialq.tui.actions import ACTIONS, GROUPS
from dialq.tui.keymap import Keymap, shown_key
from dialq.tui.spans import BOLD, DIM, KEY, Line, column, crop, line, span


def help_lines(keymap: Keymap, width: int) -> tuple[Line, ...]:
    """One line an action under a heading a group, then the manners of the keyboard."""
    lines: list[Line] = []
    for group in GROUPS:
        lines.append(line(span(f" {group.upper()}", BOLD)))
        for action in ACTIONS:
            if action.group == group:
                keys = "  ".join(shown_key(key) for key in keymap.keys.get(action.id, ()))
                lines.append(crop(line("  ", column(keys, 14, KEY), action.tooltip), width))
        lines.append(())
    lines += [line(span(f" {text}", DIM)) for text in _MANNERS]
    return tuple(lines)


_MANNERS = (
    "A key that records acts only when the lead has stood 0.4 s and that key was still for 1 s;",
    "a dropped press is shown, never queued. Pasted text is never keys. h d w c do nothing.",
    "Rebind in [keys] of the settings: answer.busy = \"B\".",
)  # fmt: skip
