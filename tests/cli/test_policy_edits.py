"""The commands that change the policy: diff, new, copy, retire, move, judge; and what a broken file does (R4.7)."""

from __future__ import annotations

import pytest

from dialq.errors import StoreBusy
from dialq.policy.folder import preset_texts
from tests.cli.conftest import ANN, Shell

INBOUND = preset_texts()["campaigns/inbound.toml"]
LATER = INBOUND.replace('at = "30m"', 'at = "45m"')


def put(shell: Shell, name: str, text: str) -> None:
    """A policy file of the team, or a draft of one."""
    path = shell.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_diff_of_a_draft_takes_nothing_up(shell: Shell) -> None:
    """People's output and JSON; the draft is no part of the policy afterwards."""
    shell.add()
    put(shell, "draft/settings.toml", "[caps]\ndials = 1\n")
    said = shell.run("campaign", "diff", str(shell.folder / "draft"))
    assert said.code == 0
    assert "dials in 24 hours: 1 (was 3)" in said.out
    assert "nobody enters, leaves or moves in today's queue" in said.out
    assert "Tue 1 Dec 4 4" in " ".join(said.out.split())
    found = shell.run(
        "campaign", "diff", "--file", str(shell.folder / "draft/settings.toml"), "--json"
    ).document
    assert found["counts"] == {"enters": 0, "leaves": 0, "moves": 0}
    assert found["touches_per_day"][0] == {"day": "2026-12-01", "before": 4, "after": 4}
    assert shell.run("campaign", "diff").out == said.out
    (shell.folder / "draft/settings.toml").unlink()
    (shell.folder / "draft").rmdir()
    assert shell.run("campaign", "diff").out.startswith("the files say what is in force")


def test_diff_names_what_is_wrong(shell: Shell) -> None:
    """A broken draft, no folder, both ways of naming at once: exit 2."""
    shell.add()
    put(shell, "draft/campaigns/inbound.toml", INBOUND.replace('channel = "call"', 'channel = "cal"', 1))
    said = shell.run("campaign", "diff", str(shell.folder / "draft"))
    assert said.code == 2
    assert "'cal'" in said.err
    assert shell.run("campaign", "diff", str(shell.folder / "nowhere")).code == 2
    both = shell.run("campaign", "diff", str(shell.folder / "draft"), "--file", "x.toml")
    assert both.code == 2


def test_files_for_a_new_campaign_are_made_and_never_written_over(shell: Shell) -> None:
    """New from a preset, a copy of it, retired."""
    shell.add()
    made = shell.run("campaign", "new", "spring", "--from", "inbound", "--json").document
    assert made["file"] == str(shell.folder / "campaigns/spring.toml")
    assert shell.run("campaign", "copy", "spring", "summer").code == 0
    again = shell.run("campaign", "new", "spring")
    assert again.code == 2
    assert "already" in again.err
    said = shell.run("campaign", "retire", "summer")
    assert said.code == 0
    assert "0 leads in it go on" in said.out
    assert "(retired)" in shell.run("campaign", "list").out


def test_leads_in_flight_are_moved_when_told(shell: Shell) -> None:
    """All, those of one version, or by name; who stays is told why."""
    lead = shell.add()
    put(shell, "campaigns/inbound.toml", LATER)
    assert shell.run("campaign", "move", "inbound").code == 2
    dry = shell.run("campaign", "move", "inbound", "--all", "--dry-run")
    assert "1 leads would go to version 2 of inbound" in dry.out
    moved = shell.run("campaign", "move", "inbound", "--from-version", "1", "--json").document
    assert moved == {"campaign": "inbound", "version": 2, "moved": [lead], "refused": []}
    again = shell.run("campaign", "move", "inbound", str(lead))
    assert again.code == 1
    assert "it is in version 2 already" in again.out


def test_a_command_judges_some_leads_in_passing(shell: Shell) -> None:
    """After an edit nobody has to do anything; `campaign judge` may."""
    shell.add()
    put(shell, "settings.toml", (shell.folder / "settings.toml").read_text() + "[caps]\nday = 1\n")
    assert shell.run("queue").code == 0
    said = shell.run("campaign", "judge", "--json").document
    assert said == {"judged": 0, "left": 0}
    assert "every lead was judged" in shell.run("doctor").out


def test_judging_in_passing_fails_no_command(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """An outcome that is written is written, though somebody holds the file just then."""

    def held(*given: object, **named: object) -> bool:
        raise StoreBusy("the file is held by another process")

    lead = shell.add()
    put(shell, "settings.toml", (shell.folder / "settings.toml").read_text() + "[caps]\nday = 1\n")
    monkeypatch.setattr("dialq.desk.judging.judge_all", held)
    said = shell.run("log", lead, "no-answer")
    assert (said.code, said.err) == (0, "")


def test_a_broken_file_stops_no_command(shell: Shell) -> None:
    """The queue goes on by the last good policy; doctor says what is wrong and ends with 4."""
    shell.add()
    put(shell, "campaigns/inbound.toml", INBOUND.replace('channel = "call"', 'channel = "cal"', 1))
    assert shell.run("next", "--json").document["name"] == ANN["name"]
    said = shell.run("doctor")
    assert said.code == 4
    assert "BAD  policy" in said.out
    assert "'cal'" in said.out
