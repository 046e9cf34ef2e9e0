"""One template to many leads: shown, narrowed, sent, stopped (SEED1-16)."""

from __future__ import annotations

import pytest

from dialq.clock import DAY
from tests.cli.conftest import Shell

TEMPLATE = ("mail", "mass", "--template", "inbound-thanks")


@pytest.fixture
def leads(shell: Shell) -> list[int]:
    """Four leads, each of its own company; the last has no address for mail."""
    found = [
        shell.add(
            name=f"Lou Field{number}", company=f"Company {number}", phone=f"+1 212 555 01{number}",
            email=f"lou{number}@example.com" if number < 53 else "", external_id=f"x-{number}",
        )
        for number in range(50, 54)
    ]  # fmt: skip
    shell.clock.advance(2 * DAY)
    return found


def named(leads: list[int]) -> list[str]:
    """`--lead` for each."""
    return [word for lead in leads for word in ("--lead", str(lead))]


def test_seed1_16_a_mass_mail_is_shown_before_it_goes(shell: Shell, leads: list[int]) -> None:
    """SEED1-16: each merged, who gets none and why; nothing is queued."""
    shown = shell.ask(*TEMPLATE, *named(leads), "--dry-run")
    assert (shown["going"], [mail["lead"] for mail in shown["mails"]]) == (3, leads)
    assert [mail["to"] for mail in shown["mails"]] == [
        "lou50@example.com",
        "lou51@example.com",
        "lou52@example.com",
        "",
    ]
    assert shown["mails"][0]["refused"] is None
    assert shown["mails"][3]["refused"].keys() == {"rule", "why"}
    people = shell.run(*TEMPLATE, *named(leads), "--dry-run").out
    assert people.count("Subject: ") == 3
    assert "mails that would go: 3, no mail for 1:" in people
    assert shell.ask("mail", "status")["hold"] == 0


def test_seed1_16_it_goes_to_all_but_those_left_out(shell: Shell, leads: list[int]) -> None:
    """SEED1-16: reviewed with exclusions; the refused are named with the rule."""
    done = shell.ask(*TEMPLATE, *named(leads), "--exclude", "lou51@example.com")
    assert (done["queued"], done["leads"]) == (2, [leads[0], leads[2]])
    assert [one["lead"] for one in done["refused"]] == [leads[3]]
    assert done["batch"].startswith("mass-")
    assert {mail["what"] for mail in shell.ask("mail", "status")["mails"]} == {"batch"}
    again = shell.run(*TEMPLATE, *named(leads[:1]))
    assert (again.code, "nobody gets it" in again.err) == (1, True)


def test_a_mass_mail_is_stopped(shell: Shell, leads: list[int]) -> None:
    batch = shell.ask(*TEMPLATE, *named(leads))["batch"]
    assert shell.ask("mail", "mass", "--stop", batch) == {"batch": batch, "stopped": 3}
    assert shell.ask("mail", "status")["hold"] == 0
    assert shell.run("mail", "mass", "--stop", "mass-of-nobody").code in (2, 3)


def test_seed1_16_without_names_it_goes_to_those_who_are_due_for_a_mail(shell: Shell) -> None:
    """SEED1-16: the open step is a mail and due; a source narrows."""
    shell.add()
    said = shell.run(*TEMPLATE, "--source", "none")
    assert (said.code, "nobody is due" in said.err) == (3, True)


@pytest.mark.parametrize(
    "words", [(), ("--template", "none"), ("--template", "inbound-thanks", "--stop", "x"), ("--limit", "0")]
)
def test_a_mass_mail_needs_a_template_that_there_is(shell: Shell, words: tuple[str, ...]) -> None:
    shell.add()
    assert shell.run("mail", "mass", *words).code == 2
