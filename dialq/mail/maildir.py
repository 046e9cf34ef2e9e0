"""An outbox that is a Maildir folder: each mail one file, whole or not there at all."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from dialq.errors import WorldFailed


class MaildirOutbox:
    """Delivers mails into a Maildir, which mail programs and sending tools can read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def deliver(self, message_id: str, raw: bytes) -> None:
        """Put a mail on disk, flushed. The same Message-ID again leaves the one file that is there."""
        name = file_name(message_id)
        try:
            self._make_folders()
            if not self._has(name):
                self._write(name, raw)
        except OSError as error:
            raise WorldFailed(
                f"the mail could not be written to the outbox {self.folder}: {error.strerror or error}",
                "Free some space or correct mail.maildir in the settings; the mail is still queued.",
            ) from error

    def _make_folders(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for part in ("tmp", "new", "cur"):
            (self.folder / part).mkdir(mode=0o700, exist_ok=True)

    def _has(self, name: str) -> bool:
        """Whether the mail is there; a mail program moves it to `cur` and adds flags behind a colon."""
        if (self.folder / "new" / name).exists() or (self.folder / "cur" / name).exists():
            return True
        return next((self.folder / "cur").glob(f"{name}:*"), None) is not None

    def _write(self, name: str, raw: bytes) -> None:
        draft = self.folder / "tmp" / f"{name}.{secrets.token_hex(6)}"
        try:
            with open(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            # Renaming replaces: two deliverers at once still leave one file.
            draft.replace(self.folder / "new" / name)
        finally:
            draft.unlink(missing_ok=True)
        _flush_folder(self.folder / "new")


def file_name(message_id: str) -> str:
    """The file's name, made from the Message-ID alone, so that a second delivery finds the first."""
    return f"{hashlib.sha256(message_id.encode('utf-8', 'replace')).hexdigest()[:40]}.dialq"


def _flush_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut, where the system lets a folder be opened."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
