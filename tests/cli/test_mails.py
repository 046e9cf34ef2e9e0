"""Mails are previewed, queued, held, delivered into a Maildir."""

from __future__ import annotations

from email import message_from_bytes, policy

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


def test_the_status_for_people_lists_what_waits(shell: Shell) -> None:
    lead = shell.add()
    queued = shell.ask("email", lead, "--template", "inbound-thanks")
    said = shell.run("mail", "status")
    assert "1 hold" in said.out
    assert queued["subject"] in said.out
