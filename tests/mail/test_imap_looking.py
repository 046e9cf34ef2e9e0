"""What a look into a mailbox finds, and that it leaves no trace there (R14.3)."""

from __future__ import annotations

import subprocess
import sys
import tracemalloc
from collections.abc import Iterator

import pytest

from dialq.clock import DAY, HOUR, Instant
from dialq.desk.letters import Cursor
from dialq.mail.arrived import BEGINNING
from dialq.mail.imap_faults import FolderMissing
from tests.mail.imap_mailbox import NOON, a_mail, a_mailbox, fetching, look, read_to
from tests.mail.imap_server import ImapServer, imap_server


@pytest.fixture
def server() -> Iterator[ImapServer]:
    with imap_server() as running:
        yield running


def test_a_first_look_gives_what_came_since_then_in_order(server: ImapServer) -> None:
    server.append("ana", a_mail(1), at=Instant(NOON - 3 * DAY))
    server.append("ana", a_mail(2), at=Instant(NOON - 2 * HOUR))
    for number in (3, 4, 5):
        server.append("ana", a_mail(number), at=Instant(NOON + number))
    with fetching(a_mailbox(server.port)) as fetcher:
        found = look(fetcher)
    assert [mail.raw for mail in found] == [a_mail(3), a_mail(4), a_mail(5)]
    assert [mail.arrived - NOON for mail in found] == [3, 4, 5]
    assert [mail.uid for mail in found] == sorted(mail.uid for mail in found)
    assert not any(mail.note for mail in found)


def test_what_seems_to_have_come_a_little_before_is_given_too(server: ImapServer) -> None:
    """A bounce answers at once, and the clock of its server may be slow."""
    server.append("ana", a_mail(1), at=Instant(NOON - 600))
    with fetching(a_mailbox(server.port)) as fetcher:
        assert len(look(fetcher)) == 1


def test_the_next_look_gives_only_what_came_after(server: ImapServer) -> None:
    """`UID n:*` names the last mail even where it lies below n: it is not given twice."""
    server.append("ana", a_mail(1), at=NOON)
    with fetching(a_mailbox(server.port)) as fetcher:
        cursor = read_to(look(fetcher))
        assert look(fetcher, cursor) == []
        server.append("ana", a_mail(2), at=Instant(NOON - 300 * DAY))
        assert [mail.raw for mail in look(fetcher, cursor)] == [a_mail(2)]


def test_mails_that_went_away_leave_gaps_and_nothing_else(server: ImapServer) -> None:
    uids = [server.append("ana", a_mail(number), at=NOON) for number in range(6)]
    with fetching(a_mailbox(server.port)) as fetcher:
        cursor = Cursor(validity=look(fetcher)[0].validity, uid=uids[1], at=NOON)
        for gone in (uids[1], uids[3], uids[5]):
            server.expunge("ana", gone)
        assert [mail.uid for mail in look(fetcher, cursor)] == [uids[2], uids[4]]
        server.expunge("ana", uids[4])
        assert look(fetcher, read_to(look(fetcher, cursor))) == []


def test_a_folder_that_began_anew_is_read_anew(server: ImapServer) -> None:
    """After a change of UIDVALIDITY old UIDs mean nothing: the look starts over, whatever the cursor says."""
    for number in (1, 2, 3):
        server.append("ana", a_mail(number), at=Instant(NOON + number))
    with fetching(a_mailbox(server.port)) as fetcher:
        before = look(fetcher)
        server.renumber("ana")
        after = look(fetcher, read_to(before))
    assert [mail.raw for mail in after] == [mail.raw for mail in before]
    assert [mail.uid for mail in after] == [1, 2, 3]
    assert after[0].validity != before[0].validity


def test_nothing_is_changed_by_looking(server: ImapServer) -> None:
    r"""No \Seen, no lost \Recent, no flag, no folder: the mailbox is as it was (R14.3)."""
    server.make_folder("ana", "Archive")
    server.append("ana", a_mail(1), at=NOON)
    server.append("ana", a_mail(2), at=NOON, flags=("\\Flagged", "$Later"))
    server.append("ana", a_mail(3, "x" * BEGINNING), at=NOON, flags=("\\Seen",))
    flags, folders = server.flags("ana"), server.folders("ana")
    assert all("\\Recent" in words for words in flags.values())
    with fetching(a_mailbox(server.port)) as fetcher:
        found = look(fetcher)
        look(fetcher, read_to(found))
        fetcher.wait(0.05)
        look(fetcher, read_to(found), "Archive")
    assert len(found) == 3
    assert server.flags("ana") == flags
    assert server.folders("ana") == folders


def test_a_large_mail_is_fetched_in_part_and_says_so(server: ImapServer) -> None:
    """30 MB in the mailbox are a quarter of a megabyte here; the mail after it comes whole."""
    large = a_mail(1, "x" * 30_000_000)
    server.append("ana", large, at=NOON)
    server.append("ana", a_mail(2), at=NOON)
    with fetching(a_mailbox(server.port)) as fetcher:
        first, second = look(fetcher)
    assert first.raw == large[:BEGINNING]
    assert first.note == f"only the first 256 KB of {len(large):,} bytes were fetched"
    assert (second.raw, second.note) == (a_mail(2), "")


def test_many_mails_are_never_all_in_memory(server: ImapServer) -> None:
    for number in range(300):
        server.append("ana", a_mail(number, "x" * 100_000), at=NOON)
    with fetching(a_mailbox(server.port)) as fetcher:
        look(fetcher, folder="INBOX", since=Instant(NOON + DAY * 3))
        tracemalloc.start()
        begun, _ = tracemalloc.get_traced_memory()
        count = sum(1 for mail in fetcher.look("INBOX", None, NOON) if mail.raw)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert count == 300
    assert most - begun < 20_000_000


def test_folders_have_names_in_all_languages(server: ImapServer) -> None:
    server.make_folder("ana", "Antwörten & mehr/日本")
    server.append("ana", a_mail(1), "Antwörten & mehr/日本", at=NOON)
    with fetching(a_mailbox(server.port)) as fetcher:
        assert len(look(fetcher, folder="Antwörten & mehr/日本")) == 1


def test_a_folder_that_is_not_there_is_named_with_those_near(server: ImapServer) -> None:
    for name in ("Answers", "Sales/Replies", "Travel"):
        server.make_folder("ana", name)
    server.append("ana", a_mail(1), at=NOON)
    with fetching(a_mailbox(server.port)) as fetcher:
        with pytest.raises(FolderMissing) as fault:
            look(fetcher, folder="Sales.Replies")
        assert str(fault.value) == (
            'Mailbox sales has no folder "Sales.Replies". '
            'It has "Sales/Replies": name one of them under folders in the settings'
        )
        assert len(look(fetcher)) == 1
    assert server.logins == 1


def test_a_folder_name_cannot_smuggle_a_command(server: ImapServer) -> None:
    server.make_folder("ana", "Answers")
    with fetching(a_mailbox(server.port)) as fetcher, pytest.raises(FolderMissing):
        look(fetcher, folder='INBOX"\r\nA9 DELETE Answers\r\n')
    assert "Answers" in server.folders("ana")


@pytest.mark.parametrize(
    "module", ["dialq.mail.fetching", "dialq.cli.main", "dialq.desk.inbox", "dialq.bootstrap"]
)
def test_the_imap_library_is_loaded_by_the_first_look_only(module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys, {module}; sys.exit('imapclient' in sys.modules)"],
        check=False,
        timeout=60,
    )
    assert done.returncode == 0
