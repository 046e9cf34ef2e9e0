"""The people who have mailboxes on the real servers."""

from __future__ import annotations

import subprocess
from typing import NamedTuple


class Account(NamedTuple):
    """One person's mailbox."""

    name: str
    password: str
    uid: int

    @property
    def address(self) -> str:
        """Where mails to them go."""
        return f"{self.name}@example.com"

    def hashed(self) -> str:
        """The password as the mail server keeps it."""
        command = ["openssl", "passwd", "-6", "-stdin"]
        return subprocess.run(
            command, input=self.password, capture_output=True, text=True, check=True
        ).stdout.strip()


ANA = Account("ana", "anas own w0rd", 5001)
BEN = Account("ben", "bens own w0rd", 5002)
ACCOUNTS = (ANA, BEN)
