"""Campaigns, templates, keys, the manual, the calling hours: what is in force, as people and programs read it."""

from __future__ import annotations

import json

import pytest

from dialq.clock import HOUR
from dialq.engine.outcome import OUTCOMES
from dialq.engine.when import read_when
from dialq.tui.actions import ACTIONS
from tests.cli.conftest import TUESDAY_TEN, ZONE, Shell


def test_a_campaign_has_the_fields_of_the_contract(shell: Shell) -> None:
    """R4.9: the preset `inbound` is the study's plan."""
    shell.add()
    shown = shell.ask("campaign", "show", "inbound")
    assert shown.keys() >= set("name version goal max_touches max_calls rest_days steps".split())
    assert (shown["version"], shown["max_touches"], shown["max_calls"], shown["rest_days"]) == (1, 10, 6, 30)
    assert [f"{step['channel']} {step['at']}" for step in shown["steps"]] == (
        "call 1m, email 20m, call 30m, call 1h, email 4d, call 5d, email 8d, call 14d, call 15d, email 15d"
    ).split(", ")
    assert all(
        step.keys() >= set("key number channel at when template auto".split()) for step in shown["steps"]
    )
    assert "call 6 of 6" in shell.run("campaign", "show", "inbound").out
    assert shell.run("campaign", "show", "outbound").code == 2


def test_all_campaigns_and_programmes_are_listed(shell: Shell) -> None:
    """R4.10."""
    shell.add()
    listed = shell.ask("campaign", "list")
    names = "event follow-up-21 inbound last-call light nurture-monthly ping-pong re-engage".split()
    assert [one["name"] for one in listed["campaigns"]] == names
    assert listed["programmes"]["hot"] == ["inbound", "event", "last-call"]
    assert "-> nurture" in shell.run("campaign", "list").out


def test_templates_are_listed_shown_and_rendered(shell: Shell) -> None:
    """R14.1."""
    lead = shell.add()
    kinds = {one["name"]: one["kind"] for one in shell.ask("template", "list")["templates"]}
    assert (kinds["inbound-thanks"], kinds["postcard"]) == ("mail", "text")
    assert "{{" in shell.ask("template", "show", "inbound-thanks")["text"]
    rendered = shell.ask("template", "render", "inbound-thanks", lead)
    assert "Ann" in rendered["body"]
    assert rendered["missing"] == []
    assert "Subject: " in shell.run("template", "render", "inbound-thanks", lead).out
    assert shell.run("template", "show", "none").code == 2


@pytest.mark.parametrize("text", ["Subject:\n\nHello\n", "Subject: {% if website %}Hi{% endif %}\n\nHello\n"])
def test_a_mail_without_a_subject_cannot_be_rendered(shell: Shell, text: str) -> None:
    """cli.md: exit 2; it could not be sent. A card needs no subject."""
    lead = shell.add()
    (shell.folder / "templates").mkdir()
    (shell.folder / "templates" / "my-mail.txt").write_text(text)
    done = shell.run("template", "render", "my-mail", lead)
    assert (done.code, "Hello" in done.out, "has no subject" in done.err) == (2, True, True)
    card = shell.run("template", "render", "postcard", lead)
    assert (card.code, "Subject:" in card.out) == (0, False)


def test_keys_come_from_the_declared_actions(shell: Shell) -> None:
    """Every action is declared once; `dialq keys` needs neither a screen nor a database."""
    listed = shell.ask("keys")["keys"]
    assert [one["id"] for one in listed] == [action.id for action in ACTIONS]
    assert "no-answer" in shell.run("keys").out
    assert not shell.db.exists()


def test_keys_show_the_users_own_bindings(shell: Shell) -> None:
    with (shell.folder / "settings.toml").open("a") as settings:
        settings.write('\n[keys]\n"undo.undo" = ["ctrl+z"]\n')
    shell.add()
    [undo] = [one for one in shell.ask("keys")["keys"] if one["id"] == "undo.undo"]
    assert undo["keys"] == ["Ctrl+Z"]


def test_the_manual_has_its_topics(shell: Shell) -> None:
    topics = shell.ask("help")["topics"]
    assert {"queue", "caps", "times", "outcomes", "export", "import", "exit-codes", "database"} <= set(topics)
    assert {"nurture", "hand", "task", "post", "load", "mail"} <= set(topics)
    for topic in topics:
        assert shell.ask("help", topic)["text"].strip()
        assert shell.run("help", topic).code == 0
    assert shell.run("help", "cooking").code == 2


def test_the_manual_lists_every_outcome(shell: Shell) -> None:
    """R9."""
    text = shell.run("help", "outcomes").out
    assert set(OUTCOMES) <= set(text.split())


def test_every_time_in_the_manual_can_be_read(shell: Shell) -> None:
    """R10.1."""
    lines = shell.run("help", "times").out.splitlines()
    examples = [
        part for line in lines if line.startswith("  ") for part in line.strip().split("  ") if part.strip()
    ]
    assert len(examples) > 15
    assert [text for text in examples if not read_when(text.strip(), TUESDAY_TEN, ZONE)] == []


