"""Mails through servers, from the command line: out, in, and what is said where one of them refuses."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes

import pytest

from dialq.clock import DAY, MINUTE
from tests.cli.conftest import Shell
from tests.cli.mail_servers import PASSWORD, VARIABLE, Office, office_of
from tests.mail.misbehaving import FOREVER, KEEP_AND_DROP, refuse


@pytest.fixture
def office(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """A mailbox on two servers."""
    with office_of(shell, monkeypatch) as made:
        yield made


def test_the_check_logs_in_and_sends_nothing(office: Office) -> None:
    shell = office.shell
    shell.add()
    [box] = shell.ask("mail", "check")["mailboxes"]
    assert (box["name"], [(one["what"], one["ok"]) for one in box["checks"]]) == (
        "ana",
        [("smtp", True), ("imap", True)],
    )
    assert shell.ask("mail", "check", "ana")["mailboxes"] == [box]
    assert f"127.0.0.1:{office.smtp.port}, none, plain" in shell.run("mail", "check").out
    assert office.smtp.accepted == []


def test_the_check_says_a_refusal_in_the_servers_words(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 4; the password is in no word of it."""
    office.shell.add()
    monkeypatch.setenv(VARIABLE, "falsch-2718")
    said = office.shell.run("mail", "check")
    assert said.code == 4
    assert said.out.count("BAD") == 2
    assert "535" in said.out
    assert "falsch-2718" not in said.out + said.err


