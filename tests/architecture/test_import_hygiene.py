"""A command that prints one line does not pay for the screen, the geocoder or the mail parts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LIST_LOADED = "import json, sys, {module}; print(json.dumps(sorted(sys.modules)))"
HEAVY = (
    "textual",
    "rich",
    "phonenumbers.geocoder",
    "phonenumbers.carrier",
    "phonenumbers.geodata",
    "holidays",
)
MAIL = ("dialq.mail", "smtplib", "imaplib", "jinja2", "email.mime")


def loaded_by(module: str) -> set[str]:
    """Names of all modules that importing this one brings in, in a fresh interpreter."""
    done = subprocess.run(
        [sys.executable, "-c", LIST_LOADED.format(module=module)], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


def brought_in(module: str, unwanted: tuple[str, ...]) -> list[str]:
    """Which of the unwanted packages, or parts of them, importing a module loads."""
    return sorted(
        name
        for name in loaded_by(module)
        for start in unwanted
        if name == start or name.startswith(f"{start}.")
    )


@pytest.mark.parametrize("module", ["dialq", "dialq.cli", "dialq.cli.main"])
def test_the_command_line_starts_light(module: str) -> None:
    assert brought_in(module, HEAVY + MAIL) == []


def test_opening_a_desk_loads_no_screen_and_no_geocoder() -> None:
    assert brought_in("dialq.bootstrap", HEAVY) == []


def test_the_engine_loads_nothing_that_touches_the_world() -> None:
    engine = [f"dialq.engine.{path.stem}" for path in (ROOT / "dialq/engine").glob("[a-z]*.py")]
    assert len(engine) > 5
    assert (
        brought_in(
            ", ".join(engine), ("sqlite3", "sqlite_utils", "socket", "dialq.desk", "dialq.settings", *HEAVY)
        )
        == []
    )
