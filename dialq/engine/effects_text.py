"""An effect as JSON-ready values and back: how events keep what they changed."""

from __future__ import annotations

from typing import Any

from dialq.engine import effects, handing_effects, interest_effects, ledger_effects, moved
from dialq.engine.effects import Effect
from dialq.engine.state import Entry, OpenCall, Promise, Response

_KINDS: dict[str, type[Effect]] = {
    name: kind
    for module in (effects, handing_effects, interest_effects, ledger_effects, moved)
    for name, kind in vars(module).items()
    if isinstance(kind, type) and issubclass(kind, Effect)
}
"""Every kind of effect by its name."""
_NESTED: dict[str, type[Any]] = {
    "entry": Entry, "promise": Promise, "ask": Promise, "response": Response, "call": OpenCall,
}  # fmt: skip
"""Fields that hold a value of their own."""
_PLAIN = (int, str, type(None))


def to_plain(effect: Effect) -> list[Any]:
    """An effect as JSON-ready values: its name, then its fields in order."""
    return [type(effect).__name__, *(_plain(getattr(effect, name)) for name in effect.__struct_fields__)]


def from_plain(plain: list[Any]) -> Effect:
    """The effect that `to_plain` wrote; missing trailing fields take their defaults."""
    cls = _KINDS[plain[0]]
    names = cls.__struct_fields__
    values = {name: _whole(name, value) for name, value in zip(names, plain[1:], strict=False)}
    return cls(**values)


def _whole(name: str, value: Any) -> Any:
    return _NESTED[name](*value) if isinstance(value, list) else value


def _plain(value: Any) -> Any:
    return value if isinstance(value, _PLAIN) else [getattr(value, name) for name in value.__struct_fields__]