def test_a_secret_that_cannot_be_had_is_named(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.shell.add()
    monkeypatch.delenv(VARIABLE)
    said = office.shell.run("mail", "check", "--json")
    assert said.code == 4
    assert {VARIABLE in one["said"] for one in said.document["mailboxes"][0]["checks"]} == {True}
    checks = {one["name"]: one for one in office.shell.run("doctor", "--json").document["checks"]}
    assert (checks["mailbox ana"]["ok"], VARIABLE in checks["mailbox ana"]["detail"]) == (False, True)


def test_r14_2_a_mail_leaves_once_through_the_server(office: Office) -> None:
    """R14.2, R14.4: the meter counts it."""
    shell = office.shell
    message = office.queue(shell.add())
    sent = shell.ask("mail", "send")
    assert sent == {
        "sent": 1, "hold": 0, "mailboxes": [{"name": "ana", "stopped": None, "problem": None}], "lost": [], "said": [],
    }  # fmt: skip
    assert shell.ask("mail", "send")["sent"] == 0
    assert [(mail.message_id, mail.sender, mail.recipients) for mail in office.smtp.accepted] == [
        (message, "ana@coldchain.example", ("ann@acme.example",))
    ]
    [box] = shell.ask("mail", "status")["mailboxes"]
    assert (box["sent"], box["limit"], box["waiting"], box["sender"]) == (1, 10, 0, None)
    assert "1 of 10 in 24 hours" in shell.run("mail", "status").out


def test_a_mail_that_is_put_off_waits_and_says_why(office: Office) -> None:
    """R14.2: greylisting: it surely was not taken, so it is tried again."""
    shell = office.shell
    office.smtp.behave("RCPT", refuse("450 4.7.1 greylisted"))
    message = office.queue(shell.add())
    assert shell.ask("mail", "send")["sent"] == 0
    [mail] = shell.ask("mail", "status")["mails"]
    assert (mail["status"], mail["tries"], "greylisted" in mail["why"]) == ("hold", 1, True)
    shell.clock.advance(10 * MINUTE)
    assert shell.ask("mail", "send")["sent"] == 1
    assert [mail.message_id for mail in office.smtp.accepted] == [message]


def test_r14_2_a_mail_in_doubt_waits_for_a_person(office: Office) -> None:
    """R14.2: the server had the whole text and hung up: never sent again by itself."""
    shell = office.shell
    lead = shell.add()
    office.smtp.behave("END", KEEP_AND_DROP)
    message = office.queue(lead)
    said = shell.run("mail", "send", "--json")
    assert (said.code, said.document["sent"], said.document["lost"][0]["message"]) == (4, 0, message)
    shell.clock.advance(DAY)
    assert shell.ask("mail", "send")["sent"] == 0
    assert shell.ask("mail", "status")["unconfirmed"] == 1
    assert "dialq mail resolve" in shell.run("mail", "status").out
    [check] = [one for one in shell.run("doctor", "--json").document["checks"] if one["name"] == "mails"]
    assert (check["ok"], "dialq mail resolve" in check["detail"]) == (False, True)
    assert shell.ask("mail", "resolve", lead, "--left")["message"] == message
    assert len(office.smtp.accepted) == 1


@pytest.mark.parametrize("words", [("send",), ("run", "--once")])
def test_r14_2_what_failed_or_is_in_doubt_is_said_once_where_cron_reads_it(
    office: Office, words: tuple[str, ...]
) -> None:
    """R14.2: exit 4 and a sentence on stderr for each, with what to do; the next turn has nothing new to say."""
    shell = office.shell
    office.smtp.behave("RCPT", refuse("550 5.1.1 no such user"))
    office.smtp.behave("END", KEEP_AND_DROP)
    office.queue(shell.add())
    office.queue(
        shell.add(email="bo@bolt.example", phone="+1 212 555 0143", name="Bo Roe", external_id="w-2")
    )
    said = shell.run("mail", *words)
    assert (said.code, "0 sent, 0 still in hold" in said.out) == (4, True)
    assert "failed: RCPT: 550 5.1.1 no such user; dialq mail retry" in said.err
    assert "may have left or not: end of text: " in said.err
    shell.clock.advance(DAY)
    again = shell.run("mail", *words)
    assert (again.code, again.err) == (0, "")


def test_a_mail_that_was_stopped_is_said_R18_1(office: Office) -> None:
    """R18.1: nothing left and nothing waits: somebody wants to know why."""
    shell = office.shell
    office.queue(shell.add())
    shell.ask("suppress", "add", "ann@acme.example")
    said = shell.run("mail", "send")
    assert (said.code, office.smtp.accepted) == (0, [])
    assert (
        said.out == "0 sent, 0 still in hold\n1 will not leave any more: dialq show says why, at each lead\n"
    )


def test_r14_3_a_mailbox_that_its_server_refuses_stops(office: Office) -> None:
    """R14.3: 5.7.x is about us: exit 4, and nothing more is tried until a person starts it."""
    shell = office.shell
    office.smtp.behave("MAIL", refuse("550 5.7.1 sender refused"), FOREVER)
    office.queue(shell.add())
    said = shell.run("mail", "send")
    assert (said.code, "5.7.1 sender refused" in said.err) == (4, True)
    [box] = shell.ask("mail", "status")["mailboxes"]
    assert "5.7.1" in box["stopped"]
    assert [one["name"] for one in shell.run("doctor", "--json").document["checks"] if not one["ok"]] == [
        "mail runner", "mailbox ana"
    ]  # fmt: skip
    office.smtp.behave_well()
    assert shell.run("mail", "send").code == 4
    shell.ask("mail", "start", "ana")
    assert shell.ask("mail", "send")["sent"] == 1


def test_a_look_that_failed_is_no_look(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads when answers were fetched last must not be told of a try that a server turned down."""
    shell = office.shell
    shell.add()
    monkeypatch.setenv(VARIABLE, "falsch-2718")
    said = shell.run("mail", "fetch")
    assert (said.code, ".. " in said.err) == (4, False)
    assert shell.ask("mail", "status")["mailboxes"][0]["fetched_at"] is None
    monkeypatch.setenv(VARIABLE, PASSWORD)
    shell.ask("mail", "fetch")
    looked = shell.ask("mail", "status")["mailboxes"][0]["fetched_at"]
    assert looked == "2026-12-01T15:00:00Z"
    shell.clock.advance(MINUTE)
    monkeypatch.setenv(VARIABLE, "falsch-2718")
    assert shell.run("mail", "fetch").code == 4
    assert shell.ask("mail", "status")["mailboxes"][0]["fetched_at"] == looked


def test_r11_1_a_reply_is_fetched_read_and_answered_in_its_thread(office: Office) -> None:
    """R11.1, R14.3: matched by its id; the answer goes before all and continues the thread."""
    shell = office.shell
    lead = shell.add()
    message = office.queue(lead)
    shell.ask("mail", "send")
    shell.clock.advance(MINUTE)
    office.arrives("Yes, please call me.\n", Subject="Re: hello", In_Reply_To=message)
    fetched = shell.ask("mail", "fetch")
    assert (fetched["kinds"], fetched["mailboxes"]) == ({"reply": 1}, [{"name": "ana", "problem": None}])
    assert shell.ask("mail", "fetch")["kinds"] == {}
    assert shell.ask("why", lead)["tier"] in ("now", "response")
    ours, theirs = shell.ask("mail", "thread", lead)["mails"]
    assert (ours["ours"], ours["kind"], ours["message"]) == (True, "sent", message)
    assert (theirs["ours"], theirs["kind"], theirs["text"].strip()) == (
        False,
        "reply",
        "Yes, please call me.",
    )
    assert "THEY, Ann Lee" in shell.run("mail", "thread", lead).out
    answer = shell.ask("mail", "answer", lead, "--body-file", "-", stdin="I ring you at ten.\n")
    assert (answer["to"], answer["subject"]) == ("ann@acme.example", "Re: hello")
    shell.ask("mail", "send")
    mail = message_from_bytes(office.smtp.accepted[-1].raw)
    assert (mail["In-Reply-To"], message in mail["References"]) == (theirs["message"], True)
    body = mail.get_payload(decode=True)
    assert isinstance(body, bytes)
    assert body.startswith(b"I ring you at ten.")
    assert b"> Yes, please call me." in body


def test_a_letter_that_fits_nobody_is_not_shown_but_a_forged_one_is(office: Office) -> None:
    """R14.3: acted on by nothing but a pause; a person looks."""
    shell = office.shell
    shell.add()
    forged = "<dialq.1.AAAAAAAAAAAAAAAA.BBBBBBBBBBBBBBBB@coldchain.example>"
    office.arrives("Buy now\n", sender="spam@example.net", Subject="Cheap")
    office.arrives("We agreed, did we not?\n", Subject="Re: deal", In_Reply_To=forged)
    shell.ask("mail", "fetch")
    [letter] = shell.ask("mail", "inbox")["letters"]
    assert letter.keys() == set("id lead at kind from subject text acted".split())
    assert (letter["from"], letter["subject"]) == ("ann@acme.example", "Re: deal")
    assert "| We agreed, did we not?" in shell.run("mail", "inbox").out
    assert shell.ask("mail", "status")["to_look_at"] == 1
    assert shell.ask("mail", "inbox", "--seen", letter["id"]) == {"id": letter["id"], "seen": True}
    assert shell.ask("mail", "inbox")["letters"] == []
    assert shell.run("mail", "inbox", "--seen", letter["id"]).code == 3


def test_a_fetch_that_fails_says_so(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    shell = office.shell
    shell.add()
    monkeypatch.setenv(VARIABLE, "falsch-2718")
    for _ in range(2):
        said = shell.run("mail", "fetch")
        assert (said.code, "refused the login" in said.err, "falsch" in said.err) == (4, True, False)
    monkeypatch.setenv(VARIABLE, PASSWORD)
    assert shell.run("mail", "fetch").code == 0


def test_one_turn_of_the_runner_sends_and_fetches(office: Office) -> None:
    shell = office.shell
    office.queue(shell.add())
    office.arrives("Hello?\n", sender="who@example.net")
    turn = shell.ask("mail", "run", "--once")
    assert (turn["send"]["sent"], turn["fetch"]["mailboxes"]) == (1, [{"name": "ana", "problem": None}])
    assert "0 sent" in shell.run("mail", "run", "--once").out


def test_without_a_mailbox_there_is_nothing_to_fetch_or_check(shell: Shell) -> None:
    shell.add()
    for words in ("fetch", "check"):
        said = shell.run("mail", words)
        assert (said.code, "dialq help mail" in said.err) == (3, True)
