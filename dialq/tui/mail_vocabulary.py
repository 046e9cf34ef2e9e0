"""What the screen may ask of a desk about mails: mailboxes, the outbox, threads, many at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dialq.desk.mail_views import MailboxView, Mass, MassSent, OutboxView, PlannedMail, ThreadLine
    from dialq.desk.views import Draft, Queued


class WholeMail(NamedTuple):
    """A mail of the outbox as its reader will see it."""

    sender: str
    to: str
    subject: str
    body: str
    footer: str
    html: bool = False
    """Whether an HTML part goes along."""
    batch: str = ""
    """The mass sending it belongs to."""


class Trouble(NamedTuple):
    """A mail that a person should know of: it failed, or may have left."""

    message: str
    to: str
    subject: str
    failed: bool
    """False: nobody knows whether it left (R14.2)."""
    why: str


class MailVocabulary(NamedTuple):
    """One field a use case, called as `case(desk, …)` on the thread that owns the desk."""

    outbox_view: Callable[..., OutboxView]
    my_mailbox: Callable[..., MailboxView | None]
    """The mailbox that this rep's mails leave from, as it stands; None without mailboxes."""
    whole_mail: Callable[..., WholeMail]
    """`whole_mail(desk, message)`."""
    footer: Callable[..., str]
    """What every mail carries at its end."""
    hold_mail: Callable[..., Queued]
    """`hold_mail(desk, message)`: it does not leave while it is edited."""
    release_mail: Callable[..., None]
    """The editor was left: it waits its hold again."""
    edit_mail: Callable[..., Queued]
    resolve_mail: Callable[..., None]
    """`resolve_mail(desk, message, left=…)`."""
    retry_mail: Callable[..., None]
    restart_mailbox: Callable[..., None]
    planned_mails: Callable[..., tuple[PlannedMail, ...]]
    hold_planned: Callable[..., None]
    release_planned: Callable[..., None]
    edit_planned: Callable[..., None]
    mass_mail: Callable[..., Mass]
    send_mass: Callable[..., MassSent]
    stop_batch: Callable[..., int]
    thread: Callable[..., tuple[ThreadLine, ...]]
    answer_draft: Callable[..., Draft]
    kept_draft: Callable[..., Draft | None]
    """`kept_draft(desk, lead)`: the mail that was left half written; None if there is none."""
    troubles: Callable[..., tuple[Trouble, ...]]
    """This rep's mails that failed or may have left, and nobody's that may have left."""
    letter_seen: Callable[..., None]
    after_leaving: Callable[..., str]
    """What becomes of waiting mails when this screen is closed, in a sentence; '' if they leave all the same."""
