"""How a key reaches what it does."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

Now = Callable[[], None]
"""Done at once, on the screen alone."""
Later = Callable[[], Coroutine[Any, Any, None]]
"""Asks the desk; keys that record are dropped until it is done."""
Command = Now | Later
