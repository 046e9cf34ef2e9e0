"""Servers that lie, stumble and hang up: each mail once, none over and over, and one sentence for a person."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dialq.desk.letters import Cursor
from dialq.mail import imap_client
from dialq.mail.arrived import BEGINNING, Arrived
from dialq.mail.fetching import Fetcher
from dialq.mail.imap_faults import Unreachable
from tests.mail.imap_mailbox import NOON, a_mail, a_mailbox, fetching, look, read_to
from tests.mail.scripted_imap import HANG_UP, STALL, ScriptedImap, scripted_imap


@pytest.fixture
def server() -> Iterator[ScriptedImap]:
    with scripted_imap() as running:
        running.mails |= {uid: a_mail(uid) for uid in (3, 5, 9)}
        yield running


@pytest.fixture
def fetcher(server: ScriptedImap) -> Iterator[Fetcher]:
    with fetching(a_mailbox(server.port)) as one:
        yield one


def all_given(fetcher: Fetcher, most_looks: int = 20) -> list[Arrived]:
    """What looks give until one ends well, as the runner has it: the cursor moves with each mail."""
    given: list[Arrived] = []
    for _ in range(most_looks):
        cursor = read_to(given) if given else None
        try:
            for mail in fetcher.look("INBOX", cursor, NOON):
                given.append(mail)
        except Unreachable:
            continue
        return given
    raise AssertionError("the looks never came to an end")


def test_an_old_line_that_was_cut_is_had_again_without_a_word(server: ScriptedImap, fetcher: Fetcher) -> None:
    """Servers end what was silent for long: the next look finds out, and nobody is told."""
    cursor = read_to(look(fetcher))
    server.answer_instead("EXAMINE", b"* BYE autologout\r\n" + HANG_UP)
    server.mails[12] = a_mail(12)
    assert [mail.uid for mail in look(fetcher, cursor)] == [12]


@pytest.mark.parametrize("command", ["UID SEARCH", r"UID FETCH \S+ \(RFC822", r"UID FETCH \S+ \(BODY"])
@pytest.mark.parametrize(
    "answer",
    [
        HANG_UP,
        b"* BYE maintenance\r\n" + HANG_UP,
        b"* 1 FETCH (UID 3 BODY[] {500}\r\nFrom: K",
        b"\xff\xfe\r\n",
        b"* SEARCH 3 x\r\n* 1 FETCH (((\r\n",
        b"* 1 FETCH (UID 3 BODY[] {99999999999}\r\n",
    ],
    ids=["cut", "BYE", "cut in a text", "garbage", "garbage of theirs", "a huge text"],
)
def test_a_look_that_is_broken_off_is_said_and_taken_up_again(
    server: ScriptedImap, fetcher: Fetcher, command: str, answer: bytes
) -> None:
    """Whatever was given before counts, and nothing is given twice or left out."""
    server.answer_instead(command, answer.removesuffix(HANG_UP) + HANG_UP)
    given = all_given(fetcher)
    assert [mail.raw for mail in given] == [a_mail(3), a_mail(5), a_mail(9)]
    server.answer_instead(command, answer.removesuffix(HANG_UP) + HANG_UP)
    server.mails[12] = a_mail(12)
    with pytest.raises(Unreachable) as fault:
        look(fetcher, read_to(given))
    assert str(fault.value).startswith(f"Mailbox sales: the IMAP server 127.0.0.1:{server.port} ")
    assert str(fault.value).isprintable()
    assert len(str(fault.value)) < 400


def test_a_server_that_falls_silent_is_given_up(
    server: ScriptedImap, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap_client, "READ_SECONDS", 0.2)
    server.answer_instead(r"UID FETCH \S+ \(BODY", b"* 1 FETCH (UID 3 BODY[] {500}\r\nFrom: K" + STALL)
    with pytest.raises(Unreachable, match="does not answer in time"):
        look(fetcher)
    assert [mail.uid for mail in look(fetcher)] == [3, 5, 9]


def test_a_mail_the_server_refuses_to_give_is_passed_with_a_note(
    server: ScriptedImap, fetcher: Fetcher
) -> None:
    """First together with others, then alone, then its header, then not at all; the others come whole."""
    server.answer_instead(r"UID FETCH (3,5,9|5) \(BODY", b"TAG NO [SERVERBUG] internal error\r\n", times=3)
    given = look(fetcher)
    assert [(mail.uid, mail.raw, mail.note) for mail in given] == [
        (3, a_mail(3), ""),
        (5, b"", "the server does not give it"),
        (9, a_mail(9), ""),
    ]
    assert look(fetcher, read_to(given)) == []


def test_the_header_of_a_mail_is_better_than_nothing(server: ScriptedImap, fetcher: Fetcher) -> None:
    server.answer_instead(r"UID FETCH (3,5,9|5) \(BODY\.PEEK\[\]", b"TAG NO damaged\r\n", times=2)
    given = look(fetcher)
    assert given[1].raw == a_mail(5).partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    assert given[1].note == "only its header could be fetched"


def test_a_mail_that_is_said_to_be_nothing_is_passed_with_a_note(
    server: ScriptedImap, fetcher: Fetcher
) -> None:
    server.answer_instead(
        r"UID FETCH (3,5,9|5) \(BODY\.PEEK\[\]", b"* 2 FETCH (UID 5 BODY[] NIL)\r\nTAG OK done\r\n", times=2
    )
    server.answer_instead(r"UID FETCH 5 \(BODY\.PEEK\[HEADER", b"TAG OK done\r\n")
    assert [(mail.uid, mail.note) for mail in look(fetcher)] == [
        (3, ""),
        (5, "the server does not give it"),
        (9, ""),
    ]


def test_a_mail_that_went_away_meanwhile_is_nothing(server: ScriptedImap, fetcher: Fetcher) -> None:
    server.answer_instead("UID SEARCH", b"* SEARCH 3 4 5 9\r\nTAG OK done\r\n")
    server.answer_instead(r"UID FETCH 3,4,5,9 \(RFC822", server._fetched([3, 5, 9], "RFC822.SIZE"))
    assert [mail.uid for mail in look(fetcher)] == [3, 5, 9]


def test_a_mail_that_always_costs_the_line_is_passed_in_the_end(
    server: ScriptedImap, fetcher: Fetcher
) -> None:
    """Some servers fall over one mail: after some tries its header is asked for, then it is left, with a note."""
    server.answer_instead(r"UID FETCH (\d+,)*5(,\d+)* \(BODY", HANG_UP, times=99)
    given = all_given(fetcher)
    assert [(mail.uid, mail.note) for mail in given] == [(3, ""), (5, "the server does not give it"), (9, "")]
    assert server.times_heard(r"UID FETCH (\S+,)?5(,\S+)? \(BODY") == 6


def test_its_header_is_taken_if_that_can_be_had(server: ScriptedImap, fetcher: Fetcher) -> None:
    server.answer_instead(r"UID FETCH (\d+,)*5(,\d+)* \(BODY\.PEEK\[\]", HANG_UP, times=99)
    given = all_given(fetcher)
    assert [(mail.uid, mail.note) for mail in given] == [
        (3, ""),
        (5, "only its header could be fetched"),
        (9, ""),
    ]


def test_a_bad_line_costs_no_mail(server: ScriptedImap, fetcher: Fetcher) -> None:
    """What was lost with the line twice is fetched whole the third time."""
    server.answer_instead(r"UID FETCH \S+ \(BODY", HANG_UP, times=2)
    assert [(mail.raw, mail.note) for mail in all_given(fetcher)] == [(a_mail(uid), "") for uid in (3, 5, 9)]


def test_a_server_that_lies_about_a_size_fills_no_memory(server: ScriptedImap, fetcher: Fetcher) -> None:
    """A mail that is larger than it was said to be is cut; a server that ignores the piece asked for is cut short."""
    server.mails = {3: a_mail(3, "x" * 400_000)}
    server.answer_instead(
        r"UID FETCH 3 \(RFC822",
        b'* 1 FETCH (UID 3 RFC822.SIZE 9 INTERNALDATE "1-Dec-2026 10:00:00 +0100")\r\nTAG OK done\r\n',
    )
    (mail,) = look(fetcher)
    assert (len(mail.raw), mail.note) == (
        BEGINNING,
        f"only the first 256 KB of {len(server.mails[3]):,} bytes were fetched",
    )
    whole = server.mails[3]
    server.answer_instead(
        r"UID FETCH 3 \(BODY", b"* 1 FETCH (UID 3 BODY[] {%d}\r\n%s)\r\nTAG OK done\r\n" % (len(whole), whole)
    )
    assert [len(mail.raw) for mail in look(fetcher)] == [BEGINNING]


@pytest.mark.parametrize(
    ("date", "after_noon"),
    [
        ('"22-Nov-2026 13:00:00 +0100"', 0),
        ('"22-Nov-2026 05:00:00 -0800"', 3600),
        ('" 1-Dec-2026 12:00:00 +0000"', 9 * 86400),
        ('"22-Nov-2026 12:00:00 +9999"', -60),
        ('"99-Foo-2026 12:00:00 +0000"', -60),
        ('"nonsense"', -60),
        ("NIL", -60),
    ],
)
def test_dates_of_all_zones_are_read_and_odd_ones_replaced(
    server: ScriptedImap, fetcher: Fetcher, date: str, after_noon: int
) -> None:
    """Where the date cannot be read, it came after the last look."""
    server.answer_instead(
        r"UID FETCH 9 \(RFC822",
        f"* 3 FETCH (UID 9 RFC822.SIZE 9 INTERNALDATE {date})\r\nTAG OK done\r\n".encode(),
    )
    (mail,) = fetcher.look("INBOX", Cursor(validity=7, uid=5, at=type(NOON)(NOON - 60)), NOON)
    assert mail.arrived - NOON == after_noon


def test_unasked_words_about_other_mails_are_passed_over(server: ScriptedImap, fetcher: Fetcher) -> None:
    """Flags change while we look; sequence numbers are no UIDs."""
    body = server._fetched([3, 5, 9], "BODY.PEEK[]")
    server.answer_instead(
        r"UID FETCH \S+ \(BODY",
        b"* 3 FETCH (FLAGS (\\Seen))\r\n* 5 FETCH (FLAGS ())\r\n* 4 EXISTS\r\n" + body,
    )
    assert [(mail.uid, mail.raw) for mail in look(fetcher)] == [(uid, a_mail(uid)) for uid in (3, 5, 9)]


def test_only_commands_that_change_nothing_are_said(server: ScriptedImap, fetcher: Fetcher) -> None:
    """EXAMINE, SEARCH, PEEK (R14.3); a mail of every kind is among those looked at."""
    server.mails[12] = a_mail(12, "x" * 300_000)
    server.answer_instead(r"UID FETCH (3,5,9|5) \(BODY\.PEEK\[\]", b"TAG NO damaged\r\n", times=2)
    look(fetcher)
    fetcher.wait(0.05)
    fetcher.close()
    verbs = {
        " ".join(command.split()[:2]) if command.startswith("UID") else command.split()[0]
        for command in server.heard
    }
    assert verbs <= {
        "CAPABILITY",
        "AUTHENTICATE",
        "EXAMINE",
        "UID SEARCH",
        "UID FETCH",
        "IDLE",
        "DONE",
        "LOGOUT",
    }
    assert not [command for command in server.heard if "BODY[" in command]
