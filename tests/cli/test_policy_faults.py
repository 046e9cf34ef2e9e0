"""What is wrong with the policy files is said by every command, and by the check before it is refused (R4.7, R4.8)."""

from __future__ import annotations

import os

import pytest

from dialq.policy.folder import preset_texts
from tests.cli.conftest import Shell
from tests.cli.test_policy_edits import INBOUND, LATER, put

MINE = INBOUND.replace('name = "inbound"', 'name = "mine"')
EXPERIMENT = """
[[experiment]]
name = "first-mail"
what = "template"
of = "inbound"
step = "email-1"
starts = 2026-11-01
ends = {ends}
[experiment.variants]
short = "inbound-thanks"
long = "inbound-example"
"""


def errors(shell: Shell, *words: str) -> list[tuple[str, str]]:
    """The rule and text of each error that the check finds; its exit code says that there are some."""
    said = shell.run("campaign", "check", *words, "--json")
    found = [(one["rule"], one["text"]) for one in said.document["findings"] if one["severity"] == "error"]
    assert (said.code == 2) == bool(found)
    return found


def test_a_folder_in_place_of_a_file_is_no_absent_file(shell: Shell) -> None:
    """The last good policy stays, the check and doctor name the fault, and so does every command on stderr."""
    shell.add()
    put(shell, "personas.toml", '[[persona]]\nname = "ops"\ntitles = ["operations"]\n')
    assert shell.run("queue").err == ""
    (shell.folder / "personas.toml").unlink()
    (shell.folder / "personas.toml").mkdir()
    assert [rule for rule, _ in errors(shell)] == ["bad-file"]
    said = shell.run("queue", "--json")
    assert (said.code, said.document["ready"]) == (0, 1)
    assert said.err.startswith("policy: ")
    assert "personas.toml cannot be read: it is a folder" in said.err
    assert "The last good policy is in force." in said.err
    doctor = shell.run("doctor")
    assert (doctor.code, doctor.err) == (4, "")
    assert "cannot be read" in doctor.out


def test_a_name_that_is_not_utf_8_stops_no_command(shell: Shell) -> None:
    shell.add()
    (shell.folder / "campaigns").mkdir()
    (shell.folder / os.fsdecode(b"campaigns/b\xe9d.toml")).write_text(MINE)
    assert shell.run("queue", "--json").document["ready"] == 1
    assert "b\\xe9d.toml cannot be read: its name is not UTF-8" in shell.run("doctor").out
    assert [rule for rule, _ in errors(shell)] == ["bad-file"]


def test_a_changed_preset_in_use_cannot_be_deleted(shell: Shell) -> None:
    """R4.7: that what is shipped would step in makes it no better; no version is made on the way."""
    put(shell, "campaigns/inbound.toml", LATER)
    shell.add()
    (shell.folder / "campaigns/inbound.toml").unlink()
    assert errors(shell) == [
        ("in-use", "campaign 'inbound' is in use by 1 lead and its file is gone. Put its file back, or let it say "
         "retired = true.")
    ]  # fmt: skip
    assert "its file is gone" in shell.run("queue").err
    put(shell, "campaigns/inbound.toml", LATER)
    assert shell.ask("campaign", "show", "inbound")["version"] == 1


def test_a_preset_that_was_only_written_out_may_go(shell: Shell) -> None:
    """The shipped one has the same steps: nothing changes for anybody."""
    put(shell, "campaigns/inbound.toml", INBOUND)
    shell.add()
    (shell.folder / "campaigns/inbound.toml").unlink()
    assert errors(shell) == []
    assert shell.ask("campaign", "show", "inbound")["version"] == 1


def test_the_check_asks_what_is_in_use(shell: Shell) -> None:
    """A campaign with leads in it that no programme names any more, and is deleted."""
    put(shell, "campaigns/mine.toml", MINE)
    put(shell, "programmes.toml", 'hot = ["mine"]\nwarm = ["follow-up-21"]\n')
    shell.add()
    put(shell, "programmes.toml", preset_texts()["programmes.toml"])
    (shell.folder / "campaigns/mine.toml").unlink()
    assert [text[:41] for _, text in errors(shell)] == ["campaign 'mine' is in use by 1 lead and i"]


