"""The people who have mailboxes on the real servers."""

from __future__ import annotations

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


ANA = Account("ana", "anas own w0rd", 5001)
BEN = Account("ben", "bens own w0rd", 5002)
ACCOUNTS = (ANA, BEN)
