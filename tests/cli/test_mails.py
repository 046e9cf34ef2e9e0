"""Mails are previewed, queued, held, delivered into a Maildir."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest

from tests.cli.conftest import SETTINGS, Shell


def test_a_preview_queues_nothing(shell: Shell) -> None:
    """R14.1."""
    lead = shell.add()
    shown = shell.ask("email", lead, "--template", "inbound-thanks", "--preview")
    assert shown.keys() >= set("message lead to subject body status".split())
    assert (shown["message"], shown["to"], shown["status"]) == (None, "ann@acme.example", "preview")
    assert "1 Example Street" in shown["footer"]
    assert shell.ask("mail", "status")["hold"] == 0
    assert shell.run("email", lead, "--preview").out.startswith(
        "From: Ana Torres <ana@coldchain.example>\nTo: ann@acme.example\nSubject: "
    )


def test_a_queued_mail_waits_and_then_leaves_once(shell: Shell) -> None:
    """R13.3, R14.2."""
    lead = shell.add()
    queued = shell.ask("email", lead, "--template", "inbound-thanks")
    assert queued.keys() >= set("message lead to subject body status".split())
    assert (queued["status"], queued["leaves_at"]) == ("hold", "2026-12-01T15:01:00Z")
    assert shell.ask("mail", "send") == {"sent": 0, "hold": 1}
    shell.clock.advance(60)
    assert shell.ask("mail", "send") == {"sent": 1, "hold": 0}
    assert shell.ask("mail", "send") == {"sent": 0, "hold": 0}
    status = shell.ask("mail", "status")
    assert (status["sent"], status["hold"], status["next_leaves"]) == (1, 0, None)
    [file] = [path for path in (shell.folder / "outbox").rglob("*") if path.is_file()]
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert (mail["To"].addresses[0].addr_spec, mail["Message-ID"]) == ("ann@acme.example", queued["message"])


def test_undo_reaches_a_mail_in_hold(shell: Shell) -> None:
    """R13.3."""
    lead = shell.add()
    shell.ask("email", lead, "--template", "inbound-thanks")
    shell.ask("undo")
    shell.clock.advance(120)
    assert shell.ask("mail", "send")["sent"] == 0
    assert shell.ask("mail", "status")["cancelled"] == 1


def test_a_blank_field_blocks_the_send_and_is_named(shell: Shell) -> None:
    """R14.1."""
    (shell.folder / "templates").mkdir()
    (shell.folder / "templates" / "visit.txt").write_text(
        "Subject: We are in {{ city }}\n\nCoffee, {{ first_name }}?\n"
    )
    lead = shell.add()
    said = shell.run("email", lead, "--template", "visit")
    assert (said.code, said.out) == (2, "")
    assert "city" in said.err
    assert shell.ask("mail", "status")["hold"] == 0
    assert "city" in shell.run("email", lead, "--template", "visit", "--preview").err
    shell.ask("add", "--external-id", "w-1", "--source", "web", "--city", "Troy", "--phone", "+12125550142")
    assert shell.ask("email", lead, "--template", "visit")["subject"] == "We are in Troy"


def test_a_sender_who_is_nobody_sends_nothing(shell: Shell) -> None:
    """R14.4."""
    (shell.folder / "settings.toml").write_text(SETTINGS.replace('email = "ana@coldchain.example"\n', ""))
    said = shell.run("email", shell.add(), "--template", "inbound-thanks")
    assert (said.code, "sender.email" in said.err) == (2, True)


def test_a_rule_refuses_a_mail_and_a_reason_passes_it(shell: Shell) -> None:
    """R7.4: resting leads get no mail by any door."""
    lead = shell.add()
    shell.ask("log", lead, "hung-up")
    said = shell.run("email", lead, "--template", "inbound-thanks")
    assert (said.code, "refused by resting" in said.err) == (1, True)
    assert shell.run("email", lead, "--template", "inbound-thanks", "--override", "they asked").code == 0


@pytest.mark.parametrize(
    ("banned", "named"),
    [("acme.example", "acme.example"), ("ANN+x@acme.example", "ann+x@acme.example"), ("1", "the person")],
)
def test_a_banned_lead_is_refused_by_the_rule_as_log_does_R18_1(
    shell: Shell, banned: str, named: str
) -> None:
    """Whatever is banned, its person, address or domain; no reason gets a mail past it, and a preview says so."""
    lead = shell.add()
    shell.ask("suppress", "add", banned, "--reason", "asked us")
    for more in ((), ("--override", "they asked"), ("--raw",)):
        said = shell.run("email", lead, "--template", "inbound-thanks", *more)
        assert (said.code, said.out) == (1, ""), said
        assert f"refused by suppressed: a ban on {named} (ana: asked us)" in said.err
        assert "--override" not in said.err
    shown = shell.run("email", lead, "--preview")
    assert (shown.code, "To: (nobody)\n" in shown.out) == (0, True)
    assert f"would be refused by suppressed: a ban on {named} (ana: asked us)" in shown.err
    assert shell.ask("email", lead, "--preview")["refused"]["rule"] == "suppressed"
    assert shell.ask("mail", "status")["hold"] == 0


def test_a_mail_by_hand_with_marks_of_templates_is_refused__R14_1(shell: Shell) -> None:
    """Edited in the outbox, text or subject: nobody would fill them in."""
    lead = shell.add()
    before = shell.ask("email", lead, "--template", "inbound-thanks")
    said = shell.run("mail", "edit", lead, "--body-file", "-", stdin="Dear {{ first_name }},\n{% if topic %}")
    assert (said.code, said.out) == (2, "")
    assert "{{ first_name }}, {% if topic %}" in said.err
    [mail] = shell.ask("mail", "status")["mails"]
    assert mail["subject"] == before["subject"]
    assert shell.run("mail", "edit", lead, "--subject", "For {{ name }}").code == 2


def test_the_status_for_people_lists_what_waits(shell: Shell) -> None:
    lead = shell.add()
    queued = shell.ask("email", lead, "--template", "inbound-thanks")
    said = shell.run("mail", "status")
    assert "1 hold" in said.out
    assert queued["subject"] in said.out


def test_a_broken_template_is_what_doctor_says(shell: Shell) -> None:
    """R14.1: automatic mails of a broken text wait in silence: the doctor names file and line."""
    folder = shell.folder / "templates"
    folder.mkdir(exist_ok=True)
    (folder / "inbound-thanks.txt").write_text("Subject: x\n\n{{ unclosed\n", encoding="utf-8")
    shell.add()
    said = shell.run("doctor", "--json")
    (check,) = (one for one in said.document["checks"] if one["name"] == "templates")
    assert check["ok"] is False
    assert "templates/inbound-thanks.txt line 3" in check["detail"]
    assert said.code == 4
