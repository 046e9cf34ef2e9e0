"""The doctor's look at the mails: does anybody send, does each mailbox work, is a mail in doubt (R14.2, R14.5)."""

from __future__ import annotations

from collections.abc import Callable

from dialq.desk.desk import Desk
from dialq.desk.health import Check
from dialq.desk.kept import AUTOMATIC, FAILED, UNCONFIRMED
from dialq.desk.mail_counts import mail_counts
from dialq.desk.mail_views import MailboxView
from dialq.desk.outbox_view import mailboxes
from dialq.settings import MailboxSettings

SecretFault = Callable[[MailboxSettings], str]
"""Why a mailbox's password or token cannot be had; '' if it can."""


def mail_checks(desk: Desk, secret_fault: SecretFault) -> list[Check]:
    """What a person must do so that mails leave and answers come; the secrets are asked for, nobody is logged in."""
    views = {view.name: view for view in mailboxes(desk)}
    boxes = [box for box in desk.settings.mail.mailboxes if box.name in views]
    found = [_mails(desk)]
    if boxes:
        found.append(_runner([(box, views[box.name]) for box in boxes]))
    return found + [_mailbox(views[box.name], secret_fault(box)) for box in boxes]


def _mails(desk: Desk) -> Check:
    counts = mail_counts(desk)
    doubtful, failed = counts[UNCONFIRMED], counts[FAILED]
    if doubtful:
        return Check("mails", False, f"{doubtful:,} may have left or not: `dialq mail resolve` asks you")
    lacks = desk.settings.mail_lacks
    if lacks and desk.store.places.due_timers(AUTOMATIC, desk.now(), 1):
        return Check("mails", False, f"automatic mails wait: the settings lack {', '.join(lacks)}")
    orphans = sorted(name for name in desk.store.outbox.waiting_mailboxes() if _is_gone(desk, name))
    if orphans:
        return Check(
            "mails", False, f"mails wait for {', '.join(orphans)}, no mailbox of the settings any more"
        )
    lost = f"{failed:,} failed: `dialq mail status` says why" if failed else "none is in doubt"
    return Check("mails", True, lost)


def _is_gone(desk: Desk, name: str) -> bool:
    return bool(name) and desk.settings.mail.mailbox(name) is None


def _runner(boxes: list[tuple[MailboxSettings, MailboxView]]) -> Check:
    idle = [box.name for box, view in boxes if _lacks(box, view)]
    if not idle:
        return Check("mail runner", True, "each mailbox is looked after")
    what = f"nobody looks after {', '.join(idle)} now"
    return Check("mail runner", False, f"{what}: keep `dialq mail run` running (`dialq mail unit`)")


def _lacks(box: MailboxSettings, view: MailboxView) -> bool:
    return bool(box.smtp is not None and not view.sender) or bool(box.imap is not None and not view.fetcher)


def _mailbox(view: MailboxView, secret_fault: str) -> Check:
    name = f"mailbox {view.name}"
    if view.stopped:
        return Check(name, False, f"stopped: {view.stopped}; `dialq mail start {view.name}` lifts it")
    if secret_fault:
        return Check(name, False, secret_fault)
    if view.problem:
        return Check(name, False, view.problem)
    full = ", the limit is reached" if view.sent >= view.limit else ""
    return Check(name, True, f"{view.sent:,} of {view.limit:,} in 24 hours{full}, {view.waiting:,} waiting")
