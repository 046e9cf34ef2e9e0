"""A shell in which `dialq` is run against a fresh file, at a time that stands still."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dialq.bootstrap import open_desk
from dialq.cli.main import main
from dialq.clock import ManualClock
from dialq.desk.desk import Desk
from dialq.engine.day import at_wall

ZONE = "America/New_York"
TUESDAY_TEN = at_wall(date(2026, 12, 1), 10 * 60, ZONE)
SETTINGS = f"""
[team]
zone = "{ZONE}"
country = "US"
[sender]
name = "Ana Torres"
email = "ana@coldchain.example"
company = "Coldchain Alerts"
postal_address = "1 Example Street, Springfield, IL 62701"
"""
ANN = {
    "name": "Ann Lee",
    "company": "Acme Freight",
    "phone": "+1 212 555 0142",
    "email": "ann@acme.example",
    "region": "NY",
    "country": "US",
    "interaction": "form",
    "topic": "cold-chain alerts",
    "source": "web",
    "external_id": "w-1",
}


@dataclass(frozen=True)
class Said:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)


@dataclass
class Shell:
    """Runs commands; its clock moves only when told."""

    folder: Path
    clock: ManualClock
    runner: CliRunner = field(default_factory=CliRunner)

    @property
    def db(self) -> Path:
        """The database the commands work on."""
        return self.folder / "team.db"

    def run(self, *words: str | int | Path, stdin: str = "", rep: str = "ana") -> Said:
        """Run `dialq` with these words."""
        env = {"DIALQ_DB": str(self.db), "DIALQ_REP": rep}
        done = self.runner.invoke(main, [str(word) for word in words], input=stdin, env=env)
        return Said(done.exit_code, done.stdout, done.stderr)

    def ask(self, *words: str | int | Path, stdin: str = "", rep: str = "ana") -> Any:
        """The JSON document of a command that must succeed."""
        said = self.run(*words, "--json", stdin=stdin, rep=rep)
        assert (said.code, said.err) == (0, ""), said
        return said.document

    @contextmanager
    def desk(self, rep: str = "ana") -> Iterator[Desk]:
        """A desk over the same file, for what no command does."""
        desk = open_desk(self.db, rep=rep, clock=self.clock, create=False)
        try:
            yield desk
        finally:
            desk.close()

    def add(self, **fields: str) -> int:
        """A lead, added by JSON on stdin."""
        return int(self.ask("add", stdin=json.dumps({**ANN, **fields}))["lead"])


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    (tmp_path / "settings.toml").write_text(SETTINGS)
    clock = ManualClock(TUESDAY_TEN)
    monkeypatch.setattr("dialq.bootstrap.SystemClock", lambda: clock)
    monkeypatch.chdir(tmp_path)
    return Shell(tmp_path, clock)
