"""`dialq email --preview` shows a mail as it is read; `dialq template` knows snippets, HTML and what leads lack."""

from __future__ import annotations

import json
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from tests.cli.conftest import Shell

TEXT = "Subject: Hi {{ first_name }}\n\nAbout {{ topic | default('it') }} at {{ company }}.\n\n{{ snippet.sign_off }}\n"
PAGE = "<p>About <b>{{ topic }}</b> at {{ company }}</p>"


@pytest.fixture
def own(shell: Shell) -> Shell:
    """A shell whose team has a template with HTML."""
    (shell.folder / "templates").mkdir()
    (shell.folder / "templates" / "own.txt").write_text(TEXT, "utf-8")
    (shell.folder / "templates" / "own.html").write_text(PAGE, "utf-8")
    return shell


def test_a_preview_shows_what_they_will_see_R14_1(own: Shell) -> None:
    lead = own.add()
    said = own.run("email", lead, "--template", "own", "--preview")
    assert said.out.splitlines()[:4] == [
        "From: Ana Torres <ana@coldchain.example>",
        "To: ann@acme.example",
        "Subject: Hi Ann",
        "",
    ]
    assert "Ana Torres\nColdchain Alerts\n\nAna Torres, Coldchain Alerts\n1 Example Street" in said.out
    assert said.out.splitlines()[-1].startswith("(with HTML")
    document = own.ask("email", lead, "--template", "own", "--preview")
    assert document["from"] == "Ana Torres <ana@coldchain.example>"
    assert document["html"] == "<p>About <b>cold-chain alerts</b> at Acme Freight</p>"
    assert own.ask("mail", "status")["hold"] == 0


def test_the_html_is_written_for_a_browser(own: Shell, tmp_path: Path) -> None:
    lead = own.add()
    said = own.run("email", lead, "--template", "own", "--html", tmp_path / "look.html")
    assert said.code == 0
    page = (tmp_path / "look.html").read_text("utf-8-sig")
    assert page.startswith("<p>About <b>cold-chain alerts</b>")
    assert "1 Example Street" in page
    none = own.run("email", lead, "--template", "information", "--html", tmp_path / "look.html")
    assert (none.code, "has no HTML" in none.err) == (2, True)
    gone = own.run("email", lead, "--template", "own", "--html", tmp_path / "no" / "look.html")
    assert (gone.code, "cannot be written" in gone.err) == (4, True)
    assert own.ask("mail", "status")["hold"] == 0


def test_raw_is_the_mail_byte_by_byte(own: Shell) -> None:
    lead = own.add()
    env = {"DIALQ_DB": str(own.db), "DIALQ_REP": "ana"}
    from dialq.cli.main import main

    done = own.runner.invoke(main, ["email", str(lead), "--template", "own", "--raw"], env=env)
    mail = message_from_bytes(done.stdout_bytes, policy=policy.default)
    assert mail.get_content_type() == "multipart/alternative"
    assert mail["Subject"] == "Hi Ann"
    assert mail["List-Unsubscribe"].startswith("<mailto:ana@coldchain.example?subject=unsubscribe%20")
    assert done.stdout_bytes.count(b"\n") == done.stdout_bytes.count(b"\r\n") > 20
    assert own.ask("mail", "status")["hold"] == 0
    assert own.run("email", lead, "--raw", "--json").code == 2


def test_a_preview_with_a_blank_names_it(own: Shell) -> None:
    lead = own.ask("add", "--name", "Bo Diaz", "--email", "bo@acme.example")["lead"]
    said = own.run("email", lead, "--template", "own", "--preview")
    assert (said.code, "still blank, and so not to be sent: company, topic" in said.err) == (0, True)


def test_templates_and_snippets_are_listed(own: Shell) -> None:
    own.add()
    found = own.ask("template", "list")
    assert {"name": "own", "kind": "mail", "html": True} in found["templates"]
    assert {"name": "sign_off", "write": "{{ snippet.sign_off }}"} in found["snippets"]
    said = own.run("template", "list").out
    assert "mail, with HTML" in said
    assert "snippet: {{ snippet.sign_off }}" in said


def test_the_check_says_how_many_leads_lack_a_field_R14_1(own: Shell) -> None:
    lead = own.ask("add", "--name", "Bo Diaz", "--email", "bo@acme.example")["lead"]
    own.add()
    said = own.run("template", "check", "own", "--leads")
    assert said.code == 1
    assert "templates/own.txt" in said.out
    assert f"1 lead has no company ({lead})" in " ".join(said.out.split())
    document = own.run("template", "check", "own", "--leads", "--json").document
    lacks = [one for one in document["findings"] if one["rule"] == "leads-lack-a-field"]
    assert [(one["file"], one["severity"]) for one in lacks] == [("templates/own.txt", "warning")] * 2
    assert own.run("template", "check", "gone", "--leads").code == 2


def test_a_column_of_the_leads_is_a_merge_field_where_they_are_looked_at_R14_1(own: Shell) -> None:
    """And what only the HTML asks for is named in the HTML's file."""
    texts = own.folder / "templates"
    (texts / "renewal.txt").write_text("Subject: x\n\nUntil {{ contract_end }} {{ frist_name }}.\n", "utf-8")
    (texts / "renewal.html").write_text("<p>{{ contract_end }} {{ region }}</p>", "utf-8")
    own.ask("add", stdin=json.dumps({"name": "Bo Diaz", "email": "bo@acme.example", "Contract End": "May"}))

    def found(*more: str) -> list[tuple[str, str, str]]:
        listed = own.run("template", "check", "renewal", *more, "--json").document["findings"]
        return [(one["file"], one["rule"], one["text"].split("'")[1]) for one in listed if "'" in one["text"]]

    unknown = ("templates/renewal.txt", "unknown-merge-field", "contract_end")
    assert unknown in found()
    assert unknown not in found("--leads")
    assert ("templates/renewal.txt", "unknown-merge-field", "frist_name") in found("--leads")
    told = own.run("template", "check", "renewal", "--leads", "--json").document["findings"]
    lacks = {one["text"].split(" (")[0]: one["file"] for one in told if one["rule"] == "leads-lack-a-field"}
    assert lacks["1 lead has no region"] == "templates/renewal.html"


def test_a_template_that_can_never_be_a_mail_is_found_R14_1(own: Shell) -> None:
    """An empty file, and a line that a person takes for a header."""
    texts = own.folder / "templates"
    (texts / "empty.txt").write_text("", "utf-8")
    (texts / "copied.txt").write_text("Subject: x\nBcc: boss@example.com\n\nHello\n", "utf-8")
    own.add()
    empty = own.run("template", "check", "empty")
    assert (empty.code, "empty-text" in empty.out) == (2, True)
    copied = own.run("template", "check", "copied")
    assert (copied.code, "line 2: header-line" in copied.out) == (1, True)


def test_the_check_of_one_template_is_silent_on_others(own: Shell) -> None:
    (own.folder / "templates" / "worse.txt").write_text("Subject: x\n\n{% if topic %}", "utf-8")
    (own.folder / "snippets").mkdir()
    (own.folder / "snippets" / "mine.txt").write_text("\n{{ frist_name }}", "utf-8")
    own.add()
    assert own.run("template", "check", "information").code == 0
    assert own.run("template", "check", "worse").code == 2
    said = own.run("template", "check", "--json").document["findings"]
    assert ("snippets/mine.txt", "line 2", "unknown-merge-field") in [
        (one["file"], one["where"], one["rule"]) for one in said
    ]
