"""R14.2: whatever a server does at whatever stage, what became of the mail is said exactly."""

from __future__ import annotations

import pytest

from dialq.desk.sending_values import ACCEPTED, AGAIN, OF_MAIL, OF_MAILBOX, OF_RECIPIENT, REFUSED, UNKNOWN
from tests.mail.misbehaving import (
    DROP,
    DROP_AFTER,
    HANG,
    KEEP_AND_DROP,
    KEEP_AND_HANG,
    KEEP_AND_RESET,
    RESET,
    Behaviour,
    MisbehavingServer,
    late,
    refuse,
    say,
)
from tests.mail.sending import ANA, BO, MAIL, SHORT, a_line, connect, hand_over, waits_for

LOST, KEPT = True, False
Case = tuple[str, Behaviour, str, str, str, bool]
"""Stage, what happens there; then fate, status, about, and whether the line is lost."""

REFUSALS: list[Case] = [
    ("MAIL", refuse("451 4.3.0 try later"), AGAIN, "4.3.0", OF_MAILBOX, KEPT),
    ("MAIL", refuse("421 4.4.2 idle for too long"), AGAIN, "4.4.2", OF_MAILBOX, LOST),
    ("MAIL", refuse("421 idle", then="drop"), AGAIN, "", OF_MAILBOX, LOST),
    ("MAIL", refuse("550 5.7.1 sender not allowed"), REFUSED, "5.7.1", OF_MAILBOX, KEPT),
    ("MAIL", refuse("530 5.7.0 log in first"), REFUSED, "5.7.0", OF_MAILBOX, KEPT),
    ("MAIL", refuse("553 no such sender"), REFUSED, "", OF_MAILBOX, KEPT),
    ("MAIL", refuse("552 5.3.4 too big"), REFUSED, "5.3.4", OF_MAIL, KEPT),
    ("RCPT", refuse("450 4.7.1 greylisted, come back"), AGAIN, "4.7.1", OF_RECIPIENT, KEPT),
    ("RCPT", refuse("451 greylisted"), AGAIN, "", OF_RECIPIENT, KEPT),
    ("RCPT", refuse("452 4.2.2 mailbox full"), AGAIN, "4.2.2", OF_RECIPIENT, KEPT),
    ("RCPT", refuse("421 4.7.0 slow down"), AGAIN, "4.7.0", OF_RECIPIENT, LOST),
    ("RCPT", refuse("550 5.1.1 unknown user"), REFUSED, "5.1.1", OF_RECIPIENT, KEPT),
    ("RCPT", refuse("550 unknown user"), REFUSED, "", OF_RECIPIENT, KEPT),
    ("RCPT", refuse("551 user not local"), REFUSED, "", OF_RECIPIENT, KEPT),
    ("RCPT", refuse("550 5.2.1 mailbox disabled"), REFUSED, "5.2.1", OF_RECIPIENT, KEPT),
    ("RCPT", refuse("501 5.1.3 bad address"), REFUSED, "5.1.3", OF_RECIPIENT, KEPT),
    ("RCPT", refuse("554 5.7.1 relay access denied"), REFUSED, "5.7.1", OF_MAILBOX, KEPT),
    ("RCPT", refuse("550 5.1.8 sender's domain not found"), REFUSED, "5.1.8", OF_MAILBOX, KEPT),
    ("RCPT", refuse("550 5.1.7 bad sender"), REFUSED, "5.1.7", OF_MAILBOX, KEPT),
    ("RCPT", refuse("530 log in first"), REFUSED, "", OF_MAILBOX, KEPT),
    ("RCPT", refuse("503 5.5.1 not now"), REFUSED, "5.5.1", OF_MAIL, KEPT),
    ("RCPT", refuse("550 4.1.1 contradicts itself"), REFUSED, "", OF_RECIPIENT, KEPT),
    ("RCPT", say(b"550-5.1.1 unknown\r\n550 5.1.1 really\r\n"), REFUSED, "5.1.1", OF_RECIPIENT, KEPT),
    ("DATA", refuse("451 4.3.0 disk full"), AGAIN, "4.3.0", OF_MAIL, KEPT),
    ("DATA", refuse("554 no valid recipients"), REFUSED, "", OF_MAIL, KEPT),
    ("DATA", refuse("250 what else"), AGAIN, "", OF_MAIL, LOST),
    ("END", refuse("451 4.7.1 greylisted"), AGAIN, "4.7.1", OF_MAIL, LOST),
    ("END", refuse("421 4.3.2 shutting down", then="drop"), AGAIN, "4.3.2", OF_MAIL, LOST),
    ("END", refuse("554 5.6.0 malformed"), REFUSED, "5.6.0", OF_MAIL, LOST),
    ("END", refuse("550 5.7.1 looks like spam"), REFUSED, "5.7.1", OF_MAILBOX, LOST),
    ("END", refuse("550 5.1.1 unknown after all"), REFUSED, "5.1.1", OF_RECIPIENT, LOST),
]
SURELY_NOT: list[Case] = [
    (stage, how, AGAIN, "", about, LOST)
    for stage, about in (("MAIL", OF_MAILBOX), ("RCPT", OF_RECIPIENT), ("DATA", OF_MAIL))
    for how in (DROP, RESET, HANG, say(b"what?\r\n"), say(b"\xff\x00\r\n"), say(b"250-half", then="drop"))
]
NOBODY_KNOWS: list[Case] = [
    ("END", how, UNKNOWN, "", OF_MAIL, LOST)
    for how in (
        DROP,
        RESET,
        HANG,
        KEEP_AND_DROP,
        KEEP_AND_RESET,
        KEEP_AND_HANG,
        say(b"what?\r\n"),
        say(b"250-taken\r\n", then="drop"),
        say(b"250-taken\r\n", then="hang"),
        say(b"25", then="drop"),
        say(b"354 go on\r\n"),
        late(1.5),
    )
]


