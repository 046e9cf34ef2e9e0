"""What the everyday commands load: no screen, no templates, no mail, no phone book."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Shell

ROOT = Path(__file__).parents[2]
HEAVY = (
    "textual",
    "rich",
    "jinja2",
    "phonenumbers",
    "sqlite_utils",
    "email",
    "dialq.mail",
    "dialq.intake",
    "dateutil",
)
RUN = """
import json, sys
from dialq.cli.main import guarded, main
import click
code = guarded(lambda: click.Group.main(main, sys.argv[1:], standalone_mode=False))
print(json.dumps([code, sorted(sys.modules)]), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "words", [("next", "--json"), ("log", "1", "no-answer"), ("queue",), ("why", "1"), ("undo",)]
)
def test_everyday_commands_load_no_heavy_part(shell: Shell, words: tuple[str, ...]) -> None:
    shell.add()
    shell.ask("log", 1, "busy", "--override", "test")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DIALQ_DB": str(shell.db), "DIALQ_REP": "ana"}
    done = subprocess.run(
        [sys.executable, "-c", RUN, *words], env=environment, capture_output=True, text=True
    )
    code, modules = json.loads(done.stderr.splitlines()[-1])
    assert code in (0, 1, 3), done.stderr
    assert [name for name in modules if name.split(".")[0] in HEAVY or name.startswith(HEAVY[6:8])] == []
