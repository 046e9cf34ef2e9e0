"""A world for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A fresh file on a Tuesday at ten."""
    made = World(tmp_path)
    yield made
    made.close()
