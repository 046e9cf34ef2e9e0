"""Lead files and single leads come in."""

from __future__ import annotations

import json
import stat

import pytest

from tests.cli.conftest import Shell

ROWS = """Full Name,Company,Phone,E-mail,Shoe
Ann Lee,Acme,(212) 555-0142,ann@acme.example,44
Bo Li,Bolt,212-555-0143,bo@bolt.example,
,,,,
"""


def lead_file(shell: Shell, text: str = ROWS, name: str = "leads.csv") -> str:
    path = shell.folder / name
    path.write_text(text)
    return str(path)


def test_import_tells_what_the_contract_names(shell: Shell) -> None:
    done = shell.run("import", lead_file(shell), "--json", "--source", "fair").document
    names = "batch rows created merged skipped rejected suppressed rejects_file".split()
    assert done.keys() >= set(names)
    assert [done[name] for name in names[1:7]] == [2, 2, 0, 0, 0, 0]
    assert shell.ask("show", 1)["lead"]["source"] == "fair"
    assert shell.ask("show", 1)["lead"]["custom"] == {"Shoe": "44"}
    assert stat.S_IMODE(shell.db.stat().st_mode) == 0o600


def test_the_same_file_twice_changes_nothing(shell: Shell) -> None:
    path = lead_file(shell)
    shell.ask("import", path)
    before = shell.ask("show", 1), shell.ask("show", 2)
    again = shell.ask("import", path)
    assert (again["created"], again["merged"], again["unchanged"]) == (0, 0, 2)
    assert (shell.ask("show", 1), shell.ask("show", 2)) == before


def test_rejected_rows_go_beside_the_input_with_the_reason(shell: Shell) -> None:
    path = lead_file(shell, ROWS + '"Cy Roe",Acme,12,not an address,\n')
    done = shell.ask("import", path)
    assert done["rejected"] == 1
    kept = (shell.folder / "leads.rejects.csv").read_text("utf-8-sig")
    assert done["rejects_file"].endswith("leads.rejects.csv")
    assert "Cy Roe" in kept
    assert "reason" in kept.splitlines()[0]
    other = shell.folder / "bad.csv"
    assert shell.ask("import", path, "--rejects", other)["rejects_file"] == str(other)


def test_a_dry_run_changes_nothing(shell: Shell) -> None:
    done = shell.ask("import", lead_file(shell), "--dry-run")
    assert (done["created"], done["dry_run"]) == (2, True)
    assert shell.run("show", 1).code == 2
    assert "nothing was changed" in shell.run("import", lead_file(shell), "--dry-run").out


def test_an_import_is_taken_back(shell: Shell) -> None:
    batch = shell.ask("import", lead_file(shell))["batch"]
    shell.ask("log", 1, "no-answer")
    undone = shell.ask("import", "--undo", batch)
    assert (undone["undone"], undone["left"]) == (1, 1)
    assert shell.ask("show", 1)["lead"]["stage"] == "active"
    assert shell.ask("show", 2)["lead"]["stage"] == "disqualified"
    assert shell.run("import", "--undo", batch).code == 2
    assert shell.run("import", "--undo", "none").code == 2


def test_several_files_are_one_batch(shell: Shell) -> None:
    second = lead_file(shell, "Name,Phone\nCy Roe,212-555-0144\n", "second.csv")
    done = shell.ask("import", lead_file(shell), second)
    assert (done["rows"], done["created"], len(done["files"])) == (3, 3, 2)
    assert {one["batch"] for one in done["files"]} == {done["batch"]}


def test_a_column_is_mapped_by_hand(shell: Shell) -> None:
    path = lead_file(shell, "Who,Line\nAnn Lee,212-555-0142\n")
    shell.ask("import", path, "--map", "name=Who", "--map", "phone=Line")
    assert shell.ask("show", 1)["lead"]["phone"] == "+12125550142"
    assert shell.run("import", path, "--map", "phone").code == 2
    assert shell.run("import", path, "--map", "fone=Line").code == 2


def test_a_known_lead_is_skipped_or_added_again(shell: Shell) -> None:
    path = lead_file(shell, "Name,Phone,City\nAnn Lee,212-555-0142,\n")
    shell.ask("import", path)
    more = lead_file(shell, "Name,Phone,City\nAnn Lee,212-555-0142,Troy\n", "more.csv")
    assert shell.ask("import", more, "--on-duplicate", "skip")["skipped"] == 1
    assert shell.ask("show", 1)["lead"]["city"] == ""
    assert shell.ask("import", more, "--on-duplicate", "new")["created"] == 1
    assert shell.ask("import", more)["merged"] + shell.ask("import", more)["unchanged"] >= 1


def test_add_takes_options_or_json(shell: Shell) -> None:
    by_options = shell.ask("add", "--name", "Ann Lee", "--phone", "+1 212 555 0142", "--interaction", "form")
    assert by_options == {"lead": 1, "status": "created"}
    again = json.dumps(
        {"name": "Ann Lee", "phone": "212-555-0142", "city": "Troy", "employees": 12, "tags": ["a", "b"]}
    )
    assert shell.ask("add", stdin=again) == {"lead": 1, "status": "merged"}
    lead = shell.ask("show", 1)["lead"]
    assert (lead["city"], lead["custom"]) == ("Troy", {"employees": "12"})
    shell.ask("suppress", "add", "+12125550199")
    assert shell.ask("add", "--name", "Cy Roe", "--phone", "+12125550199")["status"] == "suppressed"


@pytest.mark.parametrize("stdin", ["", "[1]", "{", '{"name": "Ann Lee"', '"text"'])
def test_what_is_no_json_object_is_said(shell: Shell, stdin: str) -> None:
    said = shell.run("add", stdin=stdin)
    assert (said.code, said.out) == (2, "")
    assert "stdin is no JSON object" in said.err


def test_a_lead_that_nobody_could_reach_is_refused(shell: Shell) -> None:
    said = shell.run("add", "--phone", "12")
    assert said.code == 2
    assert "this is no lead" in said.err


def test_a_progress_bar_is_drawn_only_where_somebody_watches(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dialq.cli import diagnostics

    drawn: list[str] = []
    monkeypatch.setattr(diagnostics, "_write", drawn.append)
    diagnostics.Progress("leads.csv").show(0.5, 1000)
    assert drawn == []
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    bar = diagnostics.Progress("leads.csv")
    bar.show(0.5, 1000)
    bar.show(0.5, 1000)
    bar.done()
    assert drawn[0] == "\rleads.csv  [##########..........] 1,000 rows"
    assert len(drawn) == 2
