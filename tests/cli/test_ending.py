"""However a command ends, it is one sentence and one of five exit codes, never a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from dialq.cli.main import COMMANDS, main
from dialq.errors import StoreUnusable
from tests.cli.conftest import Shell

ROOT = Path(__file__).parents[2]


def every_command(group: click.Group, *path: str) -> Iterator[tuple[str, ...]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from every_command(command, *path, name)


@pytest.mark.parametrize("words", [*every_command(main)], ids=" ".join)
def test_every_command_has_help_and_takes_the_common_options(shell: Shell, words: tuple[str, ...]) -> None:
    said = shell.run(*words, "--help")
    assert said.code == 0
    assert f"Usage: dialq {' '.join(words)}" in said.out
    assert {"--db", "--rep", "--json"} <= set(said.out.split())


def test_the_table_names_what_is_there() -> None:
    context = click.Context(main)
    assert all(main.get_command(context, name) for name in COMMANDS)


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("frobnicate",), 2, "there is no command 'frobnicate'"),
        (("nxt",), 2, "Did you mean 'next'?"),
        (("log",), 2, "Missing argument 'LEAD'"),
        (("queue", "--limit", "none"), 2, "none"),
        (("queue",), 4, "there is no database"),
        (("add",), 2, "stdin is no JSON object"),
        (("import",), 2, "name the lead FILE"),
        (("import", "nowhere.csv"), 2, "there is no file nowhere.csv"),
        ((), 2, "the screen needs a terminal"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    shell: Shell, words: tuple[str, ...], code: int, told: str
) -> None:
    said = shell.run(*words)
    assert said.code == code
    assert told in said.err
    assert said.err.startswith("dialq: ")
    assert said.err.count("\n") == 1
    assert said.out == ""


def test_options_stand_before_or_after_the_command(shell: Shell) -> None:
    shell.add()
    before = shell.run("--rep", "ben", "--json", "queue")
    after = shell.run("queue", "--json", "--rep", "ben")
    assert before.document["rep"] == "ben"
    assert before == after


def test_the_database_is_named_before_the_environment(shell: Shell) -> None:
    other = shell.folder / "other.db"
    shell.ask("--db", other, "add", "--name", "Bo Li", "--email", "bo@example.com")
    assert other.exists()
    assert not shell.db.exists()


def test_a_rep_without_a_name_is_asked_for_one(shell: Shell) -> None:
    shell.add()
    said = shell.run("queue", "--rep", "a\x1bb")
    assert said.code == 2
    assert "--rep NAME" in said.err


def test_what_nobody_foresaw_is_one_sentence_too(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: object, **_named: object) -> None:
        raise ZeroDivisionError("seven\nby nought")

    monkeypatch.setattr("dialq.bootstrap.open_desk", fail)
    said = shell.run("queue")
    assert said.code == 4
    assert said.err == "dialq: something failed that should not: ZeroDivisionError: seven by nought\n"


def test_a_failure_says_its_hint_and_its_own_code(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: object, **_named: object) -> None:
        raise StoreUnusable("the disk of x is full", "Free some space.")

    monkeypatch.setattr("dialq.bootstrap.open_desk", fail)
    said = shell.run("queue")
    assert (said.code, said.err) == (4, "dialq: the disk of x is full. Free some space.\n")


def test_ctrl_c_ends_without_a_traceback(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_given: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("dialq.bootstrap.open_desk", interrupted)
    said = shell.run("queue")
    assert said.code == 130
    assert "Traceback" not in said.err


def test_a_reader_that_has_enough_is_no_failure(shell: Shell) -> None:
    """`dialq keys | head -1` ends quietly."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DIALQ_DB": str(shell.db)}
    dialq = subprocess.Popen(
        [sys.executable, "-m", "dialq", "keys"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        preexec_fn=lambda: signal.signal(signal.SIGPIPE, signal.SIG_IGN),
    )
    assert dialq.stdout is not None
    assert dialq.stderr is not None
    dialq.stdout.close()
    told = dialq.stderr.read()
    dialq.stderr.close()
    assert (dialq.wait(), told) == (0, b"")


def test_a_file_that_is_no_database_is_named(shell: Shell) -> None:
    shell.db.write_text("this is a letter, not a database")
    said = shell.run("queue")
    assert said.code == 4
    assert "team.db is no dialq database" in said.err
