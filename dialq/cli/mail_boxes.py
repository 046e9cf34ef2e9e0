"""Which mailboxes a command is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dialq.errors import BadInput

if TYPE_CHECKING:
    from dialq.desk.desk import Desk
    from dialq.settings import MailboxSettings

NONE = "No mailbox is set up: mails go to the outbox folder beside the database; see `dialq help mail`."


def chosen(desk: Desk, names: Sequence[str] = ()) -> tuple[MailboxSettings, ...]:
    """The mailboxes of these names, or all. Raises BadInput for a name that there is not."""
    boxes = desk.settings.mail.mailboxes
    known = [box.name for box in boxes]
    for name in names:
        if name not in known:
            hint = f"Mailboxes: {', '.join(known)}." if known else NONE
            raise BadInput(f"there is no mailbox {name!r}", hint)
    return tuple(box for box in boxes if not names or box.name in names)
