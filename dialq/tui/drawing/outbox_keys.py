"""What can be done with a row of the mail screen, in the words of its foot."""

from __future__ import annotations

from dialq.desk.mail_views import LetterLine, OutboxView, PlannedMail
from dialq.tui.drawing.outbox import FAILED, HOLD, UNCONFIRMED, Row

SENDING = "sending"
"""A mail that is on its way this moment: nothing can be done with it."""
_FATES = {
    UNCONFIRMED: {"outbox.left": "it left", "outbox.again": "send again"},
    FAILED: {"outbox.again": "try again", "outbox.stop": "give it up"},
    HOLD: {"outbox.stop": "stop", "outbox.edit": "edit"},
}


def acts_of(row: Row) -> dict[str, str]:
    """Action id -> its word, for what works on this row beyond reading it and opening its lead."""
    entry = row.entry
    if isinstance(entry, LetterLine):
        return {"outbox.left": "seen"}
    if isinstance(entry, PlannedMail):
        return {"outbox.stop": "release" if entry.held_by else "hold back", "outbox.edit": "edit"}
    if entry.status == SENDING:
        return {}
    batch = {"outbox.batch": "stop batch"} if row.part == HOLD and entry.what == "batch" else {}
    return _FATES[row.part] | batch


def offered(view: OutboxView | None, row: Row | None) -> dict[str, str]:
    """Action id -> its word, for all that works on the page with the mark on this row."""
    found: dict[str, str] = {}
    if row is not None:
        found |= {"outbox.read": "read"} | acts_of(row) | ({"outbox.lead": "lead"} if row.entry.lead else {})
    if view is not None and any(box.stopped for box in view.mailboxes):
        found["outbox.start"] = "start mailbox"
    return found | {"outbox.many": "to many"}
