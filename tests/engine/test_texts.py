"""States and effects survive being written down (R2.3)."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dialq.engine import effects, interest_effects, ledger_effects
from dialq.engine.effects import Effect
from dialq.engine.effects_text import from_plain, to_plain
from dialq.engine.state import Entry, OpenCall, Promise, Response, State
from dialq.engine.state_text import from_text, to_text

instants = st.integers(0, 1 << 33)
counts = st.integers(0, 99)
words = st.text(max_size=8)
flags = st.booleans()
maybe = st.none() | instants

entries = st.builds(
    Entry, counts, instants, instants, words, words, flags, flags, words, counts, words, words, counts
)
promises = st.builds(Promise, instants, words, words, words, words, words, counts, instants, instants, counts)
responses = st.builds(Response, instants, words, words, counts, instants, counts, counts)
calls = st.builds(OpenCall, counts, words, instants, words)

BY_TYPE: dict[str, st.SearchStrategy[Any]] = {
    "str": words, "int": counts, "bool": flags, "Instant": instants, "Instant | None": maybe, "Entry": entries,
    "Promise": promises, "Promise | None": st.none() | promises, "Response": responses,
    "Response | None": st.none() | responses, "OpenCall": calls, "OpenCall | None": st.none() | calls,
    "tuple[str, ...]": st.lists(words, max_size=3).map(tuple),
    "tuple[Instant, ...]": st.lists(instants, max_size=3).map(tuple),
    "tuple[Entry, ...]": st.lists(entries, max_size=3).map(tuple),
    "tuple[tuple[str, Instant | None], ...]": st.lists(st.tuples(words, maybe), max_size=3).map(tuple),
    "tuple[str, Instant, bool] | None": st.none() | st.tuples(words, instants, flags),
}  # fmt: skip
"""A field's type, as it is written -> its values."""

KINDS = [
    kind
    for module in (effects, interest_effects, ledger_effects)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, Effect) and kind is not Effect
]


def _written(cls: type[Any]) -> dict[str, str]:
    return {name: str(kind) for name, kind in vars(cls).get("__annotations__", {}).items()}


def values(cls: type[Any]) -> st.SearchStrategy[Any]:
    """Any value of a dataclass, every field drawn."""
    return st.fixed_dictionaries(
        {name: BY_TYPE[kind] for base in reversed(cls.__mro__) for name, kind in _written(base).items()}
    ).map(lambda given: cls(**given))


@settings(max_examples=200, deadline=None)
@given(values(State))
def test_a_state_as_text_and_back(state: State) -> None:
    """R2.3: nothing is lost."""
    assert from_text(to_text(state)) == state


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(KINDS).flatmap(values))
def test_an_effect_as_json_and_back(effect: Effect) -> None:
    """R2.3: the event keeps what it changed."""
    assert from_plain(json.loads(json.dumps(to_plain(effect)))) == effect


def test_an_untouched_state_is_short() -> None:
    """R2.3: only what differs is written."""
    assert to_text(State()) == "{}"


def test_every_kind_of_effect_is_known() -> None:
    """R2.3: a kind that cannot be read back would lose an event."""
    assert len(KINDS) > 20
    assert {kind.__name__ for kind in KINDS} >= {"Entered", "StepDone", "Recorded", "Promised", "Resumed"}
