"""What a person does about mails that wait, failed or are in doubt, and about a mailbox that stopped."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dialq.desk.kept import FAILED, UNCONFIRMED
from dialq.desk.mailbox_standing import stop_mailbox
from tests.cli.conftest import SETTINGS, Shell

MAILBOX = """
[[mailbox]]
name = "sales"
address = "sales@coldchain.example"
"""


def queued(shell: Shell, number: int = 0) -> tuple[int, str]:
    """A lead with a mail in hold: (lead, Message-ID)."""
    own = {"phone": f"+1 212 555 01{42 + number}", "email": f"ann{number}@acme{number}.example"}
    lead = shell.add(**own, external_id=f"w-{number}", company=f"Acme {number}")
    return lead, str(shell.ask("email", lead, "--template", "inbound-thanks")["message"])


def let_be(shell: Shell, message: str, status: str, why: str) -> None:
    """Put a mail into a state that a misbehaving server brings about."""
    with shell.desk() as desk, desk.store.writing():
        desk.store.outbox.move(message, status, why)


def test_r14_2_a_person_says_that_an_unconfirmed_mail_left(shell: Shell) -> None:
    """R14.2: it counts as sent, and is not sent again."""
    lead, message = queued(shell)
    let_be(shell, message, UNCONFIRMED, "the connection was lost")
    [line] = shell.ask("mail", "resolve")["mails"]
    assert (line["message"], line["lead"], line["why"]) == (message, lead, "the connection was lost")
    assert "the connection was lost" in shell.run("mail", "resolve").out
    assert shell.ask("mail", "resolve", lead, "--left") == {"message": message, "status": "sent"}
    shell.clock.advance(120)
    assert shell.ask("mail", "send")["sent"] == 0
    assert shell.ask("mail", "resolve") == {"mails": []}


def test_r14_2_a_person_says_that_an_unconfirmed_mail_is_sent_again(shell: Shell) -> None:
    """R14.2: never by itself, only when told to; by the beginning of its id."""
    _, message = queued(shell)
    let_be(shell, message, UNCONFIRMED, "the connection was lost")
    shell.clock.advance(120)
    assert shell.ask("mail", "send")["sent"] == 0
    assert shell.ask("mail", "resolve", message[1:9], "--again") == {"message": message, "status": "hold"}
    shell.clock.advance(60)
    assert shell.ask("mail", "send")["sent"] == 1


def test_what_became_of_a_mail_must_be_said_clearly(shell: Shell) -> None:
    lead, message = queued(shell)
    assert shell.run("mail", "resolve", lead, "--left").code == 3
    let_be(shell, message, UNCONFIRMED, "the connection was lost")
    for words in ((lead,), (lead, "--left", "--again"), ("--left",), ("zzz", "--left")):
        assert shell.run("mail", "resolve", *words).code == 2
    assert shell.ask("mail", "status")["unconfirmed"] == 1


def test_a_name_that_can_mean_two_mails_is_not_guessed_at(shell: Shell) -> None:
    lead, first = queued(shell)
    second = str(shell.ask("email", lead, "--template", "inbound-thanks", "--override", "twice")["message"])
    for message in (first, second):
        let_be(shell, message, UNCONFIRMED, "the connection was lost")
    said = shell.run("mail", "resolve", lead, "--again")
    assert (said.code, "can mean 2 mails" in said.err) == (2, True)
    assert shell.ask("mail", "resolve", second, "--left")["message"] == second
    assert shell.ask("mail", "resolve", lead, "--left")["message"] == first


def test_a_failed_mail_is_tried_again(shell: Shell) -> None:
    lead, message = queued(shell)
    assert shell.run("mail", "retry", lead).code == 3
    let_be(shell, message, FAILED, "DATA: 554 no")
    assert shell.ask("mail", "retry", "ann0@acme0.example") == {"message": message, "status": "hold"}
    shell.clock.advance(60)
    assert shell.ask("mail", "send")["sent"] == 1


def test_a_mail_that_waits_is_stopped(shell: Shell) -> None:
    lead, message = queued(shell)
    assert shell.ask("mail", "stop", lead) == {"message": message, "status": "cancelled"}
    shell.clock.advance(120)
    assert shell.ask("mail", "send") == {"sent": 0, "hold": 0}
    assert shell.run("mail", "stop", lead).code == 3


def test_a_mail_that_waits_is_written_anew(shell: Shell) -> None:
    """SEED1-18: until it leaves."""
    lead, message = queued(shell)
    done = shell.run(
        "mail", "edit", lead, "--subject", "Hello", "--body-file", "-", stdin="Dear Ann,\nhello.\n"
    )
    assert (done.code, '"Hello" to ann0@acme0.example' in done.out) == (0, True)
    shell.clock.advance(60)
    shell.ask("mail", "send")
    [file] = (shell.folder / "outbox" / "new").iterdir()
    text = file.read_text()
    assert ("Subject: Hello\n" in text, "Dear Ann,\nhello." in text, message in text) == (True, True, True)
    assert shell.run("mail", "edit", lead, "--subject", "Late").code == 3


@pytest.mark.parametrize(
    "words",
    [(), ("--subject", ""), ("--subject", "a\nBcc: x@example.com"), ("--body-file", "none.txt")],
)
def test_a_mail_is_not_written_anew_with_nonsense(shell: Shell, words: tuple[str, ...]) -> None:
    lead, _ = queued(shell)
    assert shell.run("mail", "edit", lead, *words).code == 2


def test_a_stopped_mailbox_is_started(shell: Shell) -> None:
    """R14.3: a policy refusal stops it, a person starts it."""
    (shell.folder / "settings.toml").write_text(SETTINGS + MAILBOX)
    shell.add()
    with shell.desk() as desk, desk.store.writing():
        stop_mailbox(desk, "sales", "RCPT: 550 5.7.1 blocked")
    [box] = shell.ask("mail", "status")["mailboxes"]
    assert (box["name"], box["stopped"]) == ("sales", "RCPT: 550 5.7.1 blocked")
    assert "dialq mail start sales" in shell.run("mail", "status").out
    assert shell.ask("mail", "start", "sales") == {"mailbox": "sales", "stopped": None}
    assert shell.ask("mail", "status")["mailboxes"][0]["stopped"] is None
    assert shell.run("mail", "start", "sales").code == 2
    said = shell.run("mail", "start", "sale")
    assert (said.code, "Mailboxes: sales" in said.err) == (2, True)


REFUSALS: tuple[Callable[[Shell], int], ...] = (
    lambda shell: shell.run("mail", "start", "sales").code,
    lambda shell: shell.run("mail", "send", "--mailbox", "sales").code,
    lambda shell: shell.run("mail", "check", "sales").code,
)


@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_mailbox_that_is_not_set_up_is_bad_input(shell: Shell, refusal: Callable[[Shell], int]) -> None:
    shell.add()
    assert refusal(shell) == 2
