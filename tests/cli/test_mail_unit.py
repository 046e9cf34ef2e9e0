"""The systemd unit that `dialq mail unit` prints."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import SETTINGS, Shell
from tests.cli.mail_servers import MAILBOX, VARIABLE


def lines(text: str) -> dict[str, str]:
    """The settings of a unit."""
    return dict(line.split("=", 1) for line in text.splitlines() if "=" in line and not line.startswith("#"))


def test_a_unit_runs_this_program_on_this_database(shell: Shell) -> None:
    shell.add()
    said = shell.ask("mail", "unit")
    unit = lines(said["text"])
    assert said["name"] == "dialq-mail.service"
    assert unit["ExecStart"] == f"{sys.executable} -m dialq mail run --db {shell.db}"
    assert (unit["WantedBy"], unit["NoNewPrivileges"], unit["Restart"]) == (
        "default.target",
        "yes",
        "on-failure",
    )
    assert not {"User", "ProtectSystem", "ReadWritePaths"} & unit.keys()
    assert shell.run("mail", "unit").out == said["text"]


def test_the_installed_program_stands_in_its_unit(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    program = shell.folder / "bin" / "dialq"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "argv", [str(program)])
    shell.add()
    unit = lines(shell.ask("mail", "unit", "--rep", "ana torres")["text"])
    assert unit["ExecStart"] == f'{program} mail run --db {shell.db} --rep "ana torres"'


def test_a_systems_unit_may_write_beside_the_database_only(shell: Shell) -> None:
    shell.add()
    (shell.folder / "settings.toml").write_text(f'{SETTINGS}[mail]\nmaildir = "{shell.folder}/my mails"\n')
    text = shell.ask("mail", "unit", "--system")["text"]
    unit = lines(text)
    assert (unit["WantedBy"], unit["ProtectSystem"], unit["User"]) == ("multi-user.target", "strict", "ana")
    assert f"ReadWritePaths={shell.folder}\n" in text
    assert f'ReadWritePaths="{shell.folder}/my mails"\n' in text


def test_secrets_of_the_environment_come_from_a_file(shell: Shell) -> None:
    shell.add()
    (shell.folder / "settings.toml").write_text(SETTINGS + MAILBOX.format(smtp=25, imap=143))
    assert lines(shell.ask("mail", "unit")["text"])["EnvironmentFile"] == "%h/.config/dialq-mail.env"
    assert f"{VARIABLE}=…" in shell.ask("mail", "unit", "--system")["text"]


def test_signs_of_systemd_in_a_path_stand_for_themselves(shell: Shell) -> None:
    folder = shell.folder / 'a b%h$HOME"c'
    folder.mkdir()
    shell.ask("init", folder)
    text = shell.ask("mail", "unit", "--system", "--db", folder / "dialq.db")["text"]
    assert r"""a b%%h$$HOME\"c/dialq.db" """.strip() in lines(text)["ExecStart"]
    assert lines(text)["ReadWritePaths"] == rf'"{shell.folder}/a b%%h$HOME\"c"'


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_takes_the_unit(shell: Shell, tmp_path: Path) -> None:
    """As systemd itself reads it: no unknown setting, no bad path."""
    shell.add()
    file = tmp_path / "dialq-mail.service"
    file.write_text(shell.ask("mail", "unit", "--system", "--rep", "ana torres")["text"])
    text = file.read_text()
    file.write_text(text.replace("User=ana\n", "User=root\n"))
    done = subprocess.run(["systemd-analyze", "verify", file], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_unit_needs_a_database(shell: Shell) -> None:
    assert shell.run("mail", "unit").code == 4
