"""A state as compact JSON and back: only what differs from an untouched lead is written."""

from __future__ import annotations

import json
from typing import Any

from dialq.engine.state import Entry, OpenCall, Promise, Response, State

_EMPTY = State()
_NAMES = State.__struct_fields__
_PARTS: dict[type, tuple[str, ...]] = {
    cls: cls.__struct_fields__ for cls in (Entry, OpenCall, Promise, Response)
}


def to_text(state: State) -> str:
    """The state as JSON text."""
    plain: dict[str, Any] = {}
    for name in _NAMES:
        value = getattr(state, name)
        if value != getattr(_EMPTY, name):
            plain[name] = _plain(value)
    return json.dumps(plain, separators=(",", ":"), ensure_ascii=False)


def from_text(text: str) -> State:
    """The state that `to_text` wrote."""
    plain = json.loads(text)
    if "ledger" in plain:
        plain["ledger"] = tuple(Entry(*row) for row in plain["ledger"])
    if plain.get("response"):
        plain["response"] = Response(*plain["response"])
    if plain.get("promise"):
        plain["promise"] = Promise(*plain["promise"])
    if plain.get("call"):
        plain["call"] = OpenCall(*plain["call"])
    for name in ("beside", "items", "acts"):
        if name in plain:
            plain[name] = tuple(plain[name])
    if "dead" in plain:
        plain["dead"] = tuple((point, until) for point, until in plain["dead"])
    if plain.get("last_call"):
        key, at, reached = plain["last_call"]
        plain["last_call"] = (key, at, reached)
    return State(**plain)


def _plain(value: Any) -> Any:
    names = _PARTS.get(type(value))
    if names is not None:
        return [getattr(value, name) for name in names]
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value
