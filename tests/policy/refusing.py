"""What a table of wrong files asserts: file, line, key and the nearest right word are named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dialq.errors import BadSetting


def refusal(read: Callable[[], Any]) -> str:
    """The sentence with which something is refused."""
    with pytest.raises(BadSetting) as refused:
        read()
    return str(refused.value)
