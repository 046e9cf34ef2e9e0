"""The outbox folder: each mail whole, private, and there once (R14.2)."""

from __future__ import annotations

import mailbox
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dialq.clock import Instant
from dialq.desk.outgoing import Outgoing
from dialq.errors import WorldFailed
from dialq.mail.maildir import MaildirOutbox, file_name
from dialq.mail.mailer import Mailer

MAIL = Outgoing(
    message_id="<first@example.com>",
    date=Instant(1_796_138_400),
    from_name="Ana Ruiz",
    from_address="ana@example.com",
    to_name="Jordan Reyes",
    to_address="jordan@acme.example",
    subject="Pricing",
    body="As promised.",
    footer="Ana Ruiz, Northwind, 1 Main Street, Springfield. Reply stop to end this.",
)


def mails(folder: Path) -> list[Path]:
    return sorted(path for part in ("tmp", "new", "cur") for path in (folder / part).iterdir())


def test_a_delivered_mail_is_one_private_file_that_mail_programs_read(tmp_path: Path) -> None:
    mailer = Mailer(tmp_path / "outbox", lambda: b"key")
    raw = mailer.compose(MAIL)
    mailer.deliver(MAIL.message_id, raw)
    (file,) = mails(tmp_path / "outbox")
    assert file.parent.name == "new"
    assert file.read_bytes() == raw
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    (read,) = mailbox.Maildir(tmp_path / "outbox", create=False)
    assert read["Message-ID"] == MAIL.message_id


def test_the_same_mail_twice_leaves_one_file_R14_2(tmp_path: Path) -> None:
    outbox = MaildirOutbox(tmp_path)
    outbox.deliver("<a@example.com>", b"one")
    outbox.deliver("<a@example.com>", b"one")
    outbox.deliver("<b@example.com>", b"two")
    assert sorted(path.read_bytes() for path in mails(tmp_path)) == [b"one", b"two"]


@pytest.mark.parametrize("flags", ["", ":2,", ":2,S"])
def test_a_mail_that_a_program_has_taken_is_not_delivered_again_R14_2(tmp_path: Path, flags: str) -> None:
    outbox = MaildirOutbox(tmp_path)
    outbox.deliver("<a@example.com>", b"one")
    name = file_name("<a@example.com>")
    (tmp_path / "new" / name).rename(tmp_path / "cur" / f"{name}{flags}")
    outbox.deliver("<a@example.com>", b"one")
    assert [path.parent.name for path in mails(tmp_path)] == ["cur"]


def test_deliverers_at_once_leave_one_whole_file_R14_2(tmp_path: Path) -> None:
    outbox, raw = MaildirOutbox(tmp_path), b"x" * 100_000
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: outbox.deliver("<a@example.com>", raw), range(24)))
    (file,) = mails(tmp_path)
    assert file.read_bytes() == raw


@pytest.mark.parametrize(
    "message_id", ["<../../etc/passwd@example.com>", "<a/b@example.com>", "<\ud800@x>", ""]
)
def test_no_message_id_can_name_a_file_elsewhere(message_id: str) -> None:
    assert Path(file_name(message_id)).name == file_name(message_id)
    assert file_name(message_id).replace(".dialq", "").isalnum()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file in the way")
    with pytest.raises(WorldFailed, match="outbox"):
        MaildirOutbox(tmp_path / "outbox").deliver("<a@example.com>", b"one")


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(WorldFailed, match="No space left on device"):
        MaildirOutbox(tmp_path).deliver("<a@example.com>", b"one")
    assert mails(tmp_path) == []


def test_the_mailer_makes_ids_at_the_senders_domain() -> None:
    mailer = Mailer(Path("unused"), lambda: b"key")
    assert mailer.new_message_id("ana@example.com").endswith("@example.com>")
    assert mailer.new_token(7) != mailer.new_token(7)
    assert mailer.token_lead(mailer.new_token(7)) == 7
