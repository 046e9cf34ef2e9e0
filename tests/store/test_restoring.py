"""Back to a backup: nothing is sent twice, nothing after "stop" (R14.2, R18.1)."""

from __future__ import annotations

from pathlib import Path

from dialq.clock import MINUTE
from dialq.desk.automatic import run_automatic
from dialq.desk.health import backup
from dialq.desk.mailbox_standing import sent_in_24h
from dialq.desk.suppressing import is_suppressed, suppress
from dialq.restoring import restore
from tests.desk.post import Office


def test_what_left_since_the_backup_is_known(tmp_path: Path) -> None:
    """R14.2, R18.1: the mail that left after the backup stays sent, the ban made after it holds on."""
    office = Office(tmp_path)
    first, second = office.write(office.lead(42)), office.write(office.lead(43))
    copy = tmp_path / "copy.db"
    backup(office.desk, copy)
    office.clock.advance(60)
    office.send(most=1)
    suppress(office.desk, "lou44@example.com", "address")
    left = next(m.message for m in (first, second) if office.mail(m.message).status == "sent")
    office.close()
    done = restore(copy, office.path)
    assert (done.in_doubt, done.bans) == (1, 1)
    assert done.kept is not None
    again = Office(tmp_path)
    again.clock.advance(DAY_LATER)
    assert again.send() == []
    statuses = {message.message: again.mail(message.message).status for message in (first, second)}
    assert statuses.pop(left) == "sent"
    assert list(statuses.values()) == ["unconfirmed"]
    assert is_suppressed(again.desk, "lou44@example.com")["suppressed"] is True
    again.close()


def test_without_the_old_file_every_mail_that_waited_is_in_doubt(tmp_path: Path) -> None:
    """R14.2: on another machine nobody knows what left since."""
    office = Office(tmp_path)
    office.write(office.lead(42))
    copy = tmp_path / "copy.db"
    backup(office.desk, copy)
    office.close()
    target = tmp_path / "elsewhere" / "dialq.db"
    assert restore(copy, target) == (None, 1, 0)


def test_a_damaged_file_is_replaced_all_the_same(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.write(office.lead(42))
    copy = tmp_path / "copy.db"
    backup(office.desk, copy)
    office.close()
    with office.path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 8192)
    done = restore(copy, office.path)
    assert (done.in_doubt, done.bans) == (1, 0)


DAY_LATER = 86_400


def test_what_was_queued_after_the_backup_is_not_written_again(tmp_path: Path) -> None:
    """R14.2, R14.4: an automatic mail that left since does not leave a second time, and the meter knows it."""
    office = Office(tmp_path)
    lead = office.lead(42)
    office.log(lead, "no-answer")
    copy = tmp_path / "copy.db"
    backup(office.desk, copy)
    office.clock.advance(20 * MINUTE)
    assert run_automatic(office.desk) == 1
    office.clock.advance(60)
    assert len(office.send()) == 1
    office.close()
    restore(copy, office.path)
    again = Office(tmp_path)
    again.clock.advance(22 * MINUTE)
    assert sent_in_24h(again.desk, again.boxes[0])[0] == 1
    assert run_automatic(again.desk) == 0
    assert again.send() == []
    again.close()
