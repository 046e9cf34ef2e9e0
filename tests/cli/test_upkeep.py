"""A folder to work in, a healthy file, a copy there and back, the demo."""

from __future__ import annotations

import sqlite3
import stat

from tests.cli.conftest import Shell


def test_init_makes_a_database_and_files_to_edit(shell: Shell) -> None:
    made = shell.ask("init", shell.folder / "home", "--zone", "Europe/Dublin")
    home = shell.folder / "home"
    assert made["zone"] == "Europe/Dublin"
    assert 'zone = "Europe/Dublin"' in (home / "settings.toml").read_text()
    assert (home / "campaigns" / "inbound.toml").exists()
    assert (home / "templates" / "inbound-thanks.txt").exists()
    assert stat.S_IMODE((home / "dialq.db").stat().st_mode) == 0o600
    (home / "settings.toml").write_text('[team]\nzone = "Europe/Paris"\n')
    assert shell.ask("init", home)["files"] == []
    assert "Paris" in (home / "settings.toml").read_text()


def test_init_without_a_folder_fills_that_of_the_database(shell: Shell) -> None:
    assert shell.ask("init")["database"] == str(shell.db)
    assert shell.run("init", "--zone", "Mars/Olympus").code == 2
    (shell.folder / "file").write_text("")
    assert shell.run("init", shell.folder / "file").code == 2


def test_the_doctor_finds_a_healthy_file_healthy(shell: Shell) -> None:
    """R2.2, R2.3."""
    lead = shell.add()
    shell.ask("log", lead, "no-answer")
    checks = shell.ask("doctor")["checks"]
    assert all(check.keys() == {"name", "ok", "detail"} and check["ok"] for check in checks)
    assert shell.run("doctor", "--rebuild").code == 0


def test_the_doctor_ends_with_4_where_something_is_wrong(shell: Shell) -> None:
    shell.add()
    shell.db.chmod(0o644)
    said = shell.run("doctor", "--json")
    assert said.code == 4
    assert [check["name"] for check in said.document["checks"] if not check["ok"]] == ["rights"]


def test_a_backup_is_put_back(shell: Shell) -> None:
    lead = shell.add()
    copy = shell.folder / "copy.db"
    assert shell.ask("backup", copy)["file"] == str(copy)
    shell.ask("log", lead, "no-answer")
    assert shell.run("backup", copy).code == 2
    done = shell.ask("restore", copy)
    assert len(shell.ask("show", lead)["timeline"]) == 1
    assert stat.S_IMODE(shell.db.stat().st_mode) == 0o600
    shell.ask("restore", done["old"])
    assert len(shell.ask("show", lead)["timeline"]) == 2


def test_a_backup_goes_to_a_new_place(shell: Shell) -> None:
    lead = shell.add()
    shell.ask("backup", shell.folder / "copy.db")
    shell.db.unlink()
    assert shell.ask("restore", shell.folder / "copy.db")["old"] is None
    assert shell.ask("show", lead)["lead"]["name"] == "Ann Lee"


def test_what_is_no_backup_is_refused_and_the_file_stays(shell: Shell) -> None:
    lead = shell.add()
    letter = shell.folder / "letter.db"
    letter.write_text("Dear Ann, this is a letter that is longer than a header of a hundred bytes. " * 5)
    strange = shell.folder / "strange.db"
    connection = sqlite3.connect(strange)
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    for path in (letter, strange, shell.folder / "none.db"):
        assert shell.run("restore", path).code == 2
    assert shell.ask("show", lead)["lead"]["name"] == "Ann Lee"
    assert not list(shell.folder.glob("*.part"))


def test_a_file_in_use_is_not_replaced(shell: Shell) -> None:
    shell.add()
    shell.ask("backup", shell.folder / "copy.db")
    open_elsewhere = sqlite3.connect(shell.db)
    open_elsewhere.execute("SELECT count(*) FROM lead").fetchone()
    said = shell.run("restore", shell.folder / "copy.db")
    open_elsewhere.close()
    assert (said.code, "is in use" in said.err) == (4, True)
    assert not list(shell.folder.glob("*.part"))


def test_the_demo_plays_without_a_terminal(shell: Shell) -> None:
    """`make demo` without a terminal: queue, three outcomes, export; nothing is left behind."""
    said = shell.run("demo")
    assert said.code == 0, said.err
    assert said.out.count("$ dialq next") == 3
    assert said.out.count("$ dialq log") >= 3
    assert "$ dialq export --day today" in said.out
    assert not shell.db.exists()
