"""Automatic mails before they leave: listed, held back, let go, written anew (SEED1-18)."""

from __future__ import annotations

import pytest

from dialq.clock import DAY, HOUR, MINUTE
from tests.cli.conftest import Shell

KEYS = set("lead to step at template subject body held_by edited_by problem".split())
EMAIL_AT_20_MINUTES = "inbound-thanks"


@pytest.fixture
def lead(shell: Shell) -> int:
    """A lead whose first automatic mail leaves in 20 minutes."""
    return shell.add()


def run_automatic(shell: Shell) -> None:
    """What an open screen does."""
    shell.ask("mail", "run", "--once")


def left(shell: Shell) -> int:
    """Mails that left."""
    return int(shell.ask("mail", "status")["sent"])


def test_seed1_18_the_automatic_mails_of_the_day_are_listed(shell: Shell, lead: int) -> None:
    """SEED1-18: as they would leave."""
    [mail] = shell.ask("mail", "planned", "list")["planned"]
    assert mail.keys() == KEYS
    assert (mail["lead"], mail["to"], mail["at"]) == (lead, "ann@acme.example", "2026-12-01T15:20:00Z")
    assert (mail["held_by"], mail["edited_by"], mail["problem"]) == (None, None, None)
    assert mail["subject"] in shell.run("mail", "planned", "list").out
    assert shell.ask("mail", "planned", "list", "--until", "10:10")["planned"] == []
    assert "no automatic mail" in shell.run("mail", "planned", "list", "--until", "10:10").out


def test_seed1_18_a_held_mail_leaves_when_it_is_released(shell: Shell, lead: int) -> None:
    """SEED1-18."""
    assert shell.ask("mail", "planned", "hold", lead)["held_by"] == "ana"
    assert "held by ana" in shell.run("mail", "planned", "list").out
    shell.clock.advance(30 * MINUTE)
    run_automatic(shell)
    shell.clock.advance(MINUTE)
    run_automatic(shell)
    assert left(shell) == 0
    released = shell.ask("mail", "planned", "release", lead)
    assert (released["lead"], released["held_by"]) == (lead, None)
    run_automatic(shell)
    shell.clock.advance(MINUTE)
    run_automatic(shell)
    assert left(shell) == 1


def test_seed1_18_a_mail_leaves_as_it_was_rewritten(shell: Shell, lead: int) -> None:
    """SEED1-18."""
    words = ("mail", "planned", "edit", lead, "--subject", "For Ann", "--body-file", "-")
    edited = shell.ask(*words, stdin="Dear Ann,\nonly for you.\n")
    assert (edited["edited_by"], edited["subject"], edited["body"]) == (
        "ana",
        "For Ann",
        "Dear Ann,\nonly for you.\n",
    )
    shell.clock.advance(20 * MINUTE)
    run_automatic(shell)
    shell.clock.advance(MINUTE)
    run_automatic(shell)
    [file] = (shell.folder / "outbox" / "new").iterdir()
    assert "only for you." in file.read_text()


def test_a_mail_gets_its_templates_text_again(shell: Shell, lead: int) -> None:
    before = shell.ask("mail", "planned", "list")["planned"]
    shell.ask("mail", "planned", "edit", lead, "--subject", "For Ann")
    assert "edited by ana" in shell.run("mail", "planned", "list").out
    assert shell.ask("mail", "planned", "edit", lead, "--reset")["edited_by"] is None
    assert shell.ask("mail", "planned", "list")["planned"] == before


def test_what_is_not_ahead_is_said(shell: Shell, lead: int) -> None:
    said = shell.run("mail", "planned", "release", lead)
    assert (said.code, "held back" in said.err) == (3, True)
    said = shell.run("mail", "planned", "hold", lead, "--step", "call-9")
    assert (said.code, "Ahead: " in said.err) == (3, True)
    assert shell.run("mail", "planned", "edit", lead).code == 2
    assert shell.run("mail", "planned", "edit", lead, "--reset", "--subject", "x").code == 2
    assert shell.run("mail", "planned", "edit", lead, "--subject", " ").code == 2
    shell.ask("log", lead, "hung-up")
    assert shell.run("mail", "planned", "hold", lead).code == 3
    shell.clock.advance(DAY + HOUR)
    assert shell.ask("mail", "planned", "list")["planned"] == []