def test_the_calling_hours_of_a_lead(shell: Shell) -> None:
    lead = shell.add()
    open_now = shell.ask("law", "check", lead)
    names = set("allowed until jurisdictions zones zone_source rules".split())
    assert open_now.keys() >= names
    assert (open_now["allowed"], open_now["until"]) == (True, "2026-12-02T02:00:00Z")
    assert (open_now["zones"], open_now["jurisdictions"]) == ([ZONE], ["US"])
    [rule] = open_now["rules"]
    assert rule.keys() == {"jurisdiction", "rule", "source", "verified", "holds"}
    assert rule["verified"] is False
    late = shell.ask("law", "check", lead, "--at", "2026-12-01T21:00:00-05:00")
    assert (late["allowed"], late["until"]) == (False, "2026-12-02T13:00:00Z")
    assert "not allowed until Wed 2 Dec 08:00" in shell.run("law", "check", lead, "--at", "21:00").out


@pytest.mark.parametrize(
    ("words", "zones", "source"),
    [
        (("--phone", "+12125550142"), ["America/New_York"], "number"),
        (("--phone", "+12125550142", "--region", "CA"), ["America/Los_Angeles"], "address"),
        (("--phone", "+18005550142"), [ZONE], "team"),
    ],
)
def test_the_calling_hours_of_a_number(
    shell: Shell, words: tuple[str, ...], zones: list[str], source: str
) -> None:
    """R15.3: where the zone comes from is said."""
    shell.add()
    ruling = shell.ask("law", "check", *words)
    assert (ruling["zones"], ruling["zone_source"]) == (zones, source)


@pytest.mark.parametrize("words", [(), ("1", "--phone", "+12125550142"), ("--phone", "12")])
def test_the_calling_hours_of_nothing(shell: Shell, words: tuple[str, ...]) -> None:
    shell.add()
    assert shell.run("law", "check", *words).code == 2


def test_standing_bans(shell: Shell) -> None:
    """R18.1."""
    lead = shell.add()
    assert shell.ask("suppress", "check", "+12125550142")["suppressed"] is False
    assert shell.ask("suppress", "add", "+1 212 555 0142", "--reason", "asked")["leads"] == 1
    found = shell.ask("suppress", "check", "(212) 555-0142")
    assert found.keys() >= set("suppressed scope channel since source".split())
    assert (found["suppressed"], found["scope"], found["channel"]) == (True, "number", "call")
    assert found["since"] == "2026-12-01T15:00:00Z"
    said = shell.run("log", lead, "no-answer")
    assert (said.code, "refused by suppressed" in said.err) == (1, True)
    shell.ask("suppress", "remove", "+12125550142")
    assert shell.run("log", lead, "no-answer").code == 0
    assert shell.run("suppress", "remove", "+12125550142").code == 3


def test_a_ban_on_an_address_is_named_for_its_tagged_form_R18_1(shell: Shell) -> None:
    """field.md 4: suppression matches the exact and the untagged form."""
    shell.add(email="cy@acme.example")
    shell.ask("suppress", "add", "ann@acme.example", "--reason", "asked")
    found = shell.ask("suppress", "check", "Ann+News@Acme.example")
    assert (found["suppressed"], found["scope"], found["by"]) == (True, "address", "ann@acme.example")
    said = shell.run("suppress", "check", "ann+news@acme.example")
    assert "address, email by ann@acme.example (ana: asked)" in said.out
    said = shell.run("suppress", "remove", "ann+news@acme.example")
    assert (said.code, "ann@acme.example is. To lift that: dialq suppress remove" in said.err) == (3, True)
    lead = {"name": "Ann Lee", "email": "ann+other@acme.example"}
    assert shell.ask("add", stdin=json.dumps(lead))["status"] == "suppressed"
    file = shell.folder / "leads.csv"
    file.write_text("Name,Email\nAnn Lee,ANN+more@acme.example\nBo Roe,bo@acme.example\n")
    done = shell.ask("import", file)
    assert (done["created"], done["suppressed"]) == (1, 1)
    assert shell.run("email", "ann+more@acme.example", "--template", "information").code == 1


def test_a_list_of_bans_goes_on_past_a_bad_line(shell: Shell) -> None:
    shell.add()
    bans = shell.folder / "bans.csv"
    bans.write_text("# from the old system\n+12125550142,asked\n\nx y z\nbo@bolt.example\n")
    said = shell.run("suppress", "import", bans, "--json")
    assert (said.code, said.document) == (2, {"rows": 3, "suppressed": 2, "rejected": 1})
    assert "bans.csv, line 4:" in said.err
    assert shell.ask("suppress", "check", "bo@bolt.example")["suppressed"] is True
    assert shell.run("suppress", "import", "none.csv").code == 2


def test_a_number_in_talks_is_ready_again_later(shell: Shell) -> None:
    """R7.8: another lead of the company waits two hours."""
    first = shell.add()
    second = shell.add(name="Bo Li", phone="+12125550143", email="bo@acme.example", external_id="w-2")
    shell.ask("log", first, "no-answer")
    assert shell.ask("why", second)["rule"] == "gap"
    shell.clock.advance(2 * HOUR)
    assert shell.ask("why", second)["status"] == "ready"
