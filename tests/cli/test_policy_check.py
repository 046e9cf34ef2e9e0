"""The commands on policy files: the check, the guideline for the wall, the check of the texts (R4.8, SEED3-11)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.policy.loading import load_presets

ONE_PAGE = 66
"""Lines on a sheet of paper, letter or A4, at six to the inch."""
EXTRA = """
[[step]]
key = "call-9"
channel = "call"
at = "15d"
"""


def preset(name: str) -> str:
    """The text of a shipped campaign."""
    import dialq.policy

    return (Path(dialq.policy.__file__).parent / "presets" / "campaigns" / f"{name}.toml").read_text(
        encoding="utf-8"
    )


def put(shell: Shell, name: str, text: str) -> None:
    """A policy file of the team."""
    (shell.folder / name).parent.mkdir(exist_ok=True)
    (shell.folder / name).write_text(text, encoding="utf-8")


def test_check_of_what_is_shipped_ends_well_R4_8(shell: Shell) -> None:
    said = shell.run("campaign", "check")
    assert (said.code, said.err) == (0, "")
    assert "accepted  only-3-to-5-calls" in said.out
    assert "because: four calls of ten touches" in said.out
    assert said.out.rstrip().endswith("errors 0, warnings 0, accepted 4, notes 1")


def test_a_warning_ends_with_1_and_names_file_step_and_evidence_R4_8(shell: Shell) -> None:
    put(shell, "campaigns/last-call.toml", preset("last-call") + EXTRA)
    said = shell.run("campaign", "check")
    assert said.code == 1
    assert "campaigns/last-call.toml\n  warning   only-3-to-5-calls\n" in said.out
    assert "93 % of conversions come by call six (Leads360, 2012)" in " ".join(said.out.split())


def test_a_broken_file_ends_with_2_and_the_others_are_still_checked(shell: Shell) -> None:
    put(shell, "campaigns/last-call.toml", preset("last-call").replace("[[step]]", "[[stp]]", 1))
    put(shell, "campaigns/light.toml", preset("light").replace("[accept]\nno-day", "[accept]\n# no-day"))
    said = shell.run("campaign", "check", "--json")
    assert said.code == 2
    findings = {(one["file"], one["rule"]): one for one in said.document["findings"]}
    assert findings["campaigns/last-call.toml", "bad-file"]["where"] == "line 15"
    assert findings["campaigns/last-call.toml", "bad-file"]["severity"] == "error"
    assert findings["campaigns/light.toml", "no-day-one-email"]["severity"] == "warning"
    assert set(findings["campaigns/light.toml", "no-day-one-email"]) == {
        "file", "where", "rule", "severity", "text", "accepted",
    }  # fmt: skip


def test_another_folder_can_be_checked_before_it_is_used(shell: Shell, tmp_path: Path) -> None:
    draft = tmp_path / "draft"
    (draft / "campaigns").mkdir(parents=True)
    (draft / "campaigns/inbound.toml").write_text(
        preset("inbound").replace('at = "30m"', 'at = "5m"'), encoding="utf-8"
    )
    said = shell.run("campaign", "check", draft)
    assert said.code == 2
    assert "line" in said.out
    assert shell.run("campaign", "check").code == 0
    assert shell.run("campaign", "check", tmp_path / "nowhere").code == 2


@pytest.mark.parametrize("name", sorted(load_presets().campaigns))
def test_a_guideline_fits_on_one_page_SEED3_11(shell: Shell, name: str) -> None:
    shell.add()
    said = shell.run("campaign", "show", name)
    lines = said.out.splitlines()
    assert said.code == 0
    assert len(lines) <= ONE_PAGE
    assert max(map(len, lines)) <= 78
    campaign = load_presets().campaigns[name]
    assert " ".join(campaign.goal.split()) in " ".join(said.out.split())
    assert sum(line[17:18].strip() != "" and line[:2] != "  -" for line in lines) >= len(campaign.steps)


def test_a_guideline_says_day_by_day_what_to_do_and_what_to_say_SEED3_11(shell: Shell) -> None:
    shell.add()
    lines = shell.run("campaign", "show", "inbound").out.splitlines()
    assert "  0  Tue  1 Dec  call 1 of 6 after 1m" in lines
    assert "                 mail 1 of 4 after 20m (leaves by itself)" in lines
    assert '                   "Your question: your contact here"' in lines
    assert "  6  Mon  7 Dec  mail 2 of 4" in lines
    assert " 17  Fri 18 Dec  call 6 of 6 (nobody there: the mail 'inbound-closing' goes" in lines
    text = " ".join(" ".join(lines).split())
    assert "Hi there, this is Ana Torres at Coldchain Alerts." in text
    assert "10 touches at most, 6 of them by phone; 30 touches in a lead's life." in text
    assert "hot: inbound -> 30 days -> event -> 45 days -> last-call -> nurture" in text


def test_a_guideline_with_all_texts_holds_every_word(shell: Shell) -> None:
    shell.add()
    out = shell.run("campaign", "show", "event", "--texts").out
    assert "--- event-invitation (email-1)\nSubject: You are invited: [event]\n" in out
    assert "KEEP     Nothing about business unless they begin." in out
    assert out.count("--- event-voicemail (call-1)") == 1


def test_a_campaign_as_json_keeps_the_fields_of_the_contract(shell: Shell) -> None:
    shell.add()
    document = shell.ask("campaign", "show", "light")
    assert {"name", "version", "goal", "max_touches", "max_calls", "rest_days", "steps"} <= set(document)
    first = document["steps"][0]
    assert {"key", "number", "channel", "at", "when", "template", "auto"} <= set(first)
    assert (first["cost"], first["planned"], first["date"]) == (2.0, "2026-12-01T15:00:00Z", "2026-12-01")
    assert shell.run("campaign", "show", "lihgt").code == 2


def test_template_check_names_file_and_line_and_ends_with_2(shell: Shell) -> None:
    assert shell.run("template", "check").code == 0
    put(shell, "templates/mine.txt", "Subject: Hi\n\n{{ first_nam }}\n")
    assert shell.run("template", "check").code == 1
    put(shell, "templates/worse.txt", "Subject: Hi\n\n{% if topic %}\n")
    said = shell.run("template", "check", "--json")
    assert said.code == 2
    assert [(one["file"], one["where"], one["rule"]) for one in said.document["findings"]] == [
        ("templates/mine.txt", "line 3", "unknown-merge-field"),
        ("templates/worse.txt", "line 3", "bad-template"),
    ]


def test_campaigns_are_listed_with_their_leads(shell: Shell) -> None:
    shell.add()
    counted = {
        one["name"]: (one["in_it"], one["waiting"]) for one in shell.ask("campaign", "list")["campaigns"]
    }
    assert counted["inbound"] == (1, 0)
    assert counted["last-call"] == (0, 0)
    assert "1 in it" in shell.run("campaign", "list").out