@pytest.mark.parametrize(
    ("stage", "how", "fate", "status", "about", "lost"), [*REFUSALS, *SURELY_NOT, *NOBODY_KNOWS]
)
def test_each_stage_says_what_became_of_the_mail_R14_2(
    stage: str, how: Behaviour, fate: str, status: str, about: str, lost: bool
) -> None:
    with MisbehavingServer() as server, a_line(server, waits_for(how)) as line:
        server.behave(stage, how)
        handed = hand_over(line)
        assert (handed.fate, handed.status, handed.about, handed.lost) == (fate, status, about, lost), handed
        words = "end of text" if stage == "END" else stage
        assert handed.why.startswith(f"{words}: ")
        assert handed.why.isprintable()
        if fate != UNKNOWN:
            assert server.accepted == []


TEXTS: list[Case] = [
    ("text", refuse("421 4.3.2 shutting down", then="drop"), AGAIN, "4.3.2", OF_MAIL, LOST),
    ("text", refuse("552 5.3.4 too big", then="drop"), REFUSED, "5.3.4", OF_MAIL, LOST),
    ("text", refuse("250 2.0.0 taken", then="drop"), UNKNOWN, "", OF_MAIL, LOST),
    *(("text", how, AGAIN, "", OF_MAIL, LOST) for how in (DROP, RESET, HANG, say(b"what?", then="drop"))),
]


@pytest.mark.parametrize(("stage", "how", "fate", "status", "about", "lost"), TEXTS)
def test_a_server_that_goes_in_the_middle_of_a_text_does_not_have_the_mail_R14_2(
    stage: str, how: Behaviour, fate: str, status: str, about: str, lost: bool
) -> None:
    """The text is longer than what lies on the way, so that its end cannot have been written."""
    with MisbehavingServer(offers=()) as server, a_line(server, waits_for(how)) as line:
        server.behave(stage, how)
        handed = line.hand_over("<1@example.com>", ANA, BO, MAIL + b"and more\r\n" * 800_000)
        assert (handed.fate, handed.status, handed.about, handed.lost) == (fate, status, about, lost), handed
        assert handed.why.startswith("text: ")
        assert server.accepted == []


@pytest.mark.parametrize("how", [refuse("550 5.1.1 no"), refuse("451 4.3.0 later"), DROP, HANG, DROP_AFTER])
@pytest.mark.parametrize("stage", ["RCPT", "END"])
def test_the_next_mail_goes_out_over_the_same_line_or_a_new_one_R14_2(stage: str, how: Behaviour) -> None:
    with MisbehavingServer() as server:
        server.behave(stage, how)
        with a_line(server, waits_for(how)) as line:
            first = hand_over(line, 1)
            assert (first.fate == ACCEPTED) == (stage == "END" and how == DROP_AFTER)
            second = hand_over(line, 2)
            if second.fate != ACCEPTED:
                assert (second.fate, second.lost, second.about) == (AGAIN, True, OF_MAILBOX)
        with a_line(server) as fresh:
            assert hand_over(fresh, 3).fate == ACCEPTED
        assert server.accepted[-1].message_id == "<3@example.com>"


@pytest.mark.parametrize("how", [refuse("451 4.3.0 no"), refuse("550 5.0.0 no"), DROP, HANG])
def test_a_server_that_does_not_forget_a_refused_mail_gets_no_other_on_that_line(how: Behaviour) -> None:
    with MisbehavingServer() as server, a_line(server, waits_for(how)) as line:
        server.behave("RCPT", refuse("550 5.1.1 unknown user"))
        server.behave("RSET", how)
        handed = hand_over(line)
        assert (handed.fate, handed.about, handed.lost) == (REFUSED, OF_RECIPIENT, True)


