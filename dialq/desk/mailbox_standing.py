"""How a mailbox stands: whether it may send, when next, and how much it has sent."""

from __future__ import annotations

from msgspec.structs import replace

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.kept import ANSWER
from dialq.desk.sending_rules import allowance, inbox_is_read, is_paced, paced_until
from dialq.errors import BadInput
from dialq.settings import MailboxSettings


def stop_mailbox(desk: Desk, name: str, why: str) -> None:
    """A mailbox sends nothing until a person starts it: inside a write transaction."""
    state = desk.store.mailboxes.get(name)
    desk.store.mailboxes.keep(replace(state, stopped=why, problem="", at=desk.now()))


def restart_mailbox(desk: Desk, name: str) -> None:
    """Let a stopped mailbox send again. Raises BadInput if it is not stopped."""
    with desk.store.writing():
        state = desk.store.mailboxes.get(name)
        if not state.stopped:
            raise BadInput(f"mailbox {name!r} is not stopped")
        desk.store.mailboxes.keep(replace(state, stopped="", problem="", at=desk.now()))


def next_send_at(desk: Desk, mailbox: MailboxSettings) -> Instant | None:
    """When a mailbox has something to send next, by hold, limit and pace; None: nothing waits, or it is stopped."""
    state = desk.store.mailboxes.get(mailbox.name)
    if state.stopped:
        return None
    now = desk.now()
    limit = allowance(desk, mailbox, now)
    read = inbox_is_read(desk, mailbox, now)
    found, paced = [], paced_until(desk, mailbox, now)
    for rank, leaves in desk.store.outbox.next_leaves(mailbox.name):
        if is_paced(rank) and not read:
            continue
        at = max(leaves, paced) if is_paced(rank) else leaves
        found.append(at if rank == ANSWER or limit.room else max(at, limit.free_at))
    return min(found, default=None)


def sent_in_24h(desk: Desk, mailbox: MailboxSettings) -> tuple[int, int]:
    """(mails that left a mailbox in the last 24 hours, its limit now)."""
    found = allowance(desk, mailbox, desk.now())
    return found.sent, found.limit
