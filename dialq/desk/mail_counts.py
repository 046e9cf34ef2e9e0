"""How far the mails are."""

from __future__ import annotations

from dialq.desk.desk import Desk
from dialq.desk.kept import CANCELLED, FAILED, HOLD, SENDING, SENT, UNCONFIRMED

STATES = (HOLD, SENDING, SENT, CANCELLED, FAILED, UNCONFIRMED)


def mail_counts(desk: Desk) -> dict[str, int]:
    """How many mails are in each state."""
    with desk.store.reading():
        return {state: desk.store.outbox.count(state) for state in STATES}