def test_after_a_refusal_the_line_goes_on_with_the_next_mail() -> None:
    with MisbehavingServer() as server, a_line(server) as line:
        server.behave("RCPT", refuse("550 5.1.1 unknown user"))
        assert hand_over(line, 1).fate == REFUSED
        assert hand_over(line, 2).fate == ACCEPTED
        assert [one.message_id for one in server.accepted] == ["<2@example.com>"]
        assert server.connections == 1


def test_a_server_that_hung_up_while_nobody_spoke_is_met_again_at_once() -> None:
    with MisbehavingServer() as server, a_line(server) as line:
        server.behave("END", DROP_AFTER)
        assert hand_over(line, 1).fate == ACCEPTED
        handed = hand_over(line, 2)
        assert (handed.fate, handed.about, handed.lost) == (AGAIN, OF_MAILBOX, True)
        assert hand_over(line, 2).lost
        with a_line(server) as fresh:
            assert hand_over(fresh, 2).fate == ACCEPTED
        assert [one.message_id for one in server.accepted] == ["<1@example.com>", "<2@example.com>"]


def test_words_said_while_nobody_asked_end_the_line_before_a_mail_is_begun() -> None:
    with MisbehavingServer() as server, a_line(server) as line:
        server.behave("END", say(b"250 2.0.0 taken\r\n421 4.4.2 idle\r\n", then="drop"))
        assert hand_over(line, 1).fate == ACCEPTED
        handed = hand_over(line, 2)
        assert (handed.fate, handed.why, handed.lost) == (AGAIN, "MAIL: 421 4.4.2 idle", True)
        assert [one for one in server.lines if one.startswith(b"MAIL")] == [server.lines[1]]


def test_an_answer_that_dribbles_in_does_not_hold_the_line_for_ever() -> None:
    with MisbehavingServer() as server, a_line(server, SHORT) as line:
        server.behave("MAIL", say(b"250 2.1.0 fine\r\n", dribble=0.1))
        handed = hand_over(line)
        assert (handed.fate, handed.why) == (AGAIN, "MAIL: no answer within 0.6 seconds")


@pytest.mark.parametrize("endless", [b"250-and more\r\n" * 9_000, b"2" * 200_000])
def test_an_answer_without_end_is_given_up(endless: bytes) -> None:
    with MisbehavingServer() as server, a_line(server) as line:
        server.behave("MAIL", say(endless))
        handed = hand_over(line)
        assert (handed.fate, handed.why) == (AGAIN, "MAIL: the answer does not end")


def test_a_slow_answer_is_waited_for() -> None:
    with MisbehavingServer() as server, a_line(server) as line:
        server.behave("END", late(0.05))
        assert hand_over(line).fate == ACCEPTED


OPENINGS: list[tuple[str, Behaviour, str, str]] = [
    ("connect", refuse("554 5.7.1 your address is blocked"), REFUSED, "connect: 554 5.7.1 your address"),
    ("connect", refuse("421 4.3.2 too many connections"), AGAIN, "connect: 421 4.3.2 too many"),
    ("connect", say(b"SSH-2.0-hello\r\n"), AGAIN, "is no SMTP"),
    ("connect", DROP, AGAIN, "the server hung up"),
    ("connect", HANG, AGAIN, "no answer within 0.6 seconds"),
    ("EHLO", refuse("550 5.7.1 go away"), REFUSED, "EHLO: 550 5.7.1 go away"),
    ("EHLO", refuse("451 4.3.0 later"), AGAIN, "EHLO: 451 4.3.0 later"),
    ("EHLO", DROP, AGAIN, "EHLO: the server hung up"),
    ("EHLO", HANG, AGAIN, "EHLO: no answer within"),
]


@pytest.mark.parametrize(("stage", "how", "fate", "why"), OPENINGS)
def test_a_line_that_cannot_be_had_says_why_and_is_about_the_mailbox(
    stage: str, how: Behaviour, fate: str, why: str
) -> None:
    with MisbehavingServer() as server:
        server.behave(stage, how)
        handed = connect(server, waits_for(how))
        assert (handed.fate, handed.about) == (fate, OF_MAILBOX)  # type: ignore[union-attr]
        assert why in handed.why  # type: ignore[union-attr]


def test_an_answer_before_the_end_of_the_text_is_not_taken_for_the_answer_to_it_R14_2() -> None:
    """R14.2: a server that says 450 in the middle and takes the mail all the same has it: it is not sent again."""
    with MisbehavingServer() as server, a_line(server) as line:
        server.behave("text", refuse("450 4.7.1 later"))
        handed = hand_over(line)
        assert (handed.fate == AGAIN) == (not server.accepted), "heard in time the text is never ended"
        assert handed.fate in (AGAIN, UNKNOWN)
        assert handed.lost