@pytest.mark.parametrize("change", [("2027-03-31", "2027-04-30"), ("inbound-example", "inbound-closing")])
def test_the_check_asks_whether_an_experiment_runs(shell: Shell, change: tuple[str, str]) -> None:
    running = EXPERIMENT.format(ends="2027-03-31")
    put(shell, "experiments.toml", running)
    shell.add()
    assert errors(shell) == []
    put(shell, "experiments.toml", running.replace(*change))
    assert [rule for rule, _ in errors(shell)] == ["in-use"]
    assert "has begun and stays as it was" in shell.run("experiment", "list").err


def test_a_draft_is_laid_over_what_is_in_force(shell: Shell) -> None:
    """It may use a text of the team that is not in the draft, as `campaign diff draft` lets it."""
    put(shell, "templates/my-mail.txt", "Subject: Hello\n\nHello.\n")
    shell.add()
    put(shell, "draft/campaigns/inbound.toml", INBOUND.replace('"inbound-thanks"', '"my-mail"'))
    assert errors(shell, str(shell.folder / "draft")) == []
    put(shell, "draft/campaigns/inbound.toml", INBOUND.replace('"inbound-thanks"', '"no-mail"'))
    assert errors(shell, str(shell.folder / "draft"))
    assert shell.run("campaign", "diff", shell.folder / "draft").code == 2


def test_what_is_over_gets_a_note(shell: Shell) -> None:
    """An experiment and an event wholly in the past."""
    put(shell, "experiments.toml", EXPERIMENT.format(ends="2026-11-20"))
    put(
        shell,
        "events.toml",
        '[[event]]\nname = "dinner"\ntitle = "Dinner"\nplace = "Dublin, IE"\nat = 2026-01-20T18:30\n',
    )
    found = shell.run("campaign", "check", "--json").document["findings"]
    over = {(one["file"], one["where"], one["severity"]) for one in found if one["rule"] == "is-over"}
    assert over == {("experiments.toml", "first-mail", "note"), ("events.toml", "dinner", "note")}


def test_init_makes_no_other_database_than_the_one_named(shell: Shell) -> None:
    home = shell.folder / "home"
    said = shell.run("init", home, "--db", shell.folder / "x.db")
    assert said.code == 2
    assert not home.exists()
    made = shell.run("init", home, "--db", home / "team.db", "--json").document
    assert made["database"] == str(home / "team.db")
    assert not (home / "dialq.db").exists()
    assert f"until then commands work with {shell.db}" in shell.run("init", shell.folder / "other").out


def test_an_edit_is_judged_before_the_command_looks(shell: Shell) -> None:
    """A persona that is taken away brings its misfits back at once."""
    lead = shell.add(title="Wizard")
    put(shell, "personas.toml", '[[persona]]\nname = "ops"\ntitles = ["operations"]\n')
    assert shell.run("queue").code == 3
    (shell.folder / "personas.toml").unlink()
    said = shell.run("queue", "--json")
    assert ([one["lead"] for one in said.document["items"]], said.err) == ([lead], "")


def test_a_command_says_that_leads_wait_to_be_judged(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where too many are left for one command."""
    monkeypatch.setattr("dialq.desk.judging.AT_ONCE", 0)
    monkeypatch.setattr("dialq.desk.judging.IN_PASSING", 0)
    shell.add()
    put(shell, "settings.toml", (shell.folder / "settings.toml").read_text() + "[caps]\nday = 1\n")
    said = shell.run("queue")
    assert said.err == "judging anew: 0 of 1 leads; `dialq campaign judge` goes to the end\n"
    assert "0 of 1 judged anew" in shell.run("doctor").out
    monkeypatch.setattr("dialq.desk.judging.AT_ONCE", 5)
    assert shell.run("campaign", "judge", "--json").document == {"judged": 1, "left": 0}
