"""Which key does what: the declared keys, the user's overrides, and the digit row of AZERTY keyboards."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dialq.errors import BadSetting
from dialq.tui.actions import ACTIONS, BY_ID, WORK

AZERTY_DIGITS = {
    "ampersand": "1", "é": "2", "quotation_mark": "3", "apostrophe": "4", "left_parenthesis": "5",
    "minus": "6", "è": "7", "underscore": "8", "ç": "9", "à": "0",
}  # fmt: skip
"""What the unshifted digit row of a French keyboard sends, and the digit printed on the key."""

_FRIENDLY = {
    "solidus": "slash", "reverse_solidus": "backslash", "commercial_at": "at", "hyphen_minus": "minus",
    "plus_sign": "plus", "low_line": "underscore",
}  # fmt: skip
_SHOWN = {
    "enter": "Enter", "space": "Space", "backspace": "Bksp", "tab": "Tab", "question_mark": "?", "slash": "/",
    "full_stop": ".", "up": "Up", "down": "Down", "right": "Right",
} | {f"f{number}": f"F{number}" for number in range(1, 13)}  # fmt: skip


def key_name(key: str) -> str:
    """A key as the terminal reports it: `?` -> `question_mark`, `0 w` -> `0 w`, `n` -> `n`."""
    return " ".join(_one_key(part) for part in key.split())


def _one_key(key: str) -> str:
    if len(key) != 1 or key.isalnum():
        return key
    name = unicodedata.name(key, key).lower().replace("-", "_").replace(" ", "_")
    return _FRIENDLY.get(name, name)


def shown_key(key: str) -> str:
    """A key as people read it: `question_mark` -> `?`, `ctrl+p` -> `Ctrl+P`."""
    if key.startswith("ctrl+"):
        return "Ctrl+" + key.removeprefix("ctrl+").upper()
    return _SHOWN.get(key, key)


@dataclass(frozen=True, slots=True)
class Keymap:
    """The keys in force."""

    actions: dict[str, str]
    """Key (or `0 w`) -> action id; keys of other places than the work screen have the place before them."""
    keys: dict[str, tuple[str, ...]]
    """Action id -> its keys."""
    azerty: bool = False

    def find(self, key: str, prefix: str = "", *, place: str = WORK) -> str:
        """The action of a key press, '' if it has none; `prefix` is the key pressed before, if it opens a row."""
        name = AZERTY_DIGITS.get(key, key) if self.azerty and not prefix else key
        return self.actions.get(_placed(f"{prefix} {name}" if prefix else name, place), "")

    def first(self, action: str) -> str:
        """The first key of an action as people read it, '' if it has none."""
        keys = self.keys.get(action, ())
        return shown_key(keys[0]) if keys else ""

    def row(self, prefix: str) -> tuple[tuple[str, str], ...]:
        """The (letter, action id) pairs behind a prefix such as `0`."""
        start = prefix + " "
        return tuple(
            (key.removeprefix(start), act) for key, act in self.actions.items() if key.startswith(start)
        )


def build_keymap(
    overrides: Mapping[str, str | Sequence[str]] | None = None, *, azerty: bool = False
) -> Keymap:
    """The declared keys with the user's on top.

    Raises:
        BadSetting: names an unknown action, or the two actions that claim one key.

    """
    keys = {action.id: tuple(key_name(key) for key in action.keys) for action in ACTIONS}
    for action, wanted in (overrides or {}).items():
        if action not in BY_ID:
            raise BadSetting(f"keys.{action} in the settings is no action of dialq", "See `dialq keys`")
        keys[action] = _wanted_keys(wanted)
    return Keymap(_by_key(keys), keys, azerty)


def _wanted_keys(wanted: str | Sequence[str]) -> tuple[str, ...]:
    parts = [wanted] if isinstance(wanted, str) and wanted == "," else wanted
    listed = parts.split(",") if isinstance(parts, str) else parts
    return tuple(key_name(part.strip()) for part in listed if part.strip())


def _placed(key: str, place: str) -> str:
    return f"{place}: {key}" if place else key


def _by_key(keys: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for action, listed in keys.items():
        for key in listed:
            name = _placed(key, BY_ID[action].place)
            if name in found and found[name] != action:
                raise BadSetting(
                    f"the key {shown_key(key)} is claimed by {found[name]} and {action}",
                    "Give one of them another key in [keys] of the settings",
                )
            found[name] = action
    return found
